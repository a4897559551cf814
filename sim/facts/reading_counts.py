"""What does one table of counts say of each district? Read by its declared columns, every cell, by the same rules in every table."""

import re
from dataclasses import dataclass, replace
from math import inf, isnan, nan
from pathlib import Path

import numpy as np

from sim.declare import Mistake, nearest
from sim.facts.columns_of_counts import MOST_DISTRICTS, Column, columns_of
from sim.facts.csv_rows import Rows, rows_of
from sim.facts.reading import check_codes, check_head
from sim.showing import shown
from sim.written_numbers import decimal_mark, number_of

TOTALS = frozenset(
    ["total", "totals", "grand total", "sum", "all", "city total", "whole city", "subtotal", "all districts", "gesamt", "insgesamt",
     "summe", "gesamtstadt", "yhteensä", "koko kaupunki", "totalt", "summa", "i alt", "ensemble", "totale", "somme", "suma", "totaal",
     "ogółem"]
)  # fmt: skip
"""What rows and columns of totals are called, in small letters."""
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"


@dataclass(frozen=True)
class Table:
    """Texts and numbers of one table, a row for each district; ``rows`` are its row numbers in the file."""

    file: Path
    at: int
    rows: np.ndarray
    columns: dict[str, np.ndarray]

    @property
    def codes(self) -> list[str]:
        """The districts' codes."""
        return self.columns["code"].tolist()

    def numbers(self, *names: str) -> np.ndarray:
        """These columns side by side, all numbers when none is named: shape (districts, columns)."""
        return np.stack([self.columns[name] for name in names or self.columns if self.columns[name].dtype.kind == "f"], axis=1)

    def place(self, district: int) -> str:
        """Where a message points: file, row and district."""
        return f"{self.file}: row {self.rows[district]} (district {shown(self.codes[district])})"


def read_counts(folder: Path, name: str, codes: list[str] | None = None) -> Table:
    """One table of a city's folder, its districts in the order of ``codes`` when given; Mistake names file, row, column and value.

    Counts are whole numbers of at least 0. A blank or a sign for 'not published', and an income of 0, is NaN in an optional column;
    elsewhere it is refused. Columns may stand in any order.
    """
    table = rows_of(folder / f"{name}.csv")
    declared = columns_for(table, name)
    texts = {column.name: [cells[k] for _, cells in table.lines] for k, column in enumerate(declared)}
    check_codes(table, "code", texts["code"])
    for (row, _), *told in zip(table.lines, texts["code"], texts.get("name", texts["code"]), strict=True):
        if {text.casefold() for text in told} & TOTALS:
            raise Mistake(f"{table.place(row)}: {shown(told[-1])} is no district but a row of totals: take it out")
    columns = {**numbers_in(table, declared), **{column.name: np.array(texts[column.name]) for column in declared if column.is_text}}
    order = np.arange(len(table.lines)) if codes is None else same_order(table, texts["code"], codes)
    rows = np.array([row for row, _ in table.lines])
    if len(rows) > MOST_DISTRICTS:
        raise Mistake(f"{table.file}: has {len(rows)} districts; a city may have at most {MOST_DISTRICTS}: join some of them")
    names = [column.name for column in (declared if name == "age" else columns_of(name))]
    return Table(table.file, table.at, rows[order], {name: columns[name][order] for name in names})


def columns_for(table: Rows, name: str) -> list[Column]:
    """The declared column of each name in the head, whatever its case and spaces; Mistake when one is missing, unknown or there twice."""
    known = {spelled(column.name): column for column in columns_of(name)}
    if name == "age":
        code, band = columns_of(name)[:2]
        found = [
            code if spelled(said) == "code" else replace(band, name=banded(said), meaning=f"residents aged {said}") for said in table.head
        ]
        check_head(table, tuple(column.name for column in found), ["code"])
        return found
    names = tuple(known[spelled(said)].name if spelled(said) in known else said for said in table.head)
    check_head(table, names, [column.name for column in known.values()])
    for said in names:
        if spelled(said) not in known:
            told = ": a column of totals has no place, take it out" if said.casefold() in TOTALS else ""
            raise Mistake(f"{table.place(table.at)}: unknown column {shown(said)}{told or nearest(said, [c.name for c in known.values()])}")
    return [known[spelled(said)] for said in names]


def spelled(name: str) -> str:
    """A column's name without what people vary: case, and spaces, dashes or dots for underscores."""
    return re.sub(r"[\s_.\-\u2010-\u2015]+", "_", name.casefold()).strip("_")


def banded(name: str) -> str:
    """An age band with a plain dash and no spaces: '25 \u2013 29' as '25-29'."""
    return re.sub(r"\s*[\u2010-\u2015\u2212-]\s*", "-", re.sub(r"\s+\+", "+", name))


def age_band(table: Table, name: str) -> tuple[int, int]:
    """'25-29' or '85+' as first and last year of age."""
    found = re.fullmatch(r"(\d{1,3})(?:-(\d{1,3})|\+)", name, re.ASCII)
    if not found:
        told = ""
        if name.casefold() in TOTALS:
            told = ": a column of totals has no place, take it out"
        elif re.search(MONTHS, name.casefold()) or re.fullmatch(r"\d\d?[./]\d\d?([./]\d+)?", name):
            told = ": has a spreadsheet made a date of it? make the cell a text before you write 5-9 or 10-14"
        raise Mistake(f"{table.file}: row {table.at}: column {shown(name)} is not an age band such as 25-29 or 85+{told}")
    return int(found[1]), int(found[2] or 99)


def numbers_in(table: Rows, declared: list[Column]) -> dict[str, np.ndarray]:
    """Every number of the table by column, read with the one decimal mark that the file shows."""
    wanted = [(k, column) for k, column in enumerate(declared) if not column.is_text]
    mark = decimal_mark((table.place(row, c.name), cells[k], most_of(c)) for row, cells in table.lines for k, c in wanted)
    return {column.name: np.array([number_in(table, row, column, cells[k], mark) for row, cells in table.lines]) for k, column in wanted}


def most_of(column: Column) -> float:
    """The largest value by which a decimal mark is told from a thousands mark."""
    return inf if column.is_count else column.high


def number_in(table: Rows, row: int, column: Column, text: str, mark: str) -> float:
    """One cell, in its declared range."""
    where = table.place(row, column.name)
    try:
        value = number_of(text, mark, most=most_of(column), whole=column.is_count, unpublished=column.optional,
                          signs="€" if column.is_money else "")  # fmt: skip
    except Mistake as mistake:
        raise Mistake(f"{where} must be {column.allowed}; {mistake}") from None
    if column.is_count and value < 0:
        raise Mistake(f"{where} = {value:g}, counts are 0 or more")
    if not isnan(value) and not column.low <= value <= column.high:
        far = " - metres or degrees? write kilometres from the city's centre" if column.unit == "km" else ""
        raise Mistake(f"{where} = {value:.12g} is outside {column.low:,.0f}..{column.high:,.0f} ({column.unit}){far}")
    return nan if column.is_money and value == 0 else value


def same_order(table: Rows, codes: list[str], wanted: list[str]) -> np.ndarray:
    """Places that bring ``codes`` into the order of ``wanted``; Mistake when the districts differ."""
    place = {code: n for n, code in enumerate(codes)}
    for code in wanted:
        if code not in place:
            raise Mistake(f"{table.file}: district {shown(code)} of districts.csv has no row{like(code, codes)}")
    for n, code in enumerate(codes):
        if code not in set(wanted):
            raise Mistake(f"{table.place(table.lines[n][0])}: district {shown(code)} is not in districts.csv{like(code, wanted)}")
    return np.array([place[code] for code in wanted])


def like(code: str, known: list[str]) -> str:
    """The nearest code, and why it may differ."""
    for other in known:
        if other.lstrip("0") == code.lstrip("0"):
            return f" - but {shown(other)} has: a spreadsheet takes zeros away in front; write codes as text, the same in every table"
        if other.casefold() == code.casefold():
            return f" - but {shown(other)} has: write codes alike in every table"
    return nearest(code, known)
