"""A process that is asked to go: at once, or when what it is storing is stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


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
