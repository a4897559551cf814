"""A worker process: one thread, deaf to Ctrl-C, gone when asked or when nobody is left to ask."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait
from types import ModuleType
from typing import Any

from experiments.sweep import measure, task
from experiments.sweep.lives import Life
from sim import catalogue

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


def begin() -> None:
    """In a new worker: Ctrl-C is the parent's to answer; without a parent there is nothing to do."""
    import pyarrow

    pyarrow.set_cpu_count(1)
    pyarrow.set_io_thread_count(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, task.leave)
    threading.Thread(target=leave_with_parent, daemon=True).start()


def leave_with_parent() -> None:
    """Wait until the parent is gone, then go too."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)


def do(asked: task.Task) -> task.Report:
    """A task; the process ends when it is asked to go meanwhile."""
    try:
        return task.do(asked)
    except task.Stopped:
        os._exit(0)


def warm() -> None:
    """A tiny city under every lever and shock loads every rule from the cache, or compiles it."""
    cards: list[Any] = [{name: card().resolved() for name, card in known().items()} for known in (catalogue.levers, catalogue.shocks)]
    life = Life("helsinki", 300, 2, 1, *cards, {}, ())
    measure.measured([measure.lived("warm", task.branch(task.grown_up(1, life), life), life.months)])
