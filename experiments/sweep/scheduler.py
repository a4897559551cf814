"""Finish what is missing, whatever dies: every run that can be computed ends up in the store, once."""

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from random import Random

from experiments.execution.jobs import Death, Engine, Report
from experiments.execution.progress import OnProgress
from experiments.inputs.run_spec import RunSpec, code
from experiments.storage.run_index import Index
from experiments.storage.tidying import Tidying
from experiments.sweep.cost_estimate import Pace
from experiments.sweep.plan import Plan
from experiments.sweep.task import FLUSH, CannotStore, Group, Task
from experiments.sweep.waiting import Waiting

DEATHS = 2
KILLED = f"its worker died {DEATHS} times while it ran"
MANY = 200
"""Small parts that are put together at a time while a sweep runs."""
PARTS_A_SECOND = 100
"""Parts that all workers together may make; many workers store what they have finished less often, at last once a task."""
LEAST, MOST = 0.5, 10.0
"""Seconds a task should take: long enough that handing it out costs nothing, short enough that the bar moves."""
ROUNDS = 3
"""A task takes this part of what each worker still has to do: large tasks first, small ones last, so that all end together."""
GROWING_UP = 0.12
"""Largest share of a task's time that may go into growing the same city up once more, when a seed's runs are split."""


@dataclass
class Outcome:
    """How the work went: runs computed now, and by others meanwhile (``elsewhere``), errors by run, and where the time went."""

    computed: int = 0
    elsewhere: int = 0
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
    groups = shuffled(grouped(plan, missing), Random())
    return drive(Waiting(cut(groups, plan.keep, str(index.home), pace, engine.workers), index), engine, plan.keep, on_progress)


def drive(waiting: Waiting, engine: Engine, keep: tuple[str, ...], on_progress: OnProgress) -> Outcome:
    """Have an engine do what waits."""
    began = time.perf_counter()
    driver = Driver(waiting, engine, keep, on_progress)
    driver.hand_out()
    for job, report in engine.reports():
        driver.hear(job, report)
        driver.hand_out()
    driver.outcome.wall = time.perf_counter() - began
    return driver.outcome


class Driver:
    """Hands out tasks, no more at a time than the engine can use, and hears what came of them."""

    def __init__(self, waiting: Waiting, engine: Engine, keep: tuple[str, ...], on_progress: OnProgress) -> None:
        self.waiting, self.engine, self.keep, self.on_progress = waiting, engine, keep, on_progress
        self.outcome, self.deaths = Outcome(workers=engine.workers), Counter[str]()
        self.tidier = Tidier(waiting.index.home, engine)
        self.under_way = 0

    def hand_out(self) -> None:
        """The next tasks, without what somebody else has done meanwhile."""
        elsewhere = self.waiting.leave_out_what_came(self.keep)
        if elsewhere:
            self.outcome.elsewhere += elsewhere
            self.on_progress(elsewhere)
        while self.waiting and self.under_way < self.engine.at_a_time:
            self.engine.submit(self.waiting.pop())
            self.under_way += 1

    def hear(self, job: Task | Tidying, report: Report | dict[str, bool] | Death) -> None:
        """How a job went."""
        self.under_way -= isinstance(job, Task)
        if isinstance(report, Death):
            self.outcome.died += 1
            if isinstance(job, Task):  # parts that were to be put together are read as they are
                self.after_death(job, report)
        elif isinstance(report, Report):
            self.waiting.is_known(report.parts)
            self.tidier.take(report.parts)
            self.take(report)
        else:
            self.waiting.is_known(report)
            self.tidier.take([name for name, small in report.items() if small])

    def take(self, report: Report) -> None:
        """Note what a task has done."""
        self.outcome.computed += len(report.done)
        self.outcome.failed |= report.failed
        self.outcome.seconds += report.seconds
        self.outcome.model_seconds += report.model_seconds
        self.on_progress(len(report.done) + len(report.failed))
        if report.full:
            raise CannotStore(report.full)

    def after_death(self, task: Task, death: Death) -> None:
        """What was stored before a worker died counts; the rest runs alone, to find the run that kills."""
        self.waiting.index.news(self.waiting.known)
        stored = self.waiting.index.having(task.keep, task.runs)
        left = [run for run in task.runs if run not in stored]
        self.deaths.update(left)
        lost = {run: f"{KILLED}: it {death.cause}" for run in left if self.deaths[run] >= DEATHS}
        self.outcome.failed |= lost
        self.outcome.computed += len(task.runs) - len(left)
        self.on_progress(len(task.runs) - len(left) + len(lost))
        self.waiting.put_first(alone(task, set(left) - set(lost)))


class Tidier:
    """Has workers put small parts together while a long sweep runs; knows parts from what tasks tell, and lists nothing."""

    def __init__(self, home: Path, engine: Engine) -> None:
        self.home, self.engine = home, engine
        self.small: list[str] = []

    def take(self, names: Sequence[str]) -> None:
        """More small parts; when there are many, they become a worker's job."""
        self.small += names
        if len(self.small) >= MANY:
            self.engine.submit(Tidying(str(self.home), tuple(self.small)))
            self.small = []


def shuffled(groups: Sequence[Group], order: Random) -> list[Group]:
    """Groups and their runs in any order: two commands that begin at once are seldom at the same runs."""
    return [Group(group.seed, tuple(order.sample(group.runs, len(group.runs)))) for group in order.sample(groups, len(groups))]


def cut(groups: Sequence[Group], keep: tuple[str, ...], store: str, pace: Pace, workers: int) -> list[Task]:
    """Tasks that together do every run of the groups once."""
    seconds = [seconds_of(group, pace) for group in groups]
    left = total = sum(seconds)
    pieces: list[Group] = []
    for group, own in zip(groups, seconds, strict=True):
        pieces += split(group, seconds_of_a_task(min(total / ROUNDS, left), workers), pace)
        left -= own
    flush = max(FLUSH, workers / PARTS_A_SECOND)
    return [Task(store, keep, code(), tuple(some), flush) for some in joined(pieces, workers, pace)]


def grouped(plan: Plan, missing: set[str]) -> list[Group]:
    """Missing runs by the city they branch from: same seed, same youth."""
    keys = [spec.burn_in_key for spec in plan.specs]
    found: dict[tuple[int, str], dict[str, RunSpec]] = {}
    for run, seed, spec in plan.cells[["run", "seed", "spec"]].itertuples(index=False):
        if run in missing:
            found.setdefault((int(seed), keys[spec]), {})[run] = plan.specs[spec]
    return [Group(seed, tuple(runs.items())) for (seed, _), runs in found.items()]


def seconds_of(group: Group, pace: Pace) -> float:
    """What a group will take: the city once, then each run."""
    _, first = group.runs[0]
    return pace.making(first) + sum(pace.living(spec) for _, spec in group.runs)


def seconds_of_a_task(left: float, workers: int) -> float:
    """Seconds of a task when so much is left to do."""
    return min(MOST, max(LEAST, left / (workers * ROUNDS)))


def split(group: Group, target: float, pace: Pace) -> Iterable[Group]:
    """Pieces of about the target, none so small that growing the city up again would dominate."""
    _, first = group.runs[0]
    pieces = max(1, int(seconds_of(group, pace) / max(target, pace.making(first) / GROWING_UP)))
    size = ceil(len(group.runs) / pieces)
    return (Group(group.seed, group.runs[start : start + size]) for start in range(0, len(group.runs), size))


def joined(pieces: Sequence[Group], workers: int, pace: Pace) -> Iterable[list[Group]]:
    """Small pieces together until they fill a task."""
    seconds = [seconds_of(piece, pace) for piece in pieces]
    some: list[Group] = []
    left, filled = sum(seconds), 0.0
    for piece, own in zip(pieces, seconds, strict=True):
        if some and filled + own > seconds_of_a_task(left, workers):
            yield some
            left, some, filled = left - filled, [], 0.0
        some.append(piece)
        filled += own
    if some:
        yield some


def alone(task: Task, runs: Iterable[str]) -> list[Task]:
    """Each of these runs in a task of its own, to find the one that ends its worker."""
    chosen = set(runs)
    one_by_one = [Group(group.seed, (run,)) for group in task.groups for run in group.runs if run[0] in chosen]
    return [Task(task.store, task.keep, task.code, (group,), task.flush) for group in one_by_one]
