"""What the loss of a job costs a tenured worker, against stayers who were alike: rows 38 and 39."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.evidence.validation.measures.cycle import unemployment
from experiments.evidence.validation.measures.stocks import educations
from experiments.evidence.validation.recorder import Month, Page, Recorder, share
from sim.catalogue import make
from sim.city import City
from sim.tables import EMPLOYED, UNEMPLOYED

TENURED, FIRST_AGE, LAST_AGE = 36, 25, 50
"""Months in the job and ages of those who are followed (Bertheau et al. 2023: three years; Davis and von Wachter: up to 50)."""
DISCOUNT = 0.05


@dataclass(frozen=True)
class Cohort:
    """Tenured workers at the start of a year (by row), who of them was displaced in it, who stayed, and in which cell each is."""

    year: int
    rows: np.ndarray
    displaced: np.ndarray
    stays: np.ndarray
    cell: np.ndarray
    wage: np.ndarray
    man: np.ndarray


class Careers(Page):
    """Earnings and months of work of everybody by year; each year's displaced and stayers."""

    keys = ("row 38", "row 38 wages", "row 38 out")

    def __init__(self, cohorts: Iterable[int] | None = None) -> None:
        """``cohorts``: the years whose displaced are followed, all by default."""
        self.wanted = None if cohorts is None else tuple(cohorts)

    def open(self, city: City) -> None:
        """A first year."""
        self.years: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        self.cohorts: list[Cohort] = []
        self.begin(city)

    def begin(self, city: City) -> None:
        """Who is tenured now, and alike in what."""
        r = city.residents
        self.id, self.post, self.wage = r.id.copy(), r.post.copy(), r.wage.astype(np.float64)
        self.earned, self.worked = np.zeros(len(r)), np.zeros(len(r))
        aged = (r.age >= FIRST_AGE * 12) & (r.age <= LAST_AGE * 12)
        rows = np.flatnonzero((r.present == 1) & (r.activity == EMPLOYED) & (r.tenure >= TENURED) & aged & (r.wage > 0))
        self.rows, self.lost, self.man = rows, np.zeros(len(rows), bool), r.sex[rows] == 0
        rank = np.argsort(np.argsort(self.wage[rows], kind="stable"), kind="stable") * 5 // max(1, len(rows))
        old = np.searchsorted([35 * 12, 45 * 12], r.age[rows], side="right")
        self.cell = ((rank * 3 + old) * 2 + r.sex[rows]) * 3 + educations(r.attainment[rows])

    def note(self, month: Month) -> None:
        """Earnings of the month; who lost the job she held at the start of the year."""
        r, n = month.city.residents, len(self.id)
        works = r.activity[:n] == EMPLOYED
        self.earned += np.where(works, r.wage[:n], 0)
        self.worked += works
        held = month.same[self.rows] & (month.was.post[self.rows] == self.post[self.rows])
        self.lost |= held & (month.now("activity")[self.rows] == UNEMPLOYED)

    def year(self, city: City) -> None:
        """Keep the year and its cohort."""
        if self.wanted is None or len(self.years) in self.wanted:
            stays = city.residents.post[self.rows] == self.post[self.rows]
            wage = self.wage[self.rows]
            self.cohorts.append(Cohort(len(self.years), self.rows, self.lost, stays & ~self.lost, self.cell, wage, self.man))
        self.years.append((self.id, self.earned, self.worked))
        self.begin(city)

    def after(self, years: int, men: bool = False) -> dict[str, float]:
        """Displaced against stayers so many years later: earnings, wage of the employed, months worked, and years of earnings lost."""
        sums = np.zeros((2, 4))
        for cohort in self.cohorts:
            if cohort.year + years < len(self.years):
                sums += compare(cohort, self.years[cohort.year], self.years[cohort.year + years], men)
        (earned, worked, paid, people), (usual, usually, usual_pay, others) = sums
        return {
            "earnings": share(earned, usual) - 1, "work": 1 - share(worked, usually),
            "wages": share(share(paid, worked), share(usual_pay, usually)) - 1, "lost": share(usual, others) - share(earned, people),
        }  # fmt: skip

    def present_value(self, men: bool = True) -> float:
        """Earnings lost from the year of displacement on, discounted, in years of earnings before; as far as they are followed."""
        if not self.cohorts:
            return float("nan")
        followed = len(self.years) - max(cohort.year for cohort in self.cohorts)
        return sum(self.after(k, men)["lost"] / (1 + DISCOUNT) ** k for k in range(min(followed, 21)))

    def close(self, city: City) -> dict[str, float]:
        """Five years later, and the years on the way."""
        five = self.after(5)
        curve = {f"curve displacement {k}": self.after(k)["earnings"] for k in range(11)}
        return {"row 38": five["earnings"], "row 38 wages": five["wages"], "row 38 out": five["work"], **curve}


def compare(cohort: Cohort, start: tuple, end: tuple, men: bool) -> np.ndarray:
    """Displaced and stayers of the same cells (stayers weighted to them): earnings in years of pay before, months, pay, people."""
    (ids, _, _), (later, earned, worked) = start, end
    rows = cohort.rows
    there = (later[rows] == ids[rows]) & (cohort.man | (not men))
    out, stay = there & cohort.displaced, there & cohort.stays
    size = int(cohort.cell.max(initial=0)) + 1
    gone, left = (np.bincount(cohort.cell[who], minlength=size) for who in (out, stay))
    weight = np.divide(gone, left, out=np.zeros(size), where=left > 0)[cohort.cell]
    out &= left[cohort.cell] > 0
    relative, months = earned[rows] / (12 * cohort.wage), worked[rows]
    values = np.stack([relative, months, relative, np.ones(len(rows))])
    return np.stack([values[:, out].sum(axis=1), (values[:, stay] * weight[stay]).sum(axis=1)])


def careers(young: City, years: int, slump: bool) -> tuple[Careers, float]:
    """Men and women displaced in the second and third year of a recession or of ordinary times, followed; unemployment then."""
    shocks: list[Any] = [make("shock", "recession", {}, "displacement")] if slump else []
    city, page = young.branch((), shocks), Careers((1, 2))
    Recorder(city, [page]).live(12 * years)
    return page, float(unemployment(city.observations.counts())[13:37].mean())


def long_run(young: City, months: int) -> dict[str, float]:
    """Row 39: losses over twenty years, as far as twice the recorded months allow."""
    years = min(23, 2 * months // 12)
    (calm, usual), (slump, high) = (careers(young, years, shaken) for shaken in (False, True))
    return {
        "row 39 calm": calm.present_value(), "row 39 slump": slump.present_value(),
        "curve unemployment calm": usual, "curve unemployment slump": high,
    }  # fmt: skip
