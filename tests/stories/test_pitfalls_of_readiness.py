"""Prepared for which crisis, and from when on? Readiness for one shock is worth nothing in another; nothing begins on the first day."""

import numpy as np
import pytest

from sim import catalogue
from tests.stories.towns import SEEDS, card, in_all, lived, same_people, town

ELSEWHERE = card("continuity_plans", budget=3e7, online=0.0)
HOMES = card("household_preparedness", budget=3e7)
FUND = card("reserve_fund", budget=3e7)
HELD = card("short_time_protocol", budget=9e8, takes=1.0, months=42)

PANDEMIC = card("pandemic", start=3)
CLOSURE = card("plant_closure", share=0.1, start=3)
ROBOTS = card("automation", depth=0.6, years=3, created=0.0)
SLUMP = card("recession", depth=0.12)
FLOOD = card("disaster", start=3)


# Prepared for another crisis


def learners(city):
    return float(city.observations.counts().enrolled.sum())


def test_plans_to_teach_at_a_distance_help_in_a_pandemic():
    assert in_all(learners, ELSEWHERE, shock=PANDEMIC) > 1.02 * in_all(learners, shock=PANDEMIC)


@pytest.mark.parametrize("shock", [CLOSURE, ROBOTS, SLUMP], ids=lambda shock: shock[0])
def test_the_same_plans_cost_as_much_and_do_nothing_when_no_room_closes(shock):
    ready, unready = (lived(SEEDS[0], cards, shock)[0] for cards in ((ELSEWHERE,), ()))
    assert same_people(ready, unready)
    assert ready.hall.total() > 0.9 * lived(SEEDS[0], (ELSEWHERE,), PANDEMIC)[0].hall.total()


@pytest.mark.parametrize("shock", [CLOSURE, ROBOTS, PANDEMIC], ids=lambda shock: shock[0])
def test_prepared_households_find_no_work_sooner_when_nothing_is_flooded(shock):
    ready, unready = (lived(SEEDS[0], cards, shock)[0] for cards in ((HOMES,), ()))
    assert ready.indicator("preparedness") > unready.indicator("preparedness") + 0.2
    assert np.array_equal(ready.residents.activity, unready.residents.activity)
    assert not np.array_equal(*(lived(SEEDS[0], cards, FLOOD)[0].residents.activity for cards in ((HOMES,), ())))


def test_a_fund_that_waits_for_unemployment_sleeps_where_hours_are_cut_instead():
    def spent(city):
        return city.hall.total()

    assert 2 * in_all(spent, FUND, shock=PANDEMIC, months=36) < in_all(spent, FUND, shock=SLUMP, months=36)


def test_jobs_held_against_machines_go_when_the_money_ends():
    kept, cut = (np.sum([lived(seed, cards, ROBOTS, months=108)[0].history.employment for seed in SEEDS], 0) for cards in ((HELD,), ()))
    gain = kept - cut
    assert gain[25:43].max() > 0.01 * len(SEEDS)
    assert gain[-12:].mean() < 0.5 * gain[25:43].max(), "the shock was not one that passes"


# Nothing begins on the first day

NEED_PEOPLE = ("anti_discrimination", "guidance", "low_carbon_practice", "prior_learning")
DOES = {"anti_discrimination": "fairness", "guidance": "guidance", "low_carbon_practice": "cleaning", "prior_learning": "recognition",
        "early_warning": "monitoring"}  # fmt: skip


def first_of(name):
    return int(catalogue.levers()[name].declared["first"].default)


@pytest.mark.parametrize("name", sorted(DOES))
def test_nothing_acts_and_nothing_is_paid_before_there_are_people_to_do_it(name):
    waits = lived(SEEDS[0], (card(name, budget=2e7),), months=first_of(name))[0]
    assert first_of(name) > 0
    assert waits.hall.total() == 0 and waits.hall.accrued.sum() > 0
    assert same_people(waits, lived(SEEDS[0], months=first_of(name))[0])
    begun = lived(SEEDS[0], (card(name, budget=2e7),), months=first_of(name) + 1)[0]
    usual = lived(SEEDS[0], months=1)[0].conditions
    assert begun.hall.total() > 0
    assert (getattr(begun.conditions, DOES[name]) != getattr(usual, DOES[name]).flat[0]).any()


@pytest.mark.parametrize("name", sorted(NEED_PEOPLE))
def test_the_wait_counts_from_the_start_of_the_lever_and_can_be_left_out(name):
    at_once = lived(SEEDS[0], (card(name, budget=2e7, first=0),), months=1)[0]
    later = lived(SEEDS[0], (card(name, budget=2e7, start=4, first=2),), months=6)[0]
    assert at_once.hall.total() > 0 == later.hall.total()
    assert same_people(later, lived(SEEDS[0], months=6)[0])


def test_money_left_from_the_wait_is_spent_over_a_year_not_at_once():
    city = town(SEEDS[0]).branch([catalogue.make("lever", "low_carbon_practice", {"budget": 6e6, "first": 12}, "test")])
    paid = []
    for _ in range(36):
        city.step()
        paid.append(city.hall.month_spent.sum() + city.hall.month_administration.sum())
    monthly = 6e6 / 12
    assert max(paid) < 2.5 * monthly
    assert np.mean(paid[12:24]) > 1.5 * monthly > 1.2 * np.mean(paid[26:])


def test_early_warning_is_no_use_to_a_crisis_that_comes_first():
    slump = card("recession", depth=0.12, ramp=6)

    def released(*watch):
        return in_all(lambda city: city.hall.spent[city.hall.account["reserve_fund"]].sum(), FUND, *watch, shock=slump)

    in_place, too_late = (released(card("early_warning", budget=1e6, first=first)) for first in (0, 24))
    assert in_place > 1.01 * too_late and too_late == pytest.approx(released())
