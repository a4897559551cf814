"""Many independent pieces of work in the cores of this machine; results come back in the order of the pieces."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from experiments.run import check_workers


def quiet(done: int) -> None:
    """Nobody listens."""


def each(
    work: Callable[[Any], Any],
    pieces: Sequence[Any],
    workers: int | None = None,
    tell: Callable[[int], None] = quiet,
    crew: ProcessPoolExecutor | None = None,
) -> list[Any]:
    """``work(piece)`` for every piece, in this process when ``workers`` is 1; ``tell(1)`` after each.

    ``work`` is a module-level function; pieces and results can be pickled. A ``crew`` that is there already is used.
    """
    check_workers(workers)
    workers = min(workers or os.cpu_count() or 1, len(pieces))
    if crew is not None and pieces:
        return shared(work, pieces, tell, crew)
    if workers <= 1:
        return [told(work(piece), tell) for piece in pieces]
    with crew_of(workers) as crew:
        return shared(work, pieces, tell, crew)


@contextmanager
def crew_of(workers: int | None) -> Iterator[ProcessPoolExecutor | None]:
    """Processes that stay for many calls of ``each``; none when one process is to do the work."""
    check_workers(workers)
    workers = workers or os.cpu_count() or 1
    if workers == 1:
        yield None
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, signal.signal, (signal.SIGINT, signal.SIG_IGN)) as crew:
        try:
            yield crew
        except BaseException:
            crew.shutdown(wait=False, cancel_futures=True)
            raise


def shared(work: Callable[[Any], Any], pieces: Sequence[Any], tell: Callable[[int], None], crew: ProcessPoolExecutor) -> list[Any]:
    """The pieces shared among a crew."""
    futures = [crew.submit(work, piece) for piece in pieces]
    for future in futures:
        future.add_done_callback(lambda _: tell(1))
    return [future.result() for future in futures]


def told(result: Any, tell: Callable[[int], None]) -> Any:
    """The result, after saying that one more is done."""
    tell(1)
    return result
