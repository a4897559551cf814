"""G2: do the low-educated earn less, or more, when there are more graduates around them?"""

from typing import Any

import numpy as np

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from experiments.evidence.validation.twins import behaviour, told_by_year
from sim import chance
from sim.city import City
from sim.education import BACHELOR, first_job, group_of, job_chances, years_of
from sim.tables import EMPLOYED, INACTIVE, UNEMPLOYED

POINTS, YEARS = 0.10, 5
"""Share of adults who get a first degree, and years until pay is read."""
TERTIARY, MEDIUM = 5, 3
"""ISCED levels from which on somebody is highly, and at least medium educated."""
FROM, TO = 25 * 12, 65 * 12


def graduates(city: City) -> np.ndarray:
    """Rows of the adults of 25-64 without tertiary education who are drawn for it: so many points of all adults."""
    r = city.residents
    grown = (r.present == 1) & (r.age >= FROM) & (r.age < TO)
    could = np.flatnonzero(grown & (r.attainment < TERTIARY))
    lot = chance.draws(city.luck_for_ever("schooling"), r.id[could])
    return could[np.argsort(lot, kind="stable")][: round(POINTS * grown.sum())]


def educate(city: City, rows: np.ndarray) -> None:
    """They have a first degree, as if they had been students: schooling, what it teaches, and if out of work the jobs it leads to."""
    r: Any = city.residents
    gained = np.maximum(0.0, years_of(BACHELOR) - r.schooling[rows])
    r.skill[rows] += (behaviour(city, "schooling").taught * gained)[:, None]
    r.schooling[rows] += gained
    r.attainment[rows] = BACHELOR
    chances, lots = job_chances(city.facts)[group_of(BACHELOR)], chance.draws(city.luck_for_ever("staffing"), r.id[rows])
    for row, lot in zip(rows, lots, strict=True):
        if r.activity[row] in (UNEMPLOYED, INACTIVE):
            r.occupation[row] = first_job(chances, lot)


def pay_of_others(piece: tuple[Setting, int]) -> dict[str, np.ndarray]:
    """By year of one seed, of the low-educated without a degree: log pay of those at work in both cities, share employed."""
    how, seed = piece
    young = how.burn_in_city(seed)
    usual, more = young.branch(), young.branch()
    rows = graduates(more)
    educate(more, rows)
    r = young.residents
    low = np.flatnonzero((r.present == 1) & (r.age >= FROM) & (r.age < TO) & (r.attainment < MEDIUM))
    low = np.setdiff1d(low, rows)
    names, pay, work = r.id[low].copy(), [], []
    for _ in range(12 * YEARS):
        at = [at_work(city.run(1), low, names) for city in (usual, more)]
        both = low[at[0] & at[1]]
        pay.append(np.mean(np.log(more.residents.wage[both] / usual.residents.wage[both])) if len(both) else np.nan)
        work.append(at[1].mean() - at[0].mean() if len(low) else np.nan)
    return {name: np.nanmean(np.reshape(months, (YEARS, 12)), axis=1) for name, months in (("pay", pay), ("work", work))}


def at_work(city: City, rows: np.ndarray, names: np.ndarray) -> np.ndarray:
    """Who of these people still lives here and earns a wage."""
    r = city.residents
    return (r.id[rows] == names) & (r.present[rows] == 1) & (r.activity[rows] == EMPLOYED) & (r.wage[rows] > 0)


def more_graduates(setting: Setting) -> list[Finding]:
    """Pay of those who stayed low-educated."""
    found = setting.over_seeds(pay_of_others)
    pay, work = (np.array([one[name] for one in found]) for name in ("pay", "work"))
    note = f"by year, %: {told_by_year(100 * pay)}; their employment, points: {told_by_year(100 * work)}"
    return [targets.load(setting.profile)["G2"].finding(pay[:, -1], note)]


EXPERIMENTS = {"G2 more graduates": more_graduates}
