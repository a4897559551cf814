"""Counts that cannot be one city's are named with file, row and what to write instead, whatever table they stand in."""

import re

import numpy as np
import pytest

from sim import facts
from sim.declare import Mistake
from tests.facts.town_in_files import ABOUT, AGES, TABLES, each_cell, town, with_cells


def told_of(folder):
    """The message of a city that is refused."""
    with pytest.raises(Mistake) as mistake:
        facts.city(folder)
    return str(mistake.value)


def total_of(name, rows):
    """A row of sums."""
    return [sum(row[k] for row in rows) for k in range(1, len(TABLES[name][0]))]


def with_totals(at_end=True, code="99", part=slice(None)):
    """Every table with a row of totals, or of a part's."""
    made = {}
    for name, (head, *rows) in TABLES.items():
        total = [code, "Everything", "0.1", "0.1"] if name == "districts" else [code, *total_of(name, rows[part])]
        if name == "income":
            total[1:3] = [33000, 26000]
        made[name] = [head, *rows, total] if at_end else [head, total, *rows]
    return made


def test_a_row_of_totals_is_no_district_whatever_it_is_called(tmp_path):
    assert "age.csv: row 6 (district '99'): is the sum of rows above it in every table" in told_of(town(tmp_path / "a", **with_totals()))
    assert "age.csv: row 2 (district '99'): is the sum of rows below it" in told_of(town(tmp_path / "b", **with_totals(at_end=False)))
    part = town(tmp_path / "c", **with_totals(code="north", part=slice(2, 4)))
    assert "row 6 (district 'north'): is the sum of rows above" in told_of(part)
    named = town(tmp_path / "d", **with_totals(code="Total", part=slice(0, 1)))
    assert re.search(r"districts.csv: row 6: .* is no district but a row of totals", told_of(named))


def test_two_districts_that_add_up_to_a_third_by_chance_in_some_tables_are_districts(tmp_path):
    """Alike profiles make sums of ages agree; jobs do not."""
    alike = {name: [head, first, first.copy(), [*first]] for name, (head, first, *_) in TABLES.items()}
    for name, rows in alike.items():
        for n, row in enumerate(rows[1:], 1):
            row[0] = f"0{n}"
            if name == "districts":
                row[2] = str(n)
            elif name not in ("income", "jobs") and n == 3:
                row[1:] = [2 * cell for cell in row[1:]]
            elif name == "income" and n == 3:
                row[3:] = [2 * cell for cell in row[3:]]
    assert len(facts.city(town(tmp_path / "town", **alike)).districts) == 3


@pytest.mark.parametrize("name", ["age", "sex", "attainment", "activity", "households", "jobs"])
def test_thousands_and_shares_in_one_table_are_refused_in_every_table(tmp_path, name):
    """Decimals, whole thousands and whole per cent: none passes for counts."""
    assert f"{name}.csv: row 2" in told_of(town(tmp_path / "a", **{name: each_cell(name, lambda n: n / 1000)}))
    told_of(town(tmp_path / "b", **{name: each_cell(name, lambda n: round(n / 1000))}))
    head, *rows = TABLES[name]
    shares = [head, *([row[0], *(round(100 * cell / sum(row[1:])) for cell in row[1:])] for row in rows)]
    told_of(town(tmp_path / "c", **{name: shares}))
    told_of(town(tmp_path / "d", **{name: [head, *([row[0], *(round(cell / sum(row[1:]), 2) for cell in row[1:])] for row in rows)]}))


def test_tables_that_tell_of_other_people_are_named(tmp_path):
    assert "sex.csv: row 4 (district '03'): adds up to 25000, but age.csv has 22000 people" in told_of(
        town(tmp_path / "a", sex=with_cells("sex", {(2, "men"): 13780}))
    )
    shares = with_cells("activity", dict(zip([(0, c) for c in TABLES["activity"][0][1:]], [46, 5, 16, 8, 20, 5], strict=True)))
    assert "activity.csv: row 2 (district '01'): adds up to 100" in told_of(town(tmp_path / "b", activity=shares))
    folder = town(tmp_path / "c")
    (folder / "city.yaml").write_text(ABOUT.replace("attainment_from: 18", "attainment_from: 25"))
    assert "18 and over would fit (attainment_from in city.yaml)" in told_of(folder)
    everybody = with_cells("activity", {(0, "children"): 14260, (0, "employed"): 4840})
    assert "activity.csv: row 2 (district '01'): children = 14260, but age.csv has" in told_of(town(tmp_path / "d", activity=everybody))
    none = with_cells("activity", {(0, "children"): 0, (0, "employed"): 19100})
    assert "children = 0, but age.csv has" in told_of(town(tmp_path / "e", activity=none))


HOMES = [
    ({(0, "one_person"): 19000}, "one_person = 19000, more than the 14760 households"),
    ({(0, "households"): 76000}, "households = 76000, more than the 31000 people in age.csv"),
    ({(0, "with_children"): 13240}, "one_person and with_children = 19430, more than the 14760 households"),
    ({(0, "one_parent"): 7300}, "one_parent = 7300, more than the 3240 with_children"),
    ({(0, "households"): 100, (0, "one_person"): 42, (0, "with_children"): 22, (0, "one_parent"): 5}, "households = 100 for 31000 people"),
    ({(0, c): 0 for c in TABLES["households"][0][1:]}, "households = 0 for 31000 people"),
]


@pytest.mark.parametrize(("cells", "told"), HOMES)
def test_parts_of_households_are_no_more_than_the_whole(tmp_path, cells, told):
    assert f"households.csv: row 2 (district '01'): {told}" in told_of(town(tmp_path / "town", households=with_cells("households", cells)))


def test_pay_of_another_unit_is_asked_about(tmp_path):
    monthly = town(tmp_path / "a", income=each_cell("income", lambda n: round(n / 12) if n > 20000 else n))
    assert "a monthly income? then its median is" in told_of(monthly) and "a yearly pay? then mean_wage is" in told_of(monthly)
    yearly = town(tmp_path / "b")
    (yearly / "city.yaml").write_text(ABOUT.replace("mean_wage: 3200", "mean_wage: 38400"))
    assert "income.csv: the median of" in told_of(yearly) and "a yearly pay? then mean_wage is 3,200" in told_of(yearly)
    thousands = town(tmp_path / "c", income=each_cell("income", lambda n: n // 1000 if n > 20000 else n))
    assert "thousands? then the median is" in told_of(thousands)
    one = town(tmp_path / "d", income=with_cells("income", {(2, "mean"): 34, (2, "median"): 27}))
    assert "income.csv: row 4 (district '03'): median = 27, more than 30 times away from the city's" in told_of(one)
    turned = town(tmp_path / "e", income=with_cells("income", {(2, "mean"): 27000, (2, "median"): 50000}))
    assert "median = 50000 is above mean = 27000: are the columns exchanged?" in told_of(turned)


def test_income_classes_count_adults(tmp_path):
    cents = with_cells("income", {(0, "lowest_class"): 31, (0, "middle_class"): 44, (0, "highest_class"): 25})
    assert "income.csv: row 2 (district '01'): the three income classes add up to 100, of 25420 adults" in told_of(
        town(tmp_path / "a", income=cents)
    )
    blank = with_cells("income", {(0, name): "" for name in ("lowest_class", "middle_class", "highest_class")})
    assert np.isnan(facts.city(town(tmp_path / "b", income=blank)).counts["income"][0, 2:]).all()


@pytest.mark.parametrize("blank", ["", "0", "-", "..", "n/a", "x", "0.0"])
def test_an_income_that_is_not_published_is_no_number_and_ranks_nobody_poor(tmp_path, blank):
    usual = facts.city(town(tmp_path / "a"))
    found = facts.city(town(tmp_path / "b", income=with_cells("income", {(0, "mean"): blank, (0, "median"): blank})))
    assert np.isnan(found.counts["income"][0, :2]).all() and np.isnan(found.relative_income[0])
    others = np.diff(found.relative_income[1:]) - np.diff(usual.relative_income[1:])
    assert np.allclose(others, 0, atol=1e-12)
    people = found.districts.people[1:]
    assert abs(np.average(found.relative_income[1:], weights=people)) < 1e-9, "the mean is that of the districts which publish"
    with pytest.raises(Mistake, match="median is published in no district"):
        facts.city(town(tmp_path / "c", income=with_cells("income", {(n, "median"): blank for n in range(4)})))


def test_helsinkis_empty_postcode_has_no_income_and_is_not_the_poorest():
    city = facts.city("helsinki")
    empty = city.districts.codes.index("00230")
    assert city.districts.people[empty] == 0 and np.isnan(city.counts["income"][empty, :2]).all()
    assert np.isnan(city.relative_income[empty]) and np.isnan(city.counts["income"][:, 1]).sum() == 1


def test_jobs_go_with_those_who_work(tmp_path):
    few = town(tmp_path / "a", jobs=each_cell("jobs", lambda n: n // 100))
    assert re.search(r"jobs.csv: has \d+ workplaces, but activity.csv 55,900 residents in work", told_of(few))
    many = town(tmp_path / "b", jobs=each_cell("jobs", lambda n: n * 1000))
    assert "there may be 0.05 to 20 for each" in told_of(many)
    none = town(tmp_path / "c", jobs=with_cells("jobs", {(n, "KL"): 0 for n in range(4)}))
    assert "jobs.csv: KL: every sector needs at least one workplace" in told_of(none)


def places(*at):
    """Districts at these places."""
    head, *rows = TABLES["districts"]
    return [head, *([row[0], row[1], *place] for row, place in zip(rows, at, strict=True))]


PLACES = [
    (
        [(385500, 6670200), (383800, 6670800), (385000, 6670000), (387500, 6668500)],
        "row 2: x_km = 385500 is outside -300..300 (km) - metres",
    ),
    ([(24.95, 60.17), (24.92, 60.18), (24.94, 60.16), (24.99, 60.15)], "are these degrees? write x_km, y_km ="),
    ([(-74.01, 40.71), (-73.98, 40.72), (-74.0, 40.7), (-73.95, 40.75)], "are these degrees?"),
    ([(0.01, 0.002), (-0.02, 0.007), (0, 0), (0.04, -0.01)], "119,000 people lie within 0.06 km of each other: degrees?"),
    ([(185.5, 270.2), (183.8, 270.8), (185.0, 270.0), (187.5, 268.5)], "take the centre's away from each:"),
    ([(0.5, 0.2), (-1.2, 0.8), (0, 0), (250, -1.5)], "row 5 (district '04'): lies 250 km from every other district"),
    ([(0, 0)] * 4, "all districts lie in one place"),
    ([(250, 250), (-250, -250), (-200, -200), (200, 200)], "119,000 people on 500 times 500 km: metres?"),
    ([("nan", 0), (1, 1), (2, 2), (3, 3)], "x_km must be a number of km"),
]


@pytest.mark.parametrize(("at", "told"), PLACES, ids=lambda v: str(v)[:40])
def test_places_in_degrees_or_metres_are_not_taken_for_kilometres(tmp_path, at, told):
    said = told_of(town(tmp_path / "town", districts=places(*at)))
    assert "districts.csv" in said and told in said


def test_a_town_in_metres_from_its_centre_is_not_a_land_of_empty_plains(tmp_path):
    """All within 300, as kilometres would be; but a hundred thousand people do not live on so much land."""
    few = {name: each_cell(name, lambda n: n // 100) for name in TABLES if name not in ("districts", "income")}
    income = each_cell("income", lambda n: n // 100 if n < 20000 else n)
    at = places((150, 120), (-120, 80), (60, 40), (55, -50))
    assert "metres? write kilometres from the city's centre, such as 0.15 for 150" in told_of(
        town(tmp_path / "town", **{**few, "income": income, "districts": at})
    )


def test_degrees_are_turned_into_the_kilometres_to_write(tmp_path):
    said = told_of(town(tmp_path / "town", districts=places((24.95, 60.17), (24.92, 60.18), (24.94, 60.16), (24.99, 60.15))))
    x, y = map(float, re.search(r"write x_km, y_km = (-?[\d.]+), (-?[\d.]+)", said).groups())
    people = np.array([31000, 24000, 22000, 42000])
    east = 24.95 - np.average([24.95, 24.92, 24.94, 24.99], weights=people)
    north = 60.17 - np.average([60.17, 60.18, 60.16, 60.15], weights=people)
    assert abs(x - east * 111.32 * 0.4977) < 0.05 and abs(y - north * 110.57) < 0.02


@pytest.mark.parametrize(
    "at",
    [[(0, 0), (30, 40), (-60, 5), (5, -70)], [(0.3, 0.1), (-0.2, 0.4), (0, 0), (0.9, -0.6)], [(1, 0), (2, 0), (3, 0), (4, 0)]],
    ids=["region", "old town", "street"],
)
def test_places_that_can_be_meant_are_taken_as_they_are(tmp_path, at):
    assert facts.city(town(tmp_path / "town", districts=places(*at))).districts.x_km.tolist() == [x for x, _ in at]


def test_a_city_without_residents_is_refused(tmp_path):
    empty = {name: each_cell(name, lambda n: 0) for name in TABLES if name not in ("districts", "jobs")}
    assert "age.csv: the city has no residents" in told_of(town(tmp_path / "town", **empty))


def test_districts_where_nobody_lives_or_works_are_fine(tmp_path):
    """Half of a city's postcodes may be harbours and woods."""
    cells = {name: {(2, column): 0 for column in rows[0][1:]} for name, rows in TABLES.items() if name != "districts"}
    found = facts.city(town(tmp_path / "town", **{name: with_cells(name, told) for name, told in cells.items()}))
    assert found.districts.people[2] == 0 and np.isnan(found.relative_income[2]) and len(AGES) == len(found.ages)
