"""How are tables written into a workbook? Whole or not at all, the same bytes each time, each number in the form of its unit."""

import io
import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from experiments.storage.disk import write_whole

FORMS = {"share": "0.00%", "share/month": "0.00%", "EUR": "#,##0", "people": "#,##0", "": "General", "number": "#,##0.0000", "text": "@"}
"""Number formats by unit; a unit that begins with EUR or is not here is a plain number."""
NARROW, WIDEST, AIR = 8, 60, 2
"""Characters: columns are as wide as what stands in them, within these."""


class Sheet(NamedTuple):
    """A tidy table: a row of names, frozen, then one row for each observation.

    ``units`` are those of whole columns; where the unit differs from row to row, ``unit_in`` is the column that says it, for the columns
    ``measured``.
    """

    name: str
    rows: pd.DataFrame
    units: Mapping[str, str] = {}
    unit_in: str = ""
    measured: tuple[str, ...] = ()


def form_of(unit: str) -> str:
    """The number format of a unit."""
    return FORMS["EUR"] if unit.startswith("EUR") else FORMS.get(unit, FORMS["number"])


def heading(sheet: Sheet, column: str) -> str:
    """The name of a column, with its unit where the whole column has one."""
    unit = sheet.units.get(column, "")
    return f"{column} ({unit})" if unit and unit not in ("text", "number") else column


def written(sheets: Iterable[Sheet], title: str, made: datetime) -> bytes:
    """The workbook; ``made`` stands in it as the time it was made, so that a rerun gives the same bytes."""
    import xlsxwriter

    page = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(page, {"in_memory": True, **plain}) as book:
        book.set_properties({"title": title, "author": "Learning City", "created": made.replace(tzinfo=None)})
        for sheet in sheets:
            fill(book, sheet)
    return page.getvalue()


def fill(book: Any, sheet: Sheet) -> None:
    """One sheet: header, rows, widths, and a filter on every column."""
    page, columns = book.add_worksheet(sheet.name), list(sheet.rows.columns)
    top = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    forms = {form: book.add_format({"num_format": form, "valign": "top"}) for form in FORMS.values()}
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    units = list(sheet.rows[sheet.unit_in]) if sheet.unit_in else []
    for at, column in enumerate(columns):
        page.write_string(0, at, heading(sheet, column), top)
        longest = len(heading(sheet, column)) if len(sheet.rows) == 0 else 0
        for row, value in enumerate(sheet.rows[column].tolist(), 1):
            unit = units[row - 1] if column in sheet.measured else sheet.units.get(column, "")
            if isinstance(value, str):
                page.write_string(row, at, value, wrapped if len(value) > WIDEST else forms["General"])
                longest = max(longest, len(value))
            elif value is not None and math.isfinite(value):
                page.write_number(row, at, value, forms[form_of(unit)])
                longest = max(longest, 12 if isinstance(value, float) else len(str(value)))
        least = max(map(len, heading(sheet, column).split()), default=NARROW)
        page.set_column(at, at, min(WIDEST, max(NARROW, least, longest) + AIR))
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(1, len(sheet.rows)), len(columns) - 1)


def write(file: Path, sheets: Iterable[Sheet], title: str, made: datetime) -> None:
    """The workbook as a file that appears whole or not at all."""
    write_whole(file, written(sheets, title, made))
