"""What the terminal shows of a calibration: how far it is, numbers old and new, rows before and after."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from rich.table import Table

from experiments.console.printing import Console, table_with, wide
from experiments.evidence.targets import targets

STAYS = 0.02
"""A move by less than this share of a number's range is not told as one."""


def show_point(numbers: pd.DataFrame, rows: pd.DataFrame) -> None:
    """Proposed numbers beside those in force, and the rows that change or stay out."""
    out = wide()
    out.print(table_of_numbers(numbers))
    out.print(table_of_rows(rows[(rows.before != "in") | (rows.after != "in")]))
    for when in ("before", "after"):
        inside = int((rows[when] == "in").sum())
        total = rows[f"{when}_implausibility"].pow(2).sum()
        out.print(f"{when}: {inside} of {len(rows)} rows in range, sum of squared implausibility {total:.1f}", highlight=False)


def table_of_numbers(numbers: pd.DataFrame) -> Table:
    """Old and new."""
    table = table_with(
        "Proposed numbers",
        ("number", "in force", "proposed", "range", "moved", "unit"),
        ("number", "unit"),
        caption=f"moved: share of the range; dim: less than {STAYS:.0%}",
    )
    for row in numbers.itertuples():
        edge = " at its end" if row.at_end else ""
        cells = (row.path, f"{row.usual:g}", f"{row.proposed:g}", f"{row.low:g} to {row.high:g}", f"{row.moved:+.2f}{edge}", row.unit)
        table.add_row(*cells, style="dim" if abs(row.moved) < STAYS else "")
    return table


def table_of_rows(rows: pd.DataFrame) -> Table:
    """Rows that are out before or after, on seeds that the search has not seen."""
    table = table_with(
        "Rows out of range before or after, on fresh seeds",
        ("row", "what", "before", "", "after", "", "band", "implausibility"),
        ("row", "what", ""),
    )
    for row in rows.itertuples():
        was, now = targets.shown(row.before_value, row.unit), targets.shown(row.after_value, row.unit)
        far = f"{row.before_implausibility:.1f} -> {row.after_implausibility:.1f}"
        table.add_row(row.key, row.what, was, row.before, now, row.after, targets.band(row.low, row.high, row.unit), far)
    return table


def show_proposal(numbers: pd.DataFrame) -> None:
    """The proposal as words for a command."""
    words = [f"parameters.{row.path}={row.proposed:g}" for row in numbers.itertuples() if row.moved]
    Console().print(f"Try it: learncity validate {' '.join(words)}", highlight=False, soft_wrap=True)


def show_ensemble(folder: Path, tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any]) -> None:
    """What is left of each number, the rows that are missed, the answer, and how to use it."""
    from experiments.evidence.calibration.page import describe

    out = wide()
    out.print(table_of_ranges(tables["numbers"]))
    rows = tables["rows"]
    out.print(table_of_misses(rows[(rows.verdict != "in") | (rows.before_verdict != "in")]))
    out.print(describe(tables, about), highlight=False)
    out.print(f"Use it: learncity run parameters.ensemble={folder / 'ensemble.csv'}", highlight=False, markup=False, soft_wrap=True)


def table_of_ranges(numbers: pd.DataFrame) -> Table:
    """Every free number: in force, and what is left."""
    table = table_with("Free numbers", ("number", "in force", "middle", "left (5 to 95%)", "allowed", "unit"), ("number", "unit"))
    for row in numbers.itertuples():
        outside = not row.low <= row.usual <= row.high
        allowed = f"{row.least:g} to {row.most:g}"
        cells = (row.path, f"{row.usual:g}", f"{row.middle:.3g}", f"{row.low:.3g} to {row.high:.3g}", allowed, row.unit)
        table.add_row(*cells, style="yellow" if outside else "")
    return table


def table_of_misses(rows: pd.DataFrame) -> Table:
    """Rows that are out with the numbers in force or over the ensemble."""
    table = table_with(
        "Rows out of range, each seed with its own set",
        ("row", "what", "in force", "", "ensemble", "", "band", "sets inside"),
        ("row", "what", ""),
    )
    for row in rows.itertuples():
        was, now = targets.shown(row.before, row.unit), targets.shown(row.value, row.unit)
        inside = "out of reach" if row.out_of_reach else f"{row.share_inside:.0%}"
        table.add_row(row.key, row.what, was, row.before_verdict, now, row.verdict, targets.band(row.least, row.most, row.unit), inside)
    return table


def show_shipped(file: Path) -> None:
    """Where it ships."""
    Console().print(f"Shipped as {file}", highlight=False, soft_wrap=True)
