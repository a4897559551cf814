"""What goes wrong with good intentions in learning itself: doors that no seat is behind, long ways, large firms first."""

import numpy as np
import pytest

from sim import catalogue
from sim.behaviours.studying import Studying, lesson
from sim.city import City
from sim.tables import EMPLOYED


@pytest.fixture(scope="module")
def town():
    return City("helsinki", 4000, 23).run(24)


@pytest.fixture(scope="module")
def calm(town):
    return later(town)


def later(town, *levers, months=24):
    return town.branch([catalogue.make("lever", name, numbers, "test") for name, numbers in levers]).run(months)


def total(city, event):
    return float(getattr(city.observations.counts(), event).sum())


def mean(city, indicator, months=12):
    return float(city.history[indicator].iloc[-months:].mean())


def unaware(city):
    r = city.residents
    return float(((r.present == 1) & (r.age >= 216) & (r.age < 780) & (r.aware == 0) & (r.attainment < 3)).sum())


DOORS = {"care_share": 0, "language_share": 0, "access_share": 0}


def test_the_more_are_told_the_dearer_is_each_who_did_not_know(town, calm):
    some, much = (unaware(calm) - unaware(later(town, ("outreach_childcare", {"budget": b, **DOORS}))) for b in (8e6, 3.2e7))
    assert 0 < some <= much < 1.5 * some, "four times the money"


def test_outreach_brings_more_people_than_seats(town, calm):
    called = later(town, ("outreach_childcare", {"budget": 1e8}))
    assert mean(called, "turned_away_share") > mean(calm, "turned_away_share")
    assert total(called, "started") < 1.35 * total(calm, "started")


def test_the_same_course_is_worth_more_at_one_provider_than_at_another(town):
    gained = [lesson(Studying().numbers, 100.0, 1.0, 0.0, 0.0, 0.0, quality, 0.0) for quality in np.sort(town.providers.quality)]
    assert gained[-1] > 1.3 * gained[0] > 0


def test_a_second_chance_is_a_long_way_and_many_leave_it(town, calm):
    card = ("second_chance", {"budget": 6e7})
    soon, late = (later(town, card, months=months) for months in (12, 48))
    begun, ended = (total(soon, event) - total(later(town, months=12), event) for event in ("started", "completed"))
    assert begun > 5 and ended < 0.8 * begun, "in the first year, short courses of literacy among them, many more begin than finish"
    assert total(late, "dropped_out") > total(later(town, months=48), "dropped_out")


def test_centres_fill_with_learners_and_make_few_jobs(town, calm):
    near = later(town, ("learning_centres", {"budget": 6e7}))
    assert mean(near, "participation") > mean(calm, "participation") + 0.001 and total(near, "started") > total(calm, "started")
    assert abs(mean(near, "employment") - mean(calm, "employment")) < 0.006


def test_large_employers_get_most_of_the_money_for_training(town):
    paid = later(town, ("employer_training_subsidy", {"budget": 1e8, "share": 0.5, "share_low": 0.0}), months=12)
    r, e = paid.residents, paid.employers
    size = e.headcount[paid.posts.employer[r.post[(r.present == 1) & (r.activity == EMPLOYED)]]]
    trained = (r.present == 1) & (r.activity == EMPLOYED) & (r.learned < 12) & (r.offer < 0)
    of_trained = e.headcount[paid.posts.employer[r.post[trained]]]
    assert paid.hall.spent.sum() > 1e6
    assert np.mean(of_trained >= 10) > np.mean(size >= 10)
