"""Which numbers are moved, and how far: half to double what nobody has published, unless a line says otherwise."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from sim import catalogue
from sim.declare import Mistake, Number, nearest, shown

FILE = Path(__file__).with_name("parameters.csv")
SPREAD = 2.0
"""Numbers are divided and multiplied by this (assumed: studies of such numbers differ by about so much)."""
ALL = "all"


@dataclass(frozen=True)
class Moved:
    """A number with the ends of the range it is moved in; the middle of the range is the root of their product when ``log``."""

    path: str
    tag: str
    usual: float
    low: float
    high: float
    log: bool
    unit: str
    meaning: str

    def at(self, share: float) -> float:
        """The value at this share of the way."""
        if self.log:
            sign = 1.0 if self.low > 0 else -1.0
            return float(sign * abs(self.low) ** (1 - share) * abs(self.high) ** share)
        return float(self.low + share * (self.high - self.low))


def tag_of(source: str) -> str:
    """How well a number with this source is known: assumed, calibrated, or published."""
    return "assumed" if source.startswith("assumed") else "calibrated" if "calibrated" in source else "published"


def tags_of(card: Any) -> dict[str, str]:
    """How well each number of a card is known; 'as above' is known as the number above it."""
    found, above = {}, "published"
    for name, number in card.declared.items():
        above = above if number.source.startswith("as above") else tag_of(number.source)
        found[name] = above
    return found


def declared() -> dict[str, Number]:
    """Every number of every behaviour by its path."""
    return {f"{card}.{name}": number for card, found in catalogue.behaviours().items() for name, number in found.declared.items()}


def tags() -> dict[str, str]:
    """How well every number of every behaviour is known, by its path."""
    return {f"{card}.{name}": tag for card, found in catalogue.behaviours().items() for name, tag in tags_of(found).items()}


@cache
def exceptions() -> dict[str, tuple[float, float] | None]:
    """Ranges of their own; None for a number that is left out."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["path"]: (float(row["low"]), float(row["high"])) if row["low"] else None for row in csv.DictReader(file)}


def movable() -> dict[str, Moved]:
    """Every assumed or calibrated number of the behaviours that can be moved; numbers at zero switch a rule off and stay."""
    known = tags()
    found = {path: moved(path, number, known[path]) for path, number in declared().items() if known[path] != "published"}
    return {path: one for path, one in found.items() if one is not None}


def moved(path: str, number: Number, tag: str) -> Moved | None:
    """A number and its range, within what is allowed; None when it stays."""
    ends = exceptions().get(path, half_to_double(number))
    if ends is None:
        return None
    low, high = (min(max(end, number.low), number.high) for end in ends)
    log = path not in exceptions() and low * high > 0
    return Moved(path, tag, number.default, low, high, log, number.unit, number.meaning) if low < high else None


def half_to_double(number: Number) -> tuple[float, float] | None:
    """The usual range; None around zero."""
    low, high = sorted((number.default / SPREAD, number.default * SPREAD))
    return (low, high) if low < high else None


def chosen(words: str | Iterable[str], fixed: Mapping[str, Any]) -> list[Moved]:
    """The numbers that 'all', cards or paths name, without those that are said to be something else."""
    known = movable()
    names = words.split(",") if isinstance(words, str) else list(words)
    found: dict[str, Moved] = {}
    for name in (name.strip() for name in names):
        own = {path: one for path, one in known.items() if name in (ALL, path, path.partition(".")[0])}
        if not own:
            raise Mistake(f"numbers: nothing that can be moved is called {shown(name)}{nearest(name, [ALL, *cards(known), *known])}")
        found |= own
    return [one for path, one in found.items() if path not in fixed]


def cards(known: Iterable[str]) -> list[str]:
    """The behaviours that have numbers to move."""
    return list(dict.fromkeys(path.partition(".")[0] for path in known))


def values(moved_numbers: list[Moved], shares: np.ndarray) -> list[dict[str, float]]:
    """Numbers by path for each row of shares."""
    return [{one.path: one.at(float(share)) for one, share in zip(moved_numbers, row, strict=True)} for row in shares]
