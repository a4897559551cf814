"""What is a command? Its name, what it is about, an example, its options, and what it does."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

FINE, BROKEN, MISTAKEN, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: it went well; something broke inside; a mistake in the asking; Ctrl-C."""
Option = tuple[tuple[str, ...], dict[str, Any]]
Run = Callable[[argparse.Namespace], int | None]


@dataclass(frozen=True)
class Command:
    """One word of the command line; ``takes_settings`` when words such as residents=2000 belong to it."""

    name: str
    about: str
    example: str
    options: tuple[Option, ...]
    run: Run
    takes_settings: bool


def option(*names: str, **more: Any) -> Option:
    """An option or a place for a word, as argparse's ``add_argument`` takes it."""
    return names, more


FRESH = option("--fresh", action="store_true", help="compute again what was answered before")


def command(example: str, *options: Option, settings: str = "", name: str = "") -> Callable[[Run], Command]:
    """Make a function a command: it is called as the function unless it has a ``name``, and its docstring says what it is about."""

    def made(run: Run) -> Command:
        about = (run.__doc__ or "").strip().removesuffix(".")
        words = (option("words", nargs="*", metavar="SETTING=VALUE", help=f"settings{settings}"),) if settings else ()
        return Command(name or run.__name__, about[:1].lower() + about[1:], example, (*words, *options), run, bool(settings))

    return made


@contextmanager
def brought_by(extra: str, command: str) -> Iterator[None]:
    """Imports that an optional part of the installation brings; without it, say which."""
    try:
        yield
    except ModuleNotFoundError as missing:
        from sim.declare import Mistake

        raise Mistake(f"{command}: {missing.name} is not installed; the extra '{extra}' brings it") from None
