"""A process that lives lives for the others: one job at a time, given up between two slices when nobody waits any more."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from typing import Any

from experiments.workshop.shelf import Shelf

HELD = 250_000_000
"""Bytes of young cities and lives that a helper keeps."""
GIVE_UP = "give up"
POLITE = 5
"""How much a helper gives way to the thread that answers sliders."""


class Helper:
    """The near end: hands over a job and waits for its result."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Start the process, or another one in place of one that was killed."""
        context = multiprocessing.get_context("spawn")
        self.pipe, far = context.Pipe()
        self.process = context.Process(target=serve, args=(far,), daemon=True)
        self.process.start()
        far.close()

    def do(self, work: Callable, about: tuple, wanted: Callable[[], bool]) -> tuple[Any, int | None]:
        """The result and its size; (None, None) when it was given up because nobody wanted it any more."""
        self.pipe.send((work, about))
        given_up = False
        while not self.pipe.poll(0.02):
            if not given_up and not wanted():
                self.pipe.send(GIVE_UP)
                given_up = True
        kind, *said = self.pipe.recv()
        if kind == "broken":
            raise said[0]
        return (said[0], said[1]) if kind == "done" else (None, None)

    def close(self) -> None:
        """End the process."""
        self.process.terminate()


def serve(pipe: Any) -> None:
    """The far end: do what is asked until the near end is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):  # not on Windows
        os.nice(POLITE)
    shelf = Shelf(HELD)
    while True:
        try:
            asked = pipe.recv()
            if asked != GIVE_UP:
                pipe.send(answer(*asked, shelf, pipe))
        except (EOFError, OSError):
            return


def answer(work: Callable, about: tuple, shelf: Shelf, pipe: Any) -> tuple:
    """Live a job to its end, or until it is given up; whatever breaks is told to the one who asked."""
    try:
        going = work(*about, shelf)
        while True:
            next(going)
            if pipe.poll() and pipe.recv() == GIVE_UP:
                return ("given up",)
    except StopIteration as done:
        return "done", done.value, getattr(done.value, "nbytes", 100_000)
    except Exception as error:
        return "broken", error
