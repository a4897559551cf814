"""Demand: jobs that serve the world bring jobs that serve the city, and take them along when they go."""

import numpy as np
import pytest

from sim.behaviours.demand import Demand, set_targets
from sim.tables import Employers, Memory

WEIGHT, TRADABLE = np.array([0.3, 0.7]), np.array([1.0, 0.0])
PLANT, SHOP = 0, 1


@pytest.fixture
def two():
    """A plant that sells everywhere and a shop that sells in the city."""
    employers = Employers(2)
    employers.id[:], employers.sector[:], employers.size[:], employers.slots[:] = [1, 2], [0, 1], [3000, 7000], 20_000
    return employers, Memory(1)


def months(employers, memory, number, **numbers):
    """What the shop wants after so many months."""
    card = Demand(**{"multiplier": 1.0, "multiplier_lag": 12, **numbers}).numbers
    for _ in range(number):
        set_targets(card, employers.columns, memory.columns, np.ones(2, np.float32), TRADABLE, WEIGHT)
    return int(employers.target[SHOP])


def test_without_closures_local_demand_stays_as_it_is(two):
    employers, memory = two
    assert months(employers, memory, 60) in (7000, 7001)
    assert memory.tradable[0] == pytest.approx(1.0)


def test_a_closed_plant_lowers_local_demand_later(two):
    employers, memory = two
    before = months(employers, memory, 1)
    employers.closed[PLANT] = 1200
    at_once, after_a_year, in_the_end = (months(employers, memory, more) for more in (1, 11, 120))
    assert employers.target[PLANT] == 0
    assert before > at_once > after_a_year > in_the_end
    assert before - at_once < 0.1 * (before - in_the_end)
    assert before - in_the_end == pytest.approx(3000, rel=0.02), "one local job follows one tradable job"


def test_local_demand_comes_back_when_a_new_firm_takes_the_place_of_the_plant(two):
    employers, memory = two
    before = months(employers, memory, 1)
    employers.closed[PLANT] = 6
    months(employers, memory, 24)
    employers.closed[PLANT] = 0
    assert months(employers, memory, 120) == pytest.approx(before, abs=2)


def test_a_closed_shop_takes_no_other_jobs_along(two):
    employers, memory = two
    plant = (months(employers, memory, 1), int(employers.target[PLANT]))[1]
    employers.closed[SHOP] = 1200
    months(employers, memory, 60)
    assert employers.target[PLANT] == plant and memory.tradable[0] == pytest.approx(1.0)


def test_without_a_multiplier_a_closed_plant_takes_no_other_jobs_along(two):
    employers, memory = two
    before = months(employers, memory, 1, multiplier=0)
    employers.closed[PLANT] = 1200
    assert months(employers, memory, 60, multiplier=0) == before


def test_a_growing_plant_does_not_count_as_less_demand(two):
    employers, memory = two
    before = months(employers, memory, 1)
    employers.size[PLANT] *= 1.3
    assert months(employers, memory, 60) == before
