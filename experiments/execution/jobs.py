"""What an engine is given and gives back: jobs, their reports, the death of a worker."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass
class Report:
    """How a task went: runs kept, in which parts, errors by run, seconds in all and in the model; ``full`` when nothing more fits."""

    done: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    model_seconds: float = 0.0
    full: str = ""


class Job(Protocol):
    """Something to do that can be pickled; it reads and stores what it needs itself."""

    def work(self) -> Any:
        """Do it; returns a report that can be pickled."""


@dataclass(frozen=True)
class Death:
    """What came of a job whose worker died: in words that follow 'the worker': 'was killed (out of memory?)'."""

    cause: str


class Engine(Protocol):
    """A place to run jobs; left by an exception, it stops what is under way."""

    workers: int

    def __enter__(self) -> "Engine": ...

    def __exit__(self, *error: Any) -> None: ...

    @property
    def at_a_time(self) -> int:
        """Jobs that it should have at any time, so that no worker waits for the next one."""

    def submit(self, job: Job) -> None:
        """Take one more job."""

    def reports(self) -> Iterator[tuple[Any, Any]]:
        """Jobs as they end, each with its report, or a ``Death``; a job's error is raised. Jobs may be submitted meanwhile."""
