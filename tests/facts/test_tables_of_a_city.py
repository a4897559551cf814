"""A planner's tables are understood however they were saved, or refused by file, row, column and value with what to write instead."""

import os

import numpy as np
import pytest

from sim import facts
from sim.declare import Mistake
from sim.facts.cities_of_counts import HOME
from sim.facts.columns_of_counts import TABLES as DECLARED
from sim.facts.columns_of_counts import columns_of
from tests.facts.town_in_files import ABOUT, TABLES, each_cell, town, with_cells, written


def same(found, other):
    """Whether two cities hold the same counts."""
    return (
        found.districts.codes == other.districts.codes
        and found.districts.names == other.districts.names
        and np.array_equal(found.travel, other.travel)
        and found.ages == other.ages
        and all(np.array_equal(found.counts[name], other.counts[name], equal_nan=True) for name in other.counts)
    )


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The town as it is meant."""
    return facts.city(town(tmp_path_factory.mktemp("plain") / "town"))


def grouped(mark):
    """A count with thousands parted."""
    return lambda cell: f"{cell:,}".replace(",", mark)


def spread(rows, blank=1, every=1):
    """Rows with blank ones between them, and at the end."""
    return [line for n, row in enumerate(rows) for line in (row, *([[""] * len(row)] * (blank if n % every == 0 else 0)))]


UNDERSTOOD = {
    "a mark at the beginning": lambda rows: b"\xef\xbb\xbf" + written(rows).encode(),
    "semicolons": lambda rows: written(rows, ";").encode(),
    "tabs": lambda rows: written(rows, "\t").encode(),
    "bars": lambda rows: written(rows, "|").encode(),
    "a row that names the separator": lambda rows: ("sep=;\n" + written(rows, ";")).encode(),
    "other line ends": lambda rows: written(rows, end="\r\n").encode(),
    "old line ends": lambda rows: written(rows, end="\r").encode(),
    "no last line end": lambda rows: written(rows).rstrip("\n").encode(),
    "blank lines": lambda rows: ("\n\n" + written(rows).replace("\n", "\n\n")).encode(),
    "blank rows": lambda rows: written(spread(rows)).encode(),
    "blank last columns": lambda rows: written([[*row, "", ""] for row in rows]).encode(),
    "everything in quotes": lambda rows: "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows).encode(),
    "spaces around cells": lambda rows: written([[f"  {cell} " for cell in row] for row in rows]).encode(),
    "capital names": lambda rows: written([[str(name).upper() for name in rows[0]], *rows[1:]]).encode(),
    "names with spaces": lambda rows: written([[str(name).replace("_", " ").replace("-", " - ") for name in rows[0]], *rows[1:]]).encode(),
    "columns in another order": lambda rows: written([[row[0], *row[:0:-1]] for row in rows]).encode(),
    "rows in another order": lambda rows: written([rows[0], *rows[:0:-1]]).encode(),
}


ORDERED = {("columns in another order", "age"), ("rows in another order", "districts")}
"""Age bands follow each other, and the order of districts.csv is the city's."""


@pytest.mark.parametrize(("way", "name"), [(way, name) for way in UNDERSTOOD for name in DECLARED if (way, name) not in ORDERED])
def test_every_table_is_understood_however_it_was_saved(tmp_path, plain, way, name):
    folder = town(tmp_path / "town")
    (folder / f"{name}.csv").write_bytes(UNDERSTOOD[way](TABLES[name]))
    assert same(facts.city(folder), plain)


@pytest.mark.parametrize("name", ["age", "sex", "attainment", "activity", "households", "income", "jobs"])
@pytest.mark.parametrize("mark", [",", ".", " ", "'", "\u2019", "\u00a0", "\u202f", "_"])
def test_thousands_are_read_or_asked_about_in_every_table_and_never_taken_for_decimals(tmp_path, plain, name, mark):
    folder = town(tmp_path / "town", **{name: each_cell(name, grouped(mark))})
    if mark in ",.":
        with pytest.raises(Mistake, match=rf"{name}\.csv: row 2: .* may mean \d+ or [\d.]+: write \d+"):
            facts.city(folder)
    else:
        assert same(facts.city(folder), plain)


def test_a_file_that_shows_its_decimal_mark_is_read_with_it(tmp_path, plain):
    """The rest of the file says what 24.000 means: one number of another form is enough."""
    folder = town(tmp_path / "town", income=each_cell("income", grouped(".")))
    rows = each_cell("income", grouped("."))
    rows[1][1] = "30.000,00"
    (folder / "income.csv").write_text(written(rows, ";"))
    assert same(facts.city(folder), plain)
    rows[2][1] = "31,875.00"
    (folder / "income.csv").write_text(written(rows, ";"))
    with pytest.raises(Mistake, match=r"income.csv: row 3: mean: '31,875.00' has a decimal point, but .*row 2: mean: '30.000,00'"):
        facts.city(folder)


def test_decimal_commas_in_kilometres_and_money_are_read(tmp_path, plain):
    comma = [[str(cell).replace(".", ",") for cell in row] for row in TABLES["districts"]]
    income = each_cell("income", lambda n: f"€ {n},00" if n > 20000 else n)
    assert same(facts.city(town(tmp_path / "town", districts=comma, income=income)), plain)
    folder = town(tmp_path / "other", districts=with_cells("districts", {(3, "x_km"): "2.345", (3, "y_km"): "-1.234"}))
    assert facts.city(folder).districts.x_km[3] == 2.345, "nobody lives 2,345 km from the centre"


REFUSED = [
    ("sex", {(0, "men"): ""}, "sex.csv: row 2: men must be a whole number of people in 0..100,000,000; '' is empty"),
    ("jobs", {(1, "P"): "x"}, "jobs.csv: row 3: P must be a whole number of jobs in 0..100,000,000; 'x' holds no number"),
    ("age", {(2, "0-6"): "-5"}, "age.csv: row 4: 0-6 = -5, counts are 0 or more"),
    ("households", {(0, "one_person"): "0.42"}, "households.csv: row 2: one_person must be a whole number of households"),
    ("jobs", {(0, "C"): "3.19"}, "'3.19' is no whole number: write 3190 if it stands in thousands, 3 if not"),
    ("age", {(0, "0-6"): "1e308"}, "0-6 = 1e+308 is outside 0..100,000,000 (people)"),
    ("activity", {(3, "employed"): "inf"}, "'inf' is not a number: it has no end"),
    ("activity", {(3, "employed"): "46%"}, "'46%' is written with '%'"),
    ("sex", {(0, "men"): "9" * 5000}, "is 5,000 characters long"),
    ("sex", {(0, "men"): "15190*"}, "notes and letters have no place"),
    ("sex", {(0, "men"): "<5"}, "a bound: write one number"),
    ("income", {(0, "mean"): "30.000"}, "income.csv: row 2: mean must be a number of EUR a year"),
    ("income", {(0, "mean"): "-30000"}, "mean = -30000 is outside 0..10,000,000 (EUR a year)"),
    ("districts", {(0, "x_km"): ""}, "districts.csv: row 2: x_km must be a number of km in -300..300; '' is empty"),
    ("districts", {(0, "x_km"): "0.5°"}, "'0.5°' is not a number"),
    ("districts", {(0, "code"): ""}, "districts.csv: row 2: code is empty"),
    ("age", {(0, "code"): "1"}, "district '01' of districts.csv has no row - but '1' has: a spreadsheet takes zeros away"),
    ("sex", {(1, "code"): "01"}, "sex.csv: row 3: code '01' already stands in row 2"),
    ("sex", {(1, "code"): "O2"}, "district '02' of districts.csv has no row"),
    ("jobs", {(3, "code"): "Total"}, "jobs.csv: row 5: 'Total' is no district but a row of totals"),
]


@pytest.mark.parametrize(("name", "cells", "told"), REFUSED, ids=lambda v: str(v)[:40])
def test_a_cell_that_cannot_be_meant_is_refused_by_place_and_value(tmp_path, name, cells, told):
    with pytest.raises(Mistake) as mistake:
        facts.city(town(tmp_path / "town", **{name: with_cells(name, cells)}))
    said = str(mistake.value)
    assert told in said and "np." not in said and len(said) < 600


def heads(name, old, new):
    return [[new if cell == old else cell for cell in TABLES[name][0]], *TABLES[name][1:]]


HEADS = [
    ("sex", heads("sex", "men", "man"), "sex.csv: row 1: column 'men' is missing - did you mean 'man'?"),
    ("sex", [[*row, "x" if n else "boys"] for n, row in enumerate(TABLES["sex"])], "unknown column 'boys'"),
    ("sex", [[*row, 31000 if n else "Total"] for n, row in enumerate(TABLES["sex"])], "'Total': a column of totals has no place, take it"),
    ("sex", heads("sex", "women", "Men"), "row 1: column 'men' is there twice"),
    ("sex", [[*row, 5 if n else ""] for n, row in enumerate(TABLES["sex"])], "row 2: has 4 cells, needs 3"),
    ("sex", [["code", "men", ""], *TABLES["sex"][1:]], "row 2: has 3 cells, needs 2"),
    ("sex", [["code", "", "women"], *TABLES["sex"][1:]], "row 1: column 2 has no name"),
    ("sex", TABLES["sex"][1:], "row 1: column 'code' is missing"),
    ("sex", [["Residents by sex"], *TABLES["sex"]], "sex.csv: row 2: has 3 cells, needs 1: the first row must hold the names"),
    ("sex", [*TABLES["sex"], ["Source: the city"]], "row 6: has 1 cell, needs 3: 'Source: the city'; notes have no place in a table"),
    ("sex", [*TABLES["sex"][:2], ["02", 11760], *TABLES["sex"][3:]], "row 3: has 2 cells, needs 3"),
    ("sex", TABLES["sex"][:1], "needs a row of column names and at least one row below"),
    ("sex", TABLES["sex"][:4], "district '04' of districts.csv has no row"),
    ("age", heads("age", "7-15", "Jul-15"), "column 'Jul-15' is not an age band such as 25-29 or 85+: has a spreadsheet made a date"),
    ("age", heads("age", "80+", "Total"), "column 'Total' is not an age band such as 25-29 or 85+: a column of totals"),
    ("age", heads("age", "7-15", "8-15"), "row 1: age band 8-15 should start at 7"),
    ("age", heads("age", "7-15", "0-6"), "column '0-6' is there twice"),
    ("age", heads("age", "80+", "80"), "column '80' is not an age band"),
]


@pytest.mark.parametrize(("name", "rows", "told"), HEADS, ids=lambda v: str(v)[:40])
def test_columns_and_rows_that_cannot_be_meant_are_refused(tmp_path, name, rows, told):
    with pytest.raises(Mistake) as mistake:
        facts.city(town(tmp_path / "town", **{name: rows}))
    assert told in str(mistake.value)


def test_row_numbers_count_blank_rows_as_a_spreadsheet_does(tmp_path):
    rows = with_cells("sex", {(3, "men"): "x"})
    folder = town(tmp_path / "town")
    (folder / "sex.csv").write_text(written([*rows[:3], ["", "", ""], *rows[3:]]).replace("\n03", "\n\n03"))
    with pytest.raises(Mistake, match=r"sex\.csv: row 7: men must be"):
        facts.city(folder)
    rows = with_cells("sex", {(3, "men"): 99999})
    (folder / "sex.csv").write_text(written([*rows[:3], ["", "", ""], *rows[3:]]))
    with pytest.raises(Mistake, match=r"sex\.csv: row 6 \(district '04'\): adds up to"):
        facts.city(folder)
    (folder / "sex.csv").write_text('code,men,women\n"01\n",15190,15810\n02,11760\n')
    with pytest.raises(Mistake, match=r"sex\.csv: row 3: has 2 cells"):
        facts.city(folder)


BYTES = [
    (written(TABLES["districts"]).replace("Lindenau", "Ylöjärvi").encode("latin-1"), "districts.csv: line 5: is not text in UTF-8"),
    (written(TABLES["districts"]).encode("utf-16"), "in UTF-16; save it as UTF-8"),
    (written(TABLES["districts"]).encode("utf-16-le"), "UTF-16; save it as UTF-8"),
    (written(TABLES["districts"]).encode() + b"\0", "it holds bytes of 0"),
    (b"PK\x03\x04" + bytes(200), "districts.csv: is"),
    (b"", "districts.csv: needs a row of column names"),
    (b"\n" * 1000, "districts.csv: needs a row of column names"),
    (b"x" * 20_000_001, "larger than 20 MB"),
    (b'code,name,x_km,y_km\n"01,Harbour,1,1\n', "districts.csv: row 2: not a row of a CSV file"),
    (b'code,name,x_km,y_km\n01,"Har"bour,1,1\n', "districts.csv: row 2: not a row of a CSV file"),
    (b"code,name,x_km,y_km\n01,Harbour,0,5,0,2\n", "row 2: has 6 cells, needs 4"),
    (b"code,name,x_km,y_km\n01," + b"a" * 200_000 + b",1,1\n", "districts.csv: row 2: not a row of a CSV file"),
    (b",".join([b"code"] * 3000) + b"\n1\n", "more than 100,000 rows or 2,000 columns"),
    ("code,name,x_km,y_km\n" + "".join(f"{n},d{n},{n / 100},0\n" for n in range(257)), "has 257 districts; a city may have at most 256"),
]


@pytest.mark.parametrize(("data", "told"), BYTES, ids=lambda v: str(v)[:30])
def test_bytes_that_are_no_table_are_refused_with_what_to_do(tmp_path, data, told):
    folder = town(tmp_path / "town")
    (folder / "districts.csv").write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(Mistake) as mistake:
        facts.city(folder)
    assert told in str(mistake.value) and len(str(mistake.value)) < 600


def test_what_stands_in_place_of_a_file_is_named(tmp_path):
    folder = town(tmp_path / "town")
    jobs = folder / "jobs.csv"

    def told():
        with pytest.raises(Mistake) as mistake:
            facts.city(folder)
        return str(mistake.value)

    jobs.rename(folder / "Jobs.CSV")
    if not jobs.exists():
        assert "jobs.csv: the file is missing; there is 'Jobs.CSV': name it jobs.csv" in told()
    (folder / "Jobs.CSV").rename(folder / "jobs.xlsx")
    assert "there is 'jobs.xlsx': save it as 'CSV UTF-8' and name it jobs.csv" in told()
    (folder / "jobs.xlsx").rename(folder / "jbos.csv")
    assert "there is 'jbos.csv': name it jobs.csv" in told()
    (folder / "jbos.csv").rename(folder / "jobs.csv.bak")
    assert told().endswith("jobs.csv: the file is missing")
    jobs.mkdir()
    assert "jobs.csv: is a folder, not a file" in told()
    jobs.rmdir()
    jobs.symlink_to(folder / "nowhere")
    assert "jobs.csv: is a link that leads to no file" in told()
    jobs.unlink()
    jobs.symlink_to(jobs)
    assert "jobs.csv: is a link that leads to no file" in told()
    jobs.unlink()
    os.mkfifo(jobs)
    assert "jobs.csv: the file is missing" in told() or "is not a plain file" in told()
    jobs.unlink()
    jobs.symlink_to(folder / "jobs.csv.bak")
    facts.city(folder)


def test_the_files_of_a_city_are_exactly_those_it_is_read_from(tmp_path):
    folder = town(tmp_path / "town")
    wanted = ["city.yaml", *(f"{name}.csv" for name in DECLARED)]
    litter = (
        ".DS_Store",
        "._jobs.csv",
        ".~lock.jobs.csv#",
        "~$jobs.xlsx",
        "jobs.csv~",
        "#jobs.csv#",
        "jobs.csv.bak",
        "Thumbs.db",
        "notes.md",
    )
    for name in litter:
        (folder / name).write_text("x")
    assert [file.name for file in facts.files_of(folder)] == wanted and facts.unread_in(folder) == []
    for name in ("jobs_2019.csv", "Sex2.csv", "city.yml", "income.xlsx"):
        (folder / name).write_text("x")
    assert [file.name for file in facts.files_of(str(folder))] == wanted
    told = facts.unread_in(folder)
    assert len(told) == 4 and "'jobs_2019.csv': not used - did you mean 'jobs.csv'?" in told
    facts.city(folder)
    for file in facts.files_of(folder):
        kept = file.read_bytes()
        file.unlink()
        with pytest.raises(Mistake, match=f"{file.name}: the file is missing"):
            facts.city(folder)
        file.write_bytes(kept)
    assert {file.parent for file in facts.files_of("helsinki")} == {HOME / "helsinki"}


def test_a_name_means_the_embedded_city_and_a_path_the_folder(tmp_path, monkeypatch):
    town(tmp_path / "helsinki")
    monkeypatch.chdir(tmp_path)
    assert facts.city("helsinki").title == "Helsinki" and facts.files_of("helsinki")[0].parent == HOME / "helsinki"
    assert facts.city("./helsinki").title == "Examplestadt" and facts.city(tmp_path / "helsinki").title == "Examplestadt"
    for name in ("a" * 5000, "a\0b", "nowhere/at/all"):
        with pytest.raises(Mistake, match="city"):
            facts.city(name)


ABOUTS = [
    ("title: Examplestadt", "title: 5", "title must be the city's name, not 5: put it in quotes"),
    ("title: Examplestadt", "title:", "title must be the city's name, not null"),
    ("year: 2023", "year: 2023.5", "year must be a whole number in 1900..2200, not 2023.5"),
    ("year: 2023", "year: 2023\nyear: 2019", "'year' is there twice"),
    ("in_migration: 0.03", "in_migration: 3", "in_migration must be a number in 0..0.3, not 3: per cent? write 0.03"),
    ("foreign_share: 0.1", "foreign_share: 10", "foreign_share must be a number in 0..0.95, not 10: per cent? write 0.1"),
    ("mean_wage: 3200", "mean_wage: 3.200 EUR", "mean_wage must be a number in 50..50000: '3.200 EUR' may mean 3200 or 3.200"),
    ("mean_wage: 3200", "mean_wage: true", "mean_wage must be a number in 50..50000, not true"),
    ("mean_wage: 3200", "mean_wage: [3200]", "mean_wage must be a number in 50..50000, not [3200]"),
    ("source: invented", "source: 5", "tables: districts: source must be a text, not 5"),
    ("  jobs: {", "  job: {", "tables: unknown table 'job' - did you mean 'jobs'?"),
    ("tables:", "assumed: [a]\ntables:", "assumed must map each number to its reason"),
]


@pytest.mark.parametrize(("old", "new", "told"), ABOUTS)
def test_city_yaml_is_held_to_the_same_rules(tmp_path, old, new, told):
    folder = town(tmp_path / "town")
    (folder / "city.yaml").write_text(ABOUT.replace(old, new, 1))
    with pytest.raises(Mistake) as mistake:
        facts.city(folder)
    assert told in str(mistake.value)


def test_city_yaml_understands_numbers_and_names_as_people_write_them(tmp_path):
    folder = town(tmp_path / "town")
    text = ABOUT.replace("title: Examplestadt", "title: NO").replace("0.03\n", "3%\n").replace("0.1\n", "'10 %'\n")
    (folder / "city.yaml").write_text(text.replace("3200", "€ 3200,50"))
    found = facts.city(folder)
    assert (found.title, found.in_migration, found.foreign_share, found.mean_wage, found.year) == ("NO", 0.03, 0.1, 3200.5, 2023)
    (folder / "city.yaml").write_bytes(ABOUT.replace("Examplestadt", "Jyväskylä").encode("latin-1"))
    with pytest.raises(Mistake, match=r"city\.yaml: line 1: is not text in UTF-8"):
        facts.city(folder)
    (folder / "city.yaml").write_bytes(b"\xef\xbb\xbf" + ABOUT.replace("Examplestadt", "Jyväskylä").encode())
    assert facts.city(folder).title == "Jyväskylä"


def test_every_column_of_every_table_is_declared_with_unit_range_and_meaning():
    for name in DECLARED:
        columns = columns_of(name)
        assert columns[0].name == "code" and all(column.table == name and column.meaning for column in columns)
        assert all(column.is_text or column.low < column.high for column in columns)
        if name != "age":
            embedded = (HOME / "helsinki" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
            assert [column.name for column in columns] == embedded.split(",")
