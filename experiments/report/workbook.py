"""What stands in the workbook of a run? What was asked, effects, groups, months, money, and what is assumed: one tidy sheet for each.

It is written whole or not at all, the same bytes each time, each number in the form of its unit.
"""

import io
import math
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from experiments.figures.brief import asked_and_spent
from experiments.outcomes import headline, wording
from experiments.outcomes.definitions import definition_of
from experiments.storage import formats
from experiments.storage.disk import write_whole

NAME = "results"
EFFECTS = ("outcome", "what", "world", "window", "unit", "better", "baseline", "policy", "effect", "low", "high", "seeds", "verdict")
MEASURED = ("baseline", "policy", "effect", "low", "high")
OF_MONTHS = ("scenario", "world", "shock", "seed", "month")
READ = (
    ("effect", "policy less baseline, mean over seeds, each seed living in both with the same luck"),
    ("low, high", "90% interval of the effect; how far it depends on luck, not on what is assumed"),
    ("better", "whether a higher or a lower value is better; empty where neither is"),
    ("world", "calm: without the shock; shock: with it"),
    ("months", "means over seeds; month 0 is the last before the policy starts; money as people of the real city"),
    ("share", "shown as a percentage; an effect of 0.12% is 0.12 percentage points"),
)
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


def write(folder: Path, tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> None:
    """The workbook beside the page, when it is wanted."""
    if "xlsx" not in formats.wanted(folder, NAME):
        return
    made = datetime.fromisoformat(manifest["made_at"])
    write_book(folder / f"{NAME}{formats.ENDINGS['xlsx']}", sheets(tables, manifest), manifest["question"]["title"], made)


def sheets(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> list[Sheet]:
    """All sheets in order."""
    found = tables["effects"].assign(what=[wording.title_of(name) for name in tables["effects"].outcome])
    whole = found[found.dimension == "all"]
    return [
        Sheet("question", asked(tables, manifest)),
        Sheet("effects", whole[list(EFFECTS)], unit_in="unit", measured=MEASURED),
        groups(found[found.dimension != "all"], tables["districts"]),
        months(tables["monthly"]),
        Sheet("budgets", asked_and_spent(tables["ledger"], manifest["question"]), {"asked": "EUR a year", "spent": "EUR a year"}),
        money(tables["ledger"], len(manifest["question"]["seeds"])),
        assumptions(manifest),
    ]


def asked(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> pd.DataFrame:
    """What was asked, the answer, and how to read the other sheets."""
    question, city = manifest["question"], manifest["city"]
    rows = [
        ("title", question["title"]), ("story", " ".join(question["story"].split())),
        ("answer", headline.answer(tables["effects"], dict(question))),
        ("city", f"{city['title']}, counts of {city['year']}"), ("model residents", f"{question['residents']:,}"),
        ("people each stands for", f"{city['people_per_resident']:,.1f}"), ("seeds", str(len(question["seeds"]))),
        ("months", str(question["months"])), ("compared with", wording.other_plan(question)), ("made", manifest["made_at"]),
        ("commit", str(manifest["git_commit"] or "unknown")), *READ,
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["what", "said"])


def groups(found: pd.DataFrame, districts: pd.DataFrame) -> Sheet:
    """Effects on groups; districts by their names."""
    names = dict(zip(districts.group, districts.name, strict=True))
    named = [
        names.get(group, group) if dimension == "district" else group for dimension, group in zip(found.dimension, found.group, strict=True)
    ]
    columns = [*EFFECTS[:2], "dimension", "group", *EFFECTS[2:], *(["residents"] if "residents" in found else [])]
    return Sheet("groups", found.assign(group=named)[columns], unit_in="unit", measured=MEASURED)


def months(monthly: pd.DataFrame) -> Sheet:
    """Every monthly measure of every world, means over seeds."""
    measures = [name for name in monthly.columns if name not in OF_MONTHS]
    means = monthly.groupby(["world", "shock", "month"], sort=False)[measures].mean().reset_index()
    return Sheet("months", means, {name: definition_of(name)[0] or "number" for name in measures})


def money(ledger: pd.DataFrame, seeds: int) -> Sheet:
    """Spending of every year by lever and recipient, means over seeds."""
    years = ledger.assign(year=np.ceil(ledger.month / 12).astype(int))
    rows = years.groupby(["world", "shock", "year", "lever", "recipient"], sort=False).euros.sum().div(seeds).reset_index(name="spent")
    return Sheet("money", rows, {"spent": "EUR"})


def assumptions(manifest: Mapping[str, Any]) -> Sheet:
    """Numbers behind which nothing published stands."""
    columns = ["card", "name", "value", "unit", "meaning", "source"]
    return Sheet("assumptions", pd.DataFrame(manifest["assumed"], columns=columns), unit_in="", measured=())


def write_book(file: Path, sheets: Iterable[Sheet], title: str, made: datetime) -> None:
    """Sheets as a workbook that appears whole or not at all."""
    write_whole(file, written(sheets, title, made))


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
