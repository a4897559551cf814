"""Processes of this machine: one executor per worker, so that a dying worker takes no other with it and its job is known."""

import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from typing import Any

from experiments.execution import processes, progress
from experiments.execution.jobs import Death, Job
from experiments.execution.processes import Stopped
from experiments.execution.progress import OnProgress, quiet

LOOK = 0.2
"""Seconds between two looks at how far jobs have come."""


class ThisProcess:
    """No worker at all: one job after the other, here."""

    workers = at_a_time = 1

    def __init__(self, on_progress: OnProgress = quiet) -> None:
        self.waiting: deque[Job] = deque()
        self.on_progress = on_progress

    def __enter__(self) -> "ThisProcess":
        return self

    def __exit__(self, *error: Any) -> None:
        """Nothing is left behind."""

    def submit(self, job: Job) -> None:
        """Take one more job."""
        self.waiting.append(job)

    def reports(self) -> Iterator[tuple[Job, Any]]:
        """Jobs as they end."""
        while self.waiting:
            job = self.waiting.popleft()
            with progress.told_to(self.on_progress):
                report = job.work()
            yield job, report


@dataclass(eq=False)
class Worker:
    """A process of one's own: how it is asked, how it began, and where its progress is heard."""

    executor: ProcessPoolExecutor
    process: BaseProcess
    began: Future
    ear: Any

    def hear(self, on_progress: OnProgress) -> None:
        """Pass on what it has told since the last time."""
        with suppress(EOFError, OSError):  # it ended: there is nothing more to hear
            while self.ear.poll():
                on_progress(self.ear.recv())


class Processes:
    """As many processes as there are workers, each copied from one that has everything in memory already."""

    def __init__(self, workers: int, on_progress: OnProgress = quiet, modules: Sequence[str] = ()) -> None:
        self.workers, self.on_progress, self.modules = workers, on_progress, modules
        self.at_a_time = workers
        self.waiting: deque[Job] = deque()
        self.busy: dict[Future, tuple[Job, Worker]] = {}
        self.idle: list[Worker] = []

    def __enter__(self) -> "Processes":
        self.context = processes.forkserver_with(self.modules)  # it loads while the work is still being planned
        return self

    def submit(self, job: Job) -> None:
        """Take one more job."""
        self.waiting.append(job)

    def reports(self) -> Iterator[tuple[Job, Any]]:
        """Jobs as they end."""
        listens = self.on_progress is not quiet
        while self._hand_out():
            ended = wait(self.busy, LOOK if listens else None, FIRST_COMPLETED).done
            for _, one in self.busy.values():
                one.hear(self.on_progress)
            for future in ended:
                job, one = self.busy.pop(future)
                try:
                    report = future.result()
                    self.idle.append(one)
                except BrokenProcessPool:
                    report = self._death(one)
                except BaseException:
                    self.idle.append(one)  # it lives, and is ended with the others
                    raise
                yield job, report

    def _hand_out(self) -> bool:
        while self.waiting and len(self.busy) < self.workers:
            one, job = self.idle.pop() if self.idle else self._another(), self.waiting.popleft()
            try:
                self.busy[one.executor.submit(do_job, job)] = job, one
            except BrokenProcessPool:  # it died while it had nothing to do
                self._death(one)
                self.waiting.appendleft(job)
        return bool(self.busy)

    def _another(self) -> Worker:
        ear, mouth = self.context.Pipe(duplex=False)
        made = ProcessPoolExecutor(1, self.context, begin_worker, (mouth,))
        with processes.making():
            before = set(multiprocessing.active_children())
            began = made.submit(int)  # starts the process
            begun = set(multiprocessing.active_children()) - before
        if not begun:  # it ended at once
            raise RuntimeError("worker processes end before they begin; workers=1 shows why")
        (process,) = begun
        mouth.close()
        return Worker(made, process, began, ear)

    def _death(self, one: Worker) -> Death:
        """How a worker died; an error when it has not even begun, as the next one would not either."""
        how = processes.how_it_ended(one.process)
        one.executor.shutdown(wait=False)
        one.ear.close()
        if one.began.exception() is not None:
            raise RuntimeError(f"worker processes end before they begin (one {how}); workers=1 shows why")
        return Death(how)

    def __exit__(self, kind: Any, *error: Any) -> None:
        workers = [*self.idle, *(one for _, one in self.busy.values())]
        for one in workers:
            one.executor.shutdown(wait=False, cancel_futures=True)
        processes.end([one.process for one in workers], at_once=kind is not None)
        for one in workers:
            one.ear.close()


def begin_worker(ear: Any) -> None:
    """In a new worker: behave, and tell progress into the ear."""
    import pyarrow

    pyarrow.set_cpu_count(1)
    pyarrow.set_io_thread_count(1)
    processes.behave()

    def on_progress(done: int) -> None:
        with suppress(OSError):  # nobody listens any more
            ear.send(done)

    progress.listen(on_progress)


def do_job(job: Any) -> Any:
    """What comes of a job; the process ends when it is asked to go meanwhile."""
    try:
        return job.work()
    except Stopped:
        os._exit(0)
