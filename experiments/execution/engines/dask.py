"""Dask distributed: an existing scheduler, or one made here. When a node dies, Dask gives its tasks to the others."""

import logging
import os
from collections.abc import Iterator
from typing import Any

import dask
from distributed import Client, Future, LocalCluster, as_completed
from distributed.scheduler import KilledWorker

from experiments.execution.jobs import Death, Job
from sim.declare import Mistake

SECONDS = 20
"""How long a scheduler may take to answer."""

AT_ONCE = {"distributed.scheduler.allowed-failures": 0, "distributed.scheduler.worker-saturation": 1.0}
"""A job whose worker dies comes back at once, to be looked into here; no other job is blamed for waiting behind it."""


def do(job: Job) -> Any:
    """What comes of a job, on a node."""
    return job.work()


class Dask:
    """Jobs go to the scheduler, reports come back; workers store their runs themselves."""

    def __init__(self, address: str | None, workers: int | None) -> None:
        self.address = address
        self.workers = workers or os.cpu_count() or 1
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
        self.workers = sum(self.client.nthreads().values()) or self.workers
        self.coming = as_completed(loop=self.client.loop)
        return self

    def own_cluster(self) -> Any:
        """A scheduler and workers on this machine."""
        return LocalCluster(n_workers=self.workers, threads_per_worker=1, dashboard_address=None)

    def submit(self, job: Job, soon: bool = False) -> None:
        """Take one more job; ``soon``: before those that wait."""
        future = self.client.submit(do, job, pure=False, priority=int(soon))
        self.asked[future] = job
        self.coming.add(future)

    def reports(self) -> Iterator[tuple[Job, Any]]:
        """Jobs as they end."""
        for future in self.coming:
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
