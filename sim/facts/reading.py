"""How counts are read from files: every cell is checked, and a mistake names file, row and rule."""

import csv
from pathlib import Path

import numpy as np

from sim.declare import Mistake, nearest


def read_table(file: Path, numbers: list[str] | None = None, texts: tuple[str, ...] = ("code",)) -> dict[str, np.ndarray]:
    """Columns of a CSV by name: ``texts`` as strings, everything else as numbers of at least 0.

    ``numbers`` lists the number columns that must be there, neither more nor fewer; None accepts any.
    """
    if not file.is_file():
        raise Mistake(f"{file}: the file is missing")
    try:
        rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Mistake(f"{file}: not a CSV file in UTF-8: {error}") from None
    rows = [row for row in rows if row]
    if len(rows) < 2:
        raise Mistake(f"{file}: needs a line of column names and at least one row")
    head = [name.strip() for name in rows[0]]
    check_head(file, head, numbers, texts)
    columns = {name: np.array([cell(file, n + 2, row, k, head, texts) for n, row in enumerate(rows[1:])])
               for k, name in enumerate(head)}  # fmt: skip
    check_codes(file, columns[texts[0]])
    return columns


def check_head(file: Path, head: list[str], numbers: list[str] | None, texts: tuple[str, ...]) -> None:
    """Mistake when a column is missing, unknown or there twice."""
    for name in head:
        if head.count(name) > 1:
            raise Mistake(f"{file}: row 1: column {name!r} is there twice")
    for name in (*texts, *(numbers or ())):
        if name not in head:
            raise Mistake(f"{file}: row 1: column {name!r} is missing{nearest(name, head)}")
    for name in head:
        if numbers is not None and name not in (*texts, *numbers):
            raise Mistake(f"{file}: row 1: unknown column {name!r}{nearest(name, (*texts, *numbers))}")


def cell(file: Path, line: int, row: list[str], k: int, head: list[str], texts: tuple[str, ...]) -> str | float:
    """One cell as text or as a finite number."""
    if len(row) != len(head):
        raise Mistake(f"{file}: row {line}: has {len(row)} cells, needs {len(head)}")
    if head[k] in texts:
        return row[k].strip()
    try:
        value = float(row[k])
    except ValueError:
        raise Mistake(f"{file}: row {line}: {head[k]} must be a number, not {row[k]!r}") from None
    if not np.isfinite(value):
        raise Mistake(f"{file}: row {line}: {head[k]} must be finite, not {row[k]!r}")
    return value


def check_codes(file: Path, codes: np.ndarray) -> None:
    """Mistake when a code stands in two rows."""
    seen: dict[str, int] = {}
    for n, code in enumerate(codes.tolist()):
        if code in seen:
            raise Mistake(f"{file}: row {n + 2}: code {code!r} already stands in row {seen[code]}")
        seen[code] = n + 2


def check_counts(file: Path, columns: dict[str, np.ndarray], names: list[str]) -> None:
    """Mistake when a count is negative."""
    for name in names:
        low = np.flatnonzero(columns[name] < 0)
        if len(low):
            raise Mistake(f"{file}: row {low[0] + 2}: {name} = {columns[name][low[0]]:g}, counts are 0 or more")


def same_order(file: Path, codes: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Row numbers that bring ``codes`` into the order of ``wanted``; Mistake when the districts differ."""
    place, known = {code: n for n, code in enumerate(codes.tolist())}, wanted.tolist()
    for code in known:
        if code not in place:
            raise Mistake(f"{file}: district {code!r} of districts.csv has no row{nearest(code, place)}")
    for code, n in place.items():
        if code not in known:
            raise Mistake(f"{file}: row {n + 2}: district {code!r} is not in districts.csv{nearest(code, known)}")
    return np.array([place[code] for code in known])
