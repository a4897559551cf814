"""What every outcome means: read from meanings.csv, where each has its theme, unit, better direction, title and one plain sentence."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sim import catalogue


class Meaning(NamedTuple):
    """One outcome in words."""

    theme: str
    unit: str
    better: str
    title: str
    meaning: str


@cache
def made() -> dict[str, Meaning]:
    """Outcomes worked out from the stored tables, by name; indicators are outcomes too."""
    with Path(__file__).with_name("meanings.csv").open(encoding="utf-8", newline="") as file:
        return {row.pop("outcome"): Meaning(**row) for row in csv.DictReader(file)}


def meaning_of(outcome: str) -> tuple[str, str, str]:
    """Unit, better direction and meaning of an outcome."""
    if outcome in made():
        return made()[outcome].unit, made()[outcome].better, made()[outcome].meaning
    ask = catalogue.indicators().get(outcome)
    if ask is None:
        return "", "", f"{outcome} (of an extension)"
    return ask.unit, ask.better, (ask.__doc__ or "").strip().splitlines()[0]
