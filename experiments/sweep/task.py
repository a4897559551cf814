"""One task in a worker: cities grow up once and branch into many runs; what is finished is kept within moments."""

import json
import os
import socket
import time
import traceback
import uuid
from collections.abc import Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from experiments.execution.jobs import Report
from experiments.execution.processes import to_the_end
from experiments.inputs.paths import PACKAGE
from experiments.inputs.run_spec import RunSpec, code
from experiments.recording import batch_tables
from experiments.storage import parts
from experiments.storage.disk import CannotStore
from experiments.storage.manifest import commit, versions
from experiments.storage.run_index import Index
from sim.declare import Mistake

FLUSH = 2.0
"""Seconds of finished work that a kill can cost at most, beside the run under way; a task that is one of many may say otherwise."""
CLOCKS = 60
"""Seconds by which the clocks of two nodes may differ."""


@dataclass(frozen=True)
class Group:
    """Runs of one seed that branch from one city."""

    seed: int
    runs: tuple[tuple[str, RunSpec], ...]


@dataclass(frozen=True)
class Task:
    """What one worker does in one go."""

    store: str
    keep: tuple[str, ...]
    code: str
    groups: tuple[Group, ...]
    flush: float = FLUSH
    name: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def runs(self) -> list[str]:
        """Every run it is asked for."""
        return [run for group in self.groups for run, _ in group.runs]

    def work(self) -> "Report":
        """As an engine does it."""
        return do(self)


def do(task: Task) -> Report:
    """Every run of the task: who hands it out knows what is missing, so nothing here grows with what the store holds."""
    if task.code != code():
        raise Mistake(f"{socket.gethostname()}: another version of learncity than where the sweep was started; results would differ")
    began, report = time.perf_counter(), Report()
    try:
        with marked(task) as there, Keeper(task, report) as keeper:
            report.done += there
            for group in task.groups:
                simulate_group(without(group, there), keeper, report)
    except CannotStore as full:
        report.full = str(full)
    report.seconds = time.perf_counter() - began
    return report


@contextmanager
def marked(task: Task) -> Iterator[set[str]]:
    """Runs that are there already: none, unless this very task was begun before and not ended, as on a node that died.

    Then what came into the store since is looked through, and nothing older: a mark in the store says when that was.
    """
    home = Path(task.store)
    mark = home / parts.DRAFTS / f"begun-{task.name}"
    with or_cannot_store(task.store):
        try:
            mark.mkdir()
            there = set[str]()
        except FileExistsError:
            there = stored_since(home, mark.stat().st_mtime_ns - CLOCKS * 10**9, task)
    yield there
    with suppress(OSError):
        mark.rmdir()


def stored_since(home: Path, moment: int, task: Task) -> set[str]:
    """Runs of the task that are in parts made since then (ns)."""
    recent = [name for name in parts.names(home) if int(name.partition("-")[0], 16) >= moment]
    return Index(home).look_at(recent).having(task.keep, task.runs)


def without(group: Group, runs: Collection[str]) -> Group:
    """The group but for these runs."""
    return Group(group.seed, tuple(run for run in group.runs if run[0] not in runs)) if runs else group


def simulate_group(group: Group, keeper: "Keeper", report: Report) -> None:
    """The city at the policy date, then one branch per run; an error is the run's own and does not stop the others."""
    base_city = None
    for run, spec in group.runs:
        try:
            began = time.perf_counter()
            base_city = base_city or spec.burn_in_city(group.seed)
            city = spec.branch(base_city).run(spec.months)
            seconds = time.perf_counter() - began
            lived = batch_tables.record(run, city, spec.months)
        except Exception:
            report.failed[run] = traceback.format_exc()
        else:
            report.model_seconds += seconds
            keeper.add(row_of(run, group.seed, spec, seconds), lived)


class Keeper:
    """Collects finished runs and stores them every few seconds, as its task says, and at the end however it comes."""

    def __init__(self, task: Task, report: Report) -> None:
        self.task, self.report = task, report
        self.finished: list[tuple[dict[str, Any], batch_tables.Recording]] = []
        self.since = time.monotonic()
        self.beside = ThreadPoolExecutor(1)
        self.settling: Future | None = None

    def __enter__(self) -> "Keeper":
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        try:
            if kind is not CannotStore:
                self.flush()
                self.settled()
        finally:
            self.beside.shutdown()

    def add(self, row: dict[str, Any], lived: batch_tables.Recording) -> None:
        """One more finished run."""
        self.finished.append((row, lived))
        if time.monotonic() - self.since > self.task.flush:
            self.flush()

    def flush(self) -> None:
        """Measure and store what is finished."""
        if not self.finished:
            return
        with to_the_end():
            rows, lived = zip(*self.finished, strict=True)
            tables = batch_tables.measured(lived)
            kept = {name: tables[name] for name in ("outcomes", *self.task.keep)}
            self.settled()
            with or_cannot_store(self.task.store):
                home = Path(self.task.store)
                name = parts.publish(home, pa.Table.from_pylist(list(rows)), kept, at_once=False)
            self.settling = self.beside.submit(parts.settle, home, name)  # the disk works while the next city lives
            self.finished = []
            self.report.done += [row["run"] for row in rows]
            self.report.parts.append(name)
            self.since = time.monotonic()

    def settled(self) -> None:
        """What was stored before is on the disk."""
        if self.settling:
            with or_cannot_store(self.task.store):
                self.settling.result()
            self.settling = None


@contextmanager
def or_cannot_store(store: str) -> Iterator[None]:
    """A disk that takes no more ends the work."""
    try:
        yield
    except OSError as error:
        raise CannotStore(f"{store}: {error.strerror or error}") from error


def row_of(run: str, seed: int, spec: RunSpec, seconds: float) -> dict[str, Any]:
    """The manifest of one run."""
    said = {name: getattr(spec, name) for name in ("city", "residents", "months", "burn_in")}
    made = {"seconds": seconds, "finished": datetime.now(UTC).isoformat(timespec="seconds"), **made_with()}
    return {"run": run, "seed": seed, **said, "configuration": json.dumps(spec.settings_dict, sort_keys=True), **made}


@cache
def made_with() -> dict[str, Any]:
    """This worker: where it is and what it computes with."""
    return {**program(), "host": socket.gethostname(), "process": os.getpid()}


@cache
def program() -> dict[str, Any]:
    """What this process computes with; asked before workers are copied, it is known to all of them."""
    return {"code": code(), "versions": json.dumps(versions(), sort_keys=True), "git_commit": commit(PACKAGE.parent)}
