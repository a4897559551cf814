"""Every portfolio against the baseline, seed by seed: what rankings, fronts and regrets are made of."""

from typing import NamedTuple

import pandas as pd
import pyarrow.compute as pc

from experiments.outcomes.definitions import AFTER, LATE, WHOLE
from experiments.storage.run_index import Index, read_runs
from experiments.sweep import effects

KEYS = ["portfolio", "case", "shock"]
AS_IT_IS = "as it is"


class Objective(NamedTuple):
    """Something that a planner wants less of: its outcome, when it is read, and its name in a sentence."""

    outcome: str
    window: str
    name: str


OBJECTIVES = (
    Objective("unemployment", LATE, "unemployment"),
    Objective("gini", LATE, "income inequality (Gini)"),
    Objective("resilience_loss", AFTER, "employment lost to the shock"),
)
ALSO = (
    Objective("participation", LATE, "adults who learn"),
    Objective("spending_year", WHOLE, "spending a year"),
    Objective("job_years", WHOLE, "job-years"),
)
MAIN = OBJECTIVES[0].outcome


def by_seed(cells: pd.DataFrame, index: Index) -> pd.DataFrame:
    """One row per portfolio, case, shock, seed and outcome: baseline, policy and their difference."""
    pairs = effects.paired_runs(cells)
    values = of_runs(cells, index, frozenset(pairs.run) | frozenset(pairs.run_of_baseline))
    before = values.rename(columns={"run": "run_of_baseline", "value": "baseline"})
    both = pairs.merge(values.rename(columns={"value": "policy"}), on="run").merge(before, on=["run_of_baseline", "outcome"])
    return both.assign(effect=both.policy - both.baseline)[[*KEYS, "seed", "outcome", "baseline", "policy", "effect"]]


def of_runs(cells: pd.DataFrame, index: Index, runs: frozenset[str]) -> pd.DataFrame:
    """Every objective of every run: run, outcome, value."""
    city = read_runs(index, "outcomes", runs, where=pc.field("dimension") == "all").to_pandas()
    parts = []
    for one in (*OBJECTIVES, *ALSO):
        if one.outcome in city:
            rows = city.loc[city.window == one.window, ["run", one.outcome]]
            parts.append(rows.rename(columns={one.outcome: "value"}).assign(outcome=one.outcome))
    lost = effects.profiles(cells, index)
    if len(lost):
        parts.append(lost[["run", "resilience_loss"]].rename(columns={"resilience_loss": "value"}).assign(outcome="resilience_loss"))
    if not parts:
        return pd.DataFrame({"run": pd.Series(dtype=str), "outcome": pd.Series(dtype=str), "value": pd.Series(dtype=float)})
    return pd.concat(parts, ignore_index=True).dropna(subset=["value"]).drop_duplicates(["run", "outcome"])


def crossed(seeds: pd.DataFrame) -> bool:
    """Whether every portfolio lives in every case, so that their means over cases can be compared."""
    return bool((seeds.groupby("portfolio").case.nunique() == seeds.case.nunique()).all())


def wide(seeds: pd.DataFrame, shock: str, outcome: str) -> pd.DataFrame:
    """Effects of an outcome under a shock, mean over cases: one row per seed, one column per portfolio."""
    rows = seeds[(seeds["shock"] == shock) & (seeds.outcome == outcome)]
    return rows.pivot_table(index="seed", columns="portfolio", values="effect", sort=False)
