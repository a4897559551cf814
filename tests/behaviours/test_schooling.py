"""Schooling and labour supply: who learns, leaves early, goes on, comes back, and who looks for work afterwards."""

import numpy as np
import pytest

from sim.behaviours.labour_supply import LabourSupply, chance_of_giving_up, chance_of_looking_for_work, come_and_go
from sim.behaviours.schooling import (
    Schooling,
    chance_of_general,
    chance_of_going_on,
    chance_of_leaving,
    chance_of_return,
    chance_of_tertiary,
    growth,
    help_at_home,
    learn,
    move_on,
)
from sim.city import City
from sim.education import BACHELOR, GROWN, MASTER, UPPER, first_job, schooling_of_pupil
from sim.tables import CHILD, EMPLOYED, INACTIVE, NOBODY, PUPIL, STUDENT, UNEMPLOYED, Posts, Residents
from sim.tally import NUMBER, blank

p, supply = Schooling().numbers, LabourSupply().numbers
NOBODY_HELPED = np.zeros(5000, np.float32)
LUCK = np.uint64(77)
ALONE = np.zeros(1, np.int32)
"""Heads of households: of one resident who lives by himself."""
NONE = np.empty(0, np.int64)
JOBS = np.cumsum(np.full((2, 4, 22), 1 / 22), axis=2)


def person(**columns):
    """A table of one resident."""
    residents = Residents(1)
    for name, value in {"id": 7, "present": 1, "household": 0, **columns}.items():
        getattr(residents, name)[0] = value
    return residents


def finish(residents, posts=None, **rows):
    tally = blank()
    rows = [np.array(rows.get(name, []), np.int64) for name in ("leavers", "completing", "returners")]
    move_on(LUCK, p, residents.columns, (posts or Posts(1)).columns, *rows, JOBS, tally)
    return tally


def test_a_pupil_has_nine_years_of_schooling_at_sixteen():
    assert schooling_of_pupil(7 * 12) == 0.0 and schooling_of_pupil(16 * 12) == 9.0 == schooling_of_pupil(17 * 12)


def test_pupils_learn_more_with_schooled_parents_and_with_support():
    usual = growth(p, PUPIL, 120, 0, p.usual_home, 0.0, 1.0)
    assert growth(p, PUPIL, 120, 0, p.usual_home + 4, 0.0, 1.0) > usual > growth(p, PUPIL, 120, 0, p.usual_home, 0.0, 0.3)
    assert growth(p, PUPIL, 120, 0, help_at_home(p, 14, 0.2), 0.0, 1.0) < growth(p, PUPIL, 120, 0, help_at_home(p, 14, 1.0), 0.0, 1.0)
    assert help_at_home(p, 14, 1.0) == 14
    assert growth(p, PUPIL, 120, 0, p.usual_home, 0.12, 1.0) == pytest.approx(usual + 0.01)
    assert growth(p, CHILD, 60, 0, p.usual_home, 0.0, 1.0) < usual
    assert growth(p, CHILD, 60, 0, 9, 0.0, 1.0) < growth(p, CHILD, 60, 0, 15, 0.0, 1.0)


def test_support_at_school_does_not_reach_university_students():
    assert growth(p, STUDENT, 300, UPPER, 13, 0.5, 1.0) == growth(p, STUDENT, 300, UPPER, 13, 0.0, 1.0)
    assert growth(p, STUDENT, 210, 2, 13, 0.5, 1.0) > growth(p, STUDENT, 210, 2, 13, 0.0, 1.0)


def test_a_whole_school_career_gives_what_schooling_stands_for():
    gained = sum(growth(p, PUPIL, age, 0, p.usual_home, 0.0, 1.0) for age in range(7 * 12, 16 * 12))
    gained += sum(growth(p, STUDENT, GROWN, 2, p.usual_home, 0.0, 1.0) for _ in range(int(p.upper)))
    assert gained == pytest.approx(12 * p.taught + 9 * p.matures, rel=1e-6)


def test_a_pupil_of_sixteen_enters_upper_secondary_school():
    residents = person(age=16 * 12, activity=PUPIL)
    assert len(learn(LUCK, p, residents.columns, ALONE, np.zeros(1, np.float32))) == 0
    assert (residents.activity[0], residents.attainment[0], residents.to_finish[0]) == (STUDENT, 2, 36)


def test_a_student_comes_to_the_end_after_the_months_left():
    residents = person(age=220, activity=STUDENT, attainment=2, to_finish=2)
    assert len(learn(LUCK, p, residents.columns, ALONE, np.zeros(1, np.float32))) == 0
    assert learn(LUCK, p, residents.columns, ALONE, np.zeros(1, np.float32)).tolist() == [0]


def test_weak_pupils_and_pupils_from_unschooled_homes_leave_early():
    usual = chance_of_leaving(p, 2, p.usual_skill, p.usual_home, 0)
    assert chance_of_leaving(p, 2, p.usual_skill - 1, p.usual_home, 0) > 2 * usual
    assert chance_of_leaving(p, 2, p.usual_skill, p.usual_home - 4, 0) > 1.5 * usual
    assert chance_of_leaving(p, 2, p.usual_skill, p.usual_home, 1) > 1.5 * usual
    assert chance_of_leaving(p, UPPER, -2, 8, 1) == p.drops


def tertiary_by_25(skill, home, woman, vocational=None):
    if vocational is None:
        general = chance_of_general(p, skill - 0.4, home, True)
        return general * tertiary_by_25(skill, home, woman, 0) + (1 - general) * tertiary_by_25(skill, home, woman, 1)
    missed = 1.0 - chance_of_tertiary(p, skill, home, woman, vocational, 0.0)
    for later in range(1, 7):
        missed *= 1.0 - chance_of_tertiary(p, skill, home, woman, vocational, later)
    return 1.0 - missed


def test_children_of_schooled_parents_start_tertiary_education_about_twice_as_often():
    high = tertiary_by_25(0.0, 15.0, 0)
    low = tertiary_by_25(-0.2, 12.0, 0)
    assert 1.7 < high / low < 3


def test_children_of_schooled_parents_and_the_skilled_take_the_general_track_from_which_more_go_on():
    usual = chance_of_general(p, p.skill_at_16, p.usual_home, True)
    assert chance_of_general(p, p.skill_at_16, p.usual_home + 3, True) > usual < chance_of_general(p, p.skill_at_16 + 1, p.usual_home, True)
    assert chance_of_general(p, p.skill_at_16, p.usual_home, False) < usual
    assert tertiary_by_25(0.0, 13.0, 0, 0) > 1.5 * tertiary_by_25(0.0, 13.0, 0, 1)


def test_women_and_the_skilled_start_tertiary_education_more_often():
    assert tertiary_by_25(0, 13, 1) > tertiary_by_25(0, 13, 0)
    assert tertiary_by_25(1, 13, 0) > tertiary_by_25(0, 13, 0) > tertiary_by_25(-1, 13, 0)


def test_fewer_come_back_to_education_with_age_and_nobody_after_forty():
    chances = [chance_of_return(p, UPPER, years, 0.0, 13.0, 1, 0) for years in (19.5, 25.0, 35.0, 40.0)]
    assert chances == sorted(chances, reverse=True) and chances[0] > 0.05 and chances[-1] == 0.0
    assert chance_of_return(p, 2, 20.0, 0.0, 13.0, 1, 1) > 0.0 == chance_of_return(p, 2, 26.0, 0.0, 13.0, 1, 1)
    assert chance_of_return(p, BACHELOR, 30.0, 2.0, 16.0, 1, 0) == 0.0


def test_a_doctorate_follows_few_degrees():
    assert chance_of_going_on(p, BACHELOR, 0.3, 13, 1, 0, 0.0) > 4 * chance_of_going_on(p, MASTER, 0.3, 13, 1, 0, 0.0) > 0


def test_who_completes_rises_a_level_and_studies_or_looks_for_work():
    residents = person(age=228, activity=STUDENT, attainment=2, schooling=9)
    tally = finish(residents, completing=[0])
    assert (residents.attainment[0], residents.schooling[0]) == (UPPER, 12)
    goes_on = residents.activity[0] == STUDENT and residents.to_finish[0] == p.bachelor
    works = residents.activity[0] in (UNEMPLOYED, INACTIVE) and tally[NUMBER["graduates"]] == 1
    assert goes_on != works


def test_who_leaves_early_keeps_nine_years_and_looks_for_a_job_of_some_kind():
    residents = person(age=210, activity=STUDENT, attainment=2, schooling=9, to_finish=18)
    tally = finish(residents, leavers=[0])
    assert (residents.attainment[0], residents.schooling[0], residents.to_finish[0]) == (2, 9, 0)
    assert residents.activity[0] in (UNEMPLOYED, INACTIVE) and 0 <= residents.occupation[0] < 22
    assert residents.entering[0] == (residents.activity[0] == UNEMPLOYED)
    assert tally[NUMBER["graduates"]] == 1


def test_who_comes_back_leaves_the_post():
    posts = Posts(1)
    posts.holder[0] = 0
    residents = person(age=260, activity=EMPLOYED, attainment=UPPER, schooling=12, post=0, wage=2500)
    finish(residents, posts, returners=[0])
    assert residents.activity[0] == STUDENT and residents.wage[0] == 0
    assert residents.post[0] == NOBODY == posts.holder[0]


def test_first_jobs_follow_the_shares_of_occupations():
    assert first_job(np.array([0.2, 0.2, 1.0]), 0.1) == 0 and first_job(np.array([0.2, 0.2, 1.0]), 0.5) == 2


def test_small_children_keep_women_from_looking_for_work_unless_there_is_care():
    alone = chance_of_looking_for_work(supply, 6, 12.0, 1.0, 0)
    assert chance_of_looking_for_work(supply, 6, 12.0, 1.0, 2) < 0.6 * alone > chance_of_looking_for_work(supply, 6, 12.0, 0.3, 0)
    assert chance_of_looking_for_work(supply, 6, 12.0, 1.0, 4) == 0.0
    assert chance_of_looking_for_work(supply, 60, 12.0, 1.0, 0) < alone > chance_of_looking_for_work(supply, 6, 9.0, 1.0, 0)


def test_help_with_care_brings_mothers_to_work():
    residents = Residents(2000)
    residents.present[:], residents.id[:], residents.sex[:], residents.age[:] = 1, np.arange(2000), 1, 400
    residents.activity[:], residents.household[:], residents.schooling[:] = INACTIVE, 0, 12
    entered = []
    for help_with_care in (0.0, 1.0):
        residents.activity[:] = INACTIVE
        tally = blank()
        care = np.full(2000, help_with_care, np.float32)
        idle = NOBODY_HELPED[:2000]
        come_and_go(LUCK, LUCK, supply, 1.0, residents.columns, Posts(1).columns, np.array([1], np.int16), care, idle, tally)
        entered.append(tally[NUMBER["entries"]])
    assert entered[1] > 1.5 * entered[0] > 0


def test_long_search_discourages():
    assert chance_of_giving_up(supply, 30, 30.0, 0) > chance_of_giving_up(supply, 1, 30.0, 0)
    assert chance_of_giving_up(supply, 1, 61.0, 0) > chance_of_giving_up(supply, 1, 30.0, 0)


def test_a_severe_limitation_makes_people_give_up_sooner():
    twice = LabourSupply(gives_up_severe=2.0).numbers
    assert chance_of_giving_up(twice, 6, 40.0, 2) == pytest.approx(2 * chance_of_giving_up(twice, 6, 40.0, 0))


def test_whoever_starts_to_look_for_work_enters_prepared_and_whoever_gives_up_does_not():
    residents = Residents(1000)
    residents.present[:], residents.id[:], residents.age[:], residents.household[:] = 1, np.arange(1000), 400, 0
    residents.activity[:500], residents.activity[500:], residents.schooling[:] = INACTIVE, UNEMPLOYED, 12
    residents.entering[500:] = 1  # left school this month
    keen = LabourSupply(enters=0.3, gives_up=0.3).numbers
    come_and_go(LUCK, LUCK, keen, 1.0, residents.columns, Posts(1).columns, np.zeros(1, np.int16), *2 * (NOBODY_HELPED[:1000],), blank())
    looking = residents.activity == UNEMPLOYED
    assert 0 < looking[:500].sum() < 500 and 0 < looking[500:].sum() < 500
    assert (residents.entering == looking).all()


def test_a_promise_of_recall_keeps_people_from_giving_up():
    residents = Residents(5000)
    residents.present[:], residents.id[:], residents.age[:], residents.household[:] = 1, np.arange(5000), 700, 0
    residents.activity[:], residents.searching[:], residents.recall[:2500] = UNEMPLOYED, 40, 3
    come_and_go(LUCK, LUCK, supply, 1.0, residents.columns, Posts(1).columns, np.zeros(1, np.int16), *2 * (NOBODY_HELPED,), blank())
    assert (residents.activity[:2500] == UNEMPLOYED).all() and (residents.activity[2500:] == INACTIVE).any()


@pytest.mark.slow
def test_education_skill_and_participation_are_stationary_over_twenty_years():
    city = City(residents=4000, seed=1)
    first = portrait(city)
    city.run(240)
    now = portrait(city)
    assert now["skill"] == pytest.approx(first["skill"], abs=0.2), "those schooled abroad are followed by children schooled here"
    assert now["inactive"] == pytest.approx(first["inactive"], abs=0.03)
    assert now["tertiary"] == pytest.approx(first["tertiary"], abs=0.10)
    assert now["early"] == pytest.approx(0.09, abs=0.05)


def portrait(city):
    r = city.residents
    here = r.present == 1
    adults, working = here & (r.age >= 300) & (r.age < 780), here & (r.age >= 240) & (r.age < 780)
    young = here & (r.age >= 216) & (r.age < 300)
    return {
        "skill": r.skill[adults].mean(), "inactive": (r.activity[working] == INACTIVE).mean(),
        "tertiary": (r.attainment[adults] >= 5).mean(),
        "early": ((r.attainment[young] < 3) & (r.activity[young] != STUDENT)).mean(),
    }  # fmt: skip
