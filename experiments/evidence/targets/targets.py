"""What was published, and what the model says beside it.

Every target comes from one file, with its band, source, standing and how it is measured; a finding is in, out or not told.
"""

import csv
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.outcomes.intervals import t_quantile
from sim.declare import known_or_mistake

FILE = Path(__file__).with_name("targets.csv")
TYPICAL = "typical"
TIERS = ("A", "B", "I", "G", "E", "S", "T")
CALM = ("A", "B", "I")
"""Tiers that a calm city answers, and copies of it."""
STANDINGS = ("read", "computed", "second-hand", "remembered", "assumed")
NOT_TOLD, NOT_MEASURED = "not told", "not measured"


@dataclass(frozen=True)
class Finding:
    """What the model says about one published fact.

    ``value`` is the mean over seeds and ``low``..``high`` its 90% interval; ``least``..``most`` is the published band
    (one side may be infinite) and ``aim`` the published value, not a number where only a band is known. ``tier``: A (must match),
    B (should match), I (inclusion), G (structure), E (experiment), S (shock), V (policy study), T (verification: the code does what it
    says).
    """

    key: str
    tier: str
    what: str
    unit: str
    value: float
    low: float
    high: float
    least: float
    most: float
    target: str
    source: str
    standing: str
    measured: str
    seeds: int
    note: str = ""
    aim: float = float("nan")

    @property
    def side(self) -> str:
        """'in', 'below' or 'above' the band, whatever luck could do; 'not measured' without a value."""
        if not np.isfinite(self.value):
            return NOT_MEASURED
        return "in" if self.least <= self.value <= self.most else "below" if self.value < self.least else "above"

    @property
    def told(self) -> bool:
        """Whether the row could have been wrong: its interval lies in the band or out of it, or is no wider than what matters.

        What matters is the width of the band; of a band with one end twice the way from the end to the published value (the end would
        be told from that value); without such a value only an interval on one side of the end tells. An identity (a band of no width)
        holds or is broken, whatever luck does; one seed has no interval and tells nothing else.
        """
        if self.least == self.most or not np.isfinite(self.value):
            return True
        if self.seeds < 2:
            return False
        inside = self.least <= self.low and self.high <= self.most
        outside = self.low > self.most or self.high < self.least
        return bool(inside or outside or self.high - self.low <= self.matters)

    @property
    def matters(self) -> float:
        """The widest interval that still tells on which side of an end of the band the row is."""
        if np.isfinite(self.least) and np.isfinite(self.most):
            return self.most - self.least
        end = self.least if np.isfinite(self.least) else self.most
        return 2 * abs(self.aim - end) if np.isfinite(self.aim) and np.isfinite(end) else 0.0

    @property
    def verdict(self) -> str:
        """'in', 'below' or 'above' the band, 'not told' where luck decides, 'not measured' without a value."""
        return self.side if self.told else NOT_TOLD

    @property
    def inside(self) -> bool:
        """Whether the row is told and its mean lies in the published band."""
        return self.verdict == "in"


def over_seeds(values: Any) -> tuple[float, float, float, int]:
    """Mean over seeds, its 90% interval (Student's t) and the number of seeds with a value; shape (seeds,)."""
    there = np.asarray(values, float)
    there = there[np.isfinite(there)]
    n = len(there)
    if n == 0:
        return float("nan"), float("nan"), float("nan"), 0
    half = t_quantile(n) * there.std(ddof=1) / np.sqrt(n) if n > 1 else 0.0
    return float(there.mean()), float(there.mean() - half), float(there.mean() + half), n


def table(findings: list[Finding]) -> pd.DataFrame:
    """One row per finding, with ``inside`` and ``verdict``."""
    return pd.DataFrame([{**asdict(finding), "inside": finding.inside, "verdict": finding.verdict} for finding in findings])


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
