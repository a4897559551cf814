"""Origins: as many of each as are counted, at every age; children have them from both parents; who comes from abroad begins anew."""

from dataclasses import replace

import numpy as np
import pytest

from sim import facts
from sim.behaviours.growing_older import GrowingOlder
from sim.city import City
from sim.homes import alike
from sim.newcomers import come_from_abroad, recruit_abroad
from sim.origins import AGES, AT_SHARE, BACKGROUND, COMPULSORY, Coming, children_of, first_words, in_class, odds, talked_in
from sim.tables import (
    AFRICA,
    ASIA,
    BORN_HERE,
    EAST,
    EMPLOYED,
    FAMILY_REASON,
    INACTIVE,
    NATIVE,
    NO_REASON,
    NOBODY,
    REFUGE,
    STUDENT,
    STUDY_REASON,
    UNEMPLOYED,
    WEST,
    WORK_REASON,
    Posts,
    Residents,
)
from sim.tables import ORIGINS as CLASSES

HELSINKI = facts.city("helsinki")


def crowd(n=30_000):
    """Columns of people of all ages in all districts, with any activity and attainment that goes with the age."""
    luck = np.random.default_rng(4)
    age = luck.integers(0, 95 * 12, n)
    grown = age >= 20 * 12
    states = np.array([EMPLOYED, UNEMPLOYED, STUDENT, INACTIVE])
    return {
        "id": np.arange(n) + 1, "age": age, "sex": luck.integers(0, 2, n), "district": luck.integers(0, len(HELSINKI.districts), n),
        "activity": np.where(grown, luck.choice(states, n, p=[0.7, 0.1, 0.1, 0.1]), STUDENT),
        "attainment": np.where(grown, luck.choice([2, 3, 6], n), 1),
    }  # fmt: skip


def wanted(city):
    """Share of each class of origin in each band of ages, shape (bands, classes)."""
    abroad = np.minimum(0.95, BACKGROUND * city.foreign_share / AT_SHARE)
    return np.column_stack([1 - abroad, abroad[:, None] * city.origins])


def by_band(c, chances):
    """Mean chances in each band of ages."""
    band = np.searchsorted(AGES, c["age"] // 12, side="right") - 1
    return np.array([chances[band == k].mean(axis=0) for k in range(len(AGES))])


@pytest.mark.parametrize("city", [HELSINKI, replace(HELSINKI, foreign_share=0.4, from_west=0.1, from_africa=0.7)])
def test_shares_of_every_origin_are_kept_at_every_age(city):
    c = crowd()
    chances = odds(c, city)
    assert chances.shape == (30_000, len(CLASSES)) and (chances >= 0).all()
    assert np.allclose(chances.sum(axis=1), 1)
    assert by_band(c, chances) == pytest.approx(wanted(city), rel=2e-3)


def test_origins_go_with_activity_attainment_and_poorer_districts_within_an_age():
    c = crowd()
    chances, grown = odds(c, HELSINKI), (c["age"] >= 25 * 12) & (c["age"] < 45 * 12)
    abroad = 1 - chances[:, NATIVE]
    jobless, works = (abroad[grown & (c["activity"] == state)].mean() for state in (UNEMPLOYED, EMPLOYED))
    low, high = (chances[grown & (c["attainment"] == level), AFRICA].mean() for level in (2, 6))
    income = np.nan_to_num(HELSINKI.relative_income)[c["district"]]
    poor, rich = (abroad[grown & chosen].mean() for chosen in (income < np.median(income), income > np.median(income)))
    assert jobless > 1.3 * works and low > 1.3 * high and poor > 1.1 * rich


def test_counts_by_origin_are_kept_in_every_district():
    districts = len(HELSINKI.districts)
    luck = np.random.default_rng(2)
    counted = luck.integers(50, 500, (districts, 5)).astype(float)
    counted[:, NATIVE] += 3000
    c = crowd()
    chances = odds(c, replace(HELSINKI, counts={**HELSINKI.counts, "origin": counted}))
    got = np.array([chances[c["district"] == d].mean(axis=0) for d in range(districts)])
    assert got == pytest.approx(counted / counted.sum(axis=1, keepdims=True), rel=5e-3)
    young, old = by_band(c, 1 - chances[:, [NATIVE]])[[2, 4], 0]
    assert young > 2 * old, "and within a district the old are seldom from abroad"


def home(*members):
    """Columns of one household: (years, origin, foreign, months since arrival)."""
    n = len(members)
    years, origin, foreign, since = (np.array(column) for column in zip(*members, strict=True))
    c = {"id": np.arange(n) + 1, "age": years * 12, "origin": origin, "foreign": foreign, "sex": np.arange(n) % 2 == 0}
    arrived = np.where(foreign == 1, -since, BORN_HERE).astype(np.int16)
    blank = {"reason": np.full(n, NO_REASON), "language": np.ones(n), "unrecognised": np.ones(n), "household": np.zeros(n, int)}
    return {**c, **blank, "arrived": arrived}


MOTHER, FATHER = (35, AFRICA, 1, 60), (40, ASIA, 1, 100)


def test_a_child_has_an_origin_abroad_when_both_parents_do_and_the_mothers():
    both, mixed, alone = home(MOTHER, FATHER, (3, 9, 0, 0)), home(MOTHER, (40, NATIVE, 0, 0), (3, 9, 0, 0)), home(MOTHER, (3, 9, 0, 0))
    for c in (both, mixed, alone):
        children_of(c)
    assert (both["origin"][2], mixed["origin"][2], alone["origin"][1]) == (ASIA, NATIVE, AFRICA) or both["origin"][2] == AFRICA
    assert both["origin"][2] == AFRICA, "the woman's where both are from abroad"
    assert mixed["unrecognised"][2] == both["unrecognised"][2] == 0


def test_a_child_came_with_its_parents_or_was_born_here_after_they_had():
    c = home(MOTHER, (12, 9, 0, 0), (3, 9, 0, 0))
    c["reason"][0] = REFUGE
    children_of(c)
    assert c["foreign"].tolist() == [1, 1, 0] and c["arrived"][1:].tolist() == [-60, BORN_HERE]
    assert c["reason"][1:].tolist() == [REFUGE, NO_REASON]
    c["reason"][0] = WORK_REASON
    children_of(c)
    assert c["reason"][1] == FAMILY_REASON


def test_the_second_generation_has_children_of_its_origin_who_were_born_here_and_speak_like_others():
    c = home((35, EAST, 0, 0), (5, 9, 0, 0))
    children_of(c)
    assert (c["origin"][1], c["foreign"][1], c["arrived"][1], c["language"][1]) == (EAST, 0, BORN_HERE, 1)


def test_children_learn_the_language_at_school_from_what_they_bring_along():
    c = home((35, AFRICA, 1, 150), (3, 9, 0, 0), (12, 9, 0, 0), (16, 9, 0, 0))
    children_of(c)
    baby, pupil, came_at_three = c["language"][1:]
    assert c["foreign"].tolist() == [1, 0, 0, 1]
    assert baby == pytest.approx(GrowingOlder.declared["at_home"].default) and pupil == pytest.approx(
        in_class(GrowingOlder.declared["at_home"].default, np.array([60]))[0]
    )
    assert came_at_three == pytest.approx(in_class(0.15, np.array([108]))[0]) and 0.15 < came_at_three < pupil < 1


def arrivals(anew=1.0, settling=0.0, **columns):
    """A household that has just come, one from abroad, one born here, a child; and a grown-up of the second generation by himself."""
    r = Residents(5)
    r.id[:4], r.present[:4], r.household[:4], r.age[:4] = [11, 12, 13, 14], 1, [0, 0, 0, 1], [400, 420, 60, 300]
    r.foreign[:4], r.origin[:4], r.arrived[:4] = [1, 0, 0, 0], [ASIA, NATIVE, ASIA, AFRICA], [-90, BORN_HERE, BORN_HERE, BORN_HERE]
    r.reason[:4], r.language[:4], r.schooling[:4] = [FAMILY_REASON, 0, 0, 0], [0.8, 1, 1, 1], [16, 15, 0, 12]
    r.experience[:4], r.practice[:4], r.credential[:4], r.aware[:4] = 100, 50, 0.4, 1
    r.activity[:4], r.entering[:4] = UNEMPLOYED, 1
    for name, values in columns.items():
        getattr(r, name)[:4] = values
    card = Coming(anew=anew, settling=settling, settling_women=1 - settling, counts=0.3, hired=0.45)
    come_from_abroad(np.uint64(3), card.numbers, first_words(HELSINKI), 30, 2, r.columns,
                     np.arange(4))  # fmt: skip
    return r


def test_who_comes_from_abroad_begins_anew_with_her_children():
    r, words = arrivals(), first_words(HELSINKI)
    assert r.arrived[:4].tolist() == [30, BORN_HERE, 30, BORN_HERE], "not he who was born here, nor a grown-up of the second generation"
    assert r.foreign[:4].tolist() == [1, 0, 1, 0] and r.language[[0, 2]] == pytest.approx(words[ASIA])
    assert r.unrecognised[:4].tolist() == [16 - COMPULSORY, 0, 0, 0] and r.credential[0] == 0 and r.aware[0] == 0
    assert r.experience[[0, 1]].tolist() == [30, 100] and r.practice[[0, 1]].tolist() == [0, 50]
    assert r.reason[:4].tolist() == [FAMILY_REASON, NO_REASON, FAMILY_REASON, NO_REASON]


def test_who_comes_to_work_can_do_more_of_it_at_first():
    r = arrivals(reason=[WORK_REASON, 0, 0, 0])
    assert r.language[[0, 2]] == pytest.approx([0.45, first_words(HELSINKI)[ASIA]])


def test_who_comes_to_study_does_so_while_she_is_young():
    young, grown = (arrivals(reason=[STUDY_REASON, 0, 0, 0], age=[age, 420, 60, 300]) for age in (20 * 12, 40 * 12))
    assert young.activity[0] == STUDENT and 1 <= young.to_finish[0] <= 72 and young.entering[0] == 0
    assert grown.activity[0] == UNEMPLOYED


def recruits(recruited=1.0, **columns):
    """Whether who has just come to work, without recognised schooling, holds one of two vacancies, of occupations 0 and 1."""
    r, posts = Residents(1), Posts(3)
    for name, value in {"id": 9, "present": 1, "reason": WORK_REASON, "arrived": 30, "activity": UNEMPLOYED, "unrecognised": 7.0,
                        "entering": 1, "occupation": 1, **columns}.items():  # fmt: skip
        getattr(r, name)[0] = value
    posts.vacant[:2], posts.occupation[:] = 1, [0, 1, 1]
    work = facts.occupations()
    first = {"regulated": (np.arange(len(work.regulated)) == 0).astype(np.float32)}
    jobs = type(work)(**{**dict(zip(type(work)._fields, work, strict=True)), **first})
    recruit_abroad(np.uint64(5), Coming(recruited=recruited).numbers, 30, r.columns, posts.columns, jobs, np.arange(1))
    return r.post[0], r.activity[0], posts.vacant.tolist()


def test_most_who_come_to_work_have_found_a_post_of_their_occupation_before():
    assert recruits() == (1, EMPLOYED, [1, 0, 0])
    none = (NOBODY, UNEMPLOYED, [1, 1, 0])
    assert recruits(recruited=0.0) == recruits(occupation=5) == recruits(reason=FAMILY_REASON) == recruits(arrived=29) == none
    assert recruits(occupation=0) == none and recruits(occupation=0, unrecognised=0.0)[0] == 0, "regulated work asks for recognition"


def test_who_moves_within_the_country_keeps_what_she_has():
    r = arrivals(anew=0.0)
    assert r.arrived[:4].tolist() == [-90, BORN_HERE, BORN_HERE, BORN_HERE] and r.language[0] == pytest.approx(0.8)
    assert r.experience[0] == 100 and r.foreign[2] == 0


@pytest.mark.parametrize(("reason", "waits"), [(FAMILY_REASON, True), (REFUGE, True), (WORK_REASON, False), (STUDY_REASON, False)])
def test_who_came_neither_to_work_nor_to_study_settles_first(reason, waits):
    r = arrivals(settling=1.0, reason=[reason, 0, 0, 0])
    assert (r.activity[0], r.entering[0]) == ((INACTIVE, 0) if waits else (UNEMPLOYED, 1))
    woman = arrivals(settling=1.0, reason=[reason, 0, 0, 0], sex=1).activity[0]
    assert woman == UNEMPLOYED, "women have a share of their own, here nobody"
    assert r.activity[[1, 3]].tolist() == [UNEMPLOYED] * 2 and r.entering[[1, 3]].tolist() == [1, 1]


def test_most_words_are_known_on_arrival_where_newcomers_speak_the_language_at_home():
    assert first_words(replace(HELSINKI, speak_on_arrival=0.9)).tolist() == pytest.approx([1, 0.9, 0.9, 0.9, 0.9])
    west, *others = first_words(HELSINKI)[1:]
    assert west > max(others) and first_words(HELSINKI)[NATIVE] == 1
    assert talked_in(0.2, 0.5) == pytest.approx(0.6)


def test_couples_are_of_like_origin_as_far_as_there_are_as_many():
    abroad = np.array([1, 1, 0, 0, 0, 1, 0, 0, 0, 0], bool)
    women, men = alike(np.arange(5), np.arange(5, 10), abroad)
    assert sorted(women.tolist()) == [0, 1, 2, 3, 4] and sorted(men.tolist()) == [5, 6, 7, 8, 9]
    assert int((abroad[women] & abroad[men]).sum()) == 1 and int((abroad[women] != abroad[men]).sum()) == 1
    assert [m.tolist() for m in alike(np.arange(5), np.arange(5, 10), np.zeros(10, bool))] == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]


@pytest.fixture(scope="module")
def city():
    return City("helsinki", 6000, 5)


def test_the_drawn_city_has_the_shares_of_its_counts(city):
    r = city.residents
    here = r.present == 1
    adults = here & (r.age >= 18 * 12)
    own = np.bincount(np.searchsorted(AGES, r.age[adults] // 12, side="right") - 1, minlength=len(AGES)) / adults.sum()
    assert (r.origin[adults] != NATIVE).mean() == pytest.approx(own @ (1 - wanted(HELSINKI)[:, NATIVE]), abs=0.015)
    assert r.foreign[here].mean() == pytest.approx(HELSINKI.foreign_share, abs=0.02)
    came = here & (r.foreign == 1)
    assert ((r.arrived == BORN_HERE) == (r.foreign == 0))[here].all() and ((r.reason == NO_REASON) == (r.foreign == 0))[here].all()
    assert (r.origin[came] != NATIVE).all() and (r.language[adults & (r.foreign == 0)] == 1).all()
    assert (r.language[here & (r.origin == NATIVE)] == 1).all()
    assert (r.unrecognised[here] <= r.schooling[here]).all() and (r.unrecognised[here & (r.foreign == 0)] == 0).all()
    assert [int((r.origin[adults] == k).sum()) for k in (WEST, EAST, ASIA, AFRICA)] == pytest.approx(
        list(HELSINKI.origins * (r.origin[adults] != NATIVE).sum()), rel=0.25
    )


def test_four_of_five_couples_of_foreign_background_are_of_two_such(city):
    r = city.residents
    women = np.flatnonzero((r.partner >= 0) & (r.sex == 1) & (r.origin != NATIVE))
    assert 0.55 < (r.origin[r.partner[women]] != NATIVE).mean() < 0.9
