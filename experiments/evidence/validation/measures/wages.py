"""What work pays and what skills are worth: rows 33-37, and rows 42 and 43 on parents."""

from typing import Any

import numpy as np

from experiments.evidence.validation.measures.regress import gini, slopes
from experiments.evidence.validation.recorder import Yearly
from sim.city import City
from sim.tables import EMPLOYED, INACTIVE, UNEMPLOYED

BASIC = 0
"""Literacy and numeracy among the domains of skill."""


class Wages(Yearly):
    """Once a year a cross-section of the employed, and who kept or lost skill since the last one."""

    keys = (
        "row 33 variance", "row 33 gini", "row 33 p90p10", "row 34", "row 34 women", "row 35", "row 36", "row 36 bend", "row 37",
        "row 42", "row 43",
    )  # fmt: skip

    def open(self, city: City) -> None:
        """A first look at skills."""
        super().open(city)
        self.look(city)

    def look(self, city: City) -> None:
        """Remember who has how much basic skill."""
        r = city.residents
        self.id, self.skill, self.activity = r.id.copy(), r.skill[:, BASIC].copy(), r.activity.copy()

    def year(self, city: City) -> None:
        """Regressions on a cross-section."""
        r = city.residents
        at = np.flatnonzero((r.present == 1) & (r.activity == EMPLOYED) & (r.wage > 0) & (r.age >= 240) & (r.age < 780))
        wages = r.wage[at].astype(np.float64)
        low, high = np.quantile(wages, [0.1, 0.9]) if len(at) else (np.nan, np.nan)
        spread = {"row 33 variance": np.log(wages).var(), "row 33 gini": gini(wages), "row 33 p90p10": high / low}
        self.found.append({**spread, **mincer(r, at), **worth_of_skill(r, at), "row 37": self.lost(city), **parents(r, at)})
        self.look(city)

    def lost(self, city: City) -> float:
        """Skill lost in a month out of work, against those who went on working, in SD of adults."""
        r, n = city.residents, len(self.id)
        adult = (r.present[:n] == 1) & (r.id[:n] == self.id) & (r.age[:n] >= 300) & (r.age[:n] < 720) & (r.offer[:n] < 0)
        change = r.skill[:n, BASIC] - self.skill
        out = adult & np.isin(self.activity, (UNEMPLOYED, INACTIVE)) & np.isin(r.activity[:n], (UNEMPLOYED, INACTIVE))
        out &= (r.spell[:n] >= 12) & (r.spell[:n] <= 36) & (r.learned[:n] >= 12)
        kept = adult & (self.activity == EMPLOYED) & (r.activity[:n] == EMPLOYED) & (r.tenure[:n] >= 12)
        if not out.any() or not kept.any():
            return float("nan")
        return (change[out].mean() - change[kept].mean()) / 12 / r.skill[:n, BASIC][adult].std()


def mincer(r: Any, at: np.ndarray) -> dict[str, float]:
    """Returns to schooling and experience."""
    logs, schooling = np.log(r.wage[at]), r.schooling[at]
    x = np.clip(r.age[at] / 12 - schooling - 7, 0, None)
    b = slopes(logs, schooling, x, x * x)
    men, women = (slopes(logs[s], schooling[s], x[s], x[s] ** 2)[0] for s in (r.sex[at] == 0, r.sex[at] == 1))
    return {"row 34": b[0], "row 34 women": women - men, "row 36": np.exp(25 * b[1] + 625 * b[2]) - 1, "row 36 bend": b[2]}


def worth_of_skill(r: Any, at: np.ndarray) -> dict[str, float]:
    """Return to a standard deviation of basic skill in prime age."""
    at = at[(r.age[at] >= 35 * 12) & (r.age[at] < 55 * 12)]
    skill, x = r.skill[at, BASIC], r.experience[at] / 12
    z = (skill - skill.mean()) / skill.std() if len(at) > 1 else skill
    return {"row 35": slopes(np.log(r.wage[at]), z, r.sex[at], x, x * x)[0]}


def parents(r: Any, at: np.ndarray) -> dict[str, float]:
    """Earnings of two generations, linked by the parents' schooling; tertiary attainment by parents."""
    child, parent = (at[(r.age[at] >= a * 12) & (r.age[at] < b * 12)] for a, b in ((30, 46), (45, 61)))
    link = slopes(np.log(r.wage[child]), r.parents_schooling[child])[0]
    passed_on = link / slopes(np.log(r.wage[parent]), r.schooling[parent])[0]
    young = (r.present == 1) & (r.age >= 300) & (r.age < 420)
    degree = r.attainment >= 5
    homes = r.parents_schooling >= 14
    with_, without = (degree[young & home].mean() if (young & home).any() else np.nan for home in (homes, ~homes))
    return {"row 42": passed_on, "row 43": with_ / without if without > 0 else np.nan}
