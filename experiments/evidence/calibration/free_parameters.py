"""Which numbers of the model a calibration may move, and how far: one file, checked against the catalogue."""

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from experiments.inputs.ensemble import DIGITS
from sim import catalogue
from sim.declare import Mistake, Number, known_or_mistake, shown

FILE = Path(__file__).with_name("free_parameters.csv")
COLUMNS = ["path", "low", "high", "reason"]
WIDE = 3.0
"""A positive range whose ends differ by more than this factor is searched in logarithms."""


@dataclass(frozen=True)
class Free:
    """One number that may move between ``low`` and ``high``; ``usual`` is the shipped value."""

    path: str
    low: float
    high: float
    usual: float
    unit: str
    reason: str

    @property
    def in_logs(self) -> bool:
        """Whether its range is searched in logarithms."""
        return self.low > 0 and self.high > WIDE * self.low

    def to_share(self, value: float) -> float:
        """Where a value lies in its range: 0 at the low end, 1 at the high end."""
        value = min(max(value, self.low), self.high)
        if self.in_logs:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def from_share(self, share: float) -> float:
        """The value at a place of its range."""
        share = min(max(float(share), 0.0), 1.0)
        value = self.low * (self.high / self.low) ** share if self.in_logs else self.low + share * (self.high - self.low)
        return min(max(float(f"{value:.{DIGITS}g}"), self.low), self.high)  # what is written down is what was run


class Space(tuple[Free, ...]):
    """All numbers that may move together, as a cube of shares."""

    @property
    def paths(self) -> list[str]:
        """Their names."""
        return [one.path for one in self]

    def shares(self, values: Mapping[str, float]) -> np.ndarray:
        """A set of values as a point of the cube; a number that is not said stands at its usual value."""
        return np.array([one.to_share(values.get(one.path, one.usual)) for one in self])

    def values(self, point: Iterable[float]) -> dict[str, float]:
        """A point of the cube as a set of values."""
        return {one.path: one.from_share(share) for one, share in zip(self, point, strict=True)}


def load(file: Path = FILE) -> Space:
    """The free numbers of a file; Mistake for one that is unknown, published, out of range, or there twice."""
    if not file.is_file():
        raise Mistake(f"free parameters: there is no file {file}")
    with file.open(encoding="utf-8", newline="") as opened:
        reader = csv.DictReader(opened)
        if reader.fieldnames != COLUMNS:
            raise Mistake(f"{file.name}: its columns must be {', '.join(COLUMNS)}, not {', '.join(reader.fieldnames or [])}")
        found = [line_of(row, f"{file.name} line {reader.line_num}") for row in reader]
    paths = [one.path for one in found]
    for path in paths:
        if paths.count(path) > 1:
            raise Mistake(f"{file.name}: {path} is there twice")
    if not found:
        raise Mistake(f"{file.name}: no number may move")
    return Space(found)


def line_of(row: Mapping[str, str], where: str) -> Free:
    """One line, checked."""
    number = declared(row["path"], where)
    low, high = number_of(row["low"], f"{where}: low"), number_of(row["high"], f"{where}: high")
    if not low < high:
        raise Mistake(f"{where}: {row['path']}: low = {low:g} must be less than high = {high:g}")
    for end, value in (("low", low), ("high", high)):
        if not number.low <= value <= number.high:
            raise Mistake(f"{where}: {row['path']}: {end} = {value:g} is outside {number.low:g}..{number.high:g} ({number.unit})")
    if not row["reason"]:
        raise Mistake(f"{where}: {row['path']} has no reason")
    return Free(row["path"], low, high, number.default, number.unit, row["reason"])


def declared(path: str, where: str) -> Number:
    """What the catalogue says of a number; Mistake when it does not know it, or when it is published."""
    card, _, name = path.partition(".")
    cards = catalogue.behaviours()
    known_or_mistake(card, cards, "behaviour", f"{where}: {path}")
    known_or_mistake(name, cards[card].declared, "number", f"{where}: {path}")
    source = source_of(card, name)
    if not moves(source):
        raise Mistake(f"{where}: {path} is published ({source}); only numbers that are assumed or calibrated may move")
    return cards[card].declared[name]


def moves(source: str) -> bool:
    """Whether a source leaves a number free: nothing published stands behind it, or its size was calibrated within what was."""
    return source.startswith(("assumed", "calibrated")) or source.endswith("calibrated")


def source_of(card: str, name: str) -> str:
    """The source of a number; 'as above' stands for the one before it."""
    said = ""
    for other, number in catalogue.behaviours()[card].declared.items():
        said = said if number.source.startswith("as above") else number.source
        if other == name:
            break
    return said


def number_of(text: str | None, where: str) -> float:
    """A finite number."""
    try:
        value = float(text or "")
    except ValueError:
        raise Mistake(f"{where} must be a number, not {shown(text)}") from None
    if not math.isfinite(value):
        raise Mistake(f"{where} must be a finite number, not {shown(text)}")
    return value
