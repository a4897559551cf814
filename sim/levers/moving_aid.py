"""Tickets to interviews, and the first months' way to a job far from home."""

from typing import Any

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.declare import param
from sim.tables import UNEMPLOYED
from sim.targeting import lift, serve, temper, under_way


class MovingAid(Lever):
    """People out of work get tickets, and their way or a move paid: jobs far away count almost like those next door.

    They apply where pay and fit are better; whoever lives next to those jobs meets more rivals. Some would have travelled anyway, and
    moves to other cities are not in the model.
    """

    theme = "skill development for the local economy"
    works_on = "the unemployed"
    aims = KINDS
    cost = param(140.0, "EUR/month", "for one seeker: tickets, and her share of commuting or removal once she is hired",
                 "assumed: EUR 1,500 for a move or half a year's way, taken up by one in four", 5, 5000)  # fmt: skip
    help = param(0.7, "share", "of the loss of liking a job far away that the aid lifts",
                 "evidence V21: better paid jobs further away; size assumed", 0, 1)  # fmt: skip
    after = param(2, "months", "of search from which it is given", "assumed: near jobs are tried first", 0, 60)
    accepts = param(0.4, "share", "of seekers who would travel far", "assumed: families and homes hold the others", 0, 1)
    first = param(2, "months", "until it is paid", "assumed: rules and forms", 0, 60)

    def apply(self, city: Any) -> None:
        """Give it to as many seekers as the money reaches, of those who would travel."""
        r = city.residents
        seekers = (r.present == 1) & (r.activity == UNEMPLOYED) & (r.searching >= self.after)
        seekers &= temper(city, 3, r.id) < self.accepts
        served = serve(city, self, seekers, self.cost, "providers", share=under_way(city, self), lasts=6)
        lift(city.conditions.travel_help, served, self.help)
