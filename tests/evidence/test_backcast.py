"""Back-casts: an observed course is met, an imposed slump makes unemployment, and what cannot be meant is said."""

import json

import numpy as np
import pandas as pd
import pytest

from experiments import cli
from experiments.evidence.backcast import course, driver, inputs, lived, page
from experiments.evidence.backcast.course import Course
from experiments.inputs import seeds
from sim.declare import Mistake

MONTHS = 24


def written(tmp_path, values, first="2015-01", name="course.csv"):
    """A course as a user would write it."""
    file = tmp_path / name
    file.write_text("month,value\n" + "".join(f"{course.months_after(first, n)},{value}\n" for n, value in enumerate(values)))
    return file


@pytest.fixture(scope="module")
def young():
    """A city large enough for single posts not to matter."""
    setting = inputs.BackcastInputs(residents=10_000, months=MONTHS, burn_in=24, seeds=(1,), workers=1, imposes="demand", path="",
                                    course=Course("2015-01", (1.0,) * MONTHS))  # fmt: skip
    return setting.burn_in_city(seeds.first("backcast"))


def unemployment(city):
    """Mean of the last half year."""
    return float(city.history.unemployment.to_numpy()[-6:].mean())


def test_an_imposed_fall_of_demand_is_lived_as_it_is_and_makes_unemployment(young):
    falling = tuple(1 - 0.08 * min(1, n / 12) for n in range(MONTHS))
    city, months = driver.impose(young, falling, "demand")
    assert max(abs(month.gap) for month in months) < driver.NEAR
    assert [month.factor for month in months] == pytest.approx(falling)
    assert unemployment(city) > unemployment(young.branch().run(MONTHS)) + 0.01


def test_an_imposed_course_of_vacancies_is_met_in_every_month_and_makes_unemployment(young):
    falling = tuple(1 - 0.5 * min(1, n / 12) for n in range(MONTHS))
    city, months = driver.impose(young, falling, "vacancies")
    assert max(abs(month.gap) for month in months) < driver.NEAR
    wanted = driver.usual_vacancies(young) * np.array(falling)
    assert [month.wanted for month in months] == pytest.approx(wanted)
    assert city.observations.counts(since=1).vacancies == pytest.approx(wanted, rel=driver.NEAR)
    assert unemployment(city) > unemployment(young.branch().run(MONTHS)) + 0.01


def test_a_level_course_of_demand_changes_not_one_bit(young):
    city, _ = driver.impose(young, (1.0,) * 6, "demand")
    pd.testing.assert_frame_equal(city.history, young.branch().run(6).history)


def test_the_city_that_is_tried_on_copies_is_left_as_it_is(young):
    month, jobs = young.month, young.residents.activity.copy()
    driver.impose(young, (1.0, 0.9), "vacancies")
    assert young.month == month and (young.residents.activity == jobs).all()


@pytest.mark.parametrize("target", [0, 37, 100, 163, 400])
def test_the_factor_is_found_where_answers_go_by_steps(target):
    def answer(factor):
        asked.append(factor)
        return float(np.floor(100 + 2000 * (factor - 1)).clip(0, 400))

    asked = []
    found = driver.factor_for(answer, target, 1.0)
    assert abs(answer(found) - target) <= 1 and len(asked) <= driver.TRIES + 1


def test_what_cannot_be_reached_ends_at_the_nearest_and_not_in_an_endless_search():
    assert driver.factor_for(lambda factor: 10 * factor, 1000, 1.0) == driver.MOST
    assert driver.factor_for(lambda factor: 10 * factor, 0, 1.0) == driver.LEAST


def test_a_course_begins_where_it_is_said_and_counts_against_that_month(tmp_path):
    file = written(tmp_path, [50, 100, 80, 120], "2014-11")
    assert course.read(file, "2014-12", None) == Course("2014-12", (1.0, 0.8, 1.2))
    assert course.read(file, None, 2) == Course("2014-11", (1.0, 2.0))
    assert course.read(file, "2014-12", 3).months == ["2014-12", "2015-01", "2015-02"]


def test_a_course_is_read_as_every_table_is(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("\ufeffmonth;value\n2015-01; 50\n\n2015-02;40\n", encoding="utf-8")
    assert course.read(file, None, None) == Course("2015-01", (1.0, 0.8))
    file.write_text('month,value\n2015-01,"50\n')
    with pytest.raises(Mistake, match="are its quotes in pairs"):
        course.read(file, None, None)


@pytest.mark.parametrize(
    ("text", "how", "said"),
    [
        ("month,value\n2015-01,1\n2015-03,1\n", {}, "line 3: 2015-03 must follow 2015-01"),
        ("month,value\n2015-13,1\n", {}, "line 2: month must be a month such as 2015-01"),
        ("month,value\n2015-01,0\n", {}, "above 0"),
        ("month,value\n2015-01,many\n", {}, "line 2: value"),
        ("month,values\n2015-01,1\n", {}, "columns must be month, value"),
        ("month,value\n2015-01\n", {}, "has 1 cells, needs 2"),
        ("month,value\n", {}, "holds no month"),
        ("month,value\n2015-01,1\n", {"start": "2016-01"}, "2016-01 is not in mine.csv, which goes from 2015-01 to 2015-01"),
        ("month,value\n2015-01,1\n", {"months": 2}, "has 1 months from 2015-01 on, not 2"),
    ],
)
def test_a_course_that_cannot_be_meant_is_a_mistake(tmp_path, text, how, said):
    file = tmp_path / "mine.csv"
    file.write_text(text)
    with pytest.raises(Mistake, match=said):
        course.read(file, how.get("start"), how.get("months"))


@pytest.mark.parametrize(
    ("line", "said"),
    [("2015,schooling,low,unemployment,.1", "unknown dimension"), ("2015,education,lowest,unemployment,.1", "unknown group"),
     ("2015,education,low,jobs,.1", "unknown outcome"), ("2015,all,all,unemployment,.1\n2015,all,all,unemployment,.2", "twice")],
)  # fmt: skip
def test_what_was_observed_by_group_is_checked_too(tmp_path, line, said):
    file = tmp_path / "observed.csv"
    file.write_text(f"year,dimension,group,outcome,value\n{line}\n")
    with pytest.raises(Mistake, match=said):
        course.observed(file)


def test_changes_are_counted_from_the_first_year_and_beside_what_was_observed():
    rows = [(2015, "low", "unemployment", value, 0.1) for value in (0.10, 0.12)]
    rows += [(2016, "low", "unemployment", value, 0.1) for value in (0.13, 0.17)]
    lines = pd.DataFrame(rows, columns=["year", "group", "outcome", "value", "value_calm"]).assign(dimension="education", seed=[1, 2, 1, 2])
    table = lived.group_table([(None, lines)])
    later = table[table.year == 2016].iloc[0]
    assert (later.value, later.effect, later.change) == (pytest.approx(0.15), pytest.approx(0.05), pytest.approx(0.04))
    seen = pd.DataFrame({"year": [2015, 2016], "dimension": "education", "group": "low", "outcome": "unemployment", "value": [0.2, 0.23]})
    both = lived.beside(table, seen)
    assert both[both.year == 2016].observed_change.iloc[0] == pytest.approx(0.03)
    said = page.beside_observed(both)
    assert "0 of 0 told" in said and "1 are not told" in said, "two seeds tell nothing of three points"
    narrow = both.assign(change_low=0.02, change_high=0.05)
    assert page.beside_observed(narrow) == "Of 1 observed changes since the first year 1 of 1 told lie in the model's interval."


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A finished small back-cast with something observed."""
    home = tmp_path_factory.mktemp("backcast")
    path, seen = written(home, [100 - n for n in range(14)]), home / "seen.csv"
    seen.write_text("year,dimension,group,outcome,value\n2015,education,low,unemployment,10%\n2016,education,low,unemployment,12%\n")
    words = [f"path={path}", f"observed={seen}", "residents=600", "seeds=2", "burn_in=3", "workers=1", f"output={home / 'outputs'}"]
    assert cli.main(["backcast", *words]) == 0
    (made,) = (home / "outputs").iterdir()
    return made


def test_it_writes_tables_figures_page_and_manifest(folder):
    months, groups = pd.read_csv(folder / "course.csv"), pd.read_csv(folder / "groups.csv")
    assert list(months.month) == [course.months_after("2015-01", n) for n in range(14)]
    assert months["index"].iloc[-1] == pytest.approx(0.87) and months.gap.abs().max() < driver.NEAR
    assert set(groups.dimension) == set(course.DIMENSIONS) and set(groups.year) == {2015, 2016} and "other" not in set(groups.group)
    assert groups.observed.notna().sum() == 2
    about = json.loads((folder / "manifest.json").read_text())
    assert seeds.purpose_of(about["setting"]["seeds"]) == "backcast" and about["setting"]["course"]["first"] == "2015-01"
    for name in ("course", "by_education", "by_age"):
        assert (folder / "figures" / f"{name}.png").stat().st_size > 10_000
    shown = (folder / "backcast.html").read_text()
    assert "Observed since the first year" in shown and "learncity backcast path=" in shown


def test_it_is_drawn_again_without_the_model(folder, monkeypatch):
    before = (folder / "backcast.html").read_bytes()
    monkeypatch.setattr(lived, "of_seed", lambda piece: pytest.fail("the model ran"))
    assert cli.main(["report", str(folder)]) == 0 and (folder / "backcast.html").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [([], "path=... is missing"), (["path=nowhere.csv"], "no file nowhere.csv"),
     (["path=FILE", "imposes=vacancie"], "did you mean 'vacancies'"), (["path=FILE", "levers.guidance.budget=1e6"], "no levers"),
     (["path=FILE", "start=2015"], "a month such as"),
     (["path=FILE", "observed=nowhere.csv"], "no file"), (["path=STEEP"], "demand may be 0.3 to 2 times")],
)  # fmt: skip
def test_mistakes_are_named(words, said, tmp_path, capsys):
    places = {"FILE": written(tmp_path, [1, 1]), "STEEP": written(tmp_path, [1, 9], name="steep.csv")}
    assert cli.main(["backcast", *(f"path={places[word[5:]]}" if word[5:] in places else word for word in words)]) == 2
    assert said in capsys.readouterr().err
