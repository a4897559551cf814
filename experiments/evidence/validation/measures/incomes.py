"""How a year's household income is spread: rows 14 and 15."""

from typing import Any

import numpy as np

from experiments.evidence.validation.measures.regress import gini, share_of
from experiments.evidence.validation.recorder import Month, Yearly
from sim.city import City
from sim.tables import EMPLOYED


class Incomes(Yearly):
    """Equivalised income of every month adds up to a year's, with transfers and from work alone."""

    keys = ("row 14", "row 14 before", "row 14 poorest", "row 14 richest", "row 15")

    def open(self, city: City) -> None:
        """A new year, and how a household's income is divided."""
        rule: Any = next(b for b in city.behaviours if b.name() == "incomes")
        self.weights = rule.adult_weight, rule.child_weight
        super().open(city)
        self.begin(city)

    def begin(self, city: City) -> None:
        """Nothing earned yet."""
        self.id = city.residents.id.copy()
        self.total, self.earned = np.zeros((2, len(self.id)))

    def note(self, month: Month) -> None:
        """Add this month's income per equivalent adult."""
        r, h, n = month.city.residents, month.city.households, len(self.id)
        pay = np.where(r.activity == EMPLOYED, r.income, 0)
        homes = np.maximum(r.household, 0)
        pooled = np.bincount(homes, weights=pay, minlength=len(h))
        adult, child = self.weights
        equals = 1 + adult * np.maximum(0, h.adults - 1) + child * (h.members - h.adults)
        self.total += r.equivalised[:n]
        self.earned += (pooled / equals)[homes[:n]]

    def year(self, city: City) -> None:
        """Spread of the year's income over those who were there all the time."""
        r, n = city.residents, len(self.id)
        here = (r.present[:n] == 1) & (r.id[:n] == self.id)
        total, adult = self.total[here], (r.age[:n] >= 18 * 12) & (r.age[:n] < 65 * 12) & here
        low, high = (self.total[adult & group] for group in (r.attainment[:n] < 3, r.attainment[:n] >= 5))
        gap = np.median(high) / np.median(low) - 1 if len(low) and len(high) else np.nan
        self.found.append({
            "row 14": gini(total), "row 14 before": gini(self.earned[here]), "row 14 poorest": share_of(total, 0, 0.2),
            "row 14 richest": share_of(total, 0.8, 1), "row 15": gap,
        })  # fmt: skip
        self.begin(city)
