"""Wishing to learn: who pays when a voucher cannot be paid, what keeps people away, and who finds out by herself."""

import numpy as np
import pytest

from sim import facts
from sim.behaviours.enrolment import Enrolment, give_seats, loss_by_health, start
from sim.city import City
from sim.tables import (
    COST,
    EMPLOYED,
    ENROLLED,
    HEALTH,
    NO_LIMITATION,
    NO_SEAT,
    NO_WISH,
    NOBODY,
    SEVERE_LIMITATION,
    UNAWARE,
    UNEMPLOYED,
    Offers,
    Residents,
)
from sim.tally import NUMBER, STARTED, blank

COURSES = facts.courses()
WORK = int(np.flatnonzero((COURSES.work > 0) & (COURSES.price > 100))[0])
PRICE = float(COURSES.price[WORK])


def admitted(pool, alone, activities=(EMPLOYED, EMPLOYED), share=0.5, placed=0.8):
    """Two residents got a seat in a work course, in this order; a voucher pays a share while its money lasts."""
    residents, offers, tally, spent = Residents(2), Offers(1), blank(), np.zeros((1, 3))
    residents.id[:], residents.present[:], residents.activity[:], residents.attainment[:] = [1, 2], 1, activities, 3
    offers.course[:], offers.places[:] = WORK, 9
    card = Enrolment(placed=placed).numbers
    start(card, np.arange(2, dtype=np.int32), np.zeros(2, np.int32), np.array(alone, np.uint8), residents.columns, offers.columns,
          COURSES, np.zeros(2, np.float32), np.full((1, 2), share, np.float32), np.full(1, 1e9, np.float32),
          1.0, np.array([float(pool)]), spent, np.zeros(2),
          np.zeros((2, 1)), tally)  # fmt: skip
    return residents, spent, tally


def test_whoever_counts_on_a_voucher_that_cannot_be_paid_stays_away_for_its_cost():
    residents, spent, tally = admitted(pool=0, alone=(0, 0))
    assert (residents.offer == NOBODY).all() and (residents.refusal == COST).all() and (residents.barriers == 1 << COST).all()
    assert spent.sum() == tally[STARTED] == 0


def test_whoever_would_have_learned_anyway_pays_herself_when_the_voucher_cannot_be_paid():
    residents, spent, tally = admitted(pool=0, alone=(1, 0))
    assert residents.offer.tolist() == [0, NOBODY] and residents.refusal.tolist() == [ENROLLED, COST]
    assert spent.sum() == 0 and tally[STARTED] == 1


def test_vouchers_are_paid_in_the_order_of_the_lot_while_the_money_lasts():
    residents, spent, _ = admitted(pool=0.6 * PRICE, alone=(0, 0))
    assert residents.refusal.tolist() == [ENROLLED, COST] and residents.barriers.tolist() == [0, 1 << COST]
    assert spent.sum() == pytest.approx(0.5 * PRICE)


def test_a_voucher_pays_a_share_of_what_the_unemployed_are_left_to_pay():
    _, spent, _ = admitted(pool=1e6, alone=(0, 0), activities=(UNEMPLOYED, EMPLOYED), placed=0.8)
    assert spent.sum() == pytest.approx(0.5 * (0.2 * PRICE) + 0.5 * PRICE)


def test_whoever_gets_no_seat_names_that_and_nothing_else():
    residents, offers = Residents(2), Offers(1)
    residents.barriers[:], offers.places[:] = 1 << COST, 1
    seated = give_seats(np.array([1, 0]), 12.0, np.array([0, 1], np.int32), np.zeros(2, np.int32), residents.columns, offers.columns)
    assert seated.tolist() == [1], "the one in front of the lot"
    assert (residents.refusal[0], residents.barriers[0]) == (NO_SEAT, 1 << NO_SEAT)


def after_a_month(before=lambda residents: None, residents=800, **numbers):
    """A month in which everybody thinks of learning, after something has changed for everybody."""
    city = City(residents=residents, seed=2, parameters={"enrolment.considers": 1.0, **{f"enrolment.{k}": v for k, v in numbers.items()}})
    before(city.residents)
    return city.run(1)


def untold(residents):
    residents.aware[:] = 0


def test_whom_nobody_told_does_not_learn_and_says_so():
    city = after_a_month(untold, searches=0)
    r = city.residents
    assert city.tally[NUMBER["started"]] == 0
    assert (r.refusal == UNAWARE).any() and (r.barriers[r.refusal == UNAWARE] == 1 << UNAWARE).all()


def test_who_looks_for_what_nobody_told_her_finds_it_and_learns():
    city = after_a_month(untold, searches=1)
    r = city.residents
    assert city.tally[NUMBER["started"]] > 0 and not (r.refusal == UNAWARE).any()
    assert r.aware[r.refusal == ENROLLED].all()


def test_whom_nobody_told_still_names_what_would_keep_her_away_anyway():
    city = after_a_month(untold, searches=0, time=10)
    others = ~np.isin(city.residents.refusal, (NO_WISH, UNAWARE))
    assert others.any() and (city.residents.barriers[others] & 1 << UNAWARE == 0).all()


def limited(residents):
    residents.limitation[:] = SEVERE_LIMITATION


def healthy(residents):
    residents.limitation[:] = NO_LIMITATION


def test_a_severe_limitation_keeps_people_from_learning_and_is_named():
    ill, well = after_a_month(limited, health=3), after_a_month(healthy, health=3)
    assert ill.tally[NUMBER["started"]] < 0.7 * well.tally[NUMBER["started"]]
    assert (ill.residents.refusal == HEALTH).any()
    named = [(r.barriers & 1 << HEALTH > 0)[r.limitation == NO_LIMITATION].any() for r in (ill.residents, well.residents)]
    assert not any(named), "only whom health limits names it"


def test_health_takes_more_of_the_liking_the_more_it_limits():
    card = Enrolment(health=2.0, some=0.5).numbers
    assert [loss_by_health(card, limitation) for limitation in range(3)] == [0.0, 0.5, 2.0]


def test_several_barriers_are_named_when_they_weigh_alike():
    named = [np.bitwise_count(after_a_month(named=share, time=3.1).residents.barriers) for share in (1.0, 0.1)]
    assert named[0].max() == 1 < named[1].max()
    assert ((named[0] > 0) == (named[1] > 0)).all(), "whoever names a barrier does so either way"


def test_free_work_courses_bring_more_of_the_unemployed_to_learn():
    wishes = []
    for placed in (0.0, 1.0):
        city = after_a_month(lambda r: r.aware.fill(1), placed=placed, price=8, residents=1500)
        r = city.residents
        wishes.append(int((np.isin(r.refusal, (ENROLLED, NO_SEAT)) & (r.activity == UNEMPLOYED)).sum()))
    assert wishes[1] > wishes[0]
