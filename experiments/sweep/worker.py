"""A worker process: one thread, deaf to Ctrl-C, gone when asked or when nobody is left to ask."""

import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait
from typing import Any

from experiments.sweep import measure, task
from experiments.sweep.lives import Life
from sim import catalogue


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
    task.program()
