"""Months away from work to learn, with most of the pay."""

from typing import Any

import numpy as np

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.declare import param
from sim.pay import earnings
from sim.tables import EMPLOYED
from sim.targeting import by_lot, funded, lift, pay_each, temper


class LearningLeave(Lever):
    """Employees may take paid time off for a long course: working hours keep fewer from learning.

    Everybody in such a course may claim, also who would have learned anyway, and the educated claim most. Seats stay as they are.
    """

    theme = "lifelong learning"
    works_on = "employees"
    aims = KINDS
    pay = param(0.7, "share", "of the pay for the time a course takes", "assumed: as in Austria and, until 2024, Finland", 0, 1)
    time_help = param(0.6, "share", "of the schedule barrier that leave lifts", "assumed", 0, 1)
    tenure = param(12, "months", "with the employer before one may take leave", "assumed: usual in such schemes", 0, 120)
    below = param(9.0, "ISCED", "attainment below which one may take leave; 9 admits everybody", "chosen by the user", 0, 9)
    uptake = param(
        0.15, "share/year", "of those who may who are on leave", "assumed: somewhat above participation in long courses", 0.01, 1
    )

    def apply(self, city: Any) -> None:
        """As many may take leave as the money of a year is likely to pay for, drawn once and for all; pay those who do."""
        if not funded(city, self):
            return
        r, load = city.residents, city.courses.load
        workers = (r.present == 1) & (r.activity == EMPLOYED) & (r.tenure >= self.tenure) & (r.attainment < self.below)
        each = self.uptake * self.pay * 0.4 * 8 * 0.8 * city.facts.mean_wage * city.weight
        may = by_lot(
            city, self, workers, int(self.yearly(city.since_policy) / (1 + self.overhead) / max(each, 1e-9)), need=temper(city, 2, r.id)
        )
        burden = np.where(r.offer[may] >= 0, load[city.offers.course[np.maximum(r.offer[may], 0)]], 0.0)
        away, level = may[burden >= 0.2], np.digitize(r.attainment[may[burden >= 0.2]], (3, 5))
        due = self.pay * burden[burden >= 0.2] * earnings(r, away) * city.weight
        for education, who in enumerate(("low educated", "medium educated", "high educated")):
            pay_each(city, self, away[level == education], due[level == education], who)
        lift(city.conditions.time_help, may, self.time_help)
