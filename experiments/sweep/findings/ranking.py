"""Which portfolio is best under each shock, which cannot be told apart from it with these seeds, and which cannot be had cheaper."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from experiments.outcomes.definitions import AFTER, LATE, WHOLE
from experiments.outcomes.intervals import t_quantile
from experiments.outcomes.verdicts import ONE_SEED, verdicts
from experiments.storage.run_index import Index, read_runs
from experiments.sweep import effects

KEYS = ["portfolio", "case", "shock"]
FIRST, TIED, BEHIND = "first", "cannot be told apart", "behind"
COST = "spending_year"


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


def ranking(seeds: pd.DataFrame, residents: float = np.inf) -> pd.DataFrame:
    """One row per shock, objective and portfolio: its effect, how far it is behind the first, both with 90% intervals over paired seeds.

    All portfolios are asked together. ``residents`` are those of the model in one seed.
    """
    parts = [ranked(wide(seeds, shock, one.outcome), residents).assign(shock=shock, outcome=one.outcome)
             for shock in seeds["shock"].unique() for one in OBJECTIVES]  # fmt: skip
    found = pd.concat([part for part in parts if len(part)], ignore_index=True)
    first = ["shock", "outcome", "rank", "portfolio"]
    return found[[*first, *(name for name in found if name not in first)]]


def ranked(effects: pd.DataFrame, residents: float = np.inf) -> pd.DataFrame:
    """Portfolios of one table (seeds x portfolios), the lowest mean first."""
    if effects.empty:
        return pd.DataFrame()
    order = effects.mean().sort_values(kind="stable").index
    own, behind = interval(effects[order]), interval(effects[order].sub(effects[order[0]], axis=0))
    found = own.assign(behind=behind.effect, behind_low=behind.low, behind_high=behind.high).reset_index(names="portfolio")
    found["rank"] = range(1, len(found) + 1)
    lived, others = found.seeds * residents, found["rank"] > 1
    found["against_baseline"] = verdicts(found.assign(better="lower"), lived=lived)
    apart = found.assign(effect=found.behind, low=found.behind_low, high=found.behind_high, better="lower")[others]
    found["against_first"] = FIRST
    found.loc[others, "against_first"] = [place(*one) for one in zip(verdicts(apart, lived=lived[others]), apart.effect, strict=True)]
    return found


def interval(effects: pd.DataFrame) -> pd.DataFrame:
    """Mean of each column and its 90% interval."""
    count = effects.count()
    half = effects.std() / np.sqrt(count) * count.map({n: t_quantile(n) for n in count.unique()})
    return pd.DataFrame({"effect": effects.mean(), "low": effects.mean() - half, "high": effects.mean() + half, "seeds": count})


def place(said: str, behind: float) -> str:
    """Whether a portfolio that is so far ``behind`` the first is clearly so, its difference in words being ``said``."""
    if said == ONE_SEED:
        return TIED if behind == 0 else ONE_SEED
    return BEHIND if said == "worse" else TIED


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
