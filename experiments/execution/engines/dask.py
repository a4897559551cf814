"""Dask distributed: an existing scheduler, or one made here. When a node dies, Dask gives its tasks to the others."""

import logging
import os
import time
from collections.abc import Iterator
from typing import Any

import dask
from distributed import Client, Future, LocalCluster, as_completed
from distributed.scheduler import KilledWorker

from experiments.execution.jobs import Death, Job
from sim.city import check_whole
from sim.declare import Mistake

SECONDS = 20
"""How long a scheduler may take to answer."""

AT_ONCE = {"distributed.scheduler.allowed-failures": 0, "distributed.scheduler.worker-saturation": 1.0}
"""A job whose worker dies comes back at once, to be looked into here; no other job is blamed for waiting behind it."""

AHEAD = 2
"""Jobs of each worker that lie with the scheduler: the next is there when one ends, and the others can still be left out."""
LOOK = 5.0
"""Seconds between two looks at how many workers there are."""
TO_AND_FRO: dict[str, Any] = {"interval": "1s", "target_duration": "1s", "wait_count": 5}
"""Workers that come and go: as many as have a second's work, looked at every second; five looks without work, and one goes."""


def do(job: Job) -> Any:
    """What comes of a job, on a node."""
    return job.work()


class Dask:
    """Jobs go to the scheduler, reports come back; workers store their runs themselves."""

    def __init__(self, address: str | None, workers: int | None, least: int | None = None) -> None:
        """``least``: workers of one's own come and go with the work, never fewer than this; None: all of them stay."""
        self.address, self.least = address, least
        self.workers = workers or os.cpu_count() or 1
        if least is not None:
            check_whole("engine.least", least, 0, self.workers)
        if address is not None and least is not None:
            raise Mistake("engine.least: the workers of engine.address are there already and do not come and go; leave out one of them")
        self.cluster: Any = None
        self.asked: dict[Future, Job] = {}

    def __enter__(self) -> "Dask":
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is told by the sweep
        if self.address is None:
            with dask.config.set(AT_ONCE):
                self.cluster = self.own_cluster()
        try:
            self.client = Client(self.cluster or self.address, timeout=SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise Mistake(f"engine dask: no scheduler answers at {self.address} ({error})") from None
        self.count()
        self.coming = as_completed(loop=self.client.loop)
        return self

    def own_cluster(self) -> Any:
        """A scheduler and workers on this machine."""
        made = LocalCluster(n_workers=self.workers if self.least is None else self.least, threads_per_worker=1, dashboard_address=None)
        if self.least is not None:
            made.adapt(minimum=self.least, maximum=self.workers, **TO_AND_FRO)
        return made

    def count(self) -> None:
        """How many workers a scheduler has by now that was there already; of one's own there are as many as were asked for, at most."""
        if self.cluster is None:
            self.workers = sum(self.client.nthreads().values()) or self.workers
        self.counted = time.monotonic()

    @property
    def at_a_time(self) -> int:
        """More than there are workers, as a report takes its time."""
        return AHEAD * self.workers

    def submit(self, job: Job) -> None:
        """Take one more job."""
        future = self.client.submit(do, job, pure=False)
        self.asked[future] = job
        self.coming.add(future)

    def reports(self) -> Iterator[tuple[Job, Any]]:
        """Jobs as they end."""
        for future in self.coming:
            if time.monotonic() > self.counted + LOOK:
                self.count()
            job, error = self.asked.pop(future), future.exception()
            if error is not None and not isinstance(error, KilledWorker):
                raise error
            yield job, Death("is gone (killed, or out of memory?)") if error else future.result()

    def __exit__(self, *error: Any) -> None:
        if self.asked:
            self.client.cancel(list(self.asked))
        self.client.close()
        if self.cluster is not None:
            self.cluster.close()
