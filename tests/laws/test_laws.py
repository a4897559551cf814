"""Property-based: whatever the size, seed, levers and shocks, people, jobs, seats and euros add up."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import catalogue
from sim.city import City
from sim.tables import tables
from sim.tally import HIRED_UNEMPLOYED
from tests.laws.accounts import check_city, check_flow

LEVERS, SHOCKS = sorted(catalogue.levers()), sorted(catalogue.shocks())
QUICK = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@QUICK
@given(
    residents=st.integers(1, 900), seed=st.integers(0, 2**40), city=st.sampled_from(["helsinki", "medellin"]),
    budgets=st.dictionaries(st.sampled_from(LEVERS), st.floats(0, 5e8), max_size=4),
    shocks=st.lists(st.sampled_from(SHOCKS), max_size=2, unique=True),
)  # fmt: skip
def test_everything_adds_up_after_every_month(residents, seed, city, budgets, shocks):
    levers = [catalogue.make("lever", name, {"budget": euros, "start": 2}, "test") for name, euros in budgets.items()]
    events = [catalogue.make("shock", name, {"start": 4}, "test") for name in shocks]
    town = City(city, residents, seed, levers=levers, shocks=events)
    check_city(town)
    for _ in range(14):
        before = int(town.residents.present.sum())
        town.step()
        check_city(town)
        check_flow(before, town)


def test_everything_adds_up_when_the_labour_market_follows_other_rules():
    posting = {"vacancies.posting": 0.3, "vacancies.opening": 0.02, "separation.standing": 1}
    search = {"job_search.openings": 1, "job_search.notice": 1}
    town = City("helsinki", 600, 3, parameters=posting | search)
    for _ in range(14):
        before = int(town.residents.present.sum())
        town.step()
        check_city(town)
        check_flow(before, town)
    assert town.tally[HIRED_UNEMPLOYED] > 0


def state(city):
    """Every column of every table, as bytes."""
    held = [getattr(city, name) for name in tables()]
    return b"".join(np.ascontiguousarray(getattr(table, name)).tobytes() for table in held for name in table)


def grown(levers=(), shocks=(), months=15, residents=700):
    return state(City("helsinki", residents, 5, levers=levers, shocks=shocks).run(months))


def test_a_lever_without_money_changes_not_one_bit():
    untouched = grown()
    idle = [card(budget=0) for card in catalogue.levers().values()]
    assert grown(idle) == untouched


def test_a_lever_with_money_changes_something_but_for_a_seat_in_a_network():
    untouched = grown(residents=6000)
    for name, card in catalogue.levers().items():
        assert (grown([card(budget=2e8)], residents=6000) == untouched) == (name == "network_membership"), name


def test_a_null_shock_changes_not_one_bit():
    untouched = grown()
    for name, card in catalogue.shocks().items():
        assert grown(shocks=[card(**dict.fromkeys(card.size, 0))]) == untouched, name


def test_the_order_of_levers_changes_not_one_bit():
    cards = [card(budget=4e7) for card in catalogue.levers().values()]
    assert grown(cards) == grown(cards[::-1])


def test_a_branch_without_levers_goes_on_as_if_nothing_had_happened():
    city = City("helsinki", 500, 3).run(6)
    twin = city.branch().run(10)
    assert state(twin) == state(city.run(10))


def test_the_same_seed_gives_the_same_city_and_another_seed_another():
    assert state(City("medellin", 400, 8).run(8)) == state(City("medellin", 400, 8).run(8))
    assert state(City("medellin", 400, 8).run(8)) != state(City("medellin", 400, 9).run(8))
