"""An observed course: one value for every month, read from a user's file; and what was observed by group."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.declare import Mistake, known_or_mistake, shown
from sim.facts import csv_rows
from sim.groups import NAMED
from sim.written_numbers import number_of

COLUMNS = ("month", "value")
BY_GROUP = ("year", "dimension", "group", "outcome", "value")
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
ALL, BEYOND = "all", "other"
"""The whole city, and those below and above working age, of whom nothing is told."""
OUTCOMES = ("unemployment", "employment", "long_term_share")
"""What is told of every group."""
DIMENSIONS = (ALL, "education", "age", "sex", "origin", "limitation", "language")


@dataclass(frozen=True)
class Course:
    """Values by month, each against the first month: ``indices`` begin with 1; ``first`` is the calendar's first month, 'YYYY-MM'."""

    first: str
    indices: tuple[float, ...]

    @property
    def months(self) -> list[str]:
        """The calendar."""
        return [months_after(self.first, gone) for gone in range(len(self.indices))]

    @property
    def plain(self) -> dict[str, Any]:
        """As plain data, for a manifest."""
        return {"first": self.first, "indices": list(self.indices)}


def read(file: Path, start: str | None, months: int | None) -> Course:
    """The course of a file from ``start`` on, for so many months (else to its end); Mistake names the line and what is missing."""
    values: dict[str, float] = {}
    for where, row in lines(file, COLUMNS):
        month = month_of(row["month"], f"{where}: month")
        if values and month != months_after(next(reversed(values)), 1):
            raise Mistake(f"{where}: {month} must follow {next(reversed(values))}: one line for every month, in their order")
        values[month] = number_of(row["value"], ".", where=f"{where}: value")
        if not values[month] > 0:
            raise Mistake(f"{where}: value must be above 0, not {row['value']}")
    if not values:
        raise Mistake(f"path: {file.name} holds no month")
    first = month_of(start, "start") if start is not None else next(iter(values))
    if first not in values:
        raise Mistake(f"start: {first} is not in {file.name}, which goes from {next(iter(values))} to {next(reversed(values))}")
    chosen = [value for month, value in values.items() if month >= first]
    wanted = len(chosen) if months is None else months
    if wanted > len(chosen):
        raise Mistake(f"months: {file.name} has {len(chosen)} months from {first} on, not {wanted}")
    return Course(first, tuple(value / chosen[0] for value in chosen[:wanted]))


def observed(file: Path) -> pd.DataFrame:
    """What was observed by year and group: columns year, dimension, group, outcome, value; Mistake for a word the model does not have."""
    found = []
    for where, row in lines(file, BY_GROUP):
        known_or_mistake(row["dimension"], DIMENSIONS, "dimension", where)
        known_or_mistake(row["group"], groups_of(row["dimension"]), "group", where)
        known_or_mistake(row["outcome"], OUTCOMES, "outcome", where)
        year = number_of(row["year"], whole=True, most=9999, where=f"{where}: year")
        value = number_of(row["value"], ".", signs="%", where=f"{where}: value")
        found.append({**row, "year": int(year), "value": value})
    table = pd.DataFrame(found, columns=list(BY_GROUP))
    twice = table[table.duplicated(list(BY_GROUP[:-1]))]
    if len(twice):
        raise Mistake(f"observed: {file.name} has {' '.join(map(str, twice.iloc[0].iloc[:-1]))} twice")
    return table


def groups_of(dimension: str) -> tuple[str, ...]:
    """The groups of a dimension; 'all' is one of its own."""
    return (ALL,) if dimension == ALL else tuple(group for group in NAMED[dimension] if group != BEYOND)


def lines(file: Path, columns: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every line of a CSV file with where it stands; Mistake unless its columns are these. A course may have no line yet."""
    if not file.is_file():
        raise Mistake(f"there is no file {file}")
    records = [(n, cells) for n, cells in csv_rows.split(file, csv_rows.text_in(file)) if any(cells)]
    head = records[0][1] if records else []
    if sorted(head) != sorted(columns):
        raise Mistake(f"{file.name}: its columns must be {', '.join(columns)}, not {', '.join(head) or 'none'}")
    for n, cells in records[1:]:
        if len(cells) != len(head):
            raise Mistake(f"{file.name} line {n}: has {len(cells)} cells, needs {len(head)}")
        yield f"{file.name} line {n}", dict(zip(head, cells, strict=True))


def month_of(text: Any, where: str) -> str:
    """A month as YYYY-MM."""
    if not isinstance(text, str) or not MONTH.fullmatch(text):
        raise Mistake(f"{where} must be a month such as 2015-01, not {shown(text)}")
    return text


def months_after(first: str, gone: int) -> str:
    """So many months later."""
    year, month = (int(part) for part in first.split("-"))
    year, month = divmod(12 * year + month - 1 + gone, 12)
    return f"{year:04d}-{month + 1:02d}"


def years_of(course: Course) -> np.ndarray:
    """The calendar year of each month."""
    return np.array([int(month[:4]) for month in course.months])
