"""Where jobs run. Each engine takes jobs and gives back what came of them; the results are the same, bit for bit."""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from experiments.execution.jobs import Engine
from experiments.execution.progress import OnProgress, quiet
from sim.declare import Mistake, known_or_mistake, shown
from sim.showing import is_whole

KNOWN = {
    "local": ("name",),
    "dask": ("name", "address"),
    "slurm": ("name", "jobs", "cores", "memory", "walltime", "queue", "account", "interface", "prologue", "directives"),
}


def engine(how: Mapping[str, Any], workers: int | None, modules: Sequence[str] = ()) -> Engine:
    """The engine that a configuration names; local workers start with these modules in memory."""
    check_workers(workers)
    if isinstance(how, str):
        how = {"name": how}
    known_or_mistake(how.get("name"), KNOWN, "engine", "engine")
    for word in how:
        known_or_mistake(word, KNOWN[how["name"]], "setting", f"engine {how['name']}")
    if how["name"] == "local":
        return here(workers or os.cpu_count() or 1, modules=modules)
    from experiments.execution.engines import dask, slurm

    try:
        return dask.Dask(how.get("address"), workers) if how["name"] == "dask" else slurm.Slurm(how)
    except ModuleNotFoundError as missing:
        raise Mistake(f"engine {how['name']}: {missing.name} is not installed; the extra 'cluster' brings it") from None


def here(workers: int, on_progress: OnProgress = quiet, modules: Sequence[str] = ()) -> Engine:
    """This machine: in this process, or in several; ``on_progress`` hears what jobs tell."""
    from experiments.execution.engines import local

    return local.Processes(workers, on_progress, modules) if workers > 1 else local.ThisProcess(on_progress)


def check_workers(workers: Any) -> None:
    """Mistake unless it is a number of processes."""
    if workers is not None and (not is_whole(workers) or not 1 <= workers <= 512):
        raise Mistake(f"workers must be a whole number in 1..512 or null (one per core), not {shown(workers)}")
