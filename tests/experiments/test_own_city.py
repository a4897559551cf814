"""A planner brings a city: templates that run, everything that is missing at once, and what is borrowed says so."""

import csv
import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

import sim
from experiments import cli, own_city
from experiments.own_city import borrowing, missing, templates
from sim import facts
from sim.declare import Mistake
from sim.facts.cities_of_counts import HOME, NUMBERS
from sim.facts.columns_of_counts import CLASSES, TABLES, columns_of

PAGE = (Path(own_city.__file__).parent / "OWN_CITY.md").read_text(encoding="utf-8")
LENT = [name for name in TABLES if name != "districts"]
COLUMNS = [(name, column.name) for name in LENT if name != "age" for column in columns_of(name)[1:]]


@pytest.fixture
def folder(tmp_path):
    """A copy of Medellin, as a folder of one's own."""
    return Path(shutil.copytree(HOME / "medellin", tmp_path / "mine"))


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def without_column(file, name):
    head, *lines = csv.reader(file.read_text(encoding="utf-8").splitlines())
    at = head.index(name)
    file.write_text(templates.as_csv(head[:at] + head[at + 1 :], [line[:at] + line[at + 1 :] for line in lines]), encoding="utf-8")


def without_key(folder, name):
    file = folder / "city.yaml"
    text, count = re.subn(rf"^{name}:.*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert count == 1
    file.write_text(text, encoding="utf-8")


def espoo(folder):
    """The folder that the page types."""
    folder.mkdir()
    for name, text in re.findall(r"```\w+ (\S+)\n(.*?)```", PAGE, re.DOTALL):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("like", facts.cities())
def test_a_city_of_untouched_templates_lives(tmp_path, like):
    home = templates.write(str(tmp_path / "new"), like)
    assert facts.unread_in(home) == [] and missing.missing_in(home) == []
    known = facts.city(home)
    assert len(known.districts) == 2 and all(entry["source"].startswith("example: ") for entry in known.tables.values())
    city = sim.City(home, residents=400, seed=1)
    city.run(months=2)
    assert city.history.unemployment.iloc[-1] < 0.5


def test_every_key_and_column_is_explained(tmp_path):
    home = templates.write(str(tmp_path / "new"), "helsinki")
    assert list(templates.MEANING) == ["title", *NUMBERS]
    about, said = ((home / name).read_text(encoding="utf-8") for name in ("city.yaml", "COLUMNS.md"))
    assert all(
        re.search(rf"^{key}: .* # {unit}.*: {re.escape(meaning)}", about, re.M) for key, (unit, meaning) in templates.MEANING.items()
    )
    for name in TABLES:
        part = said.partition(f"## {name}.csv")[2].partition("\n## ")[0]
        head = (home / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
        declared = {column.name: column for column in columns_of(name)}
        for column in head:
            (row,) = re.findall(rf"^\| {re.escape(column)} \| (.*) \|$", part, re.MULTILINE)
            assert row.startswith(declared[column].unit if column in declared else "people")
            assert ("may be blank" in row) == (column in declared and declared[column].optional)


def test_a_folder_is_never_overwritten(folder, capsys):
    before = contents(folder)
    assert cli.main(["city", "--new", str(folder)]) == 2
    assert "nothing is overwritten" in capsys.readouterr().err and contents(folder) == before


def test_all_that_is_missing_is_told_at_once_and_what_can_be_borrowed(folder, capsys):
    for name in ("jobs", "districts"):
        (folder / f"{name}.csv").unlink()
    without_column(folder / "income.csv", "median")
    without_column(folder / "sex.csv", "men")
    for key in ("title", "mean_wage"):
        without_key(folder, key)
    assert cli.main(["city", str(folder)]) == 2
    own, lent = capsys.readouterr().err.split("what another city can lend")
    assert "6 things are missing" in own and "city.yaml: key title" in own and "districts.csv: the file is missing" in own
    assert "city.yaml: key mean_wage" in lent and "jobs.csv: the file is missing" in lent
    assert "sex.csv: column 'men'" in lent and "income.csv: column 'median'" in lent


def test_a_slip_of_the_pen_is_told_with_the_name_that_is_meant(folder):
    file = folder / "attainment.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("isced_7_8", "isced_78", 1), encoding="utf-8")
    assert [one.told for one in missing.missing_in(folder)] == ["column 'isced_7_8' - did you mean 'isced_78'?"]


@pytest.mark.parametrize("name", LENT)
def test_who_borrows_a_table_from_its_own_city_gets_its_totals(folder, name):
    before, known = contents(folder), facts.city("medellin")
    (folder / f"{name}.csv").unlink()
    borrowing.borrow(str(folder), "medellin")
    mine, after = facts.city(folder), contents(folder)
    assert (
        mine.tables[name]["source"].startswith("borrowed from Medellin 2018: ")
        and mine.tables[name]["licence"] == known.tables[name]["licence"]
    )
    assert all(after[file] == data for file, data in before.items() if file not in ("city.yaml", f"{name}.csv"))
    assert after["city.yaml.bak"] == before["city.yaml"] and b"# EUR a month" in after["city.yaml"]
    wanted, got = known.counts[name], mine.counts[name]
    if name == "income":
        people = known.counts["attainment"].sum(axis=1)
        published = ~np.isnan(wanted[:, 1])
        assert np.allclose(got[:, 1], np.average(wanted[published, 1], weights=people[published]), atol=1)
        assert np.isnan(got[:, 2:]).all(), "classes that nobody told of stay blank"
    else:
        assert np.allclose(got.sum(axis=0), wanted.sum(axis=0), atol=len(got) / 2 + 0.02 * wanted.sum(axis=0))


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_any_column_can_be_borrowed_and_the_others_stay(folder, table, column):
    known = facts.city("medellin")
    without_column(folder / f"{table}.csv", column)
    borrowing.borrow(str(folder), "helsinki")
    mine, names = facts.city(folder), [one.name for one in columns_of(table)][1:]
    assert mine.assumed[f"{table}.{column}"].startswith("not published" if column in CLASSES else "borrowed from Helsinki 2022: ")
    at = names.index(column)
    others = [k for k in range(len(names)) if k != at]
    assert np.array_equal(mine.counts[table][:, others], known.counts[table][:, others], equal_nan=True)
    if table in ("sex", "attainment", "activity"):
        assert np.allclose(mine.counts[table].sum(axis=1), known.counts[table].sum(axis=1), atol=0.02 * known.districts.people + 20)


@pytest.mark.parametrize("key", [key for key in NUMBERS if key != "year"])
def test_any_number_can_be_borrowed(folder, key):
    without_key(folder, key)
    borrowing.borrow(str(folder), "medellin")
    mine = facts.city(folder)
    assert np.isclose(getattr(mine, key), getattr(facts.city("medellin"), key), rtol=0.001)
    assert mine.assumed[key].startswith("borrowed from Medellin 2018")
    assert missing.missing_in(folder) == [] and "nothing is missing" in borrowing.borrow(str(folder), "helsinki")[0]


def test_what_only_the_city_can_tell_is_not_borrowed_and_nothing_is_written(folder):
    (folder / "jobs.csv").unlink()
    without_key(folder, "title")
    before = contents(folder)
    with pytest.raises(Mistake, match=r"only the city itself can tell these:\n  city.yaml: key title$"):
        borrowing.borrow(str(folder), "medellin")
    assert contents(folder) == before


def test_a_folder_that_could_not_be_read_afterwards_is_left_as_it_is(folder):
    (folder / "jobs.csv").unlink()
    file = folder / "sex.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("48217", "many"), encoding="utf-8")
    before = contents(folder)
    with pytest.raises(Mistake, match=rf"nothing was borrowed: {re.escape(str(file))}: row 2: men .* 'many'"):
        borrowing.borrow(str(folder), "medellin")
    assert contents(folder) == before


def test_a_city_that_comes_with_the_program_borrows_nothing():
    home = HOME / "helsinki"
    with pytest.raises(Mistake, match="comes with Learning City"):
        borrowing.borrow("helsinki", "medellin")
    assert not list(home.glob("*.bak"))


def test_ages_are_borrowed_for_those_who_are_counted_by_sex(folder):
    for name in ("age", "activity"):
        (folder / f"{name}.csv").unlink()
    borrowing.borrow(str(folder), "helsinki")
    mine, known = facts.city(folder), facts.city("medellin")
    assert mine.ages == facts.city("helsinki").ages
    assert np.allclose(mine.districts.people, known.counts["sex"].sum(axis=1), atol=10)
    (folder / "sex.csv").unlink()
    (folder / "age.csv").unlink()
    (folder / "activity.csv").unlink()
    assert not any(one.lent for one in missing.missing_in(folder) if one.table)


def test_a_table_as_a_spreadsheet_saves_it_keeps_its_marks(folder):
    file = folder / "households.csv"
    head, *lines = [line.split(",")[:-1] for line in file.read_text(encoding="utf-8").splitlines()]
    file.write_text("\n".join(";".join(row) for row in [[name.upper() for name in head], *lines]), encoding="utf-8")
    borrowing.borrow(str(folder), "medellin")
    assert file.read_text(encoding="utf-8").startswith("CODE;HOUSEHOLDS;ONE_PERSON;WITH_CHILDREN;one_parent\n")
    assert facts.city(folder).counts["households"][:, 3].sum() > 0


def test_a_manifest_written_in_one_line_keeps_what_it_says(folder):
    told = {name: {"source": "our office", "licence": "CC0"} for name in TABLES}
    about = {"title": "Mine", "year": 2022, "attainment_from": 18, "tables": told, "assumed": {"mean_wage": "asked around"}}
    (folder / "city.yaml").write_text(json.dumps(about), encoding="utf-8")
    (folder / "jobs.csv").unlink()
    borrowing.borrow(str(folder), "helsinki")
    mine = facts.city(folder)
    assert mine.tables["sex"]["source"] == "our office" and mine.tables["jobs"]["source"].startswith("borrowed")
    assert mine.assumed["mean_wage"].startswith("borrowed")
    ratio = [np.nanmedian(city.counts["income"][:, 0]) / city.mean_wage for city in (mine, facts.city("helsinki"))]
    assert np.isclose(*ratio, rtol=0.01), "the wage goes with the city's own incomes"


@pytest.mark.slow
def test_espoo_of_the_page_says_what_it_lacks_borrows_it_and_shows_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    espoo(tmp_path / "espoo")
    assert cli.main(["city", "espoo"]) == 2
    (said,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert capsys.readouterr().err == said
    assert cli.main(["city", "espoo", "--borrow", "helsinki", "--residents", "500"]) == 0
    assert "households.one_person: borrowed from Helsinki 2022" in capsys.readouterr().out
    assert facts.city("espoo").jobs.sum() == 120_676, "every workplace of the table is in one sector"
    assert cli.main(["run", "city=espoo", "residents=400", "months=6", "seeds=2", "burn_in=2", "workers=1", "output=out"]) == 0
    (folder,) = (tmp_path / "out").iterdir()
    lacking = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["city"]["assumed"]
    assert lacking["mean_wage"].startswith("borrowed from Helsinki 2022")
    assert "borrowed from Helsinki 2022" in (folder / "report.html").read_text(encoding="utf-8")
