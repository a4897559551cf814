"""Is exclusion in the city as in real ones? Bars that were set before its rules were written, beside what stood before and stands now.

A bar is met when the whole 90% interval lies in it.
"""

import csv
import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from experiments.evidence.targets import targets
from experiments.evidence.validation import scoring

FILE = Path(__file__).with_name("bars.csv")
HEADS = ("Who is kept out", "before", "bar", "now", "90% interval", "")
TITLE = "Bars of inclusion"
LEAST_WHOLE = 0.75
"""Share of the rows of the tier of inclusion that must lie in their bands with the whole interval."""
MET, MISSED, OPEN = "met", "missed", "open"
COLOURS = {MET: "green", MISSED: "red", OPEN: "yellow"}
CLASSES = {MET: "better", MISSED: "worse", OPEN: "unclear"}


class Bar(NamedTuple):
    """One bar: the row of the evidence that it is asked of, what the model without origins said, and from where to where it may be."""

    key: str
    what: str
    unit: str
    before: float
    low: float
    high: float

    @property
    def ends(self) -> tuple[float, float]:
        """From where to where, infinite where an end is open."""
        return (-math.inf if math.isnan(self.low) else self.low), (math.inf if math.isnan(self.high) else self.high)


@cache
def known() -> tuple[Bar, ...]:
    """All bars, in the order of the file; an end that is not there is open."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Bar(row["key"], row["what"], row["unit"], *(float(row[name] or "nan") for name in ("before", "low", "high")))
            for row in csv.DictReader(file)
        )


def table(found: pd.DataFrame) -> list[tuple[str, ...]]:
    """Lines of HEADS, one for each bar whose row was measured, and one for all rows of inclusion; none where none was."""
    rows = {row.key: row for row in found.itertuples()}
    lines = [line_of(bar, rows[bar.key]) for bar in known() if bar.key in rows]
    return [*lines, *whole(found)] if lines else []


def line_of(bar: Bar, row: Any) -> tuple[str, ...]:
    """What, before, bar, now, interval, verdict."""
    low, high = bar.ends
    inside, outside = low <= row.low and row.high <= high, row.high < low or row.low > high
    verdict = OPEN if row.seeds < 2 or not math.isfinite(row.value) else MET if inside else MISSED if outside else OPEN
    said = targets.shown(bar.before, bar.unit), targets.band(low, high, bar.unit), targets.shown(row.value, row.unit)
    return bar.what, *said, scoring.interval(row), verdict


def whole(found: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    """How many rows of the tier that nothing was fitted to lie in their bands with the whole interval."""
    rows = found[(found.tier == "I") & (found.fitted == "") & found.value.notna()]
    if len(rows):
        inside = int(((rows.low >= rows.least) & (rows.high <= rows.most)).sum())
        verdict = MET if inside >= LEAST_WHOLE * len(rows) else MISSED
        yield ("Rows of inclusion never fitted to, with the whole interval", "", f"{LEAST_WHOLE:.0%} and more",
               f"{inside} of {len(rows)}", "", verdict)  # fmt: skip
