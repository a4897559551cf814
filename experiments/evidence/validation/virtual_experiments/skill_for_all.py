"""G1: does more skill in every adult make work, or take it?"""

from typing import Any

import numpy as np

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from experiments.evidence.validation.measures.cycle import unemployment
from experiments.evidence.validation.measures.wages import mincer
from experiments.evidence.validation.twins import adults, by_year, highest_year, lowest_year, told_by_year
from sim.city import City
from sim.tables import EMPLOYED

YEARS, AFTER = 10, 5
"""Years that are lived, and those before jobs must have come."""
MORE = 1.0
"""SD of skill in every domain."""
FIRST_AGE, LAST_AGE = 240, 780
"""Months of age of those whose pay tells the return to schooling, as in row 34."""


def give_skill(piece: tuple[Setting, int]) -> dict[str, np.ndarray]:
    """Changes by year in one seed: jobs as a share, unemployment in points, the return to a year of schooling in points."""
    how, seed = piece
    young = how.burn_in_city(seed)
    usual, more = young.branch(), young.branch()
    most = more.residents.declared["skill"].high
    rows = adults(more.residents)
    more.residents.skill[rows] = np.minimum(more.residents.skill[rows] + MORE, most)
    was, now = live(usual), live(more)
    return {"jobs": now["jobs"] / was["jobs"] - 1, **{name: 100 * (now[name] - was[name]) for name in ("unemployment", "premium")}}


def live(city: City) -> dict[str, np.ndarray]:
    """Filled posts and the unemployment rate as means of each year, the return to schooling at its end."""
    premium = []
    for _ in range(YEARS):
        city.run(12)
        r: Any = city.residents
        works = (r.present == 1) & (r.activity == EMPLOYED) & (r.wage > 0) & (r.age >= FIRST_AGE) & (r.age < LAST_AGE)
        premium.append(mincer(r, np.flatnonzero(works))["row 34"])
    t = city.observations.counts(since=1)
    return {"jobs": by_year(t.filled_posts), "unemployment": by_year(unemployment(t)), "premium": np.array(premium)}


def more_skill(setting: Setting) -> list[Finding]:
    """Jobs in the worst year, jobs that come, unemployment in the worst year, the premium."""
    known, found = targets.load(setting.profile), setting.over_seeds(give_skill)
    jobs, out, premium = (np.array([one[name] for one in found]) for name in ("jobs", "unemployment", "premium"))
    later = premium[:, AFTER:].mean(axis=1)
    return [
        known["G1 loss"].judge(*lowest_year(jobs), f"by year, %: {told_by_year(100 * jobs)}"),
        known["G1 jobs"].finding(jobs[:, AFTER:].mean(axis=1)),
        known["G1 unemployment"].judge(*highest_year(out), f"by year, points: {told_by_year(out)}"),
        known["G1 premium"].finding(later, f"by year, points: {told_by_year(premium)}"),
    ]


EXPERIMENTS = {"G1 skill for all": more_skill}
