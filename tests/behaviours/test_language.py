"""Language: who came from abroad learns it in class, at work and among friends; schooling is recognised of those who speak enough."""

import numpy as np
import pytest

from sim import facts
from sim.behaviours.language import Language, learn_language, pace_of_learning, still_missing
from sim.tables import AFRICA, BORN_HERE, CHILD, EMPLOYED, INACTIVE, NATIVE, NOBODY, PUPIL, Residents

LUCK = np.uint64(5)
p = Language(papers=0.0).numbers
COURSES = facts.courses()
TAUGHT = int(np.argmax(COURSES.language))
"""The course with most of the city's language in it."""
SILENT = int(np.flatnonzero(COURSES.language == 0)[0])


def people(n=1, **columns):
    """Adults from abroad who speak a fifth of the language, have 13 years of schooling, no work and no friends."""
    r = Residents(n)
    r.id[:], r.present[:], r.foreign[:], r.origin[:], r.age[:] = np.arange(n) + 1, 1, 1, AFRICA, 400
    r.arrived[:], r.language[:], r.schooling[:], r.activity[:] = -12, 0.2, 13, INACTIVE
    for name, values in columns.items():
        getattr(r, name)[:] = values
    return r


def learn(r, numbers=p, beside=0.0, course=SILENT, months=1):
    """What they speak after some months, with so many hours a month that a lever brings, where offer 0 is this course."""
    hours = np.full(len(r), beside, np.float32)
    for _ in range(months):
        learn_language(LUCK, numbers, r.columns, hours, COURSES, np.array([course], np.int16))
    return r


def spoken(missing):
    """Command after a month in which such a share of the fifth's rest stays missing."""
    return pytest.approx(1 - 0.8 * missing, abs=1e-6)


def test_hours_work_and_friends_each_take_their_declared_share_of_what_is_missing():
    assert -np.log(still_missing(p, 1000.0, 0.0, 0.0, 1.0)) == pytest.approx(p.course + p.living)
    assert -np.log(still_missing(p, 0.0, 1.0, 0.0, 1.0)) == pytest.approx(p.work + p.living)
    assert -np.log(still_missing(p, 0.0, 0.0, 0.5, 1.0)) == pytest.approx(p.friends / 2 + p.living)
    assert -np.log(still_missing(p, 40.0, 1.0, 0.25, 1.5)) == pytest.approx(
        1.5 * (0.04 * p.course + p.work + p.friends / 4 + p.living)
    )  # fmt: skip


def test_years_at_school_make_it_faster_and_nobody_is_slower_than_a_third_of_the_usual():
    assert pace_of_learning(p, 13.0) == 1.0 and pace_of_learning(p, 17.0) == pytest.approx(1 + 4 * p.by_schooling)
    assert pace_of_learning(Language(by_schooling=0.2).numbers, 0.0) == 0.3


def test_who_lives_here_without_work_class_or_friends_learns_by_living_alone():
    assert learn(people()).language[0] == spoken(still_missing(p, 0.0, 0.0, 0.0, 1.0))


def test_a_language_course_teaches_its_hours_month_by_month_and_another_course_teaches_none():
    hours = float(COURSES.language[TAUGHT]) / int(COURSES.months[TAUGHT])
    assert hours > 10
    assert learn(people(offer=0), course=TAUGHT).language[0] == spoken(still_missing(p, hours, 0.0, 0.0, 1.0))
    assert learn(people(offer=0)).language[0] == learn(people()).language[0]
    both = learn(people(offer=0), course=TAUGHT, beside=10.0).language[0]
    assert both == spoken(still_missing(p, hours + 10, 0.0, 0.0, 1.0))


def test_work_and_school_teach_the_language():
    assert learn(people(activity=EMPLOYED)).language[0] == spoken(still_missing(p, 0.0, 1.0, 0.0, 1.0))
    assert learn(people(activity=PUPIL)).language[0] == spoken(still_missing(p, p.at_school, 0.0, 0.0, 1.0))


def test_only_friends_who_grew_up_with_the_language_teach_it():
    r = people(4)
    r.origin[2:], r.foreign[2:] = NATIVE, 0
    r.friends[0] = [1, 2, 3, *[NOBODY] * 5]
    r.friends[1] = [0, *[NOBODY] * 7]
    learn(r)
    assert r.language[0] == spoken(still_missing(p, 0.0, 0.0, 2 / 8, 1.0)) and r.language[1] == spoken(still_missing(p, 0.0, 0.0, 0.0, 1.0))


def test_who_is_from_here_who_is_fluent_and_who_has_left_learn_nothing_more():
    r = learn(people(3, origin=[NATIVE, AFRICA, AFRICA], foreign=[0, 1, 1], language=[0.2, 0.99, 0.2], present=[1, 1, 0]))
    assert r.language.tolist() == pytest.approx([0.2, 0.99, 0.2])


def test_children_of_people_from_abroad_learn_at_school_what_is_not_spoken_at_home_and_not_before():
    pupil, child = (learn(people(foreign=0, arrived=BORN_HERE, activity=state)).language[0] for state in (PUPIL, CHILD))
    assert pupil == spoken(still_missing(p, p.at_school, 0.0, 0.0, 1.0)) and child == spoken(still_missing(p, 0.0, 0.0, 0.0, 1.0))


def test_schooling_is_recognised_in_time_and_only_of_those_who_speak_enough():
    often = Language(papers=0.1, enough=0.5).numbers
    n = 2000
    speaks = learn(people(n, language=0.5, unrecognised=4.0), often)
    assert (speaks.unrecognised == 0).mean() == pytest.approx(0.1, abs=0.02)
    assert set(speaks.unrecognised.tolist()) == {0.0, 4.0}, "all of it or nothing"
    assert (learn(people(n, language=0.45, unrecognised=4.0), often).unrecognised == 4).all()


def test_twelve_hundred_hours_in_class_or_twenty_years_at_work_lead_from_a_beginner_to_good_command():
    """The sizes that the sources speak of: B1 (.5) after about 1,200 hours, B2 (.75) after years of work among speakers."""
    course = 1 - (1 - 0.1) * still_missing(p, 1200.0, 0.0, 0.0, 1.0)
    assert course == pytest.approx(0.5, abs=0.1)
    r = people(activity=EMPLOYED, language=0.1)
    assert 0.6 < learn(r, months=240).language[0] < 0.9
