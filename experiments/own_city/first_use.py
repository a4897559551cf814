"""A city is fitted to its counts when it is first used; what is there already is used, and said where it no longer holds."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from experiments.console.printing import say
from experiments.inputs.scenario import city_place
from sim import facts
from sim.declare import Mistake
from sim.facts.cities_of_counts import HOME, folder_of
from sim.plain_yaml import read_mapping

SETTING = "LEARNCITY_FIT"
"""Set to 'never', no city is fitted unless `learncity fit-city` is given."""


def ready(cities: Iterable[str], fit: bool = True, workers: int | None = None) -> None:
    """Fit those cities of a user's own that have not been fitted, or to other counts or with another model; embedded ones come fitted."""
    for city in dict.fromkeys(city_place(one) for one in cities):
        fitted = facts.city(city).fitted
        if fitted.file is not None and not fitted.stale:
            continue
        if not fit or os.environ.get(SETTING) == "never" or folder_of(city).parent == HOME:
            say_so(city)
            continue
        from experiments.own_city import fit_city

        if fitted.stale:
            say(f"{city}: {fitted.stale}; it is fitted again (--no-fit leaves it).")
        fit_city.fit(city, workers=workers)


def named(words: Iterable[str]) -> list[str]:
    """Cities that the words of a command mean: by themselves, or in the scenario or sweep file that they name; none that is not there."""
    said = dict(word.lstrip("+").partition("=")[::2] for word in words)
    files = [read(said[word]) for word in ("scenario", "sweep") if word in said]
    values = [said.get("city"), said.get("vary.city")]
    for about in files:
        values += [about.get("city"), (about.get("vary") or {}).get("city") if isinstance(about.get("vary"), Mapping) else None]
    listed = [one for value in values for one in (value if isinstance(value, list) else str(value or "").strip("[]").split(","))]
    return [name for name in (str(one).strip(" '\"") for one in listed) if name and there(name)]


def read(file: str) -> Mapping[str, Any]:
    """A user's own file of settings; nothing when it is none, or cannot be read: the command says so."""
    try:
        return read_mapping(Path(file).expanduser()) if Path(file).suffix in (".yaml", ".yml") else {}
    except Mistake:
        return {}


def there(city: str) -> bool:
    """Whether it can be read; if not, the command says so."""
    try:
        facts.city(city)
    except Mistake:
        return False
    return True


def say_so(city: str) -> None:
    """What it means that a city is used as it is."""
    fitted = facts.city(city).fitted
    if fitted.stale:
        say(f"{city}: {fitted.stale}; fit it again: learncity fit-city {city}")
    elif folder_of(city).parent != HOME:
        say(f"{city}: not fitted to its counts, so the calm city may live elsewhere than they say: learncity fit-city {city}")
