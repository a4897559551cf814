"""Where candidates are tried: their runs and the baseline's with the same luck, each computed once and kept in the store."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.execution.jobs import Engine
from experiments.execution.progress import OnProgress
from experiments.optimise.inputs import Search
from experiments.storage.run_index import begin
from experiments.sweep import cost_estimate, scheduler
from experiments.sweep import plan as cells
from experiments.sweep.findings.paired import by_seed
from sim.text_files import place_of

Portfolio = dict[str, float]


class Lab:
    """Tries portfolios on as many seeds as asked."""

    def __init__(self, search: Search, scenario: Path, engine: Engine) -> None:
        self.search, self.scenario, self.engine = search, scenario, engine
        self.home = place_of(search.how["store"], "store")
        self.pace: cost_estimate.Pace | None = None
        self.computed = 0
        self.failed: dict[str, str] = {}

    def tried(self, portfolios: Mapping[str, Portfolio], seeds: int, first_seed: int, on_progress: OnProgress) -> pd.DataFrame:
        """Effects of every named portfolio, seed by seed and world by world; ``tell`` hears of runs as they are there."""
        plan = cells.plan(self.design(portfolios, seeds, first_seed))
        self.pace = self.pace or cost_estimate.pace(plan)
        index = begin(self.home)
        missing = set(plan.cells.run) - index.having(plan.keep)
        on_progress(len(set(plan.cells.run[plan.cells.role == "policy"]) - missing))
        outcome = scheduler.finish(plan, missing, index, self.engine, self.pace, on_progress)
        self.computed += outcome.computed
        self.failed |= outcome.failed
        return by_seed(plan.cells, index.refresh())

    def design(self, portfolios: Mapping[str, Portfolio], seeds: int, first_seed: int) -> dict[str, Any]:
        """The configuration of a sweep over these portfolios."""
        points = [{"name": name, **{f"levers.{lever}.{number}": value for lever, euros in sorted(chosen.items())
                                    for number, value in {**self.search.numbers[lever], "budget": euros}.items()}}
                  for name, chosen in portfolios.items()]  # fmt: skip
        own = {"scenario": str(self.scenario), "levers": {}, "without": [], "design": "list", "points": points, "keep": ["monthly"]}
        return {**self.search.how, **own, "seeds": seeds, "first_seed": first_seed}


def aims_by_seed(seeds: pd.DataFrame, aims: tuple[str, ...]) -> pd.DataFrame:
    """One row per portfolio and seed: each aim as a change against the baseline, mean over the worlds."""
    rows = seeds[seeds.outcome.isin(aims)]
    return rows.pivot_table(index=["portfolio", "seed"], columns="outcome", values="effect").reindex(columns=list(aims)).dropna()
