"""Basic skills and a first qualification for adults who left school early."""

from typing import Any

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.declare import param
from sim.providers import offers_of, unmet
from sim.tables import EMPLOYED, INACTIVE
from sim.targeting import funded, grown, invite, lift, meant, put_first, reaches, want_seats


class SecondChance(Lever):
    """Extra free seats in literacy, language and upper secondary courses, at hours that suit adults of low education.

    Somebody of a college sits down with those it is for and asks; most of them still do not wish to, and seats that open take whoever
    comes. No more open than people ask for.
    """

    theme = "inclusive education"
    works_on = "adults of low education; the seats it opens take whoever comes"
    aims = KINDS
    time_help = param(0.35, "share", "of the schedule barrier lifted by evening and part-time forms", "assumed", 0, 1)
    visits = param(0.1, "share", "of the money, at most, for talks with adults of low education", "chosen by the user", 0, 1)
    talk = param(80.0, "EUR", "for such a talk", "assumed: an hour of work and the way there", 1, 1000)
    every = param(24, "months", "from one talk to the next", "assumed: each is asked again after two years", 1, 120)
    priority = param(1.0, "points", "low-educated adults come before others when seats are short", "chosen by the user", 0, 5)

    def apply(self, city: Any) -> None:
        """Ask for seats, and make them fit those they are for."""
        if not funded(city, self):
            return
        low = city.residents.attainment < 3
        if not reaches(city, self, low):
            return
        r = city.residents
        away = low & (r.present == 1) & (r.age >= 20 * 12) & (r.age < 65 * 12) & (r.activity >= EMPLOYED) & (r.activity <= INACTIVE)
        invite(city, self, away & (r.offer < 0), self.talk, self.every, share=self.visits)
        rows = offers_of(city, threshold=1, work=1)
        want_seats(city, self, rows, unmet(city)[rows], city.seat_cost)
        lift(city.conditions.time_help, meant(city, self, low), grown(city, self, self.time_help))
        put_first(city, self, low, self.priority)
