"""What a sweep costs beside the model: cells that are done at once are planned, handed out, stored and collected for real.

Costs are processor time, of the driver and the workers, all in this process: what else the machine does, and how long its disk takes
to say that it has everything, is left out.
"""

import argparse
import itertools
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from heapq import heappop, heappush
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import numpy as np
import pyarrow as pa

from experiments.bench.rows import Row, seconds
from experiments.execution.jobs import Job, Report
from experiments.execution.progress import quiet
from experiments.outcomes.definitions import LATE
from experiments.recording import batch_tables
from experiments.storage.parts import SWEEPS, names
from experiments.storage.run_index import Index, begin, tidy
from experiments.sweep import effects, inputs, scheduler, task
from experiments.sweep import plan as cells
from experiments.sweep.cost_estimate import Pace
from experiments.sweep.results import open_store

SIZES, WORKERS, SEEDS = (1_000, 10_000, 100_000), 2_000, 20
PARTED = (100, 1_000, 10_000)
"""Sizes of sweeps in which each cell is a part."""
FEW, MOST, GROWTH = 0.009, 1.5, 1.2
"""Seconds that a cell is taken to live, milliseconds that it may cost besides, and how much more in the largest sweep."""
LONG = 60.0
"""Seconds of a cell that is a task, and a part, of its own."""
WORDS = ("residents=300", "months=6", "burn_in=0", "shocks=[none]", "keep=[]", "design=sobol", f"seeds={SEEDS}",
         "levers.guidance.budget=interval(1e6,2e7)", "levers.skills_vouchers.budget=interval(1e6,2e7)")  # fmt: skip
QUERY = "select seed, count(*) as runs, avg(unemployment) as u from runs join outcomes using (run) group by seed order by seed"


@dataclass
class Cluster:
    """Many workers in one process: a job is done in the order in which they would end theirs."""

    workers: int
    waiting: deque[Job] = field(default_factory=deque)
    busy: list[tuple[float, int, Job]] = field(default_factory=list)
    spent: float = 0.0
    lasts: float = FEW

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *error: Any) -> None:
        """Nothing is left behind."""

    @property
    def at_a_time(self) -> int:
        """As many as there are workers."""
        return self.workers

    def submit(self, job: Job) -> None:
        """Take one more job."""
        self.waiting.append(job)

    def reports(self) -> Iterator[tuple[Job, Any]]:
        """Jobs as they end; ``spent`` are the processor seconds of workers."""
        now, number = 0.0, itertools.count()
        while self.waiting or self.busy:
            while self.waiting and len(self.busy) < self.workers:
                job = self.waiting.popleft()
                heappush(self.busy, (now + self.lasts * len(getattr(job, "runs", ())), next(number), job))
            now, _, job = heappop(self.busy)
            began = time.process_time()
            report = job.work()
            self.spent += time.process_time() - began
            yield job, report


@contextmanager
def cells_at_once() -> Iterator[None]:
    """A cell is not lived and measured: a few numbers stand for its outcomes."""
    with patch.object(task, "simulate_group", keep_at_once), patch.object(batch_tables, "measured", few_numbers):
        yield


def keep_at_once(group: task.Group, keeper: task.Keeper, report: Report) -> None:
    """Each run of the group, as if it had been lived."""
    for run, spec in group.runs:
        lived: Any = Unlived(run)
        keeper.add(task.row_of(run, group.seed, spec, 0.0), lived)


@dataclass(frozen=True)
class Unlived:
    """A cell that stands for a finished run."""

    run: str


def few_numbers(runs: Sequence[Any]) -> dict[str, pa.Table]:
    """Two rows of outcomes a run."""
    known = np.array([int(one.run, 16) % 1000 / 1000 for one in runs for _ in range(2)])
    rows = len(known)
    said: dict[str, Any] = {"run": [one.run for one in runs for _ in range(2)], "window": [LATE, batch_tables.WHOLE] * len(runs)}
    same = {"dimension": ["all"] * rows, "group": ["all"] * rows}
    return {"outcomes": pa.table({**said, **same, "unemployment": known, **dict.fromkeys(batch_tables.MADE, known)})}


@dataclass(frozen=True)
class Cost:
    """Seconds of one sweep by step, and what it left."""

    cells: int
    planned: float
    driven: float
    worked: float
    collected: float
    parts: int
    size: int
    asked: float
    listed: float

    @property
    def each(self) -> float:
        """Milliseconds a cell, the driver's and the workers'."""
        return 1000 * (self.planned + self.driven + self.worked + self.collected) / self.cells


def swept(size: int, home: Path, lasts: float = FEW) -> Cost:
    """A sweep of about so many cells into a new store."""
    began = time.process_time()
    plan = cells.plan(inputs.compose([*WORDS, f"samples={max(1, size // SEEDS - 1)}", f"store={home}"], {}))
    index, cluster = begin(home), Cluster(WORKERS, lasts=lasts)
    missing = set(plan.cells.run) - index.having(plan.keep)
    (home / SWEEPS / plan.name).mkdir(parents=True)
    planned = time.process_time() - began
    pace = Pace(0.0, 0.0, lasts / plan.specs[0].months, 0.0)
    with cells_at_once():
        driven = worked_for(lambda: scheduler.finish(plan, missing, index, cluster, pace, quiet)) - cluster.spent
    collected = worked_for(lambda: collect(plan, index))
    left = sum(file.stat().st_size for file in home.rglob("*") if file.is_file())
    asked = seconds(lambda: open_store(home).sql(QUERY))
    return Cost(len(plan.cells), planned, driven, cluster.spent, collected, len(names(home)), left, asked,
                seconds(Index(home).refresh))  # fmt: skip


def worked_for(work: Callable[[], object]) -> float:
    """Processor seconds that this takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def collect(plan: cells.Plan, index: Index) -> None:
    """The runs of the plan from the store, small parts put together."""
    tidy(index.refresh())
    found = effects.per_run(plan.cells, index)
    if int(found.unemployment.notna().sum()) != len(plan.cells):
        raise RuntimeError(f"{len(plan.cells)} cells were asked for, {found.unemployment.notna().sum()} came back")


def measure(asked: argparse.Namespace) -> list[Row]:
    """The rows of this part."""
    sizes = SIZES[:-1] if asked.quick else SIZES
    rows = of_sizes(sizes, FEW, f"cells, {WORKERS:,} workers")
    return rows + of_sizes(PARTED[:-1] if asked.quick else PARTED[1:], LONG, "cells, each a part")


def of_sizes(sizes: Sequence[int], lasts: float, what: str) -> list[Row]:
    """Rows of sweeps of several sizes, and the cost of a cell in the largest against the smallest."""
    found = []
    with TemporaryDirectory() as folder:
        swept(SEEDS * 2, Path(folder) / "first", lasts)  # loads what is loaded once
        found = [swept(size, Path(folder) / str(size), lasts) for size in sizes]
    rows = [row for one in found for row in rows_of(one, what, MOST if lasts == FEW else None)]
    return [*rows, Row(f"a cell of {found[-1].cells:,} against one of {found[0].cells:,}", found[-1].each / found[0].each, "x", GROWTH)]


def rows_of(one: Cost, what: str, bar: float | None) -> list[Row]:
    """The figures of one sweep."""
    steps = {"planning": one.planned, "handing out": one.driven, "storing, in workers": one.worked, "collecting": one.collected}
    return [
        Row(f"{one.cells:,} {what}", one.each, "ms a cell", bar),
        *(Row(f"  {step}", 1000 * spent / one.cells, "ms a cell") for step, spent in steps.items()),
        Row("  on disk", one.size / one.cells, "bytes a cell", note=f"{one.parts} parts in the end"),
        Row("  a DuckDB query over all runs", one.asked, "s", 10.0),
        Row("  index of runs, from the parts", one.listed, "s"),
    ]
