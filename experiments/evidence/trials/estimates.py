"""Estimates from sums of seeds: means, differences and ratios with one interval, seeds as clusters."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.evidence.targets.targets import Finding, Target
from experiments.evidence.trials.effects import KEYS, POOLED, START, SUMS
from experiments.outcomes.intervals import fieller, t_quantile


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
        return target.judge(self.value, *self.interval, self.seeds, note)


def ratio(top: np.ndarray, bottom: np.ndarray) -> Estimate:
    """Sum over seeds of ``top`` over that of ``bottom``: a mean over people when these are sums over people."""
    top, bottom = np.asarray(top, float), np.asarray(bottom, float)
    total = bottom.sum()
    if total == 0:
        return Estimate(float("nan"), np.full(len(top), np.nan))
    value = float(top.sum() / total)
    return Estimate(value, (top - value * bottom) / total)


def rows_for(sums: pd.DataFrame, estimand: str, outcome: str = "employed", months: tuple[int, int] = (12, 12), **keys: str) -> pd.DataFrame:
    """The sums of one line of a trial over some months (both included), one row per seed, seeds without anybody at zero."""
    usual = {"clock": "start of the trial", "level": "all", "dimension": "all", "group": "all"}
    wanted = {**usual, **keys, "estimand": estimand, "outcome": outcome}
    chosen = np.logical_and.reduce([sums[key] == value for key, value in wanted.items()])
    rows = sums[chosen & sums.month.between(*months)]
    by_seed = rows.groupby("seed")[["top", "bottom", "top2", "bottom2", "base"]].sum()
    return by_seed.reindex(np.unique(sums.seed), fill_value=0.0)


def mean(sums: pd.DataFrame, estimand: str, outcome: str = "employed", months: tuple[int, int] = (12, 12), **keys: str) -> Estimate:
    """One line of a trial as an estimate: its ratio, less the second ratio where it compares two groups."""
    part = rows_for(sums, estimand, outcome, months, **keys)
    found = ratio(part.top, part.bottom)
    return found - ratio(part.top2, part.bottom2) if part.bottom2.any() else found


def share_of_level(sums: pd.DataFrame, estimand: str, outcome: str, months: tuple[int, int], **keys: str) -> Estimate:
    """An effect as a share of what the twins have."""
    part = rows_for(sums, estimand, outcome, months, **keys)
    return ratio(part.top, part.base)


def together(seeds: list[pd.DataFrame]) -> pd.DataFrame:
    """The sums of all seeds in one table."""
    texts = [key for key in KEYS if key != "month"]
    alike = {key: pd.api.types.union_categoricals([seed[key] for seed in seeds]) for key in texts}
    return pd.concat(seeds, ignore_index=True).assign(**alike)


def over_seeds(sums: pd.DataFrame) -> pd.DataFrame:
    """Estimates with 90% intervals: ratios of sums, their spread over seeds by linearisation, Student's t."""
    plain = sums[sums.estimand != "cost_per"]
    there = plain[(plain.bottom.abs() > 0) & ~(plain.bottom2 == 0)].reset_index(drop=True)
    by = there.groupby(KEYS, sort=False, observed=True)
    total = by[SUMS].transform("sum")
    one, two = total.top / total.bottom, (total.top2 / total.bottom2).fillna(0.0)
    off = (there.top - one * there.bottom) / total.bottom
    off -= ((there.top2 - two * there.bottom2) / total.bottom2).fillna(0.0)
    found = pd.DataFrame({"value": one - two, "base": total.base / total.bottom, "square": off**2, "people": total.bottom})
    by = there[KEYS].join(found).groupby(KEYS, sort=False, as_index=False, observed=True)
    first = {name: (name, "first") for name in ("value", "base", "people")}
    found = by.agg(square=("square", "sum"), seeds=("square", "size"), **first)
    many = found.seeds.where(found.seeds > 1)
    half = many.map(t_quantile, na_action="ignore").astype(float) * np.sqrt(found.square * many / (many - 1))
    found["low"], found["high"] = found.value - half, found.value + half
    return pd.concat([found.drop(columns="square"), costs(sums)], ignore_index=True)


def costs(sums: pd.DataFrame) -> pd.DataFrame:
    """Cost per effect at the end of the trial, with Fieller's interval; no interval where there is no clear effect."""
    rows = sums[(sums.estimand == "cost_per") & (sums.month == sums.month.max())]
    found = []
    for key, part in rows.groupby(KEYS, sort=False, observed=True):
        ratio = fieller(part.top.to_numpy(), part.bottom.to_numpy())
        found.append((*key, ratio.value, ratio.low, ratio.high, len(part), part.bottom.sum()))
    return pd.DataFrame(found, columns=[*KEYS, "value", "low", "high", "seeds", "people"])


def pick(effects: pd.DataFrame, estimand: str, outcome: str = "employed", **keys: str) -> pd.DataFrame:
    """The months of one line of the table, in order."""
    wanted = {"clock": START, "level": POOLED, "dimension": "all", "group": "all", **keys, "estimand": estimand, "outcome": outcome}
    rows = effects[np.logical_and.reduce([effects[key] == value for key, value in wanted.items()])]
    return rows.sort_values("month")
