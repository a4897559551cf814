"""Live through every set of numbers with the sweep's store and processes; what is in the store is not lived again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from experiments.evidence.sensitivity.inputs import SensitivityInputs, sweep_of
from experiments.execution import pool
from experiments.outcomes.definitions import LATE, definition_of
from experiments.storage import parts
from experiments.storage.disk import or_cannot_store
from experiments.storage.run_index import Index, read_runs
from experiments.sweep import cost_estimate, effects, job, scheduler
from experiments.sweep import plan as cells
from experiments.sweep.plan import Plan

LEVELS = ("unemployment", "long_term_share", "gini", "participation", "resilience_loss")
"""What is asked of the city without levers, and by which policies are ranked."""


@dataclass(frozen=True)
class Answers:
    """What every set of numbers gave: ``levels`` (sets, seeds, outcomes) and ``gains`` (sets, seeds, outcomes, policies).

    A gain is a change for the better against the same city without levers.
    """

    levels: np.ndarray
    gains: np.ndarray


def plan_of(one: SensitivityInputs, sets: Sequence[Mapping[str, float]]) -> Plan:
    """Every run of a stage."""
    return cells.plan(sweep_of(one, sets))


def evaluate(one: SensitivityInputs, sets: Sequence[Mapping[str, float]], bar: Callable[[int], Any]) -> Answers:
    """Run what is missing and read the answers; rows of equal sets are equal."""
    different = {tuple(one_set.items()): one_set for one_set in sets}
    row = {key: number for number, key in enumerate(different)}
    plan = plan_of(one, list(different.values()))
    answers = answers_of(one, plan, finished(plan, one, bar), len(different))
    at = [row[tuple(one_set.items())] for one_set in sets]
    return Answers(answers.levels[at], answers.gains[at])


def finished(plan: Plan, one: SensitivityInputs, bar: Callable[[int], Any]) -> Index:
    """The store once every run of the plan is in it, but for those that failed."""
    home = Path(one.store).expanduser().resolve()
    with or_cannot_store(home), pool.engine(plan.settings["engine"], one.workers, job.PRELOADED) as engine:
        index, missing = job.what_is_missing(plan, home)
        with bar(len(missing)) as on_progress:
            scheduler.finish(plan, missing, index, engine, cost_estimate.ASSUMED, on_progress)
    return index.refresh()


def costs(plan: Plan, one: SensitivityInputs) -> tuple[int, float, float]:
    """Runs that are not in the store yet, their seconds of one core on this machine, and those of all runs."""
    home, pace = Path(one.store).expanduser().resolve(), cost_estimate.pace(plan)
    there = Index(home).refresh().having(plan.keep) if (home / parts.PARTS).is_dir() else set()
    every = set(plan.cells.run)
    missing = every - there
    left, whole = (sum(scheduler.seconds_of(group, pace) for group in scheduler.grouped(plan, some)) for some in (missing, every))
    return len(missing), left, whole


def answers_of(one: SensitivityInputs, plan: Plan, index: Index, sets: int) -> Answers:
    """Every outcome of every run, in its place; not a number where a run failed."""
    seeds, policies = len(one.seeds), len(one.policies)
    table = outcomes_by_run(plan, index, policies)
    found = np.full((sets, seeds, len(LEVELS), policies + 1), np.nan)
    where = table.set.to_numpy(), table.seed.map({seed: n for n, seed in enumerate(one.seeds)}).to_numpy(), table.world.to_numpy()
    for n, name in enumerate(LEVELS):
        found[where[0], where[1], n, where[2]] = table[name]
    better = np.array([1.0 if definition_of(name)[1] == "higher" else -1.0 for name in LEVELS])
    return Answers(found[..., 0], (found[..., 1:] - found[..., :1]) * better[:, None])


def outcomes_by_run(plan: Plan, index: Index, policies: int) -> pd.DataFrame:
    """One row per set, seed and world (0: no levers) with every outcome; a life that several policies share is in all their places."""
    rows = plan.cells.assign(case=plan.cells.point // policies)
    rows["world"] = np.where(rows.role == "baseline", 0, 1 + rows.point % policies)
    runs = frozenset(rows.run)
    city = read_runs(index, "outcomes", runs, ["window", "dimension", *LEVELS[:-1]], pc.field("dimension") == "all").to_pandas()
    calm = rows[rows["shock"] == "none"].merge(city[city.window == LATE], on="run", suffixes=("", " told"))
    lost = effects.profiles(rows, index)[["run", "resilience_loss"]]
    hit = rows.loc[rows["shock"] != "none", ["case", "world", "seed", "run"]].merge(lost, on="run").drop(columns="run")
    both = calm.merge(hit, on=["case", "world", "seed"], how="left")
    return both.rename(columns={"case": "set"})[["set", "seed", "world", *LEVELS]]
