"""Effects with their intervals: the sums of all seeds together, and lines picked out of the table."""

import numpy as np
import pandas as pd

from experiments.evidence.effects_of_trial import KEYS, POOLED, START, SUMS
from experiments.intervals import fieller, t_quantile


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
