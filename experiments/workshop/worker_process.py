"""A process that lives lives for the others: an urgent one between two slices of another, none that nobody waits for."""

import os
from collections.abc import Callable
from typing import Any

from experiments.execution import processes
from experiments.workshop.simulation import Cache

HELD = 250_000_000
"""Bytes of young cities and lives that a helper keeps."""
GIVE_UP = "give up"
POLITE = 5
"""How much a helper gives way to the thread that answers sliders."""


class Helper:
    """The near end: hands jobs over by number and waits for what comes back."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Start the process, or another one in place of one that was killed."""
        self.pipe, far = processes.pipe()
        self.process = processes.start(serve, far)
        far.close()

    def send(self, number: int, work: Callable, arguments: tuple) -> None:
        """Begin a job; one that is going on waits until this one is done."""
        self.pipe.send((number, work, arguments))

    def give_up(self, number: int) -> None:
        """Nobody wants it any more."""
        self.pipe.send((number, GIVE_UP, ()))

    def heard(self, seconds: float) -> tuple[int, str, Any, int | None] | None:
        """(number, 'done', result, size), (number, 'broken', error, None) or (number, 'given up', None, None); None when nothing came."""
        return self.pipe.recv() if self.pipe.poll(seconds) else None

    def close(self) -> None:
        """End the process."""
        self.process.terminate()


def serve(pipe: Any) -> None:
    """The far end: do what is asked until the near end is gone."""
    if hasattr(os, "nice"):  # not on Windows
        os.nice(POLITE)
    hands = Hands(pipe)
    while True:
        try:
            hands.obey(pipe.recv())
        except (EOFError, OSError):
            return


class Hands:
    """What the far end does, the latest first."""

    def __init__(self, pipe: Any) -> None:
        self.pipe, self.cache = pipe, Cache(HELD)
        self.unwanted: set[Any] = set()

    def obey(self, order: tuple[int, Any, tuple]) -> None:
        """Do a job and send what came of it, or remember that a job is no longer wanted."""
        number, work, arguments = order
        if work == GIVE_UP:
            self.unwanted.add(number)
            return
        self.pipe.send((number, *self._live(number, work, arguments)))
        self.unwanted.discard(number)

    def _live(self, number: int, work: Callable, arguments: tuple) -> tuple[str, Any, int | None]:
        """To its end, or until it is given up; whatever breaks is told to the one who asked."""
        try:
            going = work(*arguments, self.cache)
            while True:
                next(going)
                while self.pipe.poll():
                    self.obey(self.pipe.recv())
                if number in self.unwanted:
                    return "given up", None, None
        except StopIteration as done:
            return "done", done.value, getattr(done.value, "nbytes", 100_000)
        except (EOFError, OSError):
            raise
        except Exception as error:
            return "broken", error, None
