"""0 or blank for "not published" is no number: nobody is the poorest for want of a figure."""

import dataclasses

import numpy as np
import pytest

from sim import City, levers
from sim.facts import city as facts_of
from sim.targeting import need_of_districts, poorest_first

EVERYWHERE = levers.LearningCentres()
"""A lever that is for every district."""


@pytest.fixture
def helsinki():
    return facts_of("helsinki")


def with_income(facts, median):
    """The same facts with these median incomes by district."""
    counts = {**facts.counts, "income": np.column_stack([facts.counts["income"][:, 0], median, facts.counts["income"][:, 2:]])}
    return dataclasses.replace(facts, counts=counts)


def test_an_income_that_is_not_published_is_no_number(helsinki):
    empty = helsinki.districts.codes.index("00230")
    assert helsinki.districts.people[empty] == 0
    assert np.isnan(helsinki.counts["income"][empty, :2]).all() and np.isnan(helsinki.relative_income[empty])
    assert np.isfinite(np.delete(helsinki.relative_income, empty)).all()


def test_the_first_room_is_where_people_live_and_earn_least(helsinki):
    centres = levers.LearningCentres(budget=2e5, rooms=1)
    city = City("helsinki", 500, 1, levers=[centres]).run(1)
    (room,) = np.flatnonzero(city.conditions.satellite)
    assert helsinki.districts.people[room] > 0
    assert helsinki.relative_income[room] == np.nanmin(helsinki.relative_income)


def test_however_many_rooms_none_stands_where_nobody_lives(helsinki):
    city = City("helsinki", 300, 1)
    assert set(poorest_first(city, EVERYWHERE, 1e9)) == set(np.flatnonzero(helsinki.districts.people > 0))
    assert len(poorest_first(city, EVERYWHERE, 3)) == 3 and len(poorest_first(city, EVERYWHERE, 0)) == 0


@pytest.mark.parametrize("unknown", [np.nan, 0.0])
def test_a_district_without_a_published_income_counts_as_the_mean(helsinki, unknown):
    poorest = int(np.nanargmin(helsinki.relative_income))
    median = helsinki.counts["income"][:, 1].copy()
    median[poorest] = unknown
    city = City("helsinki", 300, 1)
    city.facts = with_income(helsinki, median)
    assert np.isnan(city.facts.relative_income[poorest])
    assert need_of_districts(city)[poorest] == 0 and poorest_first(city, EVERYWHERE, 1)[0] != poorest


def test_a_city_that_publishes_no_income_has_no_poor_district(helsinki, monkeypatch):
    facts = with_income(helsinki, np.full(len(helsinki.districts), np.nan))
    assert np.isnan(facts.relative_income).all()
    monkeypatch.setattr("sim.city.facts.city", lambda *_: facts)
    city = City("helsinki", 300, 1, levers=[levers.LearningCentres(budget=2e6)]).run(2)
    assert np.isfinite(city.residents.ability).all() and (need_of_districts(city) == 0).all()
