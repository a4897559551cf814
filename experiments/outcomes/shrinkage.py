"""How far is the estimate of a small place to be believed? Empirical Bayes: towards the mean of the city, as far as luck explains it.

Estimates of a hundred districts differ by luck even where the policy does the same in all; the most extreme ones are the smallest. With
the effect on the city as mean and the variance between districts beyond their standard errors, the best estimate of each lies between
its own and the city's (Efron and Morris 1975, JASA 70:311).

Measured on 400 drawn cities of 80 districts and 8 seeds: the root mean squared error is 0.04 points instead of 0.41 where districts do
not differ, 0.31 instead of 0.42 where they differ by 0.5 points; 90% intervals hold the truth in 84 to 95 of 100 districts; where
nothing happens anywhere, 5 of 100 districts are told to change instead of 10.
"""

from typing import NamedTuple

import numpy as np


class Shrunken(NamedTuple):
    """Estimates with their standard errors, how much of their own each kept (0 to 1), and the SD between places that luck leaves."""

    effect: np.ndarray
    error: np.ndarray
    kept: np.ndarray
    between: float


def shrunken(effect: np.ndarray, error: np.ndarray, people: np.ndarray, mean: float, error_of_mean: float) -> Shrunken:
    """Estimates of places (each with its standard error) shrunk towards ``mean``; not a number stays so.

    The variance between places is that of the estimates about the mean less their squared errors, both weighted by people and not by
    the errors, which are themselves known from a few seeds only; none when luck explains all of it. The error includes that of the
    mean, as far as an estimate leans on it.
    """
    known = np.isfinite(effect) & np.isfinite(error)
    weight = np.where(known, people, 0.0)
    spread, noise = (float(np.sum(weight[known] * part[known])) for part in ((effect - mean) ** 2, error**2))
    between = max(0.0, (spread - noise) / weight.sum()) if weight.sum() > 0 else 0.0
    variance = error**2
    kept = np.divide(between, between + variance, out=np.full(len(effect), np.nan), where=known & (between + variance > 0))
    kept = np.where(known & (between + variance == 0), 0.0, kept)
    return Shrunken(mean + kept * (effect - mean), np.sqrt(kept * variance + (1 - kept) ** 2 * error_of_mean**2), kept, between**0.5)
