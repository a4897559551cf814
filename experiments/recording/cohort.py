"""What becomes of the people who lived here when the shock began: their work, their incomes, and whether the displaced get back."""

from typing import Any

import numpy as np
import pandas as pd

from experiments.outcomes.definitions import THRESHOLDS, tenth
from sim.groups import GROUPS, UNITED, group_numbers
from sim.observation import TENTHS
from sim.tables import EMPLOYED, NOBODY, UNEMPLOYED

YOUNGEST, OLDEST = 18, 65
COUNTED = ("people", "before", "seen", "worked", "living", "displaced", "followed", "regained", "at_work", "elsewhere")
"""Residents; sum of their living standard at the start; person-months; those in work; sum of living standard; and of the displaced:
all, those still here after two years, those with their income back, in work, in work in another occupation."""
ASKED = 1000
"""Workers of whom the occupations within reach are counted: enough for a mean within 0.3."""


class Cohort:
    """Residents of 18-64 of one world, from the month before the shock (or of its calm twin) to the end of the horizon."""

    def __init__(self, city: Any) -> None:
        r = city.residents
        self.rows = np.flatnonzero((r.present == 1) & (r.age >= YOUNGEST * 12) & (r.age < OLDEST * 12))
        at = self.rows
        self.ids, self.income, self.living, self.occupation = r.id[at], r.income[at], r.equivalised[at], r.occupation[at]
        self.working = r.activity[at] == EMPLOYED
        self.codes, self.labels = membership(r, at, len(city.facts.districts))
        self.month = 0
        self.seen, self.worked, self.received = (np.zeros(len(at)) for _ in range(3))
        self.displaced = np.zeros(len(at), np.int16)
        self.followed, self.regained, self.at_work, self.elsewhere = (np.zeros(len(at), bool) for _ in range(4))

    def look(self, city: Any) -> None:
        """One month later: who is still here, who works, who lives on what, who has just lost a job."""
        r, at = city.residents, self.rows
        here = r.id[at] == self.ids
        activity = r.activity[at]
        work = here & (activity == EMPLOYED)
        self.month += 1
        self.seen += here
        self.worked += work
        self.received += here * r.equivalised[at]
        if self.month <= THRESHOLDS.losing:
            lost = self.working & here & (activity == UNEMPLOYED) & (self.displaced == 0)
            self.displaced[lost] = self.month
            self.working = work
        if self.month > THRESHOLDS.later:
            self._see_again(r, np.flatnonzero(here & (self.displaced == self.month - int(THRESHOLDS.later))), work)

    def _see_again(self, r: Any, who: np.ndarray, work: np.ndarray) -> None:
        """Two years after losing the job."""
        at = self.rows[who]
        self.followed[who] = True
        self.regained[who] = r.income[at] >= THRESHOLDS.regained * self.income[who]
        self.at_work[who] = work[who]
        self.elsewhere[who] = work[who] & (r.occupation[at] != self.occupation[who])

    def table(self) -> pd.DataFrame:
        """One row per dimension and group with the sums of COUNTED."""
        sums = (np.ones(len(self.rows)), self.living, self.seen, self.worked, self.received, self.displaced > 0,
                self.followed, self.regained, self.at_work, self.elsewhere)  # fmt: skip
        counted = {name: np.bincount(self.codes.ravel(), np.tile(each, len(self.codes)), len(self.labels))
                   for name, each in zip(COUNTED, sums, strict=True)}  # fmt: skip
        dimension, group = zip(*self.labels, strict=True)
        found = pd.DataFrame({"dimension": dimension, "group": group, **counted})
        return with_united(found[found.people > 0].reset_index(drop=True))


def with_united(found: pd.DataFrame) -> pd.DataFrame:
    """The rows and those of groups that unite several others: every column is a sum."""
    united = []
    for dimension, names in UNITED.items():
        for name, parts in names.items():
            rows = found[(found.dimension == dimension) & found.group.isin(parts)]
            if len(rows):
                united.append({"dimension": dimension, "group": name, **rows[list(COUNTED)].sum()})
    return pd.concat([found, pd.DataFrame(united, columns=found.columns)], ignore_index=True) if united else found


def membership(r: Any, at: np.ndarray, districts: int) -> tuple[np.ndarray, list[tuple[str, str]]]:
    """To which group each of these residents belongs in each dimension: numbers into one list of labels, shape (dimensions, residents)."""
    rank = np.empty(len(at))
    rank[np.argsort(r.equivalised[at], kind="stable")] = np.arange(len(at)) / max(1, len(at))
    places = {
        "all": np.zeros(len(at), int),
        **{dimension: numbers[at] for dimension, numbers in group_numbers(r).items()},
        "district": r.district[at],
        "income": (TENTHS * rank).astype(int),
    }
    named = {"all": ("all",), **GROUPS, "district": [str(d) for d in range(districts)], "income": [tenth(k + 1) for k in range(TENTHS)]}
    labels = [(dimension, group) for dimension in places for group in named[dimension]]
    first = {dimension: labels.index((dimension, named[dimension][0])) for dimension in places}
    return np.stack([place.astype(int) + first[dimension] for dimension, place in places.items()]), labels


def snapshot(city: Any, month: int) -> pd.DataFrame:
    """One row per measure."""
    values = {"reachable_occupations": reachable(city), "employer_concentration": concentration(city), **origin(city.residents)}
    return pd.DataFrame({"month": month, "what": list(values), "value": list(values.values())})


def reachable(city: Any) -> float:
    """Mean number of occupations whose needs a worker's skills meet; not a number where nobody works."""
    r, jobs = city.residents, city.occupations
    every = 1 + len(r) // (2 * ASKED)
    workers = np.flatnonzero((r.present == 1) & (r.activity == EMPLOYED) & (r.id % every == 0))
    if len(workers) == 0:
        return float("nan")
    missing = np.clip(jobs.need[None] - r.skill[workers][:, None], 0, 2)
    fit = 1 - np.einsum("iom,om->io", missing, jobs.weight) / 2
    return float((fit >= THRESHOLDS.within_reach).sum() / len(workers))


def concentration(city: Any) -> float:
    """Herfindahl index of filled posts over employers: 1 when one employer has them all."""
    held = city.posts.employer[city.posts.holder != NOBODY]
    if len(held) == 0:
        return float("nan")
    return float(((np.bincount(held) / len(held)) ** 2).sum())


def origin(r: Any) -> dict[str, float]:
    """How far parents' schooling decides the living standard of residents of 25-54, among people of the same ten years of age."""
    adults = np.flatnonzero((r.present == 1) & (r.age >= 25 * 12) & (r.age < 55 * 12))
    if len(adults) < 10:
        return {"rank_slope": float("nan"), "rise": float("nan")}
    band = (r.age[adults] - 25 * 12) // 120
    parents, own = rank_within(band, r.parents_schooling[adults]), rank_within(band, r.equivalised[adults])
    slope, low = np.cov(parents, own)[0, 1] / parents.var(ddof=1), parents < 0.2
    return {"rank_slope": float(slope), "rise": float((own[low] >= 0.8).mean()) if low.any() else float("nan")}


def rank_within(band: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Rank from 0 to 1 among those of the same band."""
    found = np.empty(len(values))
    for one in np.unique(band):
        here = np.flatnonzero(band == one)
        found[here[np.argsort(values[here], kind="stable")]] = (np.arange(len(here)) + 0.5) / len(here)
    return found
