"""Rules of the learning market: who wishes to learn, what stands in the way, what a month of a course does."""

import numpy as np
import pytest

from sim import catalogue, providers
from sim.behaviours.employer_training import EmployerTraining, chance_of_being_chosen, chance_that_firm_trains
from sim.behaviours.enrolment import (
    Enrolment,
    all_named,
    biggest,
    care_barrier,
    cost_barrier,
    distance_barrier,
    net_price,
    own_price,
    promise,
    suitable,
    time_barrier,
    wish,
)
from sim.behaviours.studying import Studying, chance_of_leaving, lesson
from sim.city import City
from sim.tables import (
    COST,
    DISTANCE,
    EMPLOYED,
    FAMILY,
    HEALTH,
    NO_OFFER,
    NO_SEAT,
    NO_TIME,
    NO_WISH,
    NOT_ADMITTED,
    REASONS,
    RETIRED,
    UNEMPLOYED,
)

enrolment, studying, training = Enrolment().numbers, Studying().numbers, EmployerTraining().numbers


def test_the_educated_wish_to_learn_more_and_friends_who_learn_help():
    by_education = [wish(enrolment, e, EMPLOYED, 0.0, 0.0) for e in range(3)]
    assert by_education == sorted(by_education)
    assert wish(enrolment, 1, EMPLOYED, 0.0, 0.5) > wish(enrolment, 1, EMPLOYED, 0.0, 0.0)
    assert wish(enrolment, 1, UNEMPLOYED, 0.0, 0.0) > wish(enrolment, 1, RETIRED, 0.0, 0.0)


def test_a_voucher_lowers_the_price_up_to_its_most():
    assert net_price(400.0, 0.5, 1e9) == 200.0
    assert net_price(400.0, 0.5, 50.0) == 350.0
    assert net_price(400.0, 0.0, 1e9) == 400.0


def test_the_same_price_weighs_more_on_the_poor():
    assert cost_barrier(enrolment, 300.0, 1200.0) > 2 * cost_barrier(enrolment, 300.0, 3600.0)


def test_barriers_fall_with_help():
    assert time_barrier(enrolment, 0.5, EMPLOYED, 0.0) > time_barrier(enrolment, 0.5, UNEMPLOYED, 0.0)
    assert time_barrier(enrolment, 0.5, EMPLOYED, 0.5) == 0.5 * time_barrier(enrolment, 0.5, EMPLOYED, 0.0)
    assert (
        care_barrier(enrolment, 0.5, 0, 1, 0.0) == 0.0 < care_barrier(enrolment, 0.5, 1, 1, 0.7) < care_barrier(enrolment, 0.5, 2, 1, 0.0)
    )
    assert 0.0 < care_barrier(enrolment, 0.5, 1, 0, 0.0) < care_barrier(enrolment, 0.5, 1, 1, 0.0)
    assert distance_barrier(enrolment, 6.0, False, True, 0.7) < distance_barrier(enrolment, 6.0, False, False, 0.7)
    assert distance_barrier(enrolment, 60.0, True, False, 0.0) == 0.0


def test_the_reason_is_the_biggest_barrier():
    assert biggest(1.0, 0.2, 0.3, 0.4, 0.9) == NO_TIME
    assert biggest(0.1, 0.2, 0.1, 0.1, 0.0) == FAMILY
    assert biggest(0.1, 0.0, 0.9, 0.1, 0.0) == COST
    assert biggest(0.1, 0.0, 0.2, 0.7, 0.0) == DISTANCE
    assert biggest(0.1, 0.0, 0.2, 0.7, 0.8) == HEALTH


def answers(named):
    """The barriers in a number that adds up 2 to the power of each."""
    return {code for code in range(len(REASONS)) if named >> code & 1}


def test_other_barriers_are_named_when_they_come_near_the_biggest():
    half = Enrolment(named=0.5).numbers
    assert answers(all_named(half, 1.0, 0.6, 0.4, 0.0, 0.0)) == {NO_TIME, FAMILY}
    assert answers(all_named(half, 0.1, 0.0, 0.9, 0.5, 1.0)) == {COST, DISTANCE, HEALTH}
    assert answers(all_named(Enrolment(named=1.0).numbers, 1.0, 0.6, 0.4, 0.0, 0.0)) == {NO_TIME}


def test_unemployed_people_pay_a_part_of_a_work_course_and_others_pay_all():
    service = Enrolment(placed=0.8).numbers
    assert np.isclose(own_price(service, 200.0, 1, UNEMPLOYED), 40.0)
    assert own_price(service, 200.0, 0, UNEMPLOYED) == own_price(service, 200.0, 1, EMPLOYED) == 200.0


def test_nobody_is_admitted_below_entry_or_taught_what_she_masters():
    assert suitable(3, 0, 2, 2, 0.0) == NOT_ADMITTED
    assert suitable(0, 3, 1, 6, 0.0) == NO_OFFER
    assert suitable(0, 0, 1, 2, 3.0) == NO_OFFER
    assert suitable(2, 3, 2, 2, 0.0) == NO_WISH


def test_a_course_promises_less_when_few_years_are_left():
    assert promise(enrolment, 1.0, 1.0, 30.0) > promise(enrolment, 1.0, 1.0, 55.0) > promise(enrolment, 1.0, 1.0, 66.0) == 0.0


def test_more_is_learned_by_those_below_the_level_of_the_course():
    low, high = (lesson(studying, 50.0, 0.8, skill, 2, 0.0, 1.0, 0) for skill in (-1.0, 2.5))
    assert low > high > 0.0
    assert lesson(studying, 50.0, 0.8, 5.0, 2, 0.0, 1.0, 0) == 0.0


def test_drop_out_is_likelier_online_with_weak_skills_and_with_children():
    usual = chance_of_leaving(studying, 0, 0.5, 0, 0.0)
    assert chance_of_leaving(studying, 1, 0.5, 0, 0.0) > 3 * usual
    assert chance_of_leaving(studying, 0, -1.0, 0, 0.0) > usual
    assert chance_of_leaving(studying, 0, 0.5, 1, 0.0) > chance_of_leaving(studying, 0, 0.5, 1, 0.9) > usual


def test_larger_firms_train_and_a_subsidy_moves_few_decisions():
    small, large = (chance_that_firm_trains(training, size, 0.0, 0.0) for size in (10, 300))
    assert 0.45 < small < 0.75 < large < 0.98
    assert 0.0 < chance_that_firm_trains(training, 30, 0.0, 0.5) - chance_that_firm_trains(training, 30, 0.0, 0.0) < 0.10


def test_the_educated_are_chosen_more_often_unless_the_subsidy_is_for_the_others():
    assert chance_of_being_chosen(training, 2, 40.0, 0.0) > 1.5 * chance_of_being_chosen(training, 0, 40.0, 0.0)
    assert chance_of_being_chosen(training, 0, 40.0, 0.7) > 1.3 * chance_of_being_chosen(training, 0, 40.0, 0.0)
    assert chance_of_being_chosen(training, 2, 40.0, 0.7) == chance_of_being_chosen(training, 2, 40.0, 0.0)


@pytest.fixture(scope="module")
def city():
    return City("helsinki", 3000, 6).run(18)


def test_no_more_learners_start_than_there_are_free_seats(city):
    offers = city.offers
    over = offers.enrolled > np.maximum(offers.places, 0) + 0
    assert over.mean() < 0.35, "seats shrink slowly while people sit on them, but not everywhere"
    before = offers.enrolled.copy()
    city.step()
    started = np.bincount(city.residents.offer[(city.residents.offer >= 0)], minlength=len(offers))
    assert (started <= np.maximum(before, offers.places)).all()


def test_short_seats_leave_people_with_a_reason(city):
    assert (city.residents.refusal == NO_SEAT).any()


def paid_seats():
    """A city after half a year whose colleges are to open more seats than anybody can teach, and what opens them."""
    lever = catalogue.make("lever", "aligned_courses", {"budget": 4e8}, "test")
    town = City("helsinki", 3000, 6).run(6).branch([lever])
    return town, next(one for one in town.behaviours if one.name() == "course_supply")


def test_extra_seats_open_as_instructors_are_found_who_are_scarce():
    town, supply = paid_seats()
    extra, room = [], []
    for _ in range(18):
        town.conditions.extra_seats[0] = 0.5 * town.first_seats
        before = town.providers.instructors.copy()
        supply.act(town)
        own = providers.teaching(town, town.offers.seats.astype(float))
        room.append(np.sum(np.maximum(0.0, before - own)))
        extra.append(np.sum(providers.teaching(town, town.offers.extra.astype(float))))
        assert (town.providers.instructors <= before * (1 + supply.hiring) + 1e-4).all()
    assert (np.array(extra) <= np.array(room) + 1e-3).all(), "only those teach who were there before and have no other class"
    assert extra[0] < 0.1 * extra[-1] and extra == sorted(extra)
    half = 0.5 * float(np.sum(providers.teaching(town, town.first_seats.astype(float))))
    assert extra[-1] == pytest.approx(((1 + supply.hiring) ** 17 - 1) * 2 * half, rel=0.2), "a fiftieth more of them a month"


def test_no_more_extra_seats_are_paid_for_than_people_ask_for():
    town, _ = paid_seats()
    for _ in range(6):
        asked = providers.asked_for(town)
        town.step()
        assert (town.conditions.extra_seats[0] <= asked + 1e-4).all()
    assert 0 < town.offers.extra.sum() <= asked.sum() + 1e-3 and town.hall.available(town.levers[0]) > 0, "so that money is left"


def test_vouchers_are_paid_to_learners_and_part_would_have_learned_anyway():
    base = City("helsinki", 6000, 6).run(12)
    lever = catalogue.make("lever", "skills_vouchers", {"budget": 2e8, "share": 1.0, "below": 9}, "test")
    calm, policy = base.branch().run(24), base.branch([lever]).run(24)
    started, usual = (town.observations.counts().started.sum() for town in (policy, calm))
    ledger = policy.observations.ledger()
    assert ledger[ledger.recipient != "overhead"].euros.sum() > 0
    assert started > usual, "a price of nothing must make more people learn"
    assert started - usual < 0.5 * started, "most of the money must be deadweight"


def test_priority_comes_before_the_lot():
    town = City("helsinki", 4000, 6).run(12)
    lever = catalogue.make("lever", "second_chance", {"budget": 6e7}, "test")
    calm, helped = town.branch().run(24), town.branch([lever]).run(24)

    def low(c):
        return float(c.observations.by_group("education").query("group == 'low' and month > 24").participation.mean())

    assert low(helped) > low(calm)
