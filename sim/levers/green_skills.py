"""Courses for the work that a greener city needs."""

from typing import Any

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.declare import param
from sim.providers import COLLEGE, offers_of, unmet
from sim.tables import EMPLOYED, UNEMPLOYED
from sim.targeting import funded, grown, lift, meant, payer, put_first, reaches, want_seats


class GreenSkills(Lever):
    """Free seats in courses with green content, first for people from high-emission work.

    Who finds no green work afterwards forgets it again: training ahead of demand is wasted. The educated take most of the seats;
    that men would take more of them than women cannot show, for men and women of the city do the same work.
    """

    theme = "sustainability"
    works_on = "people from high-emission work and the unemployed; the seats it opens take whoever comes"
    aims = KINDS
    least = param(0.2, "share", "of a course about green skills from which it is paid for", "chosen by the user", 0.05, 1)
    priority = param(1.0, "points", "people from high-emission work come before others when seats are short", "chosen by the user", 0, 5)
    advice = param(0.25, "share", "of looks at courses that advisers turn to green ones, for the unemployed and people from such work",
                   "assumed", 0, 1)  # fmt: skip
    free = param(1.0, "share", "of the price paid for people from high-emission work", "chosen by the user", 0, 1)
    most = param(1000.0, "EUR", "paid towards one course at most", "chosen by the user", 0, 20_000)

    def apply(self, city: Any) -> None:
        """Ask for seats; let those come first whose work goes."""
        if not funded(city, self):
            return
        r, c = city.residents, city.conditions
        works = (r.activity == EMPLOYED) | (r.activity == UNEMPLOYED)
        exposed = works & (r.occupation >= 0) & (city.exposed[r.occupation] > 2 * city.exposed.mean())
        advised = exposed | (r.activity == UNEMPLOYED)
        if not reaches(city, self, advised):
            return
        put_first(city, self, exposed, self.priority)
        lift(c.advised, meant(city, self, advised), grown(city, self, self.advice))
        c.voucher[payer(city, self), meant(city, self, exposed)], c.voucher_most[payer(city, self)] = (
            self.free,
            self.most * city.price_level,
        )
        rows = offers_of(city, COLLEGE, work=1)
        rows = rows[city.courses.direction[city.offers.course[rows], 2] >= self.least]
        c.promoted[rows] += city.offers.seats[rows]
        want_seats(city, self, rows, unmet(city)[rows], city.seat_cost)
