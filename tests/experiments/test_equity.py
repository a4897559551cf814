"""Between whom things are unequal, on an imagined run whose answers are known."""

import numpy as np
import pytest

from experiments.outcomes import headline, paired_effects, wording
from experiments.outcomes.definitions import LATE, WHOLE, tenth
from experiments.outcomes.equity import ALONE, SHARES_OF_SPENDING
from experiments.recording.cohort import origin, rank_within
from sim.city import City
from tests.experiments import by_hand


@pytest.fixture(scope="module")
def found():
    return paired_effects.effects(by_hand.tables(), by_hand.RECORD)


def of(found, outcome, **keys):
    return paired_effects.one(found, outcome, **{"window": LATE, **keys})


def test_the_gap_is_how_far_the_worse_placed_are_behind(found):
    assert of(found, "unemployment_gap", dimension="education").baseline == pytest.approx(0.1)
    assert of(found, "mean_income_gap", dimension="education").baseline == pytest.approx(1000)
    row = of(found, "participation_gap", dimension="education")
    assert (row.baseline, row.policy) == (pytest.approx(0.3), pytest.approx(0.2))


def test_the_access_ratio_is_that_of_the_low_educated_over_that_of_the_high(found):
    row = of(found, "access_ratio")
    assert (row.baseline, row.policy) == (pytest.approx(0.25), pytest.approx(0.5))


def test_the_theil_index_adds_up_from_between_and_within(found):
    shares, means = np.array([1 / 3, 2 / 3]), np.array([1000, 2000]) / 1500
    between = of(found, "theil_between", dimension="education").baseline
    assert between == pytest.approx(float(shares @ np.log(means)))
    assert between + of(found, "theil_within", dimension="education").baseline == pytest.approx(0.2)
    assert of(found, "wage_theil_between", dimension="education").baseline == pytest.approx(between)


def test_between_and_within_add_up_for_the_people_of_a_city():
    y = np.array([800.0, 1200, 1500, 2500, 4000, 900, 3000])
    group = np.array([0, 0, 0, 1, 1, 1, 1])
    x = y / y.mean()
    total = (x * np.log(x)).mean()
    within, between = 0.0, 0.0
    for g in (0, 1):
        part = y[group == g]
        share = part.sum() / y.sum()
        within += share * (part / part.mean() * np.log(part / part.mean())).mean()
        between += share * np.log(part.mean() / y.mean())
    assert between + within == pytest.approx(total)


def test_money_that_only_the_poorest_get_has_a_concentration_near_minus_one(found):
    assert of(found, "money_concentration", window=WHOLE).policy == pytest.approx(2 * 0.05 - 1)
    assert of(found, "money_reached", window=WHOLE).policy == pytest.approx(0.5)
    poorest = of(found, "money_per_person", window=WHOLE, dimension="income", group=tenth(1))
    assert poorest.policy == pytest.approx(36_000 / 6 / 100)


def test_how_nothing_is_shared_out_is_no_number_and_what_is_spent_beside_it_a_level_alone(found):
    for name in SHARES_OF_SPENDING:
        row = of(found, name, window=WHOLE)
        assert np.isnan(row.baseline) and np.isnan(row.effect) and row.verdict == ALONE, name
        assert row.low == pytest.approx(row.policy) and row.high == pytest.approx(row.policy), name
        assert not wording.clear(row) and headline.line("", row).effect == "-"
    assert headline.line("", of(found, "money_reached", window=WHOLE))[2:6] == ("-", "50.0%", "-", "50.0% to 50.0%")


def test_two_ways_of_spending_are_compared():
    rows = by_hand.tables(tuple(range(1, 9)))
    spent = rows["tenths"].world == "baseline"
    rows["tenths"].loc[spent, ["euros", "spent"]] = 10.0, 1000.0
    row = of(paired_effects.effects(rows, by_hand.RECORD), "money_reached", window=WHOLE)
    assert row.baseline == pytest.approx(0.1) and row.effect == pytest.approx(0.4) and row.verdict == "better"


def test_poverty_is_told_for_every_group(found):
    assert of(found, "poverty", dimension="education", group="low").baseline == pytest.approx(0.1)


def test_ranks_are_taken_among_people_of_the_same_age():
    assert rank_within(np.array([0, 0, 1, 1]), np.array([1.0, 2.0, 10.0, 20.0])) == pytest.approx([0.25, 0.75, 0.25, 0.75])


def test_incomes_that_follow_parents_schooling_have_a_slope_of_one_and_nobody_rises():
    r = City("helsinki", 600, 1).residents
    r.equivalised[:] = 100 * r.parents_schooling
    seen = origin(r)
    assert seen["rank_slope"] == pytest.approx(1) and seen["rise"] == 0
    r.equivalised[:] = -100 * r.parents_schooling
    assert origin(r)["rank_slope"] == pytest.approx(-1) and origin(r)["rise"] == pytest.approx(1, abs=0.05)
