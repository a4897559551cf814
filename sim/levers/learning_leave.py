"""Months away from work to learn, with most of the pay."""

from typing import Any

import numpy as np

from sim.catalogue import Lever
from sim.declare import param
from sim.tables import EMPLOYED
from sim.targeting import backed, by_lot, funded, lift


class LearningLeave(Lever):
    """Employees may take paid time off for a long course: working hours keep fewer from learning.

    Everybody in such a course may claim, also who would have learned anyway, and the educated claim most. Seats stay as they are.
    """

    theme = "lifelong learning"
    pay = param(0.7, "share", "of the pay for the time a course takes", "assumed: as in Austria and, until 2024, Finland", 0, 1)
    time_help = param(0.6, "share", "of the schedule barrier that leave lifts", "assumed", 0, 1)
    tenure = param(12, "months", "with the employer before one may take leave", "assumed: usual in such schemes", 0, 120)
    below = param(9.0, "ISCED", "attainment below which one may take leave; 9 admits everybody", "chosen by the user", 0, 9)
    taken = param(20.0, "people", "who may take leave for each one who does in a month", "assumed", 1, 200)

    def apply(self, city: Any) -> None:
        """Pay those on leave; then tell as many as the money backs that they may."""
        if not funded(city, self):
            return
        r, load = city.residents, city.courses.load
        may = (r.present == 1) & (r.activity == EMPLOYED) & (r.tenure >= self.tenure) & (r.attainment < self.below)
        burden = np.where(r.offer >= 0, load[city.offers.course[np.maximum(r.offer, 0)]], 0.0)
        away = np.flatnonzero(may & (burden >= 0.2))
        due = self.pay * (burden[away] * r.wage[away]).astype(np.float64) * city.weight
        owed = float(due @ r.months_left[away])
        level = np.digitize(r.attainment[away], (3, 5))
        for education, who in enumerate(("low educated", "medium educated", "high educated")):
            city.hall.pay(self, float(due[level == education].sum()), who)
        each = self.pay * 0.4 * 8 * 0.8 * city.facts.mean_wage
        lift(city.conditions.time_help, by_lot(city, may & (r.offer < 0), backed(city, self, owed, each, self.taken)), self.time_help)
