"""A certificate for what somebody knows already."""

from typing import Any

import numpy as np

from sim.aim import KINDS
from sim.behaviours.skills import Skills
from sim.catalogue import Lever
from sim.declare import param
from sim.tables import EMPLOYED, INACTIVE, UNEMPLOYED
from sim.targeting import by_lot, pay_each, places, under_way


class PriorLearning(Lever):
    """Assessors certify skills that no diploma shows, and schooling from abroad, once for each person; nobody knows more afterwards.

    Assessors are few, and must be trained first. A certificate helps as long as others have none: employers rank applicants.
    """

    theme = "skill development for the local economy"
    works_on = "adults with skills that no diploma shows"
    aims = KINDS
    cost = param(1200.0, "EUR", "for one assessment", "assumed: portfolio, test and committee", 50, 20_000)
    capacity = param(
        0.002, "share/month", "of adults whom assessors can see at most", "assumed: 1,000 a month in a city of 650,000", 0, 0.1
    )
    worth = param(0.5, "share", "of hidden skill that a certificate shows", "assumed: signal only, evidence V26", 0, 1)
    least = param(0.2, "SD", "of hidden skill from which somebody comes to be assessed", "assumed", 0, 2)

    first = param(9, "months", "until the first are assessed", "assumed: colleges to agree on standards, assessors to train", 0, 60)

    def apply(self, city: Any) -> None:
        """Assess the unemployed first, then those with most to show."""
        r = city.residents
        grown = (r.present == 1) & (r.age >= 22 * 12) & (r.age < 63 * 12) & (r.activity >= EMPLOYED) & (r.activity <= INACTIVE)
        new, hidden = grown & (r.assessed == 0), np.zeros(len(r))
        hidden[new] = hidden_skill(r, np.flatnonzero(new))
        coming = new & ((hidden >= self.least) | (r.unrecognised > 0))
        seen = min(places(city, self, self.cost, under_way(city, self)), round(self.capacity * float(grown.sum())))
        served = by_lot(city, self, coming, seen, need=hidden + 4.0 * (r.activity == UNEMPLOYED))
        pay_each(city, self, served, self.cost * city.price_level * city.weight, "providers")
        city.conditions.recognition[served] = self.worth * np.maximum(hidden[served], 0.1)


def hidden_skill(r: Any, rows: np.ndarray) -> np.ndarray:
    """Mean skill of these residents beyond what their schooling here tells employers, 0-2 SD."""
    p = Skills.declared
    shown = p["by_schooling"].default * (r.schooling[rows] - r.unrecognised[rows] - p["norm"].default)
    return np.clip(r.skill[rows].mean(axis=1) - shown, 0, 2)
