"""Where tasks run. Each engine takes tasks and gives back reports; the results are the same, bit for bit."""

import os
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from experiments.run import check_workers
from experiments.sweep.task import Report, Task
from sim.declare import Mistake, known_or_mistake

KNOWN = {
    "local": ("name",),
    "dask": ("name", "address"),
    "slurm": ("name", "jobs", "cores", "memory", "walltime", "queue", "account", "interface", "prologue", "directives"),
}


class Engine(Protocol):
    """A place to run tasks; left by an exception, it stops what is under way."""

    workers: int

    def __enter__(self) -> "Engine": ...

    def __exit__(self, *error: Any) -> None: ...

    def submit(self, task: Task) -> None:
        """Take one more task."""

    def reports(self) -> Iterator[tuple[Task, Report | None]]:
        """Tasks as they end; None when the worker died. Tasks may be submitted meanwhile."""


def engine(how: Mapping[str, Any], workers: int | None) -> Engine:
    """The engine that a configuration names."""
    check_workers(workers)
    if isinstance(how, str):
        how = {"name": how}
    known_or_mistake(how.get("name"), KNOWN, "engine", "engine")
    for word in how:
        known_or_mistake(word, KNOWN[how["name"]], "setting", f"engine {how['name']}")
    if how["name"] == "local":
        return here(workers or os.cpu_count() or 1)
    from experiments.sweep.engines import dask, slurm

    try:
        return dask.Dask(how.get("address"), workers) if how["name"] == "dask" else slurm.Slurm(how)
    except ModuleNotFoundError as missing:
        raise Mistake(f"engine {how['name']}: {missing.name} is not installed; the extra 'cluster' brings it") from None


def here(workers: int) -> Engine:
    """This machine: in this process, or in several."""
    from experiments.sweep.engines import local

    return local.Processes(workers) if workers > 1 else local.ThisProcess()
