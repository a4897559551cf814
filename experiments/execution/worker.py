"""A worker process: it takes jobs, tells how far they have come, and goes when asked or when nobody is left to ask."""

import os
from contextlib import suppress
from typing import Any

from experiments.execution import processes, progress
from experiments.execution.leaving import Stopped


def begin(ear: Any) -> None:
    """In a new worker: behave, and tell progress into the ear."""
    import pyarrow

    pyarrow.set_cpu_count(1)
    pyarrow.set_io_thread_count(1)
    processes.behave()

    def on_progress(done: int) -> None:
        with suppress(OSError):  # nobody listens any more
            ear.send(done)

    progress.listen(on_progress)


def do(job: Any) -> Any:
    """What comes of a job; the process ends when it is asked to go meanwhile."""
    try:
        return job.work()
    except Stopped:
        os._exit(0)
