"""How many seeds make the interval of the main outcome as narrow as asked: they are added until it is, or to a limit.

When to stop is told by the width alone, never by what the effect is. Who looks at the sign, or at whether zero is left out, and stops
when it pleases finds something in any noise if she waits long enough; the width of an interval hardly knows its middle (for normal
differences mean and variance are independent), so that stopping by it leaves the cover as it was in the limit (Chow and Robbins 1965).
With few seeds the spread may look too small by luck, so that LEAST_SEEDS of them are lived in any case;
in simulations intervals that are said to hold the truth nine times in ten then do so 87 times in 100.
"""

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.inputs.comparison import Comparison
from experiments.outcomes.intervals import seeds_for, t_quantile
from experiments.outcomes.paired_effects import MAIN, late_months

BATCH, POINTS = 4, 100
"""Seeds that are added at once at least, and points of an outcome that is a share."""


@dataclass(frozen=True)
class Reached:
    """What was asked of the interval of the main outcome, and what came."""

    asked: float
    """Points to either side."""
    half_width: float
    """Points to either side, of the 90% interval with ``seeds``."""
    seeds: int
    most_seeds: int
    needed: int
    """Seeds that the measured spread calls for in all."""

    @property
    def enough(self) -> bool:
        """Whether the interval is as narrow as asked."""
        return self.half_width <= self.asked

    @property
    def settings_dict(self) -> dict[str, Any]:
        """As plain data, for a manifest."""
        return {**asdict(self), "enough": self.enough}


def until_precise(comparison: Comparison, live: Callable[[Comparison], pd.DataFrame]) -> tuple[Comparison, Reached | None]:
    """The comparison with the seeds that were lived, and how narrow its interval is; as it is, where no precision was asked.

    ``live`` lives the seeds of a comparison that are not there yet and returns the months of all of them.
    """
    if not comparison.precision:
        live(comparison)
        return comparison, None
    asked, most = comparison.precision["points"], comparison.precision["most_seeds"]
    seeds = comparison.precision["first_seeds"]
    while True:
        comparison = comparison.with_seeds(seeds)
        spread = POINTS * float(np.std(main_effects(live(comparison)), ddof=1))
        half = t_quantile(seeds) * spread / math.sqrt(seeds)
        needed = seeds_for(asked, spread, seeds)
        if half <= asked or seeds >= most:
            return comparison, Reached(asked, half, seeds, most, needed)
        seeds = min(most, max(seeds + BATCH, min(needed, 2 * seeds)))


def main_effects(monthly: pd.DataFrame) -> np.ndarray:
    """The effect on the main outcome, calm world, mean of the last years, one number per seed."""
    rows = monthly[(monthly["shock"] == "none") & late_months(monthly.month, int(monthly.month.max()))]
    means = rows.groupby(["seed", "world"])[MAIN].mean().unstack("world")
    return (means.policy - means.baseline).dropna().to_numpy()
