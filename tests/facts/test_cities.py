"""Counts become people: both embedded cities fit, and malformed counts are refused by file, row and rule."""

import shutil

import numpy as np
import pytest

from sim import facts, memo, population
from sim.declare import Mistake
from sim.facts.cities_of_counts import HOME
from sim.tables import CHILD, EMPLOYED, PUPIL, RETIRED, Residents


@pytest.fixture(params=["helsinki", "medellin"], scope="module")
def drawn(request):
    city = facts.city(request.param)
    return city, population.draw(city, 4000, 1)


def test_every_fitted_margin_is_kept_within_a_person_or_two(drawn):
    city, people = drawn
    fitted = people.report.table().query("stage == 'fitted'")
    assert len(fitted) == 4
    assert (fitted.error < 1e-4 * city.people).all()


def test_the_people_drawn_stand_for_the_city(drawn):
    city, people = drawn
    drawn_city = people.report.table().query("stage == 'drawn' and table.str.endswith('city')")
    assert (drawn_city.error < 0.03 * city.people).all()
    assert np.isclose(people.weight * 4000, city.people)


def test_every_value_is_in_its_declared_range(drawn):
    _, people = drawn
    for name, spec in Residents.declared.items():
        values = people.columns[name]
        assert values.min() >= min(spec.low, spec.blank) and values.max() <= spec.high, name


def test_children_live_with_adults_and_partners_agree(drawn):
    _, people = drawn
    c, years = people.columns, people.columns["age"] // 12
    grown_at_home = np.bincount(c["household"], weights=years >= 18, minlength=len(people.households["members"]))
    assert (grown_at_home[c["household"][years < 16]] > 0).all()
    partner = c["partner"]
    paired = np.flatnonzero(partner >= 0)
    assert (partner[partner[paired]] == paired).all() and (c["household"][partner[paired]] == c["household"][paired]).all()
    assert np.abs(years[paired] - years[partner[paired]]).mean() < 8


def test_activity_fits_age(drawn):
    _, people = drawn
    c, years = people.columns, people.columns["age"] // 12
    assert (c["activity"][years < 7] == CHILD).all() and (c["activity"][(years >= 7) & (years < 16)] == PUPIL).all()
    assert (c["activity"][years >= 75] == EMPLOYED).mean() < 0.1 < (c["activity"][years >= 65] == RETIRED).mean()
    assert (years[c["activity"] == EMPLOYED] >= 15).all()


def test_skills_are_standard_scores_of_adults_and_rise_with_schooling(drawn):
    _, people = drawn
    c, years = people.columns, people.columns["age"] // 12
    adult = (years >= 18) & (years < 65)
    mean = c["skill"][adult].mean(axis=1)
    assert abs(mean.mean()) < 0.3 and 0.8 < c["skill"][adult].std() < 1.2
    assert np.corrcoef(mean, c["schooling"][adult])[0, 1] > 0.3


def test_the_same_seed_draws_the_same_people_and_another_seed_others():
    city = facts.city("helsinki")
    a, b, other = (population.draw(city, 500, seed).columns for seed in (3, 3, 4))
    assert all(np.array_equal(a[name], b[name]) for name in a)
    assert not np.array_equal(a["age"], other["age"])


@pytest.mark.parametrize("residents", [1, 2, 13])
def test_tiny_cities_are_whole(residents):
    people = population.draw(facts.city("medellin"), residents, 1)
    assert people.households["members"].sum() == residents


def test_occupations_sectors_and_courses_are_whole():
    jobs, sectors, courses = facts.occupations(), facts.sectors(), facts.courses()
    assert jobs.need.shape == jobs.weight.shape == (22, 8)
    assert np.allclose(jobs.weight.sum(axis=1), 1, atol=0.01) and np.allclose(jobs.mobility.sum(axis=1), 1, atol=0.01)
    assert np.allclose(np.diag(jobs.mobility), 0.55) and np.allclose(sectors.staffing.sum(axis=1), 1)
    assert np.allclose(courses.direction.sum(axis=1), 1) and np.isclose(courses.share.sum(), 1)
    assert len(facts.titles("occupations")) == 22 and len(facts.sector_codes()) == 13


def copy_of_medellin(folder):
    shutil.copytree(HOME / "medellin", folder / "mine")
    return folder / "mine"


def test_a_users_own_folder_is_read_by_the_same_path(tmp_path):
    mine = facts.city(copy_of_medellin(tmp_path))
    assert mine.people == facts.city("medellin").people


def edited(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


BAD = [
    ("age.csv", "0-4", "0-3", "row 1: age band 5-9 should start at 4"),
    ("age.csv", "6890", "many", "row 2: 0-4 must be a whole number of people in 0..100,000,000; 'many' is not a number"),
    ("age.csv", "6890", "-5", "row 2: 0-4 = -5, counts are 0 or more"),
    ("age.csv", "6890", "16890", "adds up to"),
    ("sex.csv", "men", "man", "row 1: column 'men' is missing"),
    ("activity.csv", "01,", "99,", "district '01' of districts.csv has no row"),
    ("attainment.csv", "isced_7_8", "isced_78", "did you mean 'isced_78'"),
    ("districts.csv", "02,", "01,", "row 3: code '01' already stands in row 2"),
    ("households.csv", "29113,", "", "row 2: has 4 cells, needs 5"),
    ("city.yaml", "mean_wage: 420", "mean_wage: -1", "mean_wage must be a number in 50..50000"),
    ("city.yaml", "year: 2018", "yaer: 2018", "did you mean 'year'"),
    ("city.yaml", "title: Medellin", "- a\n- b", "not valid YAML"),
]


@pytest.mark.parametrize("name, old, new, said", BAD)
def test_malformed_counts_are_refused_by_file_row_and_rule(tmp_path, name, old, new, said):
    folder = copy_of_medellin(tmp_path)
    edited(folder / name, old, new)
    with pytest.raises(Mistake) as mistake:
        facts.city(folder)
    assert said in str(mistake.value)


@pytest.mark.parametrize("name", ["age.csv", "city.yaml", "jobs.csv"])
def test_a_missing_file_is_named(tmp_path, name):
    folder = copy_of_medellin(tmp_path)
    (folder / name).unlink()
    with pytest.raises(Mistake, match=f"{name}: the file is missing"):
        facts.city(folder)


def test_an_unknown_city_offers_the_nearest():
    with pytest.raises(Mistake, match="did you mean 'helsinki'"):
        facts.city("helsinky")


def test_what_took_long_to_work_out_is_kept_and_a_damaged_copy_is_worked_out_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(memo, "CACHE", tmp_path)
    asked = []

    def remembered(*made_from):
        return memo.remembered(made_from, lambda: asked.append(1) or np.arange(5.0)).tolist()

    assert remembered(np.ones(3)) == remembered(np.ones(3)) == [0.0, 1.0, 2.0, 3.0, 4.0] and len(asked) == 1
    remembered(np.ones((3, 1)))
    assert len(asked) == 2, "another shape is another question"
    for file in (tmp_path / "arrays").glob("*.npy"):
        file.write_bytes(file.read_bytes()[:90])
    assert remembered(np.ones(3)) == [0.0, 1.0, 2.0, 3.0, 4.0] and len(asked) == 3


def test_a_cache_that_cannot_be_written_costs_time_and_nothing_else(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(memo, "CACHE", tmp_path / "file")
    assert memo.remembered((np.ones(3),), lambda: np.zeros(2)).tolist() == [0.0, 0.0]


def test_a_full_cache_takes_nothing_more(tmp_path, monkeypatch):
    monkeypatch.setattr(memo, "CACHE", tmp_path)
    monkeypatch.setattr(memo, "MOST", 2)
    for n in range(4):
        memo.remembered((np.full(2, n),), lambda: np.zeros(2))
    assert len(list((tmp_path / "arrays").iterdir())) == 2
