"""What is told of an effect allows for all that is asked beside it, and a world of noise gives almost no verdicts."""

import numpy as np
import pandas as pd
import pytest

from experiments.outcomes import paired_effects
from experiments.outcomes.definitions import LATE
from experiments.outcomes.intervals import paired
from experiments.outcomes.verdicts import CLEAR, FEW_LIVED, RULES, UNCLEAR, benjamini_hochberg, clear, two_sided, verdicts

ENOUGH = RULES.least_lived


def rows(*ends, better="lower", seeds=8):
    """Effects in the middle of these intervals."""
    found = pd.DataFrame(ends, columns=["low", "high"], dtype=float)
    return found.assign(effect=(found.low + found.high) / 2, better=better, seeds=seeds)


def noise(families, asked, seeds=8, effect=0.0, together=0.5, luck=3):
    """Families of effects of so many seeds each, nothing (or in the first tenth ``effect``) happening; luck is shared in part."""
    draw = np.random.default_rng(luck)
    shared, own = draw.normal(size=(families, 1, seeds)), draw.normal(size=(families, asked, seeds))
    lived = np.sqrt(together) * shared + np.sqrt(1 - together) * own
    lived[:, : asked // 10] += effect
    family, row, seed = np.indices(lived.shape).reshape(3, -1)
    table = pd.DataFrame({"family": family, "row": row, "seed": seed, "baseline": 0.0, "policy": lived.ravel()})
    return paired(table, ["family", "row"]).assign(better="lower")


@pytest.mark.parametrize(
    ("low", "high", "better", "said"),
    [
        (-1, 1, "lower", "no clear effect"), (0, 0, "lower", "no clear effect"), (-2, -1, "lower", "better"),
        (1, 2, "lower", "worse"), (1, 2, "higher", "better"), (1, 2, "", "higher"), (3, 3, "lower", "worse"),
        (float("nan"), float("nan"), "lower", "cannot be told"),
    ],
)  # fmt: skip
def test_an_effect_in_words(low, high, better, said):
    assert verdicts(rows((low, high), better=better)) == [said]


def test_one_seed_has_no_interval_and_few_residents_tell_nothing():
    assert verdicts(rows((np.nan, np.nan), seeds=1)) == ["one seed: no interval"]
    both = verdicts(rows((-2, -1), (-2, -1)), lived=[ENOUGH - 1, ENOUGH])
    assert both == [FEW_LIVED, "better"] and clear(both).tolist() == [False, True]


def test_the_probability_is_that_of_a_t_test():
    from scipy.stats import ttest_1samp

    draws = np.random.default_rng(1).normal(0.4, 1.0, (50, 7))
    table = pd.DataFrame({"row": np.repeat(range(50), 7), "baseline": 0.0, "policy": draws.ravel()})
    found = paired(table, ["row"])
    p = two_sided(*(found[name].to_numpy(float) for name in ("effect", "low", "high", "seeds")))
    assert p == pytest.approx(ttest_1samp(draws, 0, axis=1).pvalue)


def test_adjusted_probabilities_are_those_of_benjamini_and_hochberg():
    from scipy.stats import false_discovery_control

    p = np.random.default_rng(2).random(40) ** 3
    known = benjamini_hochberg(np.append(p, np.nan))
    assert known[:-1] == pytest.approx(false_discovery_control(p)) and np.isnan(known[-1])
    assert benjamini_hochberg(np.array([0.01])) == pytest.approx([0.01])


def test_one_interval_of_many_is_less_clear_than_one_alone():
    lone = rows((-3.0, -1.2))
    assert verdicts(lone) == ["better"]
    assert verdicts(pd.concat([lone, rows(*[(-1, 1)] * 40)]))[0] == UNCLEAR


def test_families_do_not_make_each_other_harder():
    asked = pd.concat([rows((-3.0, -1.2)).assign(family="a"), rows(*[(-1, 1)] * 40).assign(family="b")])
    assert verdicts(asked, ["family"])[0] == "better"


@pytest.mark.parametrize("together", [0.0, 0.5, 0.9])
def test_a_world_of_noise_gives_almost_no_family_a_verdict(together):
    found = noise(2000, 30, together=together)
    said = clear(verdicts(found, ["family"]))
    assert said.reshape(2000, 30).any(axis=1).mean() <= RULES.false + 3 * np.sqrt(RULES.false / 2000)
    assert ((found.low > 0) | (found.high < 0)).mean() == pytest.approx(0.1, abs=0.02)  # what single intervals would tell


def test_of_the_verdicts_that_are_given_few_are_luck_and_real_effects_are_found():
    found = noise(400, 40, seeds=12, effect=-3.0)
    said = np.array(verdicts(found, ["family"])).reshape(400, 40)
    told, false = np.isin(said, CLEAR), np.isin(said[:, 4:], CLEAR)
    assert false.sum() / told.sum() <= RULES.false + 0.005
    assert (said[:, :4] == "better").mean() > 0.9


def asked(**given):
    """A row of a run's effects, of 40 groups by default."""
    usual = {"outcome": "employment", "dimension": "age", "group": "15-24", "world": "calm", "window": LATE, "better": "higher"}
    return pd.DataFrame([{**usual, **given}])


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ({}, {"dimension": "sex", "group": "women"}, True),
        ({}, {"dimension": "district", "group": "3"}, False),
        ({}, {"outcome": "poverty"}, False),
        ({}, {"world": "shock"}, False),
        ({"dimension": "all", "group": "all"}, {"dimension": "all", "group": "all", "outcome": "gini"}, True),
        ({"dimension": "all", "group": "all"}, {"dimension": "all", "group": "all", "outcome": "unemployment"}, False),
        ({"dimension": "all", "group": "all"}, {"dimension": "all", "group": "all", "outcome": "spending_year", "better": ""}, False),
        ({"dimension": "all", "window": "year 01"}, {"dimension": "all", "window": "year 20"}, True),
        ({"portfolio": "a"}, {"portfolio": "b"}, True),
    ],
)
def test_what_is_read_together_is_asked_together(one, other, together):
    named = paired_effects.families(pd.concat([asked(**one), asked(**other)], ignore_index=True))
    assert (named[0] == named[1]) == together


def test_few_seeds_tell_nothing_of_a_run_while_few_cities_may():
    few = int(RULES.least_seeds) - 1
    assert verdicts(rows((-2, -1.9), seeds=few), lived=1e6) == [FEW_LIVED]
    assert verdicts(rows((-2, -1.9), seeds=few + 1), lived=1e6) == ["better"] == verdicts(rows((-2, -1.9), seeds=few))
