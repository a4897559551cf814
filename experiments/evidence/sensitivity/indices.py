"""Morris screening and Sobol indices with 90% intervals (SALib), beside what luck alone would show."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from SALib.analyze import morris as analyze_morris
from SALib.analyze import sobol as analyze_sobol
from SALib.sample import morris as sample_morris
from SALib.sample import sobol as sample_sobol
from scipy.special import ndtri

from experiments.evidence.sensitivity.parameters import Moved
from experiments.evidence.sensitivity.questions import Asking, luck
from experiments.outcomes.intervals import LEVEL

GRID = 4
STEP = GRID / (2 * (GRID - 1))
"""Places of a number in the screening, and the share of its range that one step goes."""
RESAMPLES = 200
SURE = 0.05
"""Chance that luck alone lifts any of so many idle numbers over the bar."""


def problem(moved: Sequence[Moved]) -> dict[str, Any]:
    """The numbers as SALib knows a problem, on shares of each range."""
    return {"num_vars": len(moved), "names": [one.path for one in moved], "bounds": [[0.0, 1.0]] * len(moved)}


def screening(moved: Sequence[Moved], trajectories: int, draw: int) -> np.ndarray:
    """Shares of each range, each row one step from the row before it, shape (trajectories * (numbers + 1), numbers)."""
    return sample_morris.sample(problem(moved), trajectories, num_levels=GRID, seed=draw)


def spreading(moved: Sequence[Moved], samples: int, draw: int) -> np.ndarray:
    """Shares of each range for first and total indices, shape (samples * (numbers + 2), numbers)."""
    return sample_sobol.sample(problem(moved), samples, calc_second_order=False, seed=draw)


def whole(values: np.ndarray, size: int) -> np.ndarray:
    """Rows of groups of this size in which nothing is missing: a run that failed takes its group with it."""
    fine = np.isfinite(values).reshape(-1, size).all(axis=1)
    return np.repeat(fine, size)


def morris(moved: Sequence[Moved], shares: np.ndarray, asking: Asking, draw: int) -> pd.DataFrame:
    """How far a step of each number moves the answer, on average and at random, and the bar that luck alone would reach."""
    mean = asking.values.mean(axis=1)
    there = whole(mean, len(moved) + 1)
    if there.sum() < 2 * (len(moved) + 1):
        return pd.DataFrame()
    found = analyze_morris.analyze(
        problem(moved), shares[there], mean[there], num_resamples=RESAMPLES, conf_level=LEVEL, num_levels=GRID, seed=draw
    )
    steps = int(there.sum()) // (len(moved) + 1)
    bar = bar_of_luck(luck(asking.values[there]), steps, len(moved))
    table = pd.DataFrame(
        {"path": [one.path for one in moved], **{name: np.asarray(found[name]) * STEP for name in ("mu", "mu_star", "sigma")}}
    )
    half = np.asarray(found["mu_star_conf"]) * STEP
    table["low"], table["high"] = np.maximum(0, table.mu_star - half), table.mu_star + half
    table["bar"], table["told"], table["steps"] = bar, table.mu_star > bar, steps
    return table.assign(asked=asking.key, kind=asking.kind, what=asking.what, unit=asking.unit)


def bar_of_luck(variance: float, steps: int, numbers: int) -> float:
    """Mean size of so many steps that luck alone exceeds for one of so many numbers in one case of twenty."""
    spread = np.sqrt(2 * variance)
    size, around = np.sqrt(2 / np.pi) * spread, np.sqrt(1 - 2 / np.pi) * spread
    return float(size + ndtri(1 - SURE / numbers) * around / np.sqrt(steps))


def sobol(moved: Sequence[Moved], asking: Asking, draw: int) -> pd.DataFrame:
    """Share of the answer's variance that goes with each number alone, and with it in company; and the share that is luck."""
    mean = asking.values.mean(axis=1)
    there = whole(mean, len(moved) + 2)
    if there.sum() < 2 * (len(moved) + 2) or np.ptp(mean[there]) == 0:
        return pd.DataFrame()
    answer = (mean[there] - mean[there].mean()) / mean[there].std()
    found = analyze_sobol.analyze(problem(moved), answer, calc_second_order=False, num_resamples=RESAMPLES, conf_level=LEVEL, seed=draw)
    table = pd.DataFrame({"path": [one.path for one in moved]})
    for name, short in (("S1", "first"), ("ST", "total")):
        value, half = np.asarray(found[name]), np.asarray(found[f"{name}_conf"])
        table[short], table[f"{short}_low"], table[f"{short}_high"] = value, value - half, value + half
    table["bar"] = min(1.0, luck(asking.values[there]) / float(mean[there].var()))
    table["told"] = table.total_low > table.bar
    return table.assign(asked=asking.key, kind=asking.kind, what=asking.what, unit=asking.unit, spread=float(mean[there].std()))


def importance(screened: pd.DataFrame) -> pd.Series:
    """For each number its largest step by any answer, in units of that answer's bar; most important first."""
    return (screened.mu_star / screened.bar).groupby(screened.path).max().sort_values(ascending=False, kind="stable")
