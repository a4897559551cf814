"""The process from which workers are copied: it begins to load everything they need while a command is still being understood."""

import multiprocessing
import os
import sys
from collections.abc import Iterable, Sequence
from multiprocessing import forkserver
from multiprocessing.context import BaseContext

from experiments.execution.processes import making

WARM = "experiments.execution.warm"
"""Loads and freezes what all workers share; after the modules of the work itself."""


def begin(modules: Sequence[str] = ()) -> BaseContext:
    """Load these modules beside whatever the command does next; the context in which workers are made."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*modules, WARM])
    with making():
        forkserver.ensure_running()
    return context


def begin_early(words: Iterable[str], modules: Sequence[str] = ()) -> None:
    """Begin before the words of a command are understood, unless they speak of another engine, one worker, or rules must compile first."""
    from sim.kernels import compiled_before

    here = not any(word.startswith(("engine", "workers=1")) for word in words)
    if here and (os.cpu_count() or 1) > 1 and compiled_before():
        begin(modules)
