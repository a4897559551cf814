"""Many independent pieces of work in the cores of this machine; results come back in the order of the pieces."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from experiments.execution.jobs import Death, Engine, Job
from experiments.execution.progress import OnProgress, quiet
from sim.declare import Mistake, known_or_mistake, shown
from sim.showing import is_whole

DEATHS = 2
"""Workers that a job may cost before it is given up."""
KNOWN = {
    "local": ("name",),
    "dask": ("name", "address", "least"),
    "slurm": ("name", "jobs", "least", "cores", "memory", "walltime", "queue", "account", "interface", "prologue", "directives"),
}


@dataclass(frozen=True)
class Piece:
    """One piece of work, as a job."""

    place: int
    function: Callable[[Any], Any]
    about: Any

    def work(self) -> Any:
        """Do it."""
        return self.function(self.about)


def each(
    work: Callable[[Any], Any],
    pieces: Sequence[Any],
    workers: int | None = None,
    on_progress: OnProgress = quiet,
    pool: Engine | None = None,
) -> list[Any]:
    """``work(piece)`` for every piece, in this process when ``workers`` is 1; ``on_progress(1)`` after each.

    ``work`` is a module-level function; pieces and results can be pickled. A ``pool`` that is there already is used.
    An error of one piece is raised and stops the others.
    """
    jobs = [Piece(place, work, piece) for place, piece in enumerate(pieces)]
    found: dict[int, Any] = {}
    check_workers(workers)
    with nullcontext(pool) if pool else here(min(workers or cores(), len(jobs)), modules=(work.__module__,)) as engine:
        for job, result in results(engine, jobs):
            found[job.place] = result
            on_progress(1)
    return [found[place] for place in range(len(jobs))]


def results(engine: Engine, jobs: Iterable[Job]) -> Iterator[tuple[Any, Any]]:
    """Every job with what came of it, as they end; one whose worker dies is tried once more."""
    deaths = Counter[int]()
    for job in jobs:
        engine.submit(job)
    for job, result in engine.reports():
        if not isinstance(result, Death):
            yield job, result
            continue
        deaths[id(job)] += 1
        if deaths[id(job)] >= DEATHS:
            raise RuntimeError(f"a worker process died {DEATHS} times over the same work (it {result.cause}); workers=1 needs less memory")
        engine.submit(job)


@contextmanager
def pool_of(workers: int | None, modules: Sequence[str] = ()) -> Iterator[Engine]:
    """Processes that stay for many calls of ``each``; none but this one when one is to do the work."""
    check_workers(workers)
    with here(workers or cores(), modules=modules) as engine:
        yield engine


def cores() -> int:
    """Processes at the same time when nobody says how many."""
    return os.cpu_count() or 1


def engine(settings: Mapping[str, Any], workers: int | None, modules: Sequence[str] = ()) -> Engine:
    """The engine that a configuration names; local workers start with these modules in memory."""
    check_workers(workers)
    settings = checked(settings)
    if settings["name"] == "local":
        return here(workers or os.cpu_count() or 1, modules=modules)
    from experiments.execution.engines import dask, slurm

    try:
        return dask.Dask(settings.get("address"), workers, settings.get("least")) if settings["name"] == "dask" else slurm.Slurm(settings)
    except ModuleNotFoundError as missing:
        raise Mistake(f"engine {settings['name']}: {missing.name} is not installed; the extra 'cluster' brings it") from None


def checked(settings: Mapping[str, Any] | str) -> Mapping[str, Any]:
    """An engine's settings, also when they are its name alone; Mistake for an unknown word."""
    if isinstance(settings, str):
        settings = {"name": settings}
    known_or_mistake(settings.get("name"), KNOWN, "engine", "engine")
    for word in settings:
        known_or_mistake(word, KNOWN[settings["name"]], "setting", f"engine {settings['name']}")
    return settings


def here(workers: int, on_progress: OnProgress = quiet, modules: Sequence[str] = ()) -> Engine:
    """This machine: in this process, or in several; ``on_progress`` hears what jobs tell."""
    from experiments.execution.engines import local

    return local.Processes(workers, on_progress, modules) if workers > 1 else local.ThisProcess(on_progress)


def check_workers(workers: Any) -> None:
    """Mistake unless it is a number of processes."""
    if workers is not None and (not is_whole(workers) or not 1 <= workers <= 512):
        raise Mistake(f"workers must be a whole number in 1..512 or null (one per core), not {shown(workers)}")
