"""Does one word say otherwise what a word before it said? Then the last holds, and that is told."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from experiments.console.printing import say
from sim.declare import shown


def tell_twice(said: dict[str, Any], path: str, value: Any, where: str) -> None:
    """Add to ``said`` what a word sets, by its whole path, and tell of what it sets anew."""
    for name, one in leaves(path, value):
        if name in said and said[name] != one:
            tell(f"{where}: {name} was {shown(said[name])} in a word before; the last one holds: {shown(one)}.")
        said[name] = one


def leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Every value inside mappings with its whole path."""
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            yield from leaves(f"{path}.{name}", inner)
    else:
        yield path, value


@cache
def tell(words: str) -> None:
    """Once is enough."""
    say(words)
