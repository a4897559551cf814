"""Growing older: who dies, who gives birth, who retires, and what a child has from its parents."""

import numpy as np
import pytest

from sim.acquaintances import forget
from sim.behaviours.growing_older import GrowingOlder, be_born, chance_of_birth, chance_of_dying, chance_of_retiring, count_the_month, ties
from sim.city import City
from sim.moving import empty, take_rows
from sim.tables import (
    AFRICA,
    ASIA,
    BORN_HERE,
    CHILD,
    EMPLOYED,
    INACTIVE,
    NATIVE,
    NEVER,
    NOBODY,
    PUPIL,
    RETIRED,
    STUDENT,
    UNEMPLOYED,
    Households,
    Posts,
    Residents,
)
from sim.tally import NUMBER

p = GrowingOlder().numbers


def life_expectancy(sex):
    alive = np.cumprod([1.0 - chance_of_dying(p, sex, years) for years in range(110)])
    return 0.5 + alive.sum()


def test_men_live_to_about_79_and_women_to_about_84():
    assert life_expectancy(0) == pytest.approx(79, abs=2)
    assert life_expectancy(1) == pytest.approx(84, abs=2)


def test_nobody_grows_older_than_109():
    assert chance_of_dying(p, 1, 109) == 1.0


def test_women_have_1_3_children_and_most_of_them_around_31():
    by_age = [chance_of_birth(p, years) for years in range(60)]
    assert sum(by_age) == pytest.approx(1.32, abs=0.03)
    assert np.argmax(by_age) in (30, 31)
    assert by_age[17] == by_age[50] == 0.0


def test_births_are_to_couples_and_not_to_women_who_live_with_their_parents():
    assert ties(p, 7, False) > 3 * ties(p, NOBODY, True) > 0.0 == ties(p, NOBODY, False)


def test_most_people_retire_between_63_and_67_and_everybody_at_68():
    at_work = np.cumprod([1.0 - chance_of_retiring(p, 0, years) for years in range(60, 69)])
    assert at_work[2] > 0.8 and at_work[6] < 0.1 and at_work[8] == 0.0


def test_a_severe_limitation_leads_to_a_pension_earlier():
    assert chance_of_retiring(p, 2, 50) > 2 * chance_of_retiring(p, 1, 50) > 4 * chance_of_retiring(p, 0, 50)


def five_people():
    residents = Residents(6)
    residents.present[:5] = 1
    residents.id[:5] = 1 + np.arange(5)
    residents.age[:5] = [83, 400, 400, 400, 820]
    residents.activity[:5] = [CHILD, EMPLOYED, UNEMPLOYED, INACTIVE, RETIRED]
    residents.credential[:5] = 1.0
    residents.learned[:5] = [NEVER, 3, NEVER, 3, NEVER]
    return residents


def test_every_clock_goes_on_for_whom_it_is_meant():
    residents = five_people()
    count_the_month(0.5, 0, residents.columns)
    assert residents.age.tolist() == [84, 401, 401, 401, 821, 0]
    assert residents.tenure.tolist() == residents.experience.tolist() == [0, 1, 0, 0, 0, 0]
    assert residents.spell.tolist() == [0, 0, 1, 1, 0, 0]
    assert residents.learned[:5].tolist() == [NEVER, 4, NEVER, 4, NEVER]
    assert residents.credential[1] == 0.5


def test_a_child_becomes_a_pupil_at_seven():
    residents = five_people()
    count_the_month(1.0, 0, residents.columns)
    assert residents.activity[0] == PUPIL


def test_everybody_has_one_turn_a_year():
    residents = five_people()
    turns = [count_the_month(1.0, month, residents.columns)[0].tolist() for month in range(12)]
    assert sorted(row for turn in turns for row in turn) == [0, 1, 2, 3, 4]


def give_birth(**mother):
    """A mother in row 0 and her child in row 1; she holds post 0 when she is employed."""
    residents, posts = Residents(2), Posts(1)
    for name, value in {"id": 7, "present": 1, "sex": 1, "age": 400, **mother}.items():
        getattr(residents, name)[0] = value
    posts.holder[0] = residents.post[0]
    be_born(np.uint64(5), p, 3, residents.columns, np.array([0]), np.array([1]))
    assert residents.present[1] == 1 and residents.age[1] == 0
    return residents, posts


def test_a_mother_takes_leave_and_keeps_her_post():
    residents, posts = give_birth(activity=EMPLOYED, post=0, wage=3000, tenure=50)
    assert residents.activity[0] == EMPLOYED and residents.post[0] == 0 == posts.holder[0]
    assert (residents.wage[0], residents.tenure[0], residents.leave[0]) == (3000, 50, p.leave)


def test_a_mother_without_a_post_stops_looking_for_work_for_a_time_and_a_student_goes_on():
    residents, _ = give_birth(activity=UNEMPLOYED, searching=4)
    assert (residents.activity[0], residents.searching[0], residents.leave[0]) == (INACTIVE, 0, p.leave)
    residents, _ = give_birth(activity=STUDENT)
    assert (residents.activity[0], residents.leave[0]) == (STUDENT, 0)


@pytest.mark.parametrize(
    ("hers", "his", "origin", "words"),
    [((ASIA, 1), (AFRICA, 1), ASIA, p.at_home), ((ASIA, 1), (AFRICA, 0), ASIA, 1), ((ASIA, 1), (NATIVE, 0), NATIVE, 1),
     ((NATIVE, 0), (AFRICA, 1), NATIVE, 1)],
)  # fmt: skip
def test_a_newborn_has_an_origin_abroad_when_both_parents_do_and_hears_another_language_when_both_came(hers, his, origin, words):
    residents = Residents(3)
    residents.id[:2], residents.present[:2], residents.sex[:2], residents.partner[:2], residents.age[:2] = [7, 8], 1, [1, 0], [1, 0], 400
    residents.origin[:2], residents.foreign[:2] = zip(hers, his, strict=True)
    be_born(np.uint64(5), p, 3, residents.columns, np.array([0]), np.array([2]))
    assert (residents.origin[2], residents.foreign[2], residents.arrived[2], residents.reason[2]) == (origin, 0, BORN_HERE, 0)
    assert residents.language[2] == pytest.approx(words)


@pytest.fixture(scope="module")
def fruitful():
    """A city in which every woman has many children."""
    city = City(residents=600, seed=4, parameters={"growing_older.children": 8})
    before = set(city.residents.id[city.residents.present == 1])
    city.step()
    r = city.residents
    return city, [i for i in np.flatnonzero(r.present) if r.id[i] not in before and r.age[i] == 0]


def test_a_newborn_lives_with_its_parents_and_has_a_name_of_its_own(fruitful):
    city, babies = fruitful
    r, h = city.residents, city.households
    assert len(babies) >= city.tally[NUMBER["births"]] - 2 > 0
    for baby in babies:
        home = np.flatnonzero((r.present == 1) & (r.household == r.household[baby]))
        mothers = [i for i in home if r.sex[i] == 1 and 18 * 12 <= r.age[i] < 50 * 12]
        assert mothers and h.members[r.household[baby]] == len(home) and h.young[r.household[baby]] >= 1
        assert r.id[baby] not in range(601)
        assert r.activity[baby] == CHILD and r.post[baby] == NOBODY and r.wage[baby] == 0


def test_a_baby_knows_less_than_any_adult(fruitful):
    city, babies = fruitful
    r = city.residents
    grown = (r.present == 1) & (r.age > 25 * 12)
    assert r.skill[babies].mean() < r.skill[grown].mean() - 1.5


def test_whoever_dies_frees_post_partner_and_row():
    city = City(residents=400, seed=2).run(1)
    r = city.residents
    i = np.flatnonzero((r.activity == EMPLOYED) & (r.partner >= 0))[0]
    post, widow = r.post[i], r.partner[i]
    empty(city, np.array([i]))
    assert city.posts.holder[post] == NOBODY and r.partner[widow] == NOBODY
    assert r.present[i] == 0 and r.household[i] == NOBODY and r.id[i] == -1 and (r.friends[i] == NOBODY).all()


def test_a_row_is_taken_again_once_acquaintances_have_forgotten_who_was_there():
    city = City(residents=400, seed=2).run(1)
    empty(city, np.array([3]))
    assert 3 not in take_rows(city, 5)
    forget(city.residents.present, city.residents.rests, city.residents.friends)
    assert 3 in take_rows(city, 5)


def test_the_table_grows_when_there_are_no_empty_rows_and_conditions_stay_as_they_are():
    city = City(residents=50, seed=2).run(1)
    city.conditions.guidance[:] = 1.5
    rows = len(city.residents)
    assert len(take_rows(city, rows)) == rows
    assert len(city.residents) == len(city.conditions.guidance) > rows
    assert city.conditions.columns.guidance is city.conditions.guidance
    assert set(city.conditions.guidance[:rows]) == {1.5} and set(city.conditions.guidance[rows:]) == {1.0}


def test_somebody_can_leave_a_city_whose_rows_are_all_taken():
    city = City(residents=50, seed=2).run(1)
    city.residents.present[:] = 1
    rows = len(city.residents)
    empty(city, np.array([3]))
    assert city.residents.id[3] == -1 and len(city.residents) > rows


def test_columns_of_one_table_have_one_length():
    arrays = {name: getattr(Households(4), name) for name in Households.declared}
    with pytest.raises(TypeError, match="as many rows"):
        Households(0).adopt({**arrays, "income": arrays["income"][:3]})


def test_who_retires_leaves_the_post_to_somebody_else():
    early = {"growing_older.pension_age": 55, "growing_older.pension_spread": 0.1}
    city = City(residents=600, seed=3, parameters=early)
    r = city.residents
    old = np.flatnonzero((r.activity == EMPLOYED) & (r.age >= 62 * 12) & (r.age < 66 * 12))
    names = r.id[old]
    city.run(12)
    r = city.residents
    left = np.flatnonzero(np.isin(r.id, names) & (r.present == 1))
    assert len(names) > 5 and (r.activity[left] == RETIRED).all() and (r.post[left] == NOBODY).all()
