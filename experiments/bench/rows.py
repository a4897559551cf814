"""Rows of the benchmark's tables, and how times are taken."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any


@dataclass(frozen=True)
class Row:
    """One figure and the bar it is held against, if there is one; ``least`` is True when more is better."""

    what: str
    value: float
    unit: str
    bar: float | None = None
    least: bool = False
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the bar is met; None without a bar."""
        if self.bar is None:
            return None
        return self.value >= self.bar if self.least else self.value <= self.bar

    def record(self) -> dict:
        """The row for a JSON file."""
        met = None if self.bar is None else bool(self.met)
        return {**asdict(self), "value": float(self.value), "met": met}


def print_rows(rows: list[Row]) -> None:
    """A small table with the bar beside each figure."""
    width = max(len(row.what) for row in rows)
    for row in rows:
        sign = ">=" if row.least else "<="
        bar = "" if row.bar is None else f"{sign} {number(row.bar)} {'met' if row.met else 'MISSED'}"
        print(f"  {row.what:<{width}}  {number(row.value):>10} {row.unit:<22} {bar:<18} {row.note}".rstrip())
    print()


def number(value: float) -> str:
    """A figure to three digits."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def seconds(work: Callable[[], object]) -> float:
    """How long this takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def times(prepare: Callable[[], Any], work: Callable[[Any], object], repeats: int) -> list[float]:
    """How long ``work`` takes on freshly prepared things, shortest first; one more round goes before, to warm up."""
    work(prepare())
    found = []
    for _ in range(repeats):
        thing = prepare()
        found.append(seconds(partial(work, thing)))
    return sorted(found)
