"""City hall pays part of the wage of somebody who has long been out of work."""

from typing import Any

import numpy as np

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.declare import param
from sim.pay import earnings
from sim.tables import UNEMPLOYED
from sim.targeting import backed, by_lot, funded, pay_each


class HiringSubsidy(Lever):
    """Employers who hire a long-term unemployed holder of a certificate get part of her wage for some months.

    Many would have been hired anyway (deadweight), others are passed over for her, and some lose the job when the money ends.
    """

    theme = "skill development for the local economy"
    works_on = "the long-term unemployed"
    aims = KINDS
    promises = True
    share = param(0.4, "share", "of the wage that is paid", "chosen by the user", 0, 1)
    paid = param(9, "months", "for which it is paid", "chosen by the user", 1, 36)
    after = param(12, "months", "of search after which somebody gets a certificate", "evidence V7: long-term unemployed", 0, 60)
    taken = param(6.0, "certificates", "handed out for each one that is used in a month", "assumed: one in six is used", 1, 50)

    def apply(self, city: Any) -> None:
        """Pay what was promised; then hand out as many certificates as the money backs."""
        if not funded(city, self):
            return
        r, c = city.residents, city.conditions
        now = np.flatnonzero((r.present == 1) & (r.aided > 0))
        due = self.share * earnings(r, now) * city.weight
        owed = float(due @ r.aided[now])
        pay_each(city, self, now, due, "employers")
        seekers = (r.present == 1) & (r.activity == UNEMPLOYED) & (r.searching >= self.after)
        each = self.share * self.paid * 0.75 * city.facts.mean_wage
        chosen = by_lot(city, self, seekers, backed(city, self, owed, each, self.taken))
        c.wage_aid[chosen] += self.share * self.paid / 12
        c.aid_months[chosen] = self.paid
