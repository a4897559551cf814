"""Which rows does a CSV file hold? Separators, encodings, blank lines and ragged rows, with the row numbers a spreadsheet shows."""

import csv
import difflib
import io
import re
from dataclasses import dataclass
from pathlib import Path

from sim.declare import Mistake
from sim.showing import shown
from sim.text_files import text_of

LARGEST, MOST_ROWS, MOST_COLUMNS = 20_000_000, 100_000, 2_000
"""Bytes, rows and columns of the largest table that is read."""
SEPARATORS = ",;\t|"
LITTER = ("~", "#", ".bak", ".tmp", ".temp", ".swp", ".orig", ".lock", ".lck", ".part", "thumbs.db", "desktop.ini", "icon\r")
SAVE = "save it as 'CSV UTF-8'"


@dataclass(frozen=True)
class Rows:
    """A table as it stands in the file: ``head`` names the columns in row ``at``, and ``lines`` are row number and as many cells."""

    file: Path
    at: int
    head: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]

    def place(self, row: int, column: str = "") -> str:
        """Where a message points: file, row and column."""
        return f"{self.file}: row {row}{': ' + column if column else ''}"


def rows_of(file: Path) -> Rows:
    """Head and rows of a CSV file; Mistake names the file, the row, and what to write instead.

    Understood: comma, semicolon, tab or bar between cells, quotes, spaces around cells, blank rows and
    blank last columns, a first row 'sep=;'. Rows count as in a spreadsheet: from 1, blank ones too.
    """
    records = split(file, text_in(file))
    filled = [(n, cells) for n, cells in records if any(cells)]
    if len(filled) < 2:
        raise Mistake(f"{file}: needs a row of column names and at least one row below")
    (at, head), *lines = filled
    width = max(n for n, cell in enumerate(head, 1) if cell)
    for n, cells in lines:
        check_width(file, n, cells, width)
    head, lines = head[:width], [(n, cells[:width]) for n, cells in lines]
    for k, name in enumerate(head):
        if not name:
            raise Mistake(f"{file}: row {at}: column {k + 1} has no name")
    return Rows(file, at, tuple(head), tuple((n, tuple(cells)) for n, cells in lines))


def text_in(file: Path) -> str:
    """The text of a table; Mistake when it is missing, no file, too large, or not text in UTF-8."""
    if not file.is_file():
        raise Mistake(f"{file}: {why_not(file)}")
    text = text_of(file, LARGEST)
    if text.startswith("PK\x03\x04"):
        raise Mistake(f"{file}: is a spreadsheet with another name: {SAVE}")
    if "\0" in text:
        raise Mistake(f"{file}: row {text[: text.index(chr(0))].count(chr(10)) + 1}: holds a byte of 0, not text: {SAVE}")
    return text


def why_not(file: Path) -> str:
    """Why there is no such file to read, and which one is near."""
    if file.is_dir():
        return "is a folder, not a file"
    if file.is_symlink():
        return "is a link that leads to no file"
    try:
        near = sorted(path.name for path in file.parent.iterdir() if path.is_file())
    except OSError:
        near = []
    stems = {re.split(r"[. ]", name.casefold())[0]: name for name in near if name != file.name and not is_litter(name)}
    close = difflib.get_close_matches(file.stem.casefold(), stems, 1, 0.75)
    if not close:
        return "the file is missing"
    found = stems[close[0]]
    how = "name it" if Path(found).suffix.casefold() == file.suffix else f"{SAVE} and name it"
    return f"the file is missing; there is {shown(found)}: {how} {file.name}"


def is_litter(name: str) -> bool:
    """True for what systems, editors and office programs leave in a folder: hidden files, locks, backups."""
    return name.startswith((".", "~", "#")) or name.casefold().endswith(LITTER)


def split(file: Path, text: str) -> list[tuple[int, list[str]]]:
    """Row number and stripped cells of every row."""
    lines = io.StringIO(text, newline=None).read().split("\n", 2)
    skipped = lines[0].casefold().strip('" ').startswith("sep=") and len(lines) > 1
    head = lines[1] if skipped else next((line for line in text.splitlines() if line.strip(" \t,;|")), "")
    separator = max(SEPARATORS, key=lambda mark: len(re.sub(r'"[^"]*"', "", head).split(mark)))
    records, reader = [], csv.reader(io.StringIO(text, newline=None), delimiter=separator, skipinitialspace=True, strict=True)
    try:
        for n, cells in enumerate(reader, 1):
            if n > MOST_ROWS or len(cells) > MOST_COLUMNS:
                raise Mistake(f"{file}: row {n}: more than {MOST_ROWS:,} rows or {MOST_COLUMNS:,} columns")
            if not (skipped and n == 1):
                records.append((n, [cell.strip() for cell in cells]))
    except csv.Error as error:
        raise Mistake(f"{file}: row {len(records) + skipped + 1}: not a row of a CSV file ({error}): are its quotes in pairs?") from None
    return records


def check_width(file: Path, row: int, cells: list[str], width: int) -> None:
    """Mistake when a row has other cells than there are columns; blank ones at its end are no cells."""
    more = [cell for cell in cells[width:] if cell]
    if len(cells) >= width and not more:
        return
    told = f"has {len(cells)} cell{'s' * (len(cells) > 1)}, needs {width}"
    if width == 1:
        told += ": the first row must hold the names of the columns"
    elif more and all(re.fullmatch(r"[\d']*", cell) for cell in cells[1:]):
        told += ": a decimal or thousands comma? write 5401.5, or put the number in quotes"
    elif sum(map(bool, cells)) == 1:
        told += f": {shown(next(filter(None, cells)))}; notes have no place in a table, write them into city.yaml"
    raise Mistake(f"{file}: row {row}: {told}")
