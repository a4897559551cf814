"""Intervals from pairs: each seed lives in both worlds with the same luck, so differences are taken seed by seed."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import stdtrit

LEVEL = 0.90


def t_quantile(pairs: float, level: float = LEVEL) -> float:
    """Half-width of the interval in standard errors: Student's t with pairs - 1 degrees of freedom."""
    return float(stdtrit(pairs - 1, (1 + level) / 2)) if pairs > 1 else float("nan")


def paired(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Mean of baseline and policy, the mean difference and its interval, from one row per key and seed."""
    pairs = table.dropna(subset=["baseline", "policy"]).assign(effect=lambda t: t.policy - t.baseline)
    grouped = pairs.groupby(keys, sort=False, dropna=False)
    found = grouped[["baseline", "policy", "effect"]].mean()
    found["seeds"] = grouped.size()
    half = grouped["effect"].std() / np.sqrt(found.seeds) * found.seeds.map({n: t_quantile(n) for n in found.seeds.unique()})
    return found.assign(low=found.effect - half, high=found.effect + half).reset_index()


def without_one(courses: np.ndarray, read: Callable[[np.ndarray], float]) -> tuple[float, float, float, int]:
    """What is read from the courses of all seeds, its interval by leaving out one seed at a time (jackknife), and the seeds."""
    n, value = len(courses), read(courses)
    if n < 2:
        return value, value, value, n
    without = np.array([read(np.delete(courses, k, axis=0)) for k in range(n)])
    half = t_quantile(n) * np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum())
    return value, value - half, value + half, n


@dataclass(frozen=True)
class Ratio:
    """A ratio of two means with its Fieller interval; ``clear`` when the divisor's interval leaves out zero."""

    value: float
    low: float
    high: float
    clear: bool


def fieller(top: np.ndarray, bottom: np.ndarray) -> Ratio:
    """Ratio of means over paired seeds, interval by Fieller's theorem (1954)."""
    a, b, n = float(np.mean(top)), float(np.mean(bottom)), len(top)
    unknown = float("nan")
    if n < 2 or b == 0:
        return Ratio(a / b if b else unknown, unknown, unknown, False)
    t2 = t_quantile(n) ** 2 / n
    (saa, sab), (_, sbb) = np.cov(top, bottom)
    square, middle, rest = b * b - t2 * sbb, a * b - t2 * sab, a * a - t2 * saa
    if square <= 0:
        return Ratio(a / b, unknown, unknown, False)
    root = float(np.sqrt(max(0.0, middle * middle - square * rest)))
    return Ratio(a / b, (middle - root) / square, (middle + root) / square, True)


def seeds_for(asked: float, spread: float, least: int = 2) -> int:
    """Pairs whose interval reaches ``asked`` to either side when effects of single pairs have this ``spread`` (standard deviation)."""
    wide, narrow = least, max(least, math.ceil((t_quantile(math.inf) * spread / asked) ** 2) + 4)
    while wide < narrow:
        middle = (wide + narrow) // 2
        if t_quantile(middle) * spread / math.sqrt(middle) <= asked:
            narrow = middle
        else:
            wide = middle + 1
    return wide


def spread_of(half_width: float, pairs: int) -> float:
    """The standard deviation of the effects of single pairs behind an interval that reaches so far to either side."""
    return half_width * math.sqrt(pairs) / t_quantile(pairs)
