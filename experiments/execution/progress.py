"""How far it has come: work tells, in whichever process it is done; whoever waits hears it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from experiments.console.printing import Console, task_column

OnProgress = Callable[[int], None]
"""Hears how many more units (months, runs, cities) are done."""


def quiet(done: int) -> None:
    """Nobody listens."""


_listener: ContextVar[OnProgress] = ContextVar("listener", default=quiet)


def tell(done: int) -> None:
    """So much more is done; called by a job while it works."""
    _listener.get()(done)


def listen(listener: OnProgress) -> None:
    """From now on this thread's work is told to the listener."""
    _listener.set(listener)


@contextmanager
def told_to(listener: OnProgress) -> Iterator[None]:
    """What is done in here is told to the listener."""
    before = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(before)


class Bar:
    """A progress bar; called with how many more units are done. It may have parts, each under a name of its own."""

    def __init__(self, progress: Progress, total: int | None, what: str) -> None:
        self.progress, self.task, self.due = progress, progress.add_task(what, total=total), 0

    def begin(self, what: str, units: int | None = None) -> None:
        """A new part; one of so many units ends the part before it, however much that told of, and tells no more than its own."""
        self.progress.update(self.task, description=what)
        if units is not None:
            self.progress.update(self.task, completed=self.due)
            self.due += units

    def __call__(self, done: int) -> None:
        """So many more units are done."""
        gone = self.progress.tasks[0].completed + done
        self.progress.update(self.task, completed=min(self.due, gone) if self.due else gone)


@contextmanager
def bar(total: int | None, what: str, unit: str = "months") -> Iterator[Bar]:
    """A progress bar on stderr over so many units; None where their number is not known yet."""
    columns = (task_column(), BarColumn(), MofNCompleteColumn(), TextColumn(unit))
    times = (TimeElapsedColumn(), TextColumn("gone,"), TimeRemainingColumn(), TextColumn("left"))
    with Progress(*columns, *times, console=Console(stderr=True), refresh_per_second=5) as progress:
        made = Bar(progress, total, what)
        yield made
        if made.due:
            made.begin("Done", 0)
