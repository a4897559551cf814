"""V8 and V9: posts that money makes, in small firms and for the long-term unemployed, and what is left of them."""

import numpy as np
import pandas as pd

from experiments.evidence.targets.setting import Setting
from experiments.evidence.trials.effects import OWN, of_seed
from experiments.evidence.trials.estimates import Estimate, mean, together
from experiments.evidence.trials.studies import by_key, simulate_trials
from experiments.evidence.trials.trial import Trial
from sim.catalogue import make
from sim.city import City

CREDIT = {"budget": 1e9, "overhead": 0}
FIRST, FOURTH = (0, 12), (36, 48)
"""Months of the first and of the fourth year."""
POSTS = {"budget": 1e9, "lag": 1, "contract": 8, "months": 9}
FIRST_MONTHS = 2
"""Posts begin in these months; nearly all do, and last as they should."""


def staff_of_small(city: City, small: np.ndarray) -> float:
    """People at work in the firms that were small at the start (of the real city)."""
    return float(city.employers.headcount[small].sum()) * city.weight


def compare(piece: tuple[Setting, int]) -> dict[str, tuple[float, float]]:
    """One seed: what a credit that goes on does in its first and its fourth year, against the same city without it."""
    how, seed = piece
    young = how.burn_in_city(seed)
    small = (young.employers.headcount < 10) & (young.employers.closed == 0)
    town, twin = young.branch([make("lever", "small_firm_credit", CREDIT, "V8")]), young.branch()
    more, staff, paid = np.zeros(FOURTH[1]), np.zeros(FOURTH[1]), np.zeros(FOURTH[1])
    for month in range(FOURTH[1]):
        here, there = (staff_of_small(city.run(1), small) for city in (town, twin))
        more[month], staff[month], paid[month] = here - there, there, town.hall.month_spent.sum()
    first, fourth = (slice(*months) for months in (FIRST, FOURTH))
    return {
        "V8": (100 * more[first].sum(), staff[first].sum()),
        "cost of first": (paid[first].sum(), more[first].sum() / 12),
        "cost of fourth": (paid[fourth].sum(), more[fourth].sum() / 12),
    }


def small_firms(setting: Setting) -> dict[str, Estimate]:
    """V8: more staff at small firms, and how much dearer a year of work gets when the credit goes on."""
    found = by_key(setting.over_seeds(compare))
    return {"V8": found["V8"], "V8 lasting": found["cost of fourth"] / found["cost of first"]}


def first_wave(trial: Trial) -> pd.DataFrame:
    """The sums of a seed, those apart who got their post at once."""
    trial.groups |= {("wave", "first"): trial.first(trial.worlds[0]) < FIRST_MONTHS}
    return of_seed(trial)


def public_posts(setting: Setting) -> dict[str, Estimate]:
    """V9: employment in the first and the second year after a post that city hall made."""
    design = {"eligible": "long_term", "shares": (1.0,), "months": 36}
    sums = together(simulate_trials(setting, "public_jobs", POSTS, first_wave, **design))
    after = {"V9 short": (10, 20), "V9 medium": (21, 32)}
    wave = {"clock": OWN, "dimension": "wave", "group": "first"}
    return {key: mean(sums, "taken_up", "employed", months, **wave) * 100 for key, months in after.items()}


STUDIES = {"V8": small_firms, "V9": public_posts}
