"""Applications without names, training for those who hire, and audits."""

from typing import Any

import numpy as np

from sim.catalogue import Lever
from sim.chance import draws, luck
from sim.declare import param
from sim.targeting import belong, funded, lift, under_way


class AntiDiscrimination(Lever):
    """Employers put part of their prejudice against foreign-born and disabled applicants aside, for as long as they take part.

    Who volunteers has little to put aside; audits reach the others. A job that goes to one applicant does not go to another.
    """

    theme = "inclusive education"
    works_on = "employers who hire"
    cost = param(
        60.0, "EUR/year", "for each post of an employer that takes part", "assumed: trainers, blind applications, test cases", 1, 2000
    )
    reduction = param(0.4, "share", "of its prejudice that an employer puts aside", "assumed: callbacks gaps close in part", 0, 1)
    audits = param(
        0.5, "share", "of the money for audits of employers drawn by lot; the rest is for volunteers", "chosen by the user", 0, 1
    )

    first = param(
        6, "months", "until the first employers take part", "assumed: rules to pass, notice to employers, auditors to train", 0, 60
    )

    def apply(self, city: Any) -> None:
        """Audit by lot; then take in volunteers, those with the least prejudice first."""
        if not funded(city, self):
            return
        e = city.employers
        each = np.maximum(1, e.headcount) * self.cost / 12 * city.price_level * city.weight
        audited = self.reach(city, lot_of(city), each, self.audits)
        willing = np.lexsort((e.id, e.bias))
        self.reach(city, willing[~belong(willing, audited, len(e))], each, 1.0)

    def reach(self, city: Any, order: np.ndarray, each: np.ndarray, share: float) -> np.ndarray:
        """The first of these employers that the money pays for."""
        reached = order[np.cumsum(each[order]) <= city.hall.available(self) * under_way(city, self) * share]
        city.hall.pay(self, float(each[reached].sum()), "employers")
        lift(city.conditions.fairness, reached, self.reduction)
        return reached


def lot_of(city: Any) -> np.ndarray:
    """Employers in an order drawn once a year."""
    return np.argsort(draws(luck(city.seed, "lever", city.since_policy // 12), city.employers.id), kind="stable")
