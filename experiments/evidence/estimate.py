"""Estimates from sums of seeds: means, differences and ratios with one interval, seeds as clusters."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.evidence.finding import Finding
from experiments.evidence.targets import Target
from experiments.intervals import t_quantile


@dataclass(frozen=True)
class Estimate:
    """A number and how each seed pulls it (its linearised influence, which sums to zero)."""

    value: float
    pull: np.ndarray

    def __sub__(self, other: "Estimate") -> "Estimate":
        return Estimate(self.value - other.value, self.pull - other.pull)

    def __truediv__(self, other: "Estimate") -> "Estimate":
        value = self.value / other.value if other.value else float("nan")
        return Estimate(value, (self.pull - value * other.pull) / other.value if other.value else self.pull * np.nan)

    def __mul__(self, factor: float) -> "Estimate":
        return Estimate(self.value * factor, self.pull * factor)

    @property
    def seeds(self) -> int:
        """How many seeds it rests on."""
        return len(self.pull)

    @property
    def interval(self) -> tuple[float, float]:
        """Its 90% interval; not a number for one seed."""
        if self.seeds < 2:
            return float("nan"), float("nan")
        half = t_quantile(self.seeds) * np.sqrt(self.seeds / (self.seeds - 1) * (self.pull**2).sum())
        return self.value - half, self.value + half

    def finding(self, target: Target, note: str = "") -> Finding:
        """The estimate beside what was published."""
        return target.told(self.value, *self.interval, self.seeds, note)


def ratio(top: np.ndarray, bottom: np.ndarray) -> Estimate:
    """Sum over seeds of ``top`` over that of ``bottom``: a mean over people when these are sums over people."""
    top, bottom = np.asarray(top, float), np.asarray(bottom, float)
    total = bottom.sum()
    if total == 0:
        return Estimate(float("nan"), np.full(len(top), np.nan))
    value = float(top.sum() / total)
    return Estimate(value, (top - value * bottom) / total)


def asked(sums: pd.DataFrame, estimand: str, outcome: str = "employed", months: tuple[int, int] = (12, 12), **keys: str) -> pd.DataFrame:
    """The sums of one line of a trial over some months (both included), one row per seed, seeds without anybody at zero."""
    usual = {"clock": "start of the trial", "level": "all", "dimension": "all", "group": "all"}
    wanted = {**usual, **keys, "estimand": estimand, "outcome": outcome}
    chosen = np.logical_and.reduce([sums[key] == value for key, value in wanted.items()])
    rows = sums[chosen & sums.month.between(*months)]
    by_seed = rows.groupby("seed")[["top", "bottom", "top2", "bottom2", "base"]].sum()
    return by_seed.reindex(np.unique(sums.seed), fill_value=0.0)


def mean(sums: pd.DataFrame, estimand: str, outcome: str = "employed", months: tuple[int, int] = (12, 12), **keys: str) -> Estimate:
    """One line of a trial as an estimate: its ratio, less the second ratio where it compares two groups."""
    part = asked(sums, estimand, outcome, months, **keys)
    found = ratio(part.top, part.bottom)
    return found - ratio(part.top2, part.bottom2) if part.bottom2.any() else found


def share_of_level(sums: pd.DataFrame, estimand: str, outcome: str, months: tuple[int, int], **keys: str) -> Estimate:
    """An effect as a share of what the twins have."""
    part = asked(sums, estimand, outcome, months, **keys)
    return ratio(part.top, part.base)
