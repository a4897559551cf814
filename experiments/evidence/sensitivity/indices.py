"""Morris screening (its design by SALib): how far a step of each number moves an answer, beside what its own luck would do."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from SALib.sample import morris as sample_morris
from scipy.stats import f as fisher

from experiments.evidence.sensitivity.parameters import Moved
from experiments.evidence.sensitivity.questions import Asking
from experiments.outcomes.intervals import LEVEL

GRID = 4
STEP = GRID / (2 * (GRID - 1))
"""Places of a number in the screening, and the share of its range that one step goes."""
RESAMPLES = 200
TINY = 1e-12
"""Below this a step is rounding: a number that no rule reads changes not one bit."""
SURE = 0.05
"""Chance that luck alone lifts any of so many idle numbers over the bar."""


def problem(moved: Sequence[Moved]) -> dict[str, Any]:
    """The numbers as SALib knows a problem, on shares of each range."""
    return {"num_vars": len(moved), "names": [one.path for one in moved], "bounds": [[0.0, 1.0]] * len(moved)}


def screening(moved: Sequence[Moved], trajectories: int, draw: int) -> np.ndarray:
    """Shares of each range, each row one step from the row before it, shape (trajectories * (numbers + 1), numbers)."""
    return sample_morris.sample(problem(moved), trajectories, num_levels=GRID, seed=draw)


def whole(values: np.ndarray, size: int) -> np.ndarray:
    """Rows of groups of this size in which nothing is missing: a run that failed takes its group with it."""
    fine = np.isfinite(values).reshape(-1, size).all(axis=1)
    return np.repeat(fine, size)


def morris(moved: Sequence[Moved], shares: np.ndarray, asking: Asking, draw: int) -> pd.DataFrame:
    """How far a step of each number moves the answer, beside what the luck of its own steps would do.

    Every set lives with the same seeds, so that a step is seen once a seed; what the seeds of one step differ by is its luck. The mean
    square of the steps over that of their standard errors is an F of (walks, walks * (seeds - 1)) degrees of freedom for a number that
    does nothing but stir the luck; ``bar`` is the root mean square that it would reach in one study of twenty with so many numbers.
    """
    there = whole(asking.values.mean(axis=1), len(moved) + 1)
    if there.sum() < 2 * (len(moved) + 1):
        return pd.DataFrame()
    steps = steps_of(shares[there], asking.values[there], len(moved))
    walks, _, seeds = steps.shape
    mean = steps.mean(axis=2)
    error = (steps.var(axis=2, ddof=1) / seeds).mean(axis=0)
    size = np.sqrt((mean**2).mean(axis=0))
    bar = np.sqrt(error * fisher.isf(SURE / len(moved), walks, walks * (seeds - 1)))
    low, high = resampled(steps, draw)
    table = pd.DataFrame({
        "path": [one.path for one in moved], "mu": mean.mean(axis=0), "sigma": mean.std(axis=0, ddof=1),
        "size": size, "low": low, "high": high, "luck": np.sqrt(error), "bar": bar, "told": size > np.maximum(bar, TINY), "steps": walks,
    })  # fmt: skip
    return table.assign(asked=asking.key, kind=asking.kind, what=asking.what, unit=asking.unit)


def steps_of(shares: np.ndarray, values: np.ndarray, numbers: int) -> np.ndarray:
    """Changes of the answer when each number goes up by a step, shape (walks, numbers, seeds); rows of a walk follow each other."""
    walks = len(shares) // (numbers + 1)
    place, answer = shares.reshape(walks, numbers + 1, numbers), values.reshape(walks, numbers + 1, -1)
    gone, change = np.diff(place, axis=1), np.diff(answer, axis=1)
    which = np.abs(gone).argmax(axis=2)
    way = np.sign(np.take_along_axis(gone, which[..., None], axis=2))
    found = np.empty((walks, numbers, values.shape[1]))
    np.put_along_axis(found, which[..., None].repeat(values.shape[1], axis=2), change * way, axis=1)
    return found


def resampled(steps: np.ndarray, draw: int) -> tuple[np.ndarray, np.ndarray]:
    """90% interval of each number's root mean square step, when other walks and other seeds had been drawn."""
    luck = np.random.default_rng(draw)
    walks, _, seeds = steps.shape
    drawn = [steps[luck.integers(0, walks, walks)][:, :, luck.integers(0, seeds, seeds)] for _ in range(RESAMPLES)]
    sizes = np.array([np.sqrt((one.mean(axis=2) ** 2).mean(axis=0)) for one in drawn])
    low, high = np.quantile(sizes, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return low, high


def importance(screened: pd.DataFrame) -> pd.Series:
    """For each number its largest step by any answer, in units of what its luck reaches; what changes nothing comes last."""
    return (screened["size"] / screened.bar.clip(lower=TINY)).groupby(screened.path).max().sort_values(ascending=False, kind="stable")
