"""Small firms pay less for each low-paid worker whom they hire."""

from typing import Any

import numpy as np

from sim.catalogue import Lever
from sim.declare import param
from sim.tables import EMPLOYED
from sim.targeting import funded, pay_each


class SmallFirmCredit(Lever):
    """For each worker hired at low pay, a firm of fewer than ten gets part of the pay back for a year; such firms want more posts.

    Most of the hires would have been made anyway. It works while it is new and pay stands still: in the years that follow, pay takes it
    up, so that a permanent credit costs more for each job than one that ends.
    """

    theme = "skill development for the local economy"
    works_on = "firms with fewer than ten staff"
    share = param(0.12, "share", "of pay that is paid back at the lowest pay", "evidence V8: 12% of labour cost at the minimum wage", 0, 1)
    full = param(0.6, "share of mean wage", "pay up to which the whole share is paid", "assumed: the French minimum wage", 0.1, 2)
    none = param(0.96, "share of mean wage", "pay from which nothing is paid", "Cahuc et al. 2019: 1.6 times the minimum wage", 0.2, 3)
    paid = param(12, "months", "after hiring for which it is paid", "Cahuc et al. 2019: until the end of the year after, remembered", 1, 60)
    below = param(10, "staff", "of a firm that may claim, at most", "Cahuc et al. 2019: fewer than ten", 1, 1000)
    more = param(0.3, "elasticity", "of posts that a small firm wants to the pay that is given back",
                 "evidence V8: +.8 points of employment in a year for a credit that cuts labour cost by some 3%", 0, 3)  # fmt: skip
    taken_up = param(30, "months", "time constant with which pay takes the credit up, and the wish for more posts fades",
                     "evidence V8: works because wages are rigid and it is temporary; speed assumed", 1, 600)  # fmt: skip

    def apply(self, city: Any) -> None:
        """Pay for those hired since it began; small firms want more posts as far as the money pays what they count on."""
        if not funded(city, self):
            return
        r, e = city.residents, city.employers
        small = (e.headcount < self.below) & (e.closed == 0) & (city.sectors.public[e.sector] < 0.5)
        since = city.since_policy - self.start
        works = np.flatnonzero((r.present == 1) & (r.activity == EMPLOYED))
        works = works[small[city.posts.employer[r.post[works]]]]
        back = self.paid_back(r.wage[works].astype(np.float64), city.facts.mean_wage)
        hired = r.tenure[works] < min(self.paid, since + 1)
        due = back[hired] * city.weight
        paid = min(1.0, city.hall.available(self) / max(float(due.sum()), 1e-9))
        pay_each(city, self, works[hired], due, "employers")
        saved = float(back.sum()) / max(float(r.wage[works].sum()), 1e-9)
        city.conditions.orders[small] *= 1 + self.more * saved * paid * np.exp(-since / self.taken_up)

    def paid_back(self, wage: np.ndarray, mean: float) -> np.ndarray:
        """EUR a month for workers at these wages: the whole share of low pay, less from there on, nothing of high pay."""
        fades = np.clip((self.none * mean - wage) / max((self.none - self.full) * mean, 1e-9), 0, 1)
        return self.share * wage * fades
