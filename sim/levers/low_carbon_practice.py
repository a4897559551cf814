"""Advice and grants for firms that want to emit less."""

from typing import Any

import numpy as np

from sim.catalogue import Lever
from sim.declare import param
from sim.targeting import funded, under_way


class LowCarbonPractice(Lever):
    """Advisers and grants help firms to change how they work, as fast as the green skills of their staff allow.

    Firms that emit least come first by themselves, for the certificate; the money is better spent where emissions are.
    """

    theme = "sustainability"
    works_on = "firms"
    cost = param(400.0, "EUR/year", "for each post of a firm that takes part", "assumed: advice and a share of the investment", 10, 20_000)
    help = param(
        0.03, "share/month", "of the way to low-carbon practice that a firm can go with help", "assumed: most of it in three years", 0, 0.5
    )
    targeted = param(1.0, "share", "of the money for the firms that emit most; the rest takes whoever comes", "chosen by the user", 0, 1)

    first = param(6, "months", "until the first firms are helped", "assumed: advisers to hire, firms to look at", 0, 60)

    def apply(self, city: Any) -> None:
        """Firms with the highest emissions of a post first, then those with the lowest, who volunteer."""
        if not funded(city, self):
            return
        e, c = city.employers, city.conditions
        each = np.maximum(1, e.headcount) * self.cost / 12 * city.price_level * city.weight
        left = city.sectors.emissions[e.sector] * (1 - e.cleaned)
        worst, best = np.lexsort((e.id, -np.round(left, 2))), np.lexsort((e.id, np.round(left, 2)))
        helped = np.zeros(len(e), bool)
        for order, share in ((worst, self.targeted), (best, 1.0)):
            order = order[~helped[order]]
            reached = order[np.cumsum(each[order]) <= city.hall.available(self) * under_way(city, self) * share]
            city.hall.pay(self, float(each[reached].sum()), "employers")
            helped[reached] = True
        c.cleaning[helped] += self.help
