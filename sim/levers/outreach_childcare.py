"""Somebody rings at the door, and somebody minds the children."""

from typing import Any

import numpy as np

from sim.catalogue import Lever
from sim.declare import param
from sim.tables import EMPLOYED, INACTIVE, UNEMPLOYED
from sim.targeting import serve


class OutreachChildcare(Lever):
    """Outreach workers tell adults of low education and newcomers what is on offer; parents get child-care while they learn or search.

    Telling alone moves little; child-care lifts the barrier of those who have young children.
    """

    theme = "inclusive education"
    contact_cost = param(70.0, "EUR", "for each person spoken to", "assumed: an hour of work and the way there", 5, 1000)
    heard = param(0.5, "share", "of those spoken to who then know what is on offer", "assumed", 0, 1)
    care_cost = param(450.0, "EUR/month", "for one family's extra child-care", "assumed: evening and drop-in care", 20, 5000)
    care_help = param(0.7, "share", "of the caring barrier that child-care lifts", "assumed", 0, 1)
    care_share = param(0.6, "share", "of the money that goes to child-care", "chosen by the user", 0, 1)

    def apply(self, city: Any) -> None:
        """First the doors, then the places in child-care."""
        r, c = city.residents, city.conditions
        grown = (r.present == 1) & (r.age >= 18 * 12) & (r.age < 65 * 12)
        away = grown & (r.aware == 0) & ((r.attainment < 3) | (r.foreign == 1))
        c.reach[serve(city, self, away, self.contact_cost, "providers", share=1 - self.care_share, lasts=1)] = self.heard
        parents = grown & (city.households.young[np.maximum(r.household, 0)] > 0) & (r.activity >= EMPLOYED) & (r.activity <= INACTIVE)
        need = 2.0 * (r.offer >= 0) + (r.activity == UNEMPLOYED) + (r.attainment < 3)
        served = serve(city, self, parents, self.care_cost, "providers", need=need.astype(np.float64), lasts=6)
        c.care_help[served] = 1 - (1 - c.care_help[served]) * (1 - self.care_help)
