"""A town's tables as they go wrong on their way: saved otherwise, cut, garbled, doubled; each change knows what was meant."""

import os
import random
from collections.abc import Callable
from pathlib import Path

from tests.facts.town_in_files import TABLES, written

Rows = list[list[str]]


def render(rows: Rows, luck: random.Random) -> bytes:
    """The same numbers, saved by another program: nothing else is meant."""
    separator = luck.choice(",,;\t|")
    mark = luck.choice((" ", "'", "\u2019", "\u00a0", "\u202f", "_", ",", ".", ",", "."))
    point = luck.choice(".,") if separator != "," or luck.random() < 0.3 else "."
    head, *body = rows
    number = luck.random() < 0.6
    body = [[row[0], *(regrouped(cell, mark, point, number) for cell in row[1:])] for row in body]
    if "x_km" not in head:
        luck.shuffle(body)
    if luck.random() < 0.3:
        head = [luck.choice((str.upper, str.title, str))(name) for name in head]
    lines = written([head, *body], separator, luck.choice(("\n", "\r\n", "\r")))
    if luck.random() < 0.2:
        lines = luck.choice(("\n", "\n\n")) + lines.replace("\n", "\n\n", luck.randrange(4))
    if luck.random() < 0.1:
        lines = f"sep={separator}\n{lines}"
    return luck.choice((b"", b"", b"\xef\xbb\xbf")) + lines.encode(
        luck.choice(("utf-8",) * 6 + ("utf-16", "utf-16-le", "cp1252")), "replace"
    )


def regrouped(cell: str, mark: str, point: str, grouped: bool) -> str:
    """A number with its thousands parted, and another decimal mark; texts stay."""
    whole, dot, rest = cell.partition(".")
    if not whole.lstrip("-").isdigit() or (len(whole) > 1 and whole[0] == "0"):
        return cell
    if grouped:
        whole = f"{int(whole):,}".replace(",", mark) if whole != "-0" else whole
    return whole + dot.replace(".", point) + rest


def row_lost(rows: Rows, luck: random.Random) -> Rows:
    """A district missing."""
    at = luck.randrange(1, len(rows))
    return rows[:at] + rows[at + 1 :]


def row_twice(rows: Rows, luck: random.Random) -> Rows:
    """A district twice, or the head."""
    return [*rows, luck.choice(rows)]


def column_lost(rows: Rows, luck: random.Random) -> Rows:
    """A column missing, or only its name, or only the number of one district."""
    at = luck.randrange(len(rows[0]))
    lost = set(luck.choice((range(len(rows)), [0], [luck.randrange(len(rows))])))
    return [row[:at] + row[at + 1 :] if n in lost else row for n, row in enumerate(rows)]


def column_twice(rows: Rows, luck: random.Random) -> Rows:
    """A column twice."""
    at = luck.randrange(len(rows[0]))
    return [[*row, row[at]] for row in rows]


def another_cell(rows: Rows, luck: random.Random) -> Rows:
    """Something else in one cell."""
    cells = ["", "-", "..", "n/a", "x", "1e308", "inf", "nan", "9" * 400, "-5", "0", "5.401", "5,401", "12,5%", "€ 10", "1:30", "0777",
             "1e5", "3 000", "NULL", "=A1", "#REF!", "\u00bd", "\u0663", "a\nb", '"', "1;2", "True"]  # fmt: skip
    made = [list(row) for row in rows]
    made[luck.randrange(1, len(rows))][luck.randrange(len(rows[0]))] = luck.choice(cells)
    return made


def totals_added(rows: Rows, luck: random.Random) -> Rows:
    """A row of sums at the end or below the head."""
    numbers = [
        sum(float(row[k]) if row[k].replace(".", "").replace("-", "").isdigit() else 0 for row in rows[1:]) for k in range(1, len(rows[0]))
    ]
    total = [luck.choice(("Total", "Everything", "")), *(f"{number:g}" for number in numbers)]
    return [*rows, total] if luck.random() < 0.5 else [rows[0], total, *rows[1:]]


def note_added(rows: Rows, luck: random.Random) -> Rows:
    """A title above, or a source below."""
    return luck.choice(([["Residents, 2023"], *rows], [*rows, ["Source: the city"]], [*rows, ["", "provisional"]]))


def columns_exchanged(rows: Rows, luck: random.Random) -> Rows:
    """Two names exchanged: what is meant is what is written."""
    a, b = luck.randrange(len(rows[0])), luck.randrange(len(rows[0]))
    head = list(rows[0])
    head[a], head[b] = head[b], head[a]
    return [head, *rows[1:]]


def in_thousands(rows: Rows, luck: random.Random) -> Rows:
    """A column, or all, in thousands with three decimals or none."""
    columns = luck.choice((range(1, len(rows[0])), [luck.randrange(1, len(rows[0]))]))
    form = luck.choice(("{:.3f}", "{:.1f}", "{:g}", "{:.0f}"))
    return [rows[0], *([form.format(int(c) / 1000) if k in columns and c.isdigit() else c for k, c in enumerate(row)] for row in rows[1:])]


DAMAGES: tuple[Callable[[Rows, random.Random], Rows], ...] = (
    row_lost, row_twice, column_lost, column_twice, another_cell, another_cell, another_cell, totals_added, note_added,
    columns_exchanged, in_thousands,
)  # fmt: skip


def garbled(data: bytes, luck: random.Random) -> bytes:
    """Bytes lost, doubled, changed; zero bytes; a file cut off."""
    at = luck.randrange(len(data) + 1)
    return luck.choice((
        data[:at], data[:at] + bytes(luck.randrange(256) for _ in range(luck.randrange(1, 4))) + data[at:], data[:at] + b"\0" + data[at:],
        data[:at] + data[at + luck.randrange(1, 30) :], data[:at] + data[luck.randrange(len(data)) :], b"", data * 2, b'"' + data,
        data[:at] + luck.choice((b",", b";", b'"', b"\n", b".", b"-", b"0", b"9")) + data[at:],
    ))  # fmt: skip


def displaced(file: Path, luck: random.Random) -> None:
    """A folder, a link to nowhere or to itself, a pipe, or nothing in place of a file."""
    file.unlink()
    kind = luck.randrange(5)
    if kind == 0:
        file.mkdir()
    elif kind == 1:
        file.symlink_to(file.with_name("nowhere"))
    elif kind == 2:
        file.symlink_to(file)
    elif kind == 3:
        os.mkfifo(file)


def texts_of(name: str) -> Rows:
    """A table of the town, cells as text."""
    return [[str(cell) for cell in row] for row in TABLES[name]]
