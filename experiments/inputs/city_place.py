"""Which city is meant: an embedded one by its name, or a user's folder."""

from functools import cache
from pathlib import Path

from experiments.console.printing import say
from sim import facts


def city_place(asked: str | Path) -> str:
    """An embedded city's name, or the whole path of a user's folder, wherever a city is asked for; Mistake when there is neither.

    A name that is both is the embedded city's, and that is said.
    """
    facts.city(asked)
    name = str(asked)
    if name not in facts.cities():
        return str(Path(name).resolve())
    if Path(name).is_dir():
        say_which(name)
    return name


@cache
def say_which(name: str) -> None:
    """Once is enough."""
    say(f"city={name}: the city of that name that comes with Learning City; city=./{name} is the folder here.")
