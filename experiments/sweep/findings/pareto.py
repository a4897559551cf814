"""What cannot be had cheaper: effects against cost, and the portfolios that no other beats on both."""

import numpy as np
import pandas as pd

from experiments.sweep.findings.paired import OBJECTIVES, wide
from experiments.sweep.findings.ranking import interval

COST = "spending_year"


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
