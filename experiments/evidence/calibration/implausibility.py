"""How far the city is from what was published, row by row, in units of what luck and tolerance explain."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import ndtr

from experiments.evidence.targets.targets import Target

TOLERANCE = 0.1
"""Share of a band's width that a miss may have before it counts as one unit (assumed); a model is never exact."""
TOLERANCE_OPEN = 0.05
"""The same as a share of the target, or of the one end, where the band has no width."""
CUTOFF = 3.0
"""Further away than this a set of parameters is ruled out by a row (Pukelsheim's three-sigma rule)."""
MARGIN = 0.3
"""A search aims one unit inside the edge of a band, at most this share of its width, so that luck does not carry the row out again."""


LUCK = 0.5
"""Units by which luck moves a row when rows in range are counted (assumed)."""
FAR, HINT = 10.0, 0.02
"""So far out, each unit still counts so much of a row: a search sees which way to go."""


@dataclass(frozen=True)
class Bands:
    """The rows of a calibration: their bands, and the unit in which a distance is measured."""

    rows: tuple[str, ...]
    low: np.ndarray
    high: np.ndarray
    unit: np.ndarray

    def distance(self, values: np.ndarray) -> np.ndarray:
        """Distance to the band of every row (last axis), 0 inside."""
        return np.fmax(np.fmax(self.low - values, values - self.high), 0.0)

    def implausibility(self, values: np.ndarray) -> np.ndarray:
        """Distance in units of luck and tolerance; not a number where nothing was measured."""
        values = np.asarray(values, float)
        return np.where(np.isfinite(values), self.distance(values) / self.unit, np.nan)

    @property
    def aimed(self) -> "Bands":
        """The narrower bands at which a search aims."""
        inside = np.where(np.isfinite(self.high - self.low), np.minimum(self.unit, MARGIN * (self.high - self.low)), 0.0)
        return replace(self, low=self.low + inside, high=self.high - inside)

    def inside(self, values: np.ndarray) -> np.ndarray:
        """Whether each row is in its band."""
        return (values >= self.low) & (values <= self.high)


def bands(targets: Mapping[str, Target], spread: pd.Series, seeds: int) -> Bands:
    """Bands of the rows that were measured; ``spread``: standard deviation from seed to seed, of which ``seeds`` are averaged."""
    rows = [key for key in targets if np.isfinite(spread.get(key, math.nan))]
    unit = [spread[key] / math.sqrt(seeds) + tolerance(targets[key]) for key in rows]
    low, high = (np.array([getattr(targets[key], end) for key in rows]) for end in ("low", "high"))
    return Bands(tuple(rows), low, high, np.maximum(unit, 1e-12))


def tolerance(target: Target) -> float:
    """What a model that is never exact may miss a band by."""
    width = target.high - target.low
    if math.isfinite(width) and width > 0:
        return TOLERANCE * width
    sizes = [abs(x) for x in (target.target, target.low, target.high) if math.isfinite(x)]
    return TOLERANCE_OPEN * max(sizes, default=0.0)


def loss(implausibility: np.ndarray) -> np.ndarray:
    """Sum of squares over rows (last axis), growing only in proportion beyond the cutoff: a row out of reach does not decide alone."""
    size = np.nan_to_num(implausibility, nan=CUTOFF)
    return np.where(size <= CUTOFF, size**2, 2 * CUTOFF * size - CUTOFF**2).sum(axis=-1)


def misses(bands: Bands, values: np.ndarray) -> np.ndarray:
    """Rows (last axis) that would be out of range after a little luck: one half for a row at its edge, hardly more for one far out."""
    values = np.nan_to_num(np.asarray(values, float), nan=np.inf)
    beyond = np.fmax(bands.low - values, values - bands.high) / bands.unit
    far = np.clip(beyond, 0, FAR)
    return (ndtr(beyond / LUCK) + HINT * far).sum(axis=-1)


def ranked(implausibility: np.ndarray, allowed: int) -> np.ndarray:
    """The largest implausibility when the worst ``allowed`` rows are forgiven."""
    size = np.sort(np.nan_to_num(implausibility, nan=CUTOFF), axis=-1)
    return size[..., max(0, size.shape[-1] - 1 - allowed)]


def spread_of(by_seed: Iterable[Mapping[str, float]]) -> pd.Series:
    """Standard deviation from seed to seed of every row that has a value."""
    return pd.DataFrame(list(by_seed)).std(ddof=1)
