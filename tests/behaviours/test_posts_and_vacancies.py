"""Posts: which are no longer wanted, which are posted, and which are opened in another occupation."""

import numpy as np
import pytest

from sim.behaviours.separation import UNWANTED, Separation, fate_of_posts
from sim.behaviours.vacancies import Vacancies, open_elsewhere, post_at_once, post_gradually
from sim.chance import luck
from sim.city import City
from sim.tables import EMPLOYED, NOBODY, Employers, Posts, Trades


def one_employer(staff, vacancies, wanted):
    """Twenty posts: so many held, then so many posted two months ago, then empty ones."""
    employers, posts = Employers(1), Posts(20)
    employers.slots[:], employers.target[:] = 20, wanted
    posts.slot[:] = np.arange(20)
    posts.holder[:staff] = np.arange(staff)
    posts.vacant[staff : staff + vacancies] = 2
    return employers.columns, posts.columns


def cut(standing, staff, vacancies, wanted):
    """Which posts are no longer wanted."""
    fate = fate_of_posts(Separation(standing=standing).numbers, *one_employer(staff, vacancies, wanted))
    return np.flatnonzero(fate == UNWANTED).tolist()


def test_who_holds_a_post_beyond_the_wanted_number_is_cut():
    assert cut(0, staff=10, vacancies=3, wanted=8) == list(range(8, 20))


def test_standing_vacancies_may_count_as_staff_and_then_more_is_cut():
    assert cut(2, staff=10, vacancies=3, wanted=8) == list(range(5, 20))
    assert cut(3, staff=10, vacancies=3, wanted=8) == list(range(8, 20))
    assert not set(cut(2, staff=10, vacancies=3, wanted=13)) & set(range(10))


def test_months_are_counted_for_which_the_work_of_a_held_post_is_not_wanted():
    employers, posts = one_employer(staff=10, vacancies=0, wanted=8)
    for _ in range(3):
        fate_of_posts(Separation().numbers, employers, posts)
    assert posts.idle.tolist() == [0] * 8 + [3] * 2 + [0] * 10
    posts.holder[9], employers.target[0] = NOBODY, 9
    fate_of_posts(Separation().numbers, employers, posts)
    assert not posts.idle.any(), "wanted again, or nobody is there to wait"


def posted(staff, vacancies, wanted, **how):
    """Vacancies before and after a month."""
    employers, posts = one_employer(staff, vacancies, wanted)
    post_gradually(luck(1, "staffing", 0), Vacancies(**how).numbers, employers, posts)
    assert employers.headcount[0] == staff and not posts.vacant[:staff].any()
    return np.sum(posts.vacant > 0), np.sum(posts.vacant == 1)


def test_employers_may_post_a_part_of_the_posts_they_miss():
    assert posted(4, 2, wanted=16, posting=0.5) == (7, 5)
    assert posted(4, 2, wanted=6, posting=0.5) == (2, 0)
    assert posted(4, 2, wanted=0, posting=0.5) == (2, 0), "vacancies stay until they are filled"


def test_vacancies_may_open_beside_the_staff_but_never_without_an_empty_post():
    assert posted(10, 0, wanted=0, posting=0.5, opening=0.2) == (2, 2)
    assert posted(20, 0, wanted=20, posting=0.5, opening=0.2) == (0, 0)


def held_back(frozen):
    """Which of 400 empty posts that were posted last month are posted in a sector with such a freeze."""
    employers, posts = Employers(1), Posts(400)
    employers.slots[:], employers.target[:] = 400, 400
    posts.slot[:], posts.vacant[:], posts.holder[:] = np.arange(400), 1, NOBODY
    post_at_once(luck(1, "staffing", 0), np.array([frozen]), employers.columns, posts.columns)
    assert set(posts.vacant) <= {0, 2}
    return posts.vacant == 0


def test_a_slump_holds_vacancies_back_and_a_deeper_one_the_same_and_more():
    mild, deep = held_back(0.1), held_back(0.3)
    assert 0.05 < mild.mean() < 0.15 and 0.24 < deep.mean() < 0.36
    assert deep[mild].all(), "the same posts wait in every slump"
    assert not held_back(0.0).any() and held_back(1.0).all()


BUSY, QUIET, FAR = range(3)
"""Occupations: one in which vacancies fill slowly, one near it in which a vacancy is worth more, and one far away."""


def opened_elsewhere(worth=(1.0, 2.0, 9.0), staffing=(1.0, 1.0, 1.0), vacant=6, green=0, **numbers):
    """Occupations of 400 vacancies of the busy occupation a month later, and for how long they have been posted."""
    employers, posts, trades = Employers(1), Posts(400), Trades(3)
    posts.slot[:], posts.vacant[:], posts.green[:], posts.occupation[:] = np.arange(400), vacant, green, BUSY
    trades.usual[:], trades.worth[:] = 0.3, worth
    near = np.array([[0.5, 0.5, 0.0], [0.5, 0.5, 0.0], [0.0, 0.0, 1.0]], np.float32)
    rule = Vacancies(**{"reopens": 0.5, "patient": 3, **numbers}).numbers
    open_elsewhere(luck(1, "staffing", 0), rule, employers.columns, posts.columns, trades.columns, near, np.array([staffing]))
    return posts.occupation, posts.vacant


def test_a_post_that_stays_vacant_is_opened_in_a_near_occupation_where_a_vacancy_is_worth_more():
    occupation, vacant = opened_elsewhere()
    moved = occupation == QUIET
    assert 0.15 < moved.mean() < 0.35 and (moved | (occupation == BUSY)).all(), "half think again, and half of these see the other"
    assert (vacant[moved] == 1).all() and (vacant[~moved] == 6).all()


def test_a_post_stays_what_it_is_while_its_employer_is_patient_or_knows_nothing_better():
    for how in ({"worth": (2.0, 1.0, 9.0)}, {"vacant": 3}, {"staffing": (1.0, 0.0, 1.0)}, {"green": 1}, {"reopens": 0.0}):
        assert (opened_elsewhere(**how)[0] == BUSY).all(), how


@pytest.mark.parametrize("seed", [1, 2])
def test_posts_of_month_0_add_up_to_the_counted_jobs_in_every_sector(seed):
    """An employer's size is no whole number: it is rounded by lot, up as often as is left over."""
    city = City("helsinki", 3000, seed)
    p = next(one.numbers for one in city.behaviours if one.name() == "demand")
    e, jobs = city.employers, city.facts.jobs.sum(axis=0)
    size, target, firms = (np.bincount(e.sector, column, minlength=len(jobs)) for column in (e.size, e.target, np.ones(len(e))))
    assert size / size.sum() == pytest.approx(jobs / jobs.sum(), rel=1e-4)
    assert (np.abs(target - size) < 1.5 * np.sqrt(firms) + 1e-3).all(), "three spreads of such a lottery"
    assert abs(target.sum() - size.sum()) < 1.5 * np.sqrt(firms.sum())
    works = int((city.residents.activity == EMPLOYED).sum())
    assert works == (city.posts.holder >= 0).sum() == pytest.approx(size.sum() * (1 - p.commuters) / (1 + p.vacancies), rel=0.01)
    assert e.headcount.sum() == (city.posts.holder != NOBODY).sum()
