"""Somebody rings at the door, somebody minds the children, somebody translates."""

from typing import Any

import numpy as np

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.declare import param
from sim.providers import offers_of, unmet
from sim.tables import EMPLOYED, INACTIVE, UNEMPLOYED
from sim.targeting import backed, by_lot, funded, lift, serve, want_seats


class OutreachChildcare(Lever):
    """Outreach workers tell adults of low education and newcomers what is on offer; parents get child-care while they learn.

    Telling alone moves little; child-care lifts the barrier of those who have young children, accessible rooms and hours that of
    people with a severe limitation, and seats in the language of the city open the way to everything else. Child-care is paid while it
    is used.
    """

    theme = "inclusive education"
    works_on = "adults away from learning, parents and people with a limitation; the seats it opens take whoever comes"
    aims = KINDS
    contact_cost = param(70.0, "EUR", "for each person spoken to", "assumed: an hour of work and the way there", 5, 1000)
    heard = param(0.5, "share", "of those spoken to who then know what is on offer", "assumed", 0, 1)
    care_cost = param(450.0, "EUR/month", "for one family's extra child-care", "assumed: evening and drop-in care", 20, 5000)
    care_help = param(0.7, "share", "of the caring barrier that child-care lifts", "assumed", 0, 1)
    used = param(12.0, "families", "that may count on child-care for each one that uses it in a month",
                 "assumed: a place is used while a parent learns or looks for work", 1, 100)  # fmt: skip
    language_share = param(0.08, "share", "of the money for seats in the language of the city", "chosen by the user", 0, 1)
    access_share = param(0.07, "share", "of the money for accessible rooms and hours", "chosen by the user", 0, 1)
    access_cost = param(200.0, "EUR/month", "for one resident with a severe limitation", "assumed: interpreters, transport", 10, 5000)
    access_help = param(0.4, "share", "of the barrier of her limitation that this lifts", "assumed", 0, 1)
    care_share = param(0.6, "share", "of the money that goes to child-care", "chosen by the user", 0, 1)

    def apply(self, city: Any) -> None:
        """First the doors, then access and language, then the places in child-care."""
        if not funded(city, self):
            return
        r, c = city.residents, city.conditions
        grown = (r.present == 1) & (r.age >= 18 * 12) & (r.age < 65 * 12)
        away = grown & (r.aware == 0) & ((r.attainment < 3) | (r.foreign == 1))
        c.reach[serve(city, self, away, self.contact_cost, "providers", share=self.doors(), lasts=1)] = self.heard
        limited = grown & (r.limitation == 2)
        lift(c.access_help, serve(city, self, limited, self.access_cost, "providers", share=self.access_share, lasts=12), self.access_help)
        rows = language_offers(city)
        want_seats(city, self, rows, unmet(city)[rows], city.seat_cost, share=self.language_share)
        parents = grown & (city.households.young[np.maximum(r.household, 0)] > 0) & (r.activity >= EMPLOYED) & (r.activity <= INACTIVE)
        uses = (r.offer >= 0) | (r.activity == UNEMPLOYED)
        need = 2.0 * (r.offer >= 0) + (r.attainment < 3)
        lift(c.care_help, serve(city, self, parents & uses, self.care_cost, "providers", need=need, lasts=6), self.care_help)
        others = backed(city, self, 0.0, self.care_cost * city.price_level, self.used)
        lift(c.care_help, by_lot(city, self, parents & ~uses, others, 6, (r.attainment < 3).astype(np.float64)), self.care_help)

    def doors(self) -> float:
        """What is left for outreach workers."""
        return max(0.0, 1 - self.care_share - self.language_share - self.access_share)


def language_offers(city: Any) -> np.ndarray:
    """Rows of offers that teach the language of the city, from the first steps on."""
    rows = offers_of(city, threshold=1, work=1)
    taught = city.courses.direction[city.offers.course[rows]]
    return rows[(taught[:, 0] >= 0.4) & (taught[:, 6] >= 0.3)]
