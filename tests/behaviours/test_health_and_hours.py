"""Limitations by health, hours of work, leave and care at home: who is limited, who works part time, who stays at home, who comes back."""

import numpy as np
import pytest

from sim import facts, health
from sim.behaviours.growing_older import GrowingOlder, next_limitation, onset_by_age
from sim.behaviours.labour_supply import (
    LabourSupply,
    care_at_home,
    cares_at_home,
    chance_of_giving_up,
    chance_of_stopping,
    held_by_health,
    months_at_home,
)
from sim.behaviours.working_hours import FULL_TIME, WorkingHours, chance_of_part_time, choose_hours, hours_of
from sim.city import City
from sim.pay import earnings
from sim.tables import BORN_HERE, EMPLOYED, INACTIVE, NOBODY, SEVERE_LIMITATION, SOME_LIMITATION, UNEMPLOYED, Posts, Residents
from sim.tally import blank

LUCK = np.uint64(11)
growing, supply, hours = GrowingOlder().numbers, LabourSupply().numbers, WorkingHours().numbers


@pytest.fixture(scope="module")
def start():
    return City("helsinki", 6000, 3)


def test_limitations_begin_as_often_as_keeps_their_shares_at_every_age():
    some, severe = health.shares_by_age(facts.city("helsinki"))
    onset = onset_by_age(growing, some, severe)
    share = np.array([1 - some[0] - severe[0], some[0], severe[0]])
    for years in range(100):
        none, mild, hard = share
        begin, worse = onset[:, years]
        share = np.array([
            none * (1 - begin) + mild * growing.recovers, mild * (1 - worse - growing.recovers) + none * begin + hard * growing.improves,
            hard * (1 - growing.improves) + mild * worse,
        ])  # fmt: skip
        assert share[1] == pytest.approx(some[years + 1], abs=1e-9) and share[2] == pytest.approx(severe[years + 1], abs=1e-9)


def test_health_grows_worse_and_better_by_one_level_in_a_year_and_more_often_worse_for_the_low_educated():
    levels = [[next_limitation(growing, now, 0.2, 0.2, 13.0, 40, False, u) for u in (0.01, 0.5, 0.99)] for now in range(3)]
    assert levels == [[1, 0, 0], [2, 1, 0], [1, 2, 2]]
    assert [next_limitation(growing, 0, 0.02, 0, *who, 0.025) for who in ((9.0, 40, False), (13.0, 40, False), (13.0, 40, True))] == [
        1,
        0,
        1,
    ]


def test_a_quarter_of_adults_is_limited_more_of_the_old_and_of_those_out_of_work(start):
    r = start.residents
    grown, years = (r.present == 1) & (r.age >= 16 * 12), r.age // 12
    assert (r.limitation[grown] == SOME_LIMITATION).mean() == pytest.approx(0.18, abs=0.03)
    assert (r.limitation[grown] == SEVERE_LIMITATION).mean() == pytest.approx(0.06, abs=0.015)
    assert (r.limitation[grown & (years >= 75)] > 0).mean() > 3 * (r.limitation[grown & (years < 35)] > 0).mean()
    able = grown & (years >= 20) & (years < 65)
    works = [(r.activity[able & (r.limitation == level)] == EMPLOYED).mean() for level in range(3)]
    assert 0.08 < works[0] - works[1] < 0.20 and 0.32 < works[0] - works[2] < 0.50


def test_women_and_men_do_different_work(start):
    r = start.residents
    shares = [np.bincount(r.occupation[(r.activity == EMPLOYED) & (r.sex == sex)], minlength=22) for sex in range(2)]
    men, women = (share / share.sum() for share in shares)
    assert 0.35 < 0.5 * np.abs(men - women).sum() < 0.60


def test_health_stops_people_from_working_and_keeps_them_away():
    assert chance_of_stopping(supply, 0) == 0.0 < chance_of_stopping(supply, 1) < chance_of_stopping(supply, 2)
    assert chance_of_giving_up(supply, 6, 40.0, 0) < chance_of_giving_up(supply, 6, 40.0, 1) < chance_of_giving_up(supply, 6, 40.0, 2)
    assert held_by_health(supply, 0, False, 3.0) == 1.0 > held_by_health(supply, 1, True, 1.0) > held_by_health(supply, 2, True, 1.0)


def test_the_reserve_answers_demand_and_others_do_not():
    assert held_by_health(supply, 2, True, 2.0) == pytest.approx(2 * held_by_health(supply, 2, True, 1.0))
    assert held_by_health(supply, 2, False, 2.0) == held_by_health(supply, 2, False, 1.0) < held_by_health(supply, 2, True, 1.0)


def part_time(usual=0.1, sex=1, partner=5, children=0, help_with_care=0.0, load=0.0, limitation=0, years=40):
    return chance_of_part_time(hours, usual, sex, partner, children, help_with_care, load, limitation, years)


def test_care_studies_health_and_age_make_people_ask_for_part_time():
    assert part_time() == pytest.approx(0.1)
    assert part_time(children=1) > 2 * part_time() and part_time(children=1, help_with_care=1.0) == part_time()
    assert part_time(sex=0, children=1) < part_time(sex=0) and part_time(sex=0, partner=NOBODY, children=1) == part_time(children=1)
    assert part_time(load=0.8) > 4 * part_time() and part_time(limitation=2) > part_time(limitation=1) > part_time()
    assert part_time(years=22) > part_time() < part_time(years=62)


def test_part_time_is_between_the_shortest_and_the_longest_and_who_wants_it_first_keeps_it():
    assert hours_of(hours, 0.2, 0.3, 0.5) == FULL_TIME
    assert hours.shortest < hours_of(hours, 0.2, 0.1, 0.5) == hours_of(hours, 0.9, 0.1, 0.5) < hours.longest


def test_pay_is_for_the_hours_worked_and_nothing_is_paid_by_the_employer_on_leave():
    residents = Residents(3)
    residents.wage[:], residents.hours[:], residents.leave[2] = 4000, [1, 0.5, 0.5], 4
    assert earnings(residents, np.arange(3)).tolist() == [4000, 2000, 0]


def workers(n, **columns):
    residents, posts = Residents(n), Posts(n)
    residents.present[:], residents.id[:], residents.age[:], residents.sex[:] = 1, np.arange(n) + 1, 400, 1
    residents.activity[:], residents.occupation[:], residents.household[:], residents.wage[:] = EMPLOYED, 0, 0, 3000
    residents.tenure[:], residents.post[:], posts.holder[:] = 5, np.arange(n), np.arange(n)
    for name, value in columns.items():
        getattr(residents, name)[:] = value
    return residents, posts


def choose(residents, young, month=0):
    n = len(residents)
    choose_hours(LUCK, hours, False, month, residents.columns, np.array([young], np.int16), np.array([0.2], np.float32),
                 np.zeros(1, np.float32), np.zeros(1, np.int16), np.zeros(n, np.float32))  # fmt: skip


def test_hours_are_chosen_once_a_year_and_with_a_new_job_and_a_child_makes_more_of_them_short():
    residents, _ = workers(6000)
    choose(residents, 0)
    turn = residents.id % 12 == 0
    assert (residents.hours[~turn] == 1).all() and (residents.hours[turn] < 1).mean() == pytest.approx(0.2, abs=0.06)
    before = residents.hours.copy()
    choose(residents, 1)
    assert (residents.hours <= before).all() and (residents.hours < before).any()
    residents.tenure[:], residents.leave[:] = 0, 3
    choose(residents, 0)
    assert (residents.hours < 1).mean() == pytest.approx(0.2, abs=0.03) and (residents.leave == 0).all()


def test_at_the_end_of_leave_some_care_at_home_and_the_others_go_back_to_their_posts():
    residents, posts = workers(4000, leave=2)
    care = np.zeros(4000, np.float32)
    care_at_home(LUCK, supply, residents.columns, posts.columns, care, blank())
    assert (residents.activity == EMPLOYED).all() and (residents.leave == 1).all()
    care_at_home(LUCK, supply, residents.columns, posts.columns, care, blank())
    home = residents.activity == INACTIVE
    assert home.mean() == pytest.approx(supply.stays_home, abs=0.04)
    assert (residents.leave[home] > 0).all() and (residents.leave[~home] == 0).all() and (posts.holder[home] == NOBODY).all()
    assert (residents.last_wage[home] == 3000).all() and (residents.wage[home] == 0).all()


def test_who_has_cared_at_home_looks_for_work_then():
    residents, posts = workers(1000, activity=INACTIVE, leave=1, post=NOBODY, wage=0)
    care_at_home(LUCK, supply, residents.columns, posts.columns, np.zeros(1000, np.float32), blank())
    assert (residents.activity == UNEMPLOYED).mean() == pytest.approx(supply.returns, abs=0.05)
    assert ((residents.activity == UNEMPLOYED) == (residents.entering == 1)).all()


def test_help_with_care_shortens_care_at_home_and_who_came_from_abroad_stays_longer():
    assert cares_at_home(supply, True, 0.0, 0.5) and not cares_at_home(supply, True, 0.5, 0.5)
    assert months_at_home(supply, BORN_HERE, 0.7, 0.9) < months_at_home(supply, BORN_HERE, 0.0, 0.9) < months_at_home(supply, -50, 0.0, 0.9)
