"""Which effects can be told from luck, and in which words: one rule for every table, title and sentence.

An interval speaks of one effect. Who reads forty of them finds four whose 90% intervals leave out zero although nothing happened; a
verdict therefore allows for all that is asked beside it (a *family*: the groups, the districts, the outcomes of the city, the
portfolios), and may be "no clear effect" although its own interval leaves out zero.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from experiments.outcomes.intervals import t_quantile
from sim.declare import Parameters, param

CLEAR = ("better", "worse", "higher", "lower")
"""Verdicts that tell an effect; all others say why none can be told."""
ONE_SEED, UNKNOWN, UNCLEAR, FEW_LIVED = "one seed: no interval", "cannot be told", "no clear effect", "too few to tell"


class Verdicts(Parameters):
    """From when on an effect is told."""

    false = param(0.005, "share", "of the verdicts on what is asked together that may be luck",
                  "Benjamin et al. 2018: findings at 0.05 too often fail to be found again, at 0.005 seldom", 0.0001, 0.1)  # fmt: skip
    least_seeds = param(
        6, "seeds", "below which no effect is told",
        "assumed: with 2,000 residents 3 of 15 verdicts of 2 seeds stood on 24 fresh ones, 35 of 43 of 4, 115 of 119 of 6", 2, 1000,
    )  # fmt: skip
    least_lived = param(
        3000, "residents", "of the model, times seeds, below which no effect is told",
        "assumed: 34 of 34 verdicts of 6 seeds of 500 stood; with fewer unemployment is known to .75 points at best",
        1, 1_000_000,
    )  # fmt: skip


RULES = Verdicts()


def verdicts(found: pd.DataFrame, family: Sequence[str] = (), lived: Any = np.inf) -> list[str]:
    """Every effect in words, rows that are alike in the columns ``family`` being asked together.

    ``found`` has columns effect, low, high (a 90% interval), seeds, and better ("higher", "lower", or "" where neither is). ``lived`` is
    the number of residents of the model in all seeds together, one number or one for each row; without it seeds may be few, as cities are.
    """
    p = two_sided(found.effect.to_numpy(float), found.low.to_numpy(float), found.high.to_numpy(float), found.seeds.to_numpy(float))
    together = found.groupby(list(family), sort=False, dropna=False).indices.values() if family else [np.arange(len(found))]
    for rows in together:
        p[rows] = benjamini_hochberg(p[rows])
    few = too_few(found.seeds.to_numpy(float), np.broadcast_to(np.asarray(lived, float), len(found)))
    return [in_words(*row) for row in zip(p, found.effect, found.better, found.seeds, few, strict=True)]


def told_beyond(pairs: int, lived: float) -> float | None:
    """Half-widths of its 90% interval beyond which an effect that is asked alone is told; None where too few were lived to tell any."""
    if pairs < 2 or too_few(np.array([float(pairs)]), np.array([lived])).any():
        return None
    return float(stdtrit(pairs - 1, 1 - RULES.false / 2)) / t_quantile(pairs)


def too_few(seeds: np.ndarray, lived: np.ndarray) -> np.ndarray:
    """Where so many seeds, or residents of the model in all of them, do not suffice to tell an effect."""
    return (lived < RULES.least_lived) | ((seeds < RULES.least_seeds) & np.isfinite(lived))


def in_words(p: float, effect: float, better: str, seeds: float, few: bool = False) -> str:
    """One effect whose probability under luck alone, all that is asked beside it allowed for, is ``p``."""
    if seeds < 2:
        return ONE_SEED
    if few:
        return FEW_LIVED
    if not np.isfinite(p):
        return UNKNOWN
    if p > RULES.false:
        return UNCLEAR
    if better == "":
        return "higher" if effect > 0 else "lower"
    return "better" if (effect > 0) == (better == "higher") else "worse"


def clear(said: Iterable[str]) -> np.ndarray:
    """Which verdicts tell an effect."""
    return np.array([one in CLEAR for one in said], bool)


def two_sided(effect: np.ndarray, low: np.ndarray, high: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Probability that luck alone takes an effect at least so far from zero, read from its 90% interval (Student's t).

    The end that is nearer to zero counts, for intervals of ratios are lopsided. Not a number without an interval.
    """
    counts, where = np.unique(pairs, return_inverse=True)
    quantile = np.array([t_quantile(n) for n in counts])[where]
    error = np.where(effect > 0, effect - low, high - effect) / quantile
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * stdtr(np.maximum(1, pairs - 1), -np.abs(effect) / error)
    return np.where(np.isfinite(error), np.where(error > 0, p, np.where(effect == 0, 1.0, 0.0)), np.nan)


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Probabilities of several questions asked at once, adjusted (Benjamini and Hochberg 1995): of those at or below q, at most q are luck.

    Not more cautious where all questions are alike, as with groups that overlap: Benjamini and Yekutieli (2001) show that it holds for
    effects that hang together positively. Those that are not a number are not asked.
    """
    adjusted, known = np.full(len(p), np.nan), np.flatnonzero(np.isfinite(p))
    order = known[np.argsort(p[known])]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    adjusted[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return adjusted
