"""Which effects can be told from luck, and in which words: one rule for every table, title and sentence.

An interval speaks of one effect. Who reads forty of them finds four whose 90% intervals leave out zero although nothing happened; a
verdict therefore allows for all that is asked beside it (a *family*: the groups, the districts, the outcomes of the city, the
portfolios), and may be "no clear effect" although its own interval leaves out zero.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.outcomes.definitions import THRESHOLDS
from experiments.outcomes.intervals import benjamini_hochberg, two_sided

CLEAR = ("better", "worse", "higher", "lower")
"""Verdicts that tell an effect; all others say why none can be told."""
ONE_SEED, UNKNOWN, UNCLEAR, FEW_LIVED = "one seed: no interval", "cannot be told", "no clear effect", "too few to tell"


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


def too_few(seeds: np.ndarray, lived: np.ndarray) -> np.ndarray:
    """Where so many seeds, or residents of the model in all of them, do not suffice to tell an effect."""
    return (lived < THRESHOLDS.least_lived) | ((seeds < THRESHOLDS.least_seeds) & np.isfinite(lived))


def in_words(p: float, effect: float, better: str, seeds: float, few: bool = False) -> str:
    """One effect whose probability under luck alone, all that is asked beside it allowed for, is ``p``."""
    if seeds < 2:
        return ONE_SEED
    if few:
        return FEW_LIVED
    if not np.isfinite(p):
        return UNKNOWN
    if p > THRESHOLDS.false_verdicts:
        return UNCLEAR
    if better == "":
        return "higher" if effect > 0 else "lower"
    return "better" if (effect > 0) == (better == "higher") else "worse"


def clear(said: Iterable[str]) -> np.ndarray:
    """Which verdicts tell an effect."""
    return np.array([one in CLEAR for one in said], bool)
