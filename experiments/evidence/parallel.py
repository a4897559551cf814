"""Many independent pieces of work in the cores of this machine; results come back in the order of the pieces."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from experiments.run import check_workers


def quiet(done: int) -> None:
    """Nobody listens."""


def each(work: Callable[[Any], Any], pieces: Sequence[Any], workers: int | None = None, tell: Callable[[int], None] = quiet) -> list[Any]:
    """``work(piece)`` for every piece, in this process when ``workers`` is 1; ``tell(1)`` after each.

    ``work`` is a module-level function; pieces and results can be pickled.
    """
    check_workers(workers)
    workers = min(workers or os.cpu_count() or 1, len(pieces))
    if workers <= 1:
        return [told(work(piece), tell) for piece in pieces]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, signal.signal, (signal.SIGINT, signal.SIG_IGN)) as pool:
        futures = [pool.submit(work, piece) for piece in pieces]
        try:
            for future in futures:
                future.add_done_callback(lambda _: tell(1))
            return [future.result() for future in futures]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def told(result: Any, tell: Callable[[int], None]) -> Any:
    """The result, after saying that one more is done."""
    tell(1)
    return result
