"""The commands of the command line, one file each: what it is about, an example, its options, its answer."""

from collections.abc import Iterator
from contextlib import contextmanager

FINE, BROKEN, MISTAKEN, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: it went well; something broke inside; a mistake in the asking; Ctrl-C."""


@contextmanager
def brought_by(extra: str, command: str) -> Iterator[None]:
    """Imports that an optional part of the installation brings; without it, say which."""
    try:
        yield
    except ModuleNotFoundError as missing:
        from sim.declare import Mistake

        raise Mistake(f"{command}: {missing.name} is not installed; the extra '{extra}' brings it") from None
