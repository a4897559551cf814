"""From counts by district to people: iterative proportional fitting, then systematic sampling; and how well it fits."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import humanleague
import numpy as np

from sim.facts.cities_of_counts import CityFacts
from sim.facts.columns_of_counts import ACTIVITY, ATTAINMENT
from sim.facts.plausible_counts import overlap
from sim.memo import remembered

AXES = {"age": 1, "sex": 2, "attainment": 3, "activity": 4}
LOOSE = 1e-3
"""Fitting stops at an error of 1e-8; counts scaled to this total make that one in 100,000, less than one person."""
LEVELS = ("under", *ATTAINMENT)


def prior(facts: CityFacts) -> np.ndarray:
    """Assumed joint shares of age x sex x attainment x activity, one district's shape: what the counts lack."""
    bands = facts.ages
    out = np.zeros((len(bands), 2, len(LEVELS), len(ACTIVITY)))
    for a, (low, high) in enumerate(bands):
        grown = overlap(low, high, facts.attainment_from)
        child = 1 - overlap(low, high, 15)
        levels = levels_by_age(low, grown)
        for sex in range(2):
            for level in range(len(LEVELS)):
                out[a, sex, level] = levels[level] * activities(low, sex, level, child)
    return out


def levels_by_age(low: int, grown: float) -> np.ndarray:
    """Assumed shares of attainment at an age: none counted yet, then low to high; older cohorts are less educated."""
    if low < 20:
        adult = np.array([0.62, 0.38, 1e-3, 1e-4])
    elif low < 25:
        adult = np.array([0.15, 0.68, 0.16, 0.01])
    else:
        old = max(0.0, (low - 45) / 40)
        adult = np.array([0.12 + 0.4 * old, 0.4, 0.28 - 0.08 * old, 0.2 - 0.1 * old])
    return np.concatenate([[1 - grown], grown * adult / adult.sum()])


def activities(low: int, sex: int, level: int, child: float) -> np.ndarray:
    """Assumed shares of employed, unemployed, children, students, pensioners, others at an age."""
    student = np.interp(low, [15, 17, 18, 20, 25, 30, 40, 60, 65], [0.97, 0.95, 0.75, 0.45, 0.15, 0.06, 0.03, 0.005, 0])
    pension = np.interp(low, [16, 30, 50, 55, 60, 64, 65, 70], [0.005, 0.02, 0.05, 0.08, 0.22, 0.4, 0.85, 0.97])
    ease = (0.5, 0.6, 1.0, 1.3, 1.5)[level]
    work = ease * np.interp(low, [15, 18, 20, 25, 30, 60, 65, 70], [0.02, 0.25, 0.55, 0.9, 1.0, 0.8, 0.12, 0.03])
    jobless = np.interp(low, [15, 18, 25, 60, 65, 66], [0.01, 0.06, 0.09, 0.09, 0.002, 0]) / (0.25 + 0.75 * ease)
    other = np.interp(low, [15, 18, 25, 45, 60, 65, 70], [0.02, 0.09, 0.10, 0.07, 0.08, 0.06, 0.08])
    if sex == 1 and 25 <= low < 45:
        other *= 1.4
    grown = np.array([work, jobless, 0, student, pension, other])
    return (1 - child) * grown / grown.sum() + child * np.eye(len(ACTIVITY))[2]


@lru_cache(maxsize=8)
def fit_counts(facts: CityFacts) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """People by district x age x sex x attainment x activity, and the margins they were fitted to."""
    people = facts.districts.people
    under = np.maximum(0.0, people - facts.counts["attainment"].sum(axis=1))
    margins = {
        "age": facts.counts["age"], "sex": facts.counts["sex"], "activity": facts.counts["activity"],
        "attainment": np.column_stack([under, facts.counts["attainment"]]),
    }  # fmt: skip
    margins = {name: table * (people / np.maximum(table.sum(axis=1), 1e-9))[:, None] for name, table in margins.items()}
    seed, wanted = np.maximum(prior(facts), 1e-9), [margins[name] for name in AXES]
    return remembered((seed, people, *wanted), lambda: fit_districts(seed, people, wanted)), margins


def fit_districts(seed: np.ndarray, people: np.ndarray, margins: list[np.ndarray]) -> np.ndarray:
    """Every district's people, in the shape of the seed: its own margins, and the seed's ties among them."""
    indices = [np.array([axis - 1]) for axis in AXES.values()]
    joint = np.zeros((len(people), *seed.shape))
    for d in np.flatnonzero(people > 0):
        shares = [margin[d] / people[d] * LOOSE for margin in margins]
        joint[d] = humanleague.ipf(seed, indices, shares)[0] * (people[d] / LOOSE)
    return joint


def sample(joint: np.ndarray, residents: int, u: float) -> np.ndarray:
    """Systematic sample of cells: ``residents`` numbers into joint.ravel(), so that every margin is kept within one."""
    ends = np.cumsum(joint.ravel())
    ticks = (np.arange(residents) + u) / residents * ends[-1]
    return np.minimum(np.searchsorted(ends, ticks, side="right"), len(ends) - 1)


@dataclass(frozen=True)
class Gap:
    """How far a fitted table is from the published one: total absolute error and the worst cell, in real people."""

    table: str
    stage: str
    people: float
    error: float
    worst: str
    published: float
    got: float


@dataclass(frozen=True)
class FitReport:
    """How well the people drawn stand for the counts."""

    title: str
    weight: float
    gaps: tuple[Gap, ...]
    notes: tuple[str, ...]

    def lines(self) -> list[str]:
        """The report as text."""
        out = [f"{self.title}: one resident stands for {self.weight:,.1f} people"]
        for g in self.gaps:
            out.append(f"  {g.table:<22} {g.stage:<7} total absolute error {g.error:>9,.0f} of {g.people:,.0f} "
                       f"({g.error / max(g.people, 1):.2%}); worst cell {g.worst}: {g.got:,.0f} for {g.published:,.0f}")  # fmt: skip
        return out + [f"  {note}" for note in self.notes]

    def table(self) -> Any:
        """The report as a DataFrame: one row per table of counts and stage."""
        import pandas as pd

        return pd.DataFrame([vars(gap) for gap in self.gaps])


def measure(facts: CityFacts, joint: np.ndarray, margins: dict[str, np.ndarray], stage: str, by_district: bool) -> list[Gap]:
    """One row per table: its published margin against the same margin of ``joint``."""
    heads = {"age": [f"{low}-{high}" for low, high in facts.ages], "sex": ["men", "women"], "attainment": list(LEVELS),
             "activity": list(ACTIVITY)}  # fmt: skip
    out = []
    for name, axis in AXES.items():
        got = joint.sum(axis=tuple(k for k in range(1, 5) if k != axis))
        want = margins[name]
        if not by_district:
            got, want = got.sum(axis=0, keepdims=True), want.sum(axis=0, keepdims=True)
        gap = np.abs(got - want)
        d, k = np.unravel_index(int(gap.argmax()), gap.shape)
        place = facts.districts.names[d] if by_district else facts.title
        table = f"{name} by district" if by_district else f"{name}, city"
        out.append(
            Gap(table, stage, float(want.sum()), float(gap.sum()), f"{place}, {heads[name][k]}", float(want[d, k]), float(got[d, k]))
        )
    return out


def report(facts: CityFacts, joint: np.ndarray, margins: dict[str, np.ndarray], cells: np.ndarray, told: Iterable[str] = ()) -> FitReport:
    """The fit of the fitted counts, and of the people drawn from them; ``told`` is where else people come from."""
    weight = facts.people / len(cells)
    drawn = (np.bincount(cells, minlength=joint.size) * weight).reshape(joint.shape)
    gaps = measure(facts, joint, margins, "fitted", True) + measure(facts, drawn, margins, "drawn", True)
    gaps += measure(facts, drawn, margins, "drawn", False)
    notes = [*told, *(f"{name}: {text}" for name, text in facts.assumed.items())]
    notes.append("joint age x sex x attainment x activity: assumed, fitted to the four tables above")
    return FitReport(facts.title, weight, tuple(gaps), tuple(notes))
