"""Which portfolio is best under each shock, and which cannot be told apart from it with these seeds."""

from typing import Any

import numpy as np
import pandas as pd

from experiments.outcomes.intervals import t_quantile
from experiments.outcomes.paired_effects import verdict
from experiments.sweep.findings.paired import OBJECTIVES, wide

FIRST, TIED, BEHIND, ONE_SEED = "first", "cannot be told apart", "behind", "one seed: no interval"
COST = "spending_year"


def ranking(seeds: pd.DataFrame) -> pd.DataFrame:
    """One row per shock, objective and portfolio: its effect, how far it is behind the first, both with 90% intervals over paired seeds."""
    parts = [ranked(wide(seeds, shock, one.outcome)).assign(shock=shock, outcome=one.outcome)
             for shock in seeds["shock"].unique() for one in OBJECTIVES]  # fmt: skip
    found = pd.concat([part for part in parts if len(part)], ignore_index=True)
    first = ["shock", "outcome", "rank", "portfolio"]
    return found[[*first, *(name for name in found if name not in first)]]


def ranked(effects: pd.DataFrame) -> pd.DataFrame:
    """Portfolios of one table (seeds x portfolios), the lowest mean first."""
    if effects.empty:
        return pd.DataFrame()
    order = effects.mean().sort_values(kind="stable").index
    own, behind = interval(effects[order]), interval(effects[order].sub(effects[order[0]], axis=0))
    found = own.assign(behind=behind.effect, behind_low=behind.low, behind_high=behind.high).reset_index(names="portfolio")
    found["rank"] = range(1, len(found) + 1)
    found["against_baseline"] = [verdict(row.low, row.high, "lower", row.seeds) for row in found.itertuples()]
    found["against_first"] = [place(row) for row in found.itertuples()]
    return found


def interval(effects: pd.DataFrame) -> pd.DataFrame:
    """Mean of each column and its 90% interval."""
    count = effects.count()
    half = effects.std() / np.sqrt(count) * count.map({n: t_quantile(n) for n in count.unique()})
    return pd.DataFrame({"effect": effects.mean(), "low": effects.mean() - half, "high": effects.mean() + half, "seeds": count})


def place(row: Any) -> str:
    """Whether a portfolio is first, clearly behind, or neither."""
    if row.rank == 1:
        return FIRST
    if np.isnan(row.behind_low):
        return TIED if row.behind == 0 else ONE_SEED
    return BEHIND if row.behind_low > 0 else TIED


def of(found: pd.DataFrame, shock: str, outcome: str) -> pd.DataFrame:
    """One ranking of the table, the first first."""
    return found[(found["shock"] == shock) & (found.outcome == outcome)].sort_values("rank")


def front(seeds: pd.DataFrame) -> pd.DataFrame:
    """One row per shock, objective and portfolio: cost a year and effect with intervals, and whether it is on the front."""
    parts = []
    for shock in seeds["shock"].unique():
        cost = interval(wide(seeds, shock, COST)).add_prefix("cost_").drop(columns="cost_seeds")
        for one in OBJECTIVES:
            effect = wide(seeds, shock, one.outcome)
            if len(effect):
                both = interval(effect).join(cost.rename(columns={"cost_effect": "cost"}), how="inner")
                on = undominated(both[["cost", "effect"]].to_numpy())
                parts.append(both.assign(shock=shock, outcome=one.outcome, on_front=on).reset_index(names="portfolio"))
    return pd.concat(parts, ignore_index=True)


def undominated(points: np.ndarray) -> np.ndarray:
    """Rows (all columns: less is better) that no other row beats in one column without losing in another."""
    no_worse = np.all(points[None] <= points[:, None], axis=2)
    better = np.any(points[None] < points[:, None], axis=2)
    return ~np.any(no_worse & better, axis=1)
