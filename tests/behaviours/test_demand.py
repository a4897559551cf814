"""Demand: jobs that serve the world bring jobs that serve the city, and take them along when they go."""

import numpy as np
import pytest

from sim.behaviours.demand import Demand, automate, set_targets
from sim.shocks.automation import share_saved
from sim.tables import NOBODY, Employers, Memory, Posts

WEIGHT, TRADABLE = np.array([0.3, 0.7]), np.array([1.0, 0.0])
PLANT, SHOP = 0, 1


@pytest.fixture
def two():
    """A plant that sells everywhere and a shop that sells in the city."""
    employers = Employers(2)
    employers.id[:], employers.sector[:], employers.size[:], employers.slots[:] = [1, 2], [0, 1], [3000, 7000], 20_000
    return employers, Memory(1)


def months(employers, memory, number, unspent=(0.0, 0.0), **numbers):
    """What the shop wants after so many months."""
    card, usual = Demand(**{"multiplier": 1.0, "multiplier_lag": 12, **numbers}).numbers, np.ones(2, np.float32)
    for _ in range(number):
        set_targets(card, employers.columns, memory.columns, usual, usual, np.array(unspent), TRADABLE, WEIGHT)
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


def test_pay_that_machines_save_at_the_plant_is_missing_in_the_shop(two):
    employers, memory = two
    before = months(employers, memory, 1)
    after = months(employers, memory, 120, unspent=(600.0, 0.0))
    assert before - after == pytest.approx(600, rel=0.02), "one local job follows one tradable job"
    assert employers.target[PLANT] in (3000, 3001), "the plant makes as much as before"


def test_pay_that_machines_save_in_the_shop_takes_no_other_jobs_along(two):
    employers, memory = two
    before = months(employers, memory, 1)
    assert months(employers, memory, 60, unspent=(0.0, 600.0)) == before


OLD_HAND, ENTRANT = 0, 1


def who_loses_tasks(spared, lost=0.2):
    """Shares of gone posts: held by the experienced, by entrants, by nobody, and of all; a fifth of the tasks is taken away."""
    employers, posts = Employers(1), Posts(4000)
    employers.id[0], employers.target[0], employers.exposure[0] = 1, 4000, 0.5
    posts.slot[:] = np.arange(4000)
    posts.holder[:] = np.repeat([OLD_HAND, ENTRANT, NOBODY, OLD_HAND], 1000)
    experience = np.array([240, 0], np.int16)
    automate(np.uint64(3), Demand().numbers, experience, employers.columns, posts.columns, np.array([1 - lost], np.float32), spared)
    gone = posts.gone == 1
    return *(gone[posts.holder == who].mean() for who in (OLD_HAND, ENTRANT, NOBODY)), gone.mean()


def test_machines_take_tasks_whoever_holds_the_post():
    assert who_loses_tasks(0.0) == pytest.approx((0.2, 0.2, 0.2, 0.2), abs=0.03)


def test_ai_takes_posts_of_entrants_and_empty_ones_first_and_as_many_in_all():
    experienced, entrants, empty, everybody = who_loses_tasks(1.0)
    assert experienced == 0 and entrants == pytest.approx(0.4, abs=0.04) == empty
    assert everybody == pytest.approx(0.2, abs=0.02)


def test_when_more_work_goes_than_entrants_do_the_experienced_are_spared_still():
    experienced, entrants, empty, _ = who_loses_tasks(1.0, lost=0.7)
    assert experienced == 0 and entrants == empty == 1.0


def test_what_machines_save_is_spent_once_nobody_is_paid_for_it():
    posts, target = Posts(10), np.array([8])
    posts.slot[:], posts.holder[:] = np.arange(10), 5
    posts.gone[[0, 1, 9]] = 1
    assert share_saved(target, posts) == 0.0
    posts.holder[[1, 9]] = NOBODY
    assert share_saved(target, posts) == 1 / 8, "nobody wants the tenth post anyway"
