"""Hiring: employers choose among those who apply, of whom they can use all but a few, and not all of them at once."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim import chance, facts, tally
from sim.behaviours.hiring import NO_WALL, NOT_DECIDED, PAPERS, SKILLS, WORDS, Hiring, chance_of_choosing, lifted
from sim.behaviours.job_search import Applications, Vacant
from sim.conditions import Conditions
from sim.tables import AFRICA, EMPLOYED, NATIVE, NOBODY, SEVERE_LIMITATION, UNEMPLOYED, Employers, Memory, Posts, Residents, Trades

JOBS = facts.occupations()
WORK = int(np.argmax((JOBS.weight > 0).all(axis=1)))
"""An occupation that needs a little of everything."""
BLIND = {"interview": 0.0, "credential": 0.0, "schooling": 0.0, "stigma": 0.0, "ageing": 0.0, "papers": 0.0,
         "referral": 0.0}  # fmt: skip
ALWAYS = 1e12
"""Vacancies for which these employers can choose at a time, unless a test is about that."""


def sent(to, known):
    """Applications to these vacancies of each seeker, best liked first; the seekers of these rows know somebody there."""
    many = [len(each) for each in to]
    start, person = np.cumsum([0, *many]).astype(np.int32), np.repeat(np.arange(len(to)), many).astype(np.int32)
    liking, contact = np.zeros(len(person), np.float32), np.isin(person, known).astype(np.uint8)
    return Applications(start, person, np.concatenate(to).astype(np.int32), liking, contact)


def market(missing, to, vacancies=1, aid=0.0, before=WORK, jobs=JOBS, known=(), prejudice=1.0, who=None, **numbers):
    """The city after a month in which people who miss so many SD of every need applied to these vacancies of one employer.

    ``who`` is what else they are, by column of the residents; those in the rows ``known`` have an acquaintance at work there.
    """
    hiring = Hiring(**{**BLIND, "fit": 1, "floor": 0, **numbers})
    if "recruits" not in numbers:
        hiring.recruits = ALWAYS
    r, employers, posts = Residents(len(missing)), Employers(1), Posts(vacancies)
    r.id[:], r.present[:], r.activity[:], r.searching[:], r.age[:] = np.arange(len(r)) + 1, 1, UNEMPLOYED, 3, 360
    r.skill[:], r.schooling[:], r.practice[:] = JOBS.need[WORK] - np.array(missing)[:, None], JOBS.schooling[WORK], 70
    r.occupation[:] = before
    for name, values in (who or {}).items():
        getattr(r, name)[:] = values
    employers.id[:], employers.slots[:], employers.bias[:] = 7, vacancies, prejudice
    posts.slot[:], posts.occupation[:], posts.vacant[:], posts.holder[:] = np.arange(vacancies), WORK, 1, NOBODY
    axes = {"sector": 1, "occupation": len(JOBS.schooling), "district": 1, "employer": 1, "offer": 0, "resident": len(r), "payer": 0}
    city = SimpleNamespace(
        residents=r, employers=employers, posts=posts, conditions=Conditions(axes), memory=Memory(1), trades=Trades(len(JOBS.schooling)),
        occupations=jobs, tally=tally.blank(), luck=lambda decision: chance.luck(1, decision, 0),
        luck_for_ever=lambda decision: chance.luck(1, decision, 1 << 20), applications=sent(to, known),
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


def asks(**columns):
    """Occupations that all ask for these: shares of posts that are ``regulated``, command of the ``language``."""
    named = dict(zip(type(JOBS)._fields, JOBS, strict=True))
    return type(JOBS)(**{**named, **{name: np.full_like(named[name], value) for name, value in columns.items()}})


FOREIGN_NAME = {"who": {"origin": [AFRICA, NATIVE]}, "sees": 1.0}
"""Of two applicants the first has a name from abroad, and employers of usual prejudice look at names."""


def test_a_name_from_abroad_costs_a_job_among_equals_and_nothing_where_no_employer_is_prejudiced():
    assert who_got_it([0.1, 0.4], [[0], [0]]) == [0]
    assert who_got_it([0.1, 0.4], [[0], [0]], **FOREIGN_NAME) == [1]
    assert who_got_it([0.1, 0.4], [[0], [0]], prejudice=0.0, **FOREIGN_NAME) == [0]


def test_a_name_costs_nothing_where_somebody_of_the_staff_knows_the_applicant():
    assert who_got_it([0.1, 0.4], [[0], [0]], known=[1], **FOREIGN_NAME) == [1]
    assert who_got_it([0.1, 0.4], [[0], [0]], known=[0], **FOREIGN_NAME) == [0]


def test_a_severe_limitation_costs_a_job_among_equals():
    assert who_got_it([0.1, 0.3], [[0], [0]], who={"limitation": [SEVERE_LIMITATION, 0]}, sees=1.0) == [1]


def test_regulated_work_takes_nobody_whose_schooling_is_not_recognised():
    waiting, abroad = {"who": {"unrecognised": [4.0, 0.0]}}, {"who": {"unrecognised": [4.0, 4.0]}}
    for share, of_two, of_none in ((1.0, [1], []), (0.0, [0], [0])):
        assert who_got_it([0.1, 0.4], [[0], [0]], jobs=asks(regulated=share), **waiting) == of_two
        assert who_got_it([0.1, 0.4], [[0], [0]], jobs=asks(regulated=share), **abroad) == of_none


def test_schooling_that_nobody_recognises_costs_points_where_the_work_asks_for_schooling():
    asked, plain = (asks(regulated=0.0, schooling=years) for years in (15.0, 9.0))
    abroad = {"who": {"unrecognised": [4.0, 0.0]}}
    assert who_got_it([0.1, 0.4], [[0], [0]], jobs=asked, papers=0.0, **abroad) == [0]
    assert who_got_it([0.1, 0.4], [[0], [0]], jobs=asked, papers=0.1, **abroad) == [1], ".4 points against .15 of fit"
    assert who_got_it([0.1, 0.4], [[0], [0]], jobs=plain, papers=0.1, **abroad) == [0]


def test_which_posts_are_regulated_stays_the_same_and_is_the_declared_share():
    many = 1000
    alone = [[k] for k in range(many)]
    asked = {"vacancies": many, "jobs": asks(regulated=0.4), "who": {"unrecognised": 3.0}}
    all_at_once, some = market([0.0] * many, alone, **asked).walls, market([0.0] * many, alone, recruits=20.0, **asked).walls
    assert np.mean(all_at_once == PAPERS) == pytest.approx(0.4, abs=0.05)
    decided = some != NOT_DECIDED
    assert 5 < decided.sum() < 60 and (some[decided] == all_at_once[decided]).all()


def test_every_application_that_nobody_ranks_is_told_what_stands_before_it():
    """Fit is .95 with every word, .2375 with a quarter of those that the work asks for, and .1 for who misses 1.8 SD."""
    told = {"jobs": asks(regulated=1.0, language=0.8), "floor": 0.3}
    who = {"language": [1, 0.2, 1, 1], "unrecognised": [0, 0, 0, 2]}
    city = market([0.1, 0.1, 1.8, 0.1], [[0]] * 4, who=who, **told)
    assert city.walls.tolist() == [NO_WALL, WORDS, SKILLS, PAPERS]
    assert (market([0.1] * 60, [[k] for k in range(60)], vacancies=60, recruits=0.05).walls == NOT_DECIDED).mean() > 0.95


def test_who_lacks_words_can_use_less_of_her_skills():
    spoken = {"who": {"language": [0.4, 1.0]}, "jobs": asks(language=0.8)}
    assert who_got_it([0.1, 0.8], [[0], [0]], jobs=asks(language=0.8)) == [0]
    assert who_got_it([0.1, 0.8], [[0], [0]], **spoken) == [1], "half of the words, half of the fit: .475 against .6"
