"""How far it has come: work tells, in whichever process it is done; whoever waits hears it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from experiments.console.printing import Console, task_column

Tell = Callable[[int], None]
"""Hears how many more units (months, runs, cities) are done."""


def quiet(done: int) -> None:
    """Nobody listens."""


_listener: ContextVar[Tell] = ContextVar("listener", default=quiet)


def tell(done: int) -> None:
    """So much more is done; called by a job while it works."""
    _listener.get()(done)


def listen(listener: Tell) -> None:
    """From now on this thread's work is told to the listener."""
    _listener.set(listener)


@contextmanager
def told_to(listener: Tell) -> Iterator[None]:
    """What is done in here is told to the listener."""
    before = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(before)


@contextmanager
def bar(months: int, what: str) -> Iterator[Tell]:
    """A progress bar over the months of all worlds and seeds, on stderr."""
    columns = (task_column(), BarColumn(), MofNCompleteColumn(), TextColumn("months"))
    times = (TimeElapsedColumn(), TextColumn("gone,"), TimeRemainingColumn(), TextColumn("left"))
    with Progress(*columns, *times, console=Console(stderr=True), refresh_per_second=5) as progress:
        task = progress.add_task(what, total=months)
        yield lambda gone: progress.advance(task, gone)
