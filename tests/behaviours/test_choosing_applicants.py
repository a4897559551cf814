"""Hiring: employers choose among those who apply, of whom they can use all but a few, and not all of them at once."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim import chance, facts, tally
from sim.behaviours.hiring import Hiring, chance_of_choosing, lifted
from sim.behaviours.job_search import Applications, Vacant
from sim.conditions import Conditions
from sim.tables import EMPLOYED, NOBODY, UNEMPLOYED, Employers, Memory, Posts, Residents, Trades

JOBS = facts.occupations()
WORK = int(np.argmax((JOBS.weight > 0).all(axis=1)))
"""An occupation that needs a little of everything."""
BLIND = {"interview": 0.0, "credential": 0.0, "schooling": 0.0, "stigma": 0.0, "ageing": 0.0, "bias": 0.0, "referral": 0.0}
ALWAYS = 1e12
"""Vacancies for which these employers can choose at a time, unless a test is about that."""


def sent(to):
    """Applications to these vacancies of each seeker, best liked first."""
    many = [len(each) for each in to]
    start, person = np.cumsum([0, *many]).astype(np.int32), np.repeat(np.arange(len(to)), many).astype(np.int32)
    liking, contact = np.zeros(len(person), np.float32), np.zeros(len(person), np.uint8)
    return Applications(start, person, np.concatenate(to).astype(np.int32), liking, contact)


def market(missing, to, vacancies=1, aid=0.0, before=WORK, **numbers):
    """The city after a month in which people who miss so many SD of every need applied to these vacancies of one employer."""
    hiring = Hiring(**{**BLIND, "fit": 1, "floor": 0, **numbers})
    if "recruits" not in numbers:
        hiring.recruits = ALWAYS
    r, employers, posts = Residents(len(missing)), Employers(1), Posts(vacancies)
    r.id[:], r.present[:], r.activity[:], r.searching[:], r.age[:] = np.arange(len(r)) + 1, 1, UNEMPLOYED, 3, 360
    r.skill[:], r.schooling[:], r.practice[:] = JOBS.need[WORK] - np.array(missing)[:, None], JOBS.schooling[WORK], 70
    r.occupation[:] = before
    employers.id[:], employers.slots[:] = 7, vacancies
    posts.slot[:], posts.occupation[:], posts.vacant[:], posts.holder[:] = np.arange(vacancies), WORK, 1, NOBODY
    axes = {"sector": 1, "occupation": len(JOBS.schooling), "district": 1, "employer": 1, "offer": 0, "resident": len(r), "payer": 0}
    city = SimpleNamespace(
        residents=r, employers=employers, posts=posts, conditions=Conditions(axes), memory=Memory(1), trades=Trades(len(JOBS.schooling)),
        occupations=JOBS, tally=tally.blank(), luck=lambda decision: chance.luck(1, decision, 0),
        applications=sent(to),
        vacant=Vacant(np.arange(vacancies), np.zeros(1, np.int64), np.zeros(1, np.int64), np.zeros((1, 1), np.int32),
                      np.zeros(1, np.int32), np.zeros(vacancies, np.uint8)),
    )  # fmt: skip
    city.conditions.wage_aid[0] = aid
    hiring.prepare(city)
    hiring.act(city)
    return city


def who_got_it(*where, **how):
    """Rows of those at work after the month."""
    return np.flatnonzero(market(*where, **how).residents.activity == EMPLOYED).tolist()


def test_a_weak_applicant_is_hired_when_nobody_better_applies_and_passed_over_when_somebody_does():
    assert who_got_it([0.8], [[0]]) == [0]
    assert who_got_it([0.8, 0.2, 0.5], [[0], [0], [0]]) == [1]


def test_when_the_best_goes_elsewhere_the_next_best_gets_the_offer():
    assert who_got_it([0.1, 0.2, 0.3], [[1, 0], [0], [0]], vacancies=2) == [0, 1]


def test_nobody_is_hired_who_cannot_do_the_work_unless_her_pay_is_paid():
    assert who_got_it([1.5], [[0]], floor=0.3) == []
    assert who_got_it([1.5], [[0]], floor=0.2) == [0]
    paid = market([1.5], [[0]], floor=0.3, aid=0.5)
    assert paid.residents.activity[0] == EMPLOYED and paid.residents.doubtful[0] == 1


def test_aid_beats_a_better_rival_and_is_no_help_to_who_would_have_won_anyway():
    assert who_got_it([0.5, 0.4], [[0], [0]]) == [1]
    helped = market([0.5, 0.4], [[0], [0]], aid=0.5)
    assert helped.residents.activity[0] == EMPLOYED and helped.residents.doubtful[0] == 1
    needless = market([0.3, 0.4], [[0], [0]], aid=0.5)
    assert needless.residents.activity[0] == EMPLOYED and needless.residents.doubtful[0] == 0


def test_who_wins_by_aid_alone_is_told_by_the_best_rival():
    vacancy, winner = np.array([0, 0, 1], np.int32), np.array([0, 2], np.int32)
    score, plain = np.array([3.0, 2.0, 1.0]), np.array([1.0, 2.0, 1.0])
    assert lifted(winner, vacancy, score, plain).tolist() == [1, 0, 0]
    assert lifted(winner, vacancy, score, np.array([2.5, 2.0, 1.0])).tolist() == [0, 0, 0]


def test_whoever_recruits_has_only_so_much_time():
    small, busy, large = (chance_of_choosing(Hiring(recruits=2, recruiter=10).numbers, *of) for of in ((0, 1), (0, 6), (40, 6)))
    assert small == pytest.approx(2 / 3) and busy == pytest.approx(2 / 8) and large == pytest.approx(6 / 12)


def test_an_employer_with_many_vacancies_decides_on_a_part_of_them_in_a_month():
    many = 400
    filled = {}
    for recruits in (1.0, 20.0):
        city = market([0.0] * many, [[k] for k in range(many)], vacancies=many, recruits=recruits)
        filled[recruits] = np.mean(city.posts.holder >= 0)
    assert filled[1.0] < 0.02 and filled[20.0] == pytest.approx(20 / 420, abs=0.03)
    assert len(who_got_it([0.0] * many, [[k] for k in range(many)], vacancies=many)) == many


def test_what_was_learnt_in_an_occupation_is_lost_with_the_first_post_in_another():
    assert market([0.0], [[0]], before=WORK).residents.practice[0] == 70
    changed = market([0.0], [[0]], before=WORK - 1).residents
    assert changed.practice[0] == 0 and changed.occupation[0] == WORK
    assert market([1.9], [[0]], before=WORK - 1, floor=0.9).residents.practice[0] == 70, "nothing is lost by being passed over"


def test_how_fast_vacancies_fill_is_remembered_by_occupation_and_how_often_an_application_succeeds():
    city = market([0.1, 0.2, 0.3], [[0], [0], [1]], vacancies=4, memory=0.5)
    trades = city.trades
    assert trades.posted[WORK] == pytest.approx(0.5 * 4) and trades.filled[WORK] == pytest.approx(0.5 * 2)
    assert np.delete(trades.posted, WORK).sum() == 0
    start = Memory(1)
    assert city.memory.filling[0] == pytest.approx(0.5 * start.filling[0] + 0.5 * 2 / 4)
    assert city.memory.hits[0] == pytest.approx(0.5 * start.hits[0] + 0.5 * 2 / 3)
    assert start.usual_hits[0] < city.memory.usual_hits[0] < city.memory.hits[0]
