"""What was published: every target with its band, source, standing and how it is measured, from one file."""

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from experiments.evidence.targets.finding import Finding, over_seeds
from sim.declare import known_or_mistake

FILE = Path(__file__).with_name("targets.csv")
TYPICAL = "typical"
TIERS = ("A", "B", "I", "G", "E", "S", "T")
CALM = ("A", "B", "I")
"""Tiers that a calm city answers, and copies of it."""
STANDINGS = ("read", "computed", "second-hand", "remembered", "assumed")


@dataclass(frozen=True)
class Target:
    """One published number: ``low``..``high`` is its band, one side may be open; ``target`` is not a number where only a band is known."""

    key: str
    tier: str
    what: str
    unit: str
    target: float
    low: float
    high: float
    source: str
    standing: str
    measured: str
    profile: str

    @property
    def row(self) -> str:
        """The row of the evidence it belongs to: 'row 2 low' -> 'row 2'."""
        words = self.key.split()
        return " ".join(words[:2]) if words[0] == "row" else words[0]

    @property
    def names(self) -> tuple[str, ...]:
        """Words that ask for it: its tier, its row and its key, without the word 'row' too."""
        return self.tier, *(name for key in (self.row, self.key) for name in (key, key.removeprefix("row ")))

    def finding(self, values: Iterable[float], note: str = "") -> Finding:
        """What the model says about it, from one value for each seed."""
        return self.judge(*over_seeds(list(values)), note)

    def judge(self, value: float, low: float, high: float, seeds: int, note: str = "") -> Finding:
        """What the model says about it, from a mean and its interval."""
        return Finding(
            self.key, self.tier, self.what, self.unit, float(value), float(low), float(high), self.low, self.high,
            shown(self.target, self.unit), self.source, self.standing, self.measured, seeds, note, self.target,
        )  # fmt: skip


def load(profile: str = TYPICAL) -> dict[str, Target]:
    """Every target by key; a profile's own lines stand in the place of the typical ones."""
    lines = everything()
    known_or_mistake(profile, profiles(), "profile", "validate")
    own = {line.key: line for line in lines if line.profile == profile}
    return {line.key: own.get(line.key, line) for line in lines if line.profile == TYPICAL}


def profiles() -> tuple[str, ...]:
    """Labour markets that have lines of their own."""
    return tuple(dict.fromkeys(line.profile for line in everything()))


@cache
def everything() -> tuple[Target, ...]:
    """All lines of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(line_of(row) for row in csv.DictReader(file))


def line_of(row: dict[str, str]) -> Target:
    """One line; an empty end of a band is open."""
    numbers = {"target": math.nan, "low": -math.inf, "high": math.inf}
    found: dict[str, Any] = {**row}
    for name, empty in numbers.items():
        found[name] = float(row[name]) if row[name] else empty
    return Target(**found)


def shown(value: float, unit: str) -> str:
    """A number as it is read: 6.1%, 0.60%, 1.06, 25."""
    if not math.isfinite(value):
        return ""
    if unit.startswith("share"):
        return f"{100 * value:.2f}%" if unit == "share/month" else f"{100 * value:.1f}%"
    size = abs(value)
    if size >= 100 or (value == int(value) and size < 100 and unit in ("months", "flag", "hours/year")):
        return f"{value:,.0f}"
    if size >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if size >= 0.1 else f"{value:.3g}"


def band(least: float, most: float, unit: str) -> str:
    """A band as it is read: '3.0% to 12.0%', 'above 0', 'below 2'."""
    if math.isinf(least) and math.isinf(most):
        return ""
    if math.isinf(most):
        return f"{shown(least, unit)} and more"
    if math.isinf(least):
        return f"below {shown(most, unit)}"
    return shown(least, unit) if least == most else f"{shown(least, unit)} to {shown(most, unit)}"
