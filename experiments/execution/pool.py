"""Many independent pieces of work in the cores of this machine; results come back in the order of the pieces."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from experiments.execution import engines
from experiments.execution.engines import check_workers
from experiments.execution.jobs import Death, Engine, Job
from experiments.execution.progress import OnProgress, quiet

DEATHS = 2
"""Workers that a job may cost before it is given up."""


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
    """``work(piece)`` for every piece, in this process when ``workers`` is 1; ``tell(1)`` after each.

    ``work`` is a module-level function; pieces and results can be pickled. A ``pool`` that is there already is used.
    An error of one piece is raised and stops the others.
    """
    jobs = [Piece(place, work, piece) for place, piece in enumerate(pieces)]
    found: dict[int, Any] = {}
    check_workers(workers)
    with _this(pool) if pool else engines.here(min(workers or cores(), len(jobs)), modules=(work.__module__,)) as engine:
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
            raise RuntimeError(f"a worker process died {DEATHS} times over the same work (it {result.how}); workers=1 needs less memory")
        engine.submit(job)


@contextmanager
def pool_of(workers: int | None, modules: Sequence[str] = ()) -> Iterator[Engine]:
    """Processes that stay for many calls of ``each``; none but this one when one is to do the work."""
    check_workers(workers)
    with engines.here(workers or cores(), modules=modules) as engine:
        yield engine


@contextmanager
def _this(pool: Engine) -> Iterator[Engine]:
    yield pool


def cores() -> int:
    """Processes at the same time when nobody says how many."""
    return os.cpu_count() or 1
