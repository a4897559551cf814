"""A skills council: vocational courses follow the vacancies of the city."""

from typing import Any

from sim.catalogue import Lever
from sim.declare import param
from sim.providers import COLLEGE, offers_of, unmet
from sim.tables import UNEMPLOYED
from sim.targeting import funded, grown, put_first, want_seats


class AlignedCourses(Lever):
    """Employers and colleges plan together: contents and seats follow what is posted, and extra vocational seats open.

    With the lag of any catalogue it may train for last year's shortage.
    """

    theme = "skill development for the local economy"
    works_on = "the courses of colleges, which are open to all"
    alignment = param(
        0.5, "share", "added to how far contents and seats follow posted demand", "evidence 8.1: .3 to .8 with a skills council", 0, 0.7
    )
    priority = param(0.5, "points", "unemployed people come before others when seats are short", "chosen by the user", 0, 5)

    def apply(self, city: Any) -> None:
        """Listen more closely and ask for seats where employers post."""
        if not funded(city, self):
            return
        city.conditions.alignment[0] += grown(city, self, self.alignment)
        put_first(city, self, city.residents.activity == UNEMPLOYED, self.priority)
        rows = offers_of(city, COLLEGE, work=1, threshold=0)
        want_seats(city, self, rows, unmet(city)[rows] * city.offers.worth[rows], city.seat_cost)
