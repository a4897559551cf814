"""The process from which workers are copied: it begins to load everything they need as soon as a sweep is asked for."""

import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.context import BaseContext
from types import ModuleType

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


@contextmanager
def one_thread() -> Iterator[None]:
    """Processes started in here compute with one thread each."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})


@contextmanager
def without_main() -> Iterator[None]:
    """Processes started in here do not run the user's own script again: they need nothing of it."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def begin() -> BaseContext:
    """Load beside whatever the command does next; the context in which workers are made."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["experiments.sweep.preloaded"])
    with one_thread(), without_main():
        forkserver.ensure_running()
    return context


def begin_early(words: Iterable[str]) -> None:
    """Begin before the words of a command are understood, unless they speak of another engine, one worker, or rules must compile first."""
    from sim.kernels import compiled_before

    here = not any(word.startswith(("engine", "workers=1")) for word in words)
    if here and (os.cpu_count() or 1) > 1 and compiled_before():
        begin()
