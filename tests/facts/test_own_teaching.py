"""Courses and kinds of schools of one's own: rows beside the scenario add to the catalogue or change it, checked, and are told."""

import numpy as np
import pytest

from sim import City, Mistake, facts
from sim.facts import teaching

PACKAGED = teaching()
HEAD = "code,title,provider,care,health,level,hours,months,load,price,cost,work,share"
BOOTCAMP = f"{HEAD}\ncare_bootcamp,Care in three months,employer_school,0.7,0.3,2,300,3,0.6,0,4200,1,0.05\nwelding,,,,,,,,,50,,,\n"
SCHOOLS = "code,title,people_per_site,sites\nemployer_school,School of an employer,50000,workplaces\n"


def written(folder, courses=BOOTCAMP, schools=SCHOOLS):
    (folder / "courses.csv").write_text(courses, encoding="utf-8")
    (folder / "providers.csv").write_text(schools, encoding="utf-8")
    return {"courses": folder / "courses.csv", "providers": folder / "providers.csv"}


def with_files(folder, courses=BOOTCAMP, schools=SCHOOLS, price_level=1.0):
    files = written(folder, courses, schools)
    return teaching(price_level, files["courses"], files["providers"])


def test_without_files_it_is_the_catalogue():
    assert PACKAGED.titles == facts.titles("courses") and PACKAGED.kind_titles == facts.PROVIDER_TITLES and PACKAGED.changes == ()


def test_rows_add_and_change_and_leave_the_rest(tmp_path):
    own = with_files(tmp_path)
    at, old = list(own.titles).index("Care in three months"), list(own.titles).index("Metal and machines")
    assert len(own.titles) == len(PACKAGED.titles) + 1 and own.kind_titles[-1] == "School of an employer"
    assert own.courses.provider[at] == 4 and own.courses.direction[at].tolist() == pytest.approx([0, 0, 0, 0.7, 0, 0, 0, 0.3])
    assert own.courses.price[old] == 50 and PACKAGED.courses.price[old] == 200
    rest = np.delete(np.arange(len(PACKAGED.titles)), old)
    for name in ("price", "cost", "hours", "months", "load", "entry"):
        assert (getattr(own.courses, name)[rest] == getattr(PACKAGED.courses, name)[rest]).all(), name
    assert own.courses.share.sum() == pytest.approx(1) and own.courses.share[at] == pytest.approx(0.05 / 1.05, rel=0.1)


def test_ones_own_prices_are_those_of_the_city(tmp_path):
    own = with_files(tmp_path, price_level=0.5)
    assert own.courses.cost[-1] == 4200 and own.courses.cost[0] == PACKAGED.courses.cost[0] / 2


def test_a_city_has_these_schools_and_courses_and_people_learn_there(tmp_path):
    city = City(residents=3000, seed=1, **written(tmp_path))
    assert (city.providers.kind == 4).sum() == round(city.facts.people / 50_000)
    seats = city.offers.seats[(city.providers.kind == 4)[city.offers.provider]]
    assert seats.sum() > 0 and set(city.to_frame("providers").kind) >= {"School of an employer", "university"}
    city.run(8)
    taught = city.to_frame("offers")
    assert (taught.course[taught.enrolled > 0] == "Care in three months").any()


def test_who_changes_no_row_changes_nothing(tmp_path):
    files = written(tmp_path, "code,price\nwelding,200\n")
    one, other = City(residents=600, seed=2).run(3), City(residents=600, seed=2, courses=files["courses"]).run(3)
    for name in ("activity", "wage", "offer", "skill"):
        assert np.array_equal(getattr(one.residents, name), getattr(other.residents, name)), name


REFUSED = {
    "a kind that is not there": (BOOTCAMP.replace("employer_school", "employer_schol"), SCHOOLS, "row 2: provider: unknown kind"),
    "shares that do not add up": (BOOTCAMP.replace("0.7,0.3", "0.7,0.4"), SCHOOLS, "add up to 1.1"),
    "a course without what it needs": ("code,title\nbootcamp,Bootcamp\n", SCHOOLS, "'bootcamp' is new and needs provider, level, hours"),
    "a code misspelt": ("code,price\nweldng,20\n", SCHOOLS, "did you mean 'welding'"),
    "a column misspelt": ("code,prices\nwelding,20\n", SCHOOLS, "unknown column 'prices' - did you mean 'price'"),
    "hours out of range": ("code,hours\nwelding,0\n", SCHOOLS, r"courses.csv: row 2: hours = 0 is outside 1\.\.10000 \(hours\)"),
    "no number": ("code,months\nwelding,some\n", SCHOOLS, r"row 2: months must be a number in 1\.\.60 \(months\); 'some' is not a number"),
    "a code twice": ("code,hours\nwelding,3\nwelding,4\n", SCHOOLS, "'welding' already stands in row 2"),
    "a school without courses": ("code,price\nwelding,20\n", SCHOOLS, "no course names the kind 'employer_school'"),
    "schools nowhere": (BOOTCAMP, SCHOOLS.replace("workplaces", "workplace"), "'workplace' - did you mean 'workplaces'"),
    "too many schools": (BOOTCAMP, SCHOOLS.replace("50000", "5"), r"people_per_site = 5 is outside 1000"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_meant_is_named_with_file_row_and_range(what, tmp_path):
    courses, schools, told = REFUSED[what]
    with pytest.raises(Mistake, match=told):
        with_files(tmp_path, courses, schools)
