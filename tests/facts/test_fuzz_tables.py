"""Tables that went wrong on their way: a city that is taken has the numbers that were written, or one short message says what to write."""

import csv
import io
import math
import random
import re
import shutil
import time
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from sim import facts
from sim.declare import Mistake
from tests.facts.table_mutations import DAMAGES, displaced, garbled, render, texts_of
from tests.facts.town_in_files import ABOUT, TABLES, town
from tests.inputs.mutations import mutated

SECONDS = 10
"""No folder is thought about for longer, on a computer that does other things besides."""


def taken(folder: Path) -> facts.CityFacts | None:
    """The city, or None when it was refused as it should be."""
    began = time.perf_counter()
    try:
        found = facts.city(folder)
    except Mistake as mistake:
        found, told = None, str(mistake)
        assert 10 < len(told.encode()) < 2000 and folder.name in told, told
        assert not re.search(r"np\.|object at 0x|Traceback|(?<![.\w'])nan\b(?!')", told.replace("'nan'", "")), told
    assert time.perf_counter() - began < SECONDS
    return found


def meant(cell: str) -> float:
    """What a cell says to somebody who knows only plain digits; NaN for no number, and for one that no computer can tell from 0."""
    plain = "".join(str(unicodedata.decimal(c, c)) for c in cell if c not in "_ '\u2019\u00a0\u202f\u200b\ufeff€")
    if not re.fullmatch(r"-?(\d+[.]?\d*|[.]\d+)(e[+-]?\d+)?", plain, re.ASCII | re.IGNORECASE):
        return math.nan
    value = float(plain)
    return value if value or not re.search("[1-9]", re.split("e", plain, flags=re.IGNORECASE)[0]) else math.nan


def check(found: facts.CityFacts, name: str, rows: list[list[str]]) -> None:
    """The numbers of one table of a city that was taken are those of ``rows``."""
    head = {re.sub(r"[\W_]+", "_", said.casefold()).strip("_"): k for k, said in enumerate(rows[0])}
    lines = {row[0].strip(): row for row in rows[1:]}
    if name == "districts":
        places = {"x_km": found.districts.x_km, "y_km": found.districts.y_km}
        got = {column: dict(zip(found.districts.codes, values, strict=True)) for column, values in places.items()}
    else:
        columns = [f"{low}_{high}" for low, high in found.ages] if name == "age" else [said for said in TABLES[name][0] if said != "code"]
        head.setdefault("80_99", head.get("80", -1))
        got = {c: dict(zip(found.districts.codes, found.counts[name][:, k], strict=True)) for k, c in enumerate(columns)}
    for column, values in got.items():
        for code, value in values.items():
            wanted = meant(lines[code][head[column.casefold()]])
            unpublished = (name == "income" and wanted in (0, math.nan)) or math.isnan(wanted)
            assert value == wanted or (name == "income" and math.isnan(value) and unpublished), (name, column, code, value, wanted)


def rows_in(data: bytes) -> list[list[str]]:
    """Rows of bytes that were taken for a table, by a plain reading."""
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    head = next(line for line in text.split("\n") if line.strip(" ,;\t|"))
    separator = max(",;\t|", key=head.count)
    read = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    return [[cell.strip() for cell in row] for row in read if any(cell.strip() for cell in row) and not row[0].startswith("sep=")]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The town as it is meant, and its folder."""
    folder = town(tmp_path_factory.mktemp("whole") / "town")
    return folder, facts.city(folder)


def try_saved_otherwise(whole: tuple, folder: Path, luck: random.Random) -> bool:
    name = luck.choice(list(TABLES))
    (folder / f"{name}.csv").write_bytes(render(texts_of(name), luck))
    found = taken(folder)
    if found:
        assert all(np.array_equal(found.counts[t], whole[1].counts[t]) for t in found.counts)
        assert np.array_equal(found.travel, whole[1].travel) and found.districts.names == whole[1].districts.names
    return found is not None


def try_damaged(whole: tuple, folder: Path, luck: random.Random) -> bool:
    name = luck.choice(list(TABLES))
    rows = luck.choice(DAMAGES)(texts_of(name), luck)
    data = io.StringIO(newline="")
    csv.writer(data).writerows(rows)
    (folder / f"{name}.csv").write_text(data.getvalue(), encoding="utf-8", newline="")
    found = taken(folder)
    if found:
        check(found, name, rows)
    return found is not None


def try_bytes(whole: tuple, folder: Path, luck: random.Random) -> bool:
    file = folder / f"{luck.choice(list(TABLES))}.csv"
    data = file.read_bytes()
    data = garbled(data, luck) if luck.random() < 0.6 else mutated(data.decode(), luck)
    file.write_bytes(data)
    found = taken(folder)
    if found:
        check(found, file.stem, rows_in(data))
    return found is not None


def try_about(whole: tuple, folder: Path, luck: random.Random) -> bool:
    (folder / "city.yaml").write_bytes(mutated(ABOUT, luck))
    return taken(folder) is not None


def try_displaced(whole: tuple, folder: Path, luck: random.Random) -> bool:
    displaced(folder / luck.choice(["city.yaml", *(f"{name}.csv" for name in TABLES)]), luck)
    found = taken(folder)
    assert not found or len(list(folder.iterdir())) == 9
    return found is not None


WAYS = (try_saved_otherwise, try_damaged, try_bytes, try_about, try_displaced)
TIMES = {try_saved_otherwise: 60, try_damaged: 80, try_bytes: 80, try_about: 30, try_displaced: 8}


def tried(way, whole: tuple, home: Path, times: int) -> int:
    """So many folders gone wrong, always the same ones; how many were taken."""
    luck, count = random.Random(way.__name__), 0
    for n in range(times):
        folder = shutil.copytree(whole[0], home / f"town{n}")
        try:
            count += way(whole, folder, luck)
        except Exception as error:
            raise AssertionError(f"{way.__name__} {n}: {folder}") from error
        shutil.rmtree(folder)
    return count


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_city_that_is_taken_was_understood(way, whole, tmp_path):
    count = tried(way, whole, tmp_path, TIMES[way])
    assert count < TIMES[way] and (count > 0 or way is try_displaced), "a test in which all or none pass tests nothing"


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_thousands_of_cities_that_are_taken_were_understood(way, whole, tmp_path):
    tried(way, whole, tmp_path, 20 * TIMES[way])
