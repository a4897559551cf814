"""V2, V17, V18 and the training trial of E3: what courses do to the unemployed who take them, year by year."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from experiments.evidence.targets.setting import Setting
from experiments.evidence.trials.effects import OWN, beside, of_seed, shifted
from experiments.evidence.trials.estimates import Estimate, mean, together
from experiments.evidence.trials.panel import NEVER
from experiments.evidence.trials.studies import by_key, simulate_trials
from experiments.evidence.trials.treatment import LONG_TERM
from experiments.evidence.trials.trial import KEPT_OUT, Trial
from sim import facts
from sim.tables import DOMAINS

PAID_WHOLLY = {"share": 1, "most": 50_000, "below": 9, "budget": 1e9}
A_YEAR = {**PAID_WHOLLY, "months": 12}
ALONE: dict[str, Any] = {"shares": (1.0,), "control": KEPT_OUT}
ACADEMIC_YEAR = 900.0
"""Hours of courses in an academic year (assumed: about 30 weeks of 30 hours)."""
TECHNICAL = ("technical", "digital", "health")
HALF_YEAR, LOAD = (4, 9), 0.4
"""Months of a course of about half a year, and the least share of full time it takes."""
TIMES = 3
"""How many times larger a city has to be for enough takers of such courses: one resident in a hundred (assumed)."""


def courses_of(trial: Trial) -> tuple[np.ndarray, np.ndarray]:
    """Which course each person took up first, and in which month; -1 and NEVER for those who took none."""
    (world,) = trial.worlds
    first = trial.first(world)
    people = np.arange(len(first))
    return np.where(first < NEVER, world.lived.course[np.minimum(first, len(world.lived.course) - 1), people], -1), first


def vouchers(setting: Setting) -> dict[str, Estimate]:
    """V2: earnings of takers in the years after the course began."""
    sums = together(simulate_trials(setting, "skills_vouchers", A_YEAR, by_education, **ALONE, months=60))
    years = {f"V2 year {year}": own(sums, "earnings", (12 * year - 11, 12 * year)) for year in (1, 2, 4)}
    low, others = (own(sums, "earnings", (13, 36), dimension="schooling", group=group) for group in ("low", "others"))
    return years | {"V2 low": low - others, "V2 redeemed": mean(sums, "take_up", "take-up")}


def by_education(trial: Trial) -> pd.DataFrame:
    """The sums of a seed, the low-educated apart from all others."""
    low = trial.at_start["attainment"] < 3
    trial.groups |= {("schooling", "low"): low, ("schooling", "others"): ~low}
    return of_seed(trial)


def own(sums: pd.DataFrame, outcome: str, months: tuple[int, int], **keys: str) -> Estimate:
    """Effect on takers so many months after each took it up."""
    return mean(sums, "taken_up", outcome, months, clock=OWN, **keys)


def returns(trial: Trial) -> dict[str, tuple[float, float]]:
    """V17 of one seed: earnings gained in months 25-48, against the twins' earnings times the academic years taken."""
    (world,) = trial.worlds
    course, first = courses_of(trial)
    seen = beside(trial, world)
    known: Any = facts.courses(1.0)
    years = np.where(course >= 0, known.hours[course] / ACADEMIC_YEAR, 0.0)
    share = known.direction[:, [DOMAINS.index(name) for name in TECHNICAL]].sum(axis=1) / known.direction.sum(axis=1)
    taken, technical, women = course >= 0, (share >= 0.5)[course], trial.at_start["sex"] == 1
    gain, base = seen.gain("earnings"), seen.twins["earnings"] * seen.both * years
    who = {"V17 men": taken & ~women, "V17 women": taken & women, "V17 technical": taken & technical, "V17 other": taken & ~technical}
    late = slice(24, 48)
    return {key: (100 * shifted(gain, first, some)[late].sum(), shifted(base, first, some)[late].sum()) for key, some in who.items()}


def retraining(setting: Setting) -> dict[str, Estimate]:
    """V17: what an academic year of courses brings."""
    found = by_key(simulate_trials(setting, "skills_vouchers", A_YEAR, returns, **ALONE, months=60))
    return found | {"V17 technical": found["V17 technical"] - found["V17 other"]}


def first_year(trial: Trial) -> pd.DataFrame:
    """The sums of a seed, with those apart who took it up in the first year."""
    trial.groups |= {("intake", "first year"): trial.first(trial.worlds[0]) < 12}
    return of_seed(trial)


def fading(setting: Setting) -> dict[str, Estimate]:
    """V18: whether the gain lasts."""
    sums = together(simulate_trials(setting, "skills_vouchers", A_YEAR, first_year, **ALONE, months=120))
    early, late = (own(sums, "earnings", months, dimension="intake", group="first year") for months in ((25, 48), (85, 108)))
    return {"V18 fade": late / early, "V18 gain": early}


def half_year(trial: Trial) -> pd.DataFrame:
    """The sums of a seed, with takers of courses of half a year who were out of work when they began, and some of them."""
    course, first = courses_of(trial)
    known: Any = facts.courses(1.0)
    fits = (course >= 0) & (known.months[course] >= HALF_YEAR[0]) & (known.months[course] <= HALF_YEAR[1]) & (known.load[course] >= LOAD)
    worked = np.maximum.accumulate(trial.worlds[0].lived.employed, axis=0)
    before, people = np.clip(first - 1, 0, len(worked) - 1), np.arange(len(first))
    idle = (first == 0) | (trial.worlds[0].lived.employed[before, people] == 0)
    jobless = (first == 0) | (worked[before, people] == 0)
    long = jobless & (trial.at_start["searching"] + first >= LONG_TERM)
    women, taken = trial.at_start["sex"] == 1, fits & idle
    some = {"all": taken, "long": taken & long, "short": taken & ~long, "women": taken & women, "men": taken & ~women}
    trial.groups = {("all", "all"): np.ones(len(first), bool)} | {("half-year course", name): who for name, who in some.items()}
    return of_seed(trial)


def training_trial(setting: Setting) -> dict[str, Estimate]:
    """E3: employment after a course of half a year."""
    larger = replace(setting, residents=TIMES * setting.residents)
    sums = together(simulate_trials(larger, "skills_vouchers", A_YEAR, half_year, **ALONE, months=62))
    return training_effects(lambda months, group: own(sums, "employed", months, dimension="half-year course", group=group) * 100)


def training_effects(at: Callable[[tuple[int, int], str], Estimate]) -> dict[str, Estimate]:
    """The rows of E3 from effects by month and group."""
    two_years = at((22, 26), "all")
    return {
        "E3 lock-in": at((3, 6), "all"),
        "E3 year 1": at((11, 13), "all"),
        "E3 year 2": two_years,
        "E3 year 4": at((46, 50), "all") - two_years,
        "E3 long-term": at((22, 26), "long") - at((22, 26), "short"),
        "E3 women": at((22, 26), "women") - at((22, 26), "men"),
    }


STUDIES = {"V2": vouchers, "V17": retraining, "V18": fading}
