"""How are rows read that a user lays over a catalogue? Columns known, codes there once, every number in its range."""

from typing import Any

from sim.declare import Mistake, known_or_mistake
from sim.facts.csv_rows import Rows, rows_of
from sim.facts.reading import check_codes, check_head
from sim.facts.reading_counts import spelled
from sim.text_files import path_of
from sim.written_numbers import number_of


def opened(own: Any, what: str, known: tuple[str, ...]) -> Rows:
    """The rows of a user's file, its columns known and its codes there once."""
    read = rows_of(path_of(own, what))
    head = tuple(spelled(name) for name in read.head)
    check_head(read, head, ["code"])
    for name in head:
        known_or_mistake(name, known, "column", read.place(read.at))
    at = head.index("code")
    check_codes(read, "code", [cells[at] for _, cells in read.lines])
    return Rows(read.file, read.at, head, read.lines)


def rows_in(read: Rows) -> list[tuple[int, dict[str, str]]]:
    """Row number and cells by column."""
    return [(row, dict(zip(read.head, cells, strict=True))) for row, cells in read.lines]


def in_range(read: Rows, row: int, name: str, text: str, low: float, high: float, unit: str, whole: bool = False) -> float:
    """A number that a cell says; Mistake tells the range."""
    where = read.place(row, name)
    try:
        value = number_of(text, ".", most=high, whole=whole, signs="€" if unit == "EUR" else "%" if high <= 1 else "")
    except Mistake as mistake:
        raise Mistake(f"{where} must be a number in {low:g}..{high:g} ({unit}); {mistake}") from None
    if not low <= value <= high:
        raise Mistake(f"{where} = {value:g} is outside {low:g}..{high:g} ({unit})")
    return value
