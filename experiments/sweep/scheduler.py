"""Finish what is missing, whatever dies: every run that can be computed ends up in the store, once."""

import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from experiments.execution.jobs import Death, Engine, Report
from experiments.execution.progress import OnProgress
from experiments.storage.parts import names
from experiments.storage.run_index import Index, tidy
from experiments.sweep.batching import alone, tasks
from experiments.sweep.cost_estimate import Pace
from experiments.sweep.plan import Plan
from experiments.sweep.task import CannotStore, Task

DEATHS = 2
KILLED = f"its worker died {DEATHS} times while it ran"
MANY = 200
"""Parts that may come before small ones are put together while a sweep runs."""


@dataclass
class Outcome:
    """How the work went: runs computed now, errors by run, and where the time went."""

    computed: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    died: int = 0
    wall: float = 0.0
    seconds: float = 0.0
    model_seconds: float = 0.0
    workers: int = 1

    @property
    def busy(self) -> float:
        """Share of the workers' time that went into the model."""
        return self.model_seconds / (self.wall * self.workers) if self.wall else 0.0

    @property
    def overhead(self) -> float:
        """Seconds of a run that did not go into the model: measuring, storing, handing out, starting."""
        return (self.wall * self.workers - self.model_seconds) / self.computed if self.computed else 0.0


def finish(plan: Plan, missing: set[str], index: Index, engine: Engine, pace: Pace, on_progress: OnProgress) -> Outcome:
    """Run what is missing; a dead worker's runs are tried again one by one, and left when they kill again."""
    outcome, deaths = Outcome(workers=engine.workers), Counter[str]()
    began = time.perf_counter()
    for task in tasks(plan, missing, str(index.home), pace, engine.workers):
        engine.submit(task)
    with Tidier(index.home) as tidier:
        for task, report in engine.reports():
            if isinstance(report, Death):
                outcome.died += 1
                after_death(task, report, index, engine, deaths, outcome, on_progress)
            else:
                take(report, outcome, on_progress)
            tidier.look()
    outcome.wall = time.perf_counter() - began
    return outcome


class Tidier:
    """Puts small parts together beside a long sweep, so that looking through the store stays quick."""

    def __init__(self, home: Path) -> None:
        self.home, self.before = home, len(names(home))
        self.thread: Thread | None = None

    def __enter__(self) -> "Tidier":
        return self

    def look(self) -> None:
        """Begin when many parts have come since the last time."""
        if self.thread and self.thread.is_alive():
            return
        there = len(names(self.home))
        if there < self.before:
            self.before = there
        elif there > self.before + MANY:
            self.before, self.thread = there, Thread(target=self._tidy)
            self.thread.start()

    def _tidy(self) -> None:
        with suppress(OSError):  # a full disk is told by who cannot store a run
            tidy(Index(self.home))

    def __exit__(self, *error: object) -> None:
        if self.thread:
            self.thread.join()


def take(report: Report, outcome: Outcome, on_progress: OnProgress) -> None:
    """Note what a task has done."""
    outcome.computed += len(report.done)
    outcome.failed |= report.failed
    outcome.seconds += report.seconds
    outcome.model_seconds += report.model_seconds
    on_progress(len(report.done) + len(report.failed))
    if report.full:
        raise CannotStore(report.full)


def after_death(task: Task, death: Death, index: Index, engine: Engine, deaths: Counter, outcome: Outcome, on_progress: OnProgress) -> None:
    """What was stored before a worker died counts; the rest runs alone, to find the run that kills."""
    stored = index.refresh().having(task.keep)
    left = [run for run in task.runs if run not in stored]
    deaths.update(left)
    lost = {run: f"{KILLED}: it {death.how}" for run in left if deaths[run] >= DEATHS}
    outcome.failed |= lost
    outcome.computed += len(task.runs) - len(left)
    on_progress(len(task.runs) - len(left) + len(lost))
    for single in alone(task, set(left) - set(lost)):
        engine.submit(single)
