"""Processes of this machine: one executor per worker, so that a dying worker takes no other with it and its task is known."""

import multiprocessing
from collections import deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from experiments.sweep import loading, worker
from experiments.sweep.task import Report, Task, do

PATIENCE = 5.0
"""Seconds that workers have, when a sweep is stopped, to store what they have finished."""


class ThisProcess:
    """No worker at all: one task after the other, here."""

    workers = 1

    def __init__(self) -> None:
        self.waiting: deque[Task] = deque()

    def __enter__(self) -> "ThisProcess":
        return self

    def __exit__(self, *error: Any) -> None:
        """Nothing is left behind."""

    def submit(self, task: Task) -> None:
        """Take one more task."""
        self.waiting.append(task)

    def reports(self) -> Iterator[tuple[Task, Report | None]]:
        """Tasks as they end."""
        while self.waiting:
            task = self.waiting.popleft()
            yield task, do(task)


class Processes:
    """As many processes as there are workers, each copied from one that has everything in memory already."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.waiting: deque[Task] = deque()
        self.busy: dict[Future, tuple[Task, ProcessPoolExecutor]] = {}
        self.idle: list[ProcessPoolExecutor] = []
        self.began: dict[ProcessPoolExecutor, Future] = {}

    def __enter__(self) -> "Processes":
        self.others = set(multiprocessing.active_children())
        self.context = loading.begin()  # it loads while the sweep is still being planned
        return self

    def submit(self, task: Task) -> None:
        """Take one more task."""
        self.waiting.append(task)

    def reports(self) -> Iterator[tuple[Task, Report | None]]:
        """Tasks as they end."""
        while self._hand_out():
            for future in wait(self.busy, return_when=FIRST_COMPLETED).done:
                task, executor = self.busy.pop(future)
                try:
                    report = future.result()
                    self.idle.append(executor)
                except BrokenProcessPool:
                    report = None
                    self._must_have_begun(executor)
                yield task, report

    def _hand_out(self) -> bool:
        while self.waiting and len(self.busy) < self.workers:
            executor, task = self.idle.pop() if self.idle else self._another(), self.waiting.popleft()
            try:
                self.busy[executor.submit(worker.do, task)] = task, executor
            except BrokenProcessPool:  # it died while it had nothing to do
                self._must_have_begun(executor)
                self.waiting.appendleft(task)
        return bool(self.busy)

    def _another(self) -> ProcessPoolExecutor:
        made = ProcessPoolExecutor(1, self.context, worker.begin)
        with loading.one_thread(), loading.without_main():
            self.began[made] = made.submit(int)  # starts the process
        return made

    def _must_have_begun(self, executor: ProcessPoolExecutor) -> None:
        if self.began.pop(executor).exception() is not None:
            raise RuntimeError("worker processes end before they begin; workers=1 shows why")

    def __exit__(self, kind: Any, *error: Any) -> None:
        processes = set(multiprocessing.active_children()) - self.others
        for process in processes if kind else ():
            process.terminate()
        for executor in [*self.idle, *(executor for _, executor in self.busy.values())]:
            executor.shutdown(wait=not kind, cancel_futures=True)
        for process in processes if kind else ():
            process.join(PATIENCE)
            process.kill()
