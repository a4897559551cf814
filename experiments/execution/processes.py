"""How a process is made and how it behaves: one thread, nothing of the folder one stands in, gone when its parent is gone."""

import multiprocessing
import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any

from sim.facts.fitted_numbers import FittedWarning
from sim.kernel_cache import CacheWarning

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
SETTINGS = {**dict.fromkeys(ONE_THREAD, "1"), "PYTHONSAFEPATH": "1"}
"""Of every process made here. A safe path leaves out the folder one stands in, whose random.py Python would take for its own."""
PATIENCE = 5.0
"""Seconds that a process has to store what it has finished, when it is asked to go."""
_one_at_a_time = threading.RLock()
WARM = "experiments.execution.warm"
"""Loads and freezes what all workers share; after the modules of the work itself."""


@contextmanager
def making() -> Iterator[None]:
    """Processes made in here have the settings above and do not run the user's own script again: they need nothing of it."""
    with _one_at_a_time:
        before = {name: os.environ.get(name) for name in SETTINGS}
        main = sys.modules["__main__"]
        os.environ.update(SETTINGS)
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            with _ctrl_c_held_back():
                yield
        finally:
            sys.modules["__main__"] = main
            for name, value in before.items():
                os.environ.pop(name, None) if value is None else os.environ.update({name: value})


@contextmanager
def _ctrl_c_held_back() -> Iterator[None]:
    """A process made in here is deaf to Ctrl-C from its first moment; here it is answered a moment later."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # it would let the signal through when it is started meanwhile
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def start(target: Callable, *about: Any) -> BaseProcess:
    """A process that calls ``target(*about)``, both from a module, and ends with it or with this process."""
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(target, about), daemon=True)
    with making():
        process.start()
    return process


def pipe() -> tuple[Any, Any]:
    """The two ends of a pipe; one may be handed to a process when it is started."""
    return multiprocessing.get_context("spawn").Pipe()


def _run(target: Callable, about: tuple) -> None:
    behave()
    target(*about)


def behave() -> None:
    """In a new process: Ctrl-C is the parent's to answer; being asked to go waits for what is being stored; without a parent it goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, leave)
    for told in (CacheWarning, FittedWarning):  # the parent tells it once
        warnings.filterwarnings("ignore", category=told)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(PATIENCE)
        os._exit(1)


def end(processes: list[BaseProcess], at_once: bool) -> None:
    """End processes: asked to go at once or once they have nothing to do; killed when they do not."""
    for process in processes if at_once else ():
        process.terminate()
    until = time.monotonic() + PATIENCE
    for process in processes:
        process.join(max(0.0, until - time.monotonic()))
        if process.exitcode is None:
            process.kill()
            process.join(PATIENCE)


def how_it_ended(process: BaseProcess) -> str:
    """'was killed (out of memory?)' only of a process that was; else by which signal or with which code it ended."""
    process.join(PATIENCE)
    code = process.exitcode
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
        return "was killed (out of memory?)" if name == "SIGKILL" else f"was ended by {name}"
    return "was asked to go" if code == 0 else f"ended with exit code {code}" if code is not None else "does not answer"


class Stopped(SystemExit):
    """The process is asked to go; what is finished is stored first."""


class Manners:
    """Whether this process is storing right now, and whether it was asked to go meanwhile."""

    storing = False
    asked_to_go = False


def leave(number: int, frame: Any) -> None:
    """A signal asks this process to go: at once, or when what is being stored is stored."""
    Manners.asked_to_go = True
    if not Manners.storing:
        raise Stopped


@contextmanager
def to_the_end() -> Iterator[None]:
    """What happens in here is not cut by being asked to go."""
    Manners.storing = True
    try:
        yield
    finally:
        Manners.storing = False
    if Manners.asked_to_go:
        raise Stopped


def forkserver_with(modules: Sequence[str] = ()) -> BaseContext:
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
        forkserver_with(modules)
