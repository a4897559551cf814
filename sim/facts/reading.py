"""How the model's own small tables are read: every cell is checked, and a mistake names file, row and rule."""

from pathlib import Path

import numpy as np

from sim.declare import Mistake, nearest
from sim.facts.csv_rows import Rows, rows_of
from sim.showing import shown
from sim.written_numbers import number_of


def read_table(file: Path, texts: tuple[str, ...] = ("code",)) -> dict[str, np.ndarray]:
    """Columns of a CSV by name: ``texts`` as strings, everything else as numbers with a decimal point."""
    table = rows_of(file)
    check_head(table, table.head, list(texts))
    columns = {name: np.array([cell(table, n, name, cells[k], texts) for n, cells in table.lines]) for k, name in enumerate(table.head)}
    check_codes(table, texts[0], columns[texts[0]].tolist())
    return columns


def cell(table: Rows, row: int, name: str, text: str, texts: tuple[str, ...]) -> str | float:
    """One cell as text or as a finite number."""
    return text if name in texts else number_of(text, ".", where=table.place(row, name))


def check_head(table: Rows, names: tuple[str, ...], wanted: list[str]) -> None:
    """Mistake when one of the ``wanted`` columns is missing, or a name is there twice."""
    where = table.place(table.at)
    for name in names:
        if names.count(name) > 1:
            raise Mistake(f"{where}: column {shown(name)} is there twice")
    for name in wanted:
        if name not in names:
            spare = [other for other in names if other not in wanted]
            raise Mistake(f"{where}: column {shown(name)} is missing{nearest(name, spare) if spare else ''}")


def check_codes(table: Rows, name: str, codes: list[str]) -> None:
    """Mistake when a code is blank or stands in two rows."""
    seen: dict[str, int] = {}
    for (row, _), code in zip(table.lines, codes, strict=True):
        if not code:
            raise Mistake(f"{table.place(row)}: {name} is empty: every row needs its own")
        if code in seen:
            raise Mistake(f"{table.place(row)}: {name} {shown(code)} already stands in row {seen[code]}")
        seen[code] = row
