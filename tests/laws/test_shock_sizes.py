"""The effect of every shock goes to nothing with its size, and grows with it roughly in proportion."""

import numpy as np
import pytest

from sim import catalogue
from sim.behaviours.demand import TOO_LARGE, close_largest
from sim.city import City
from sim.conditions import Conditions

SHOCKS = catalogue.shocks()
START, MONTHS = 2, 30
OF_THOSE_STRUCK = {"recall", "short_time", "at_home", "spared", "pulse_gap", "pulse_barred", "pulse_later"}
"""Conditions that say what becomes of those whom a shock strikes: they do nothing where it strikes nobody."""


def sized(name, share):
    """The shock at this share of its usual size; the other numbers as declared."""
    card = SHOCKS[name]
    return card(start=START, **{number: share * card.declared[number].default for number in card.size})


@pytest.fixture(scope="module")
def town():
    return City("helsinki", 1500, 5).run(3)


@pytest.mark.parametrize("name", sorted(SHOCKS))
def test_every_shock_says_what_its_size_is(name):
    card = SHOCKS[name]
    assert card.size, f"{name} declares no size: name the numbers that make it big"
    for number in card.size:
        assert number in card.declared and card.declared[number].low == 0, f"{name}.{number} is no size: it cannot be nothing"


@pytest.fixture(scope="module")
def calm(town):
    return town.branch().run(MONTHS).history


@pytest.mark.parametrize("share", [0.0, 1e-6])
@pytest.mark.parametrize("name", sorted(SHOCKS))
def test_a_shock_of_no_size_leaves_the_history_of_the_calm_twin(town, calm, name, share):
    hit = town.branch(shocks=[sized(name, share)]).run(MONTHS).history
    for column in calm:
        same = np.allclose(hit[column], calm[column], rtol=3 * share, atol=share, equal_nan=True)
        assert same, f"{name} at {share:g} of its size moves {column} by {np.abs(hit[column] - calm[column]).max()}"


def moved(town, name, share):
    """How far each condition lies from its baseline in all, over the months after the shock."""
    twin, far = town.branch(shocks=[sized(name, share)]), dict.fromkeys(Conditions.declared, 0.0)
    for month in range(16):
        twin.policy_month = twin.month - month
        twin.conditions.reset()
        for card in twin.shocks:
            if card.active(month):
                card.apply(twin)
        for condition, spec in Conditions.declared.items():
            values = getattr(twin.conditions, condition).astype(np.float64)
            far[condition] += float(np.abs(values - spec.baseline).sum())
    return far


@pytest.mark.parametrize("name", sorted(SHOCKS))
def test_what_a_shock_changes_grows_with_its_size(town, name):
    usual = moved(town, name, 1.0)
    half, tenth, hundredth = (moved(town, name, share) for share in (0.5, 0.1, 0.01))
    changed = [c for c in usual if usual[c] > 0 and c not in OF_THOSE_STRUCK]
    assert changed, f"{name} changes nothing"
    for c in changed:
        assert hundredth[c] < tenth[c] < half[c] < usual[c], f"{name} does not grow with its size: {c}"
        for share, found in ((0.5, half[c]), (0.1, tenth[c]), (0.01, hundredth[c])):
            assert share / 3 < found / usual[c] < 3 * share, f"{name} at {share:g} of its size moves {c} by {found / usual[c]:.3f} of it"


@pytest.mark.parametrize("share", [0.3, 0.1, 0.03, 0.01, 0.003, 1e-6])
def test_the_plants_that_close_have_about_the_posts_that_are_to_go(share):
    city = City("helsinki", 5000, 5)
    e = city.employers
    before = int(e.target.sum())
    close_largest(e, city.sectors.tradable, share)
    gone = e.target[e.closed > 0].sum() / before
    assert gone <= TOO_LARGE * share and (gone >= share or share * before * TOO_LARGE < 1), f"{gone:.4f} of posts for {share:g}"


def test_a_closure_of_nearly_nothing_leaves_those_alone_who_have_closed_already():
    city = City("helsinki", 5000, 5)
    e = city.employers
    e.closed[:40] = 6
    close_largest(e, city.sectors.tradable, 1e-6)
    assert (e.closed[:40] == 6).all() and not e.closed[40:].any()


def test_a_slump_of_a_tenth_costs_about_a_tenth_of_the_posts():
    lost = {}
    for share in (0.1, 1.0):
        worlds = [City("helsinki", 3000, seed).run(1) for seed in (1, 2, 3, 4)]
        pairs = [(world.branch(), world.branch(shocks=[sized("recession", share)])) for world in worlds]
        lost[share] = np.mean([calm.run(24).indicator("unemployment") - hit.run(24).indicator("unemployment") for calm, hit in pairs])
    assert lost[1.0] < -0.02 and lost[1.0] * 0.3 < lost[0.1] < 0.002, lost
