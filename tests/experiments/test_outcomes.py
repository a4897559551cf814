"""Effects and their intervals, on numbers worked out by hand."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from experiments.outcomes import definitions, headline, paired_effects, wording
from experiments.outcomes.intervals import fieller, paired
from sim import catalogue
from tests.experiments import by_hand


def test_a_paired_interval_takes_differences_seed_by_seed():
    table = pd.DataFrame({"key": "a", "baseline": [10.0, 20.0, 30.0], "policy": [11.0, 22.0, 33.0]})
    (row,) = paired(table, ["key"]).itertuples()
    assert row.effect == pytest.approx(2.0)
    assert row.high - row.effect == pytest.approx(2.919986 / np.sqrt(3), rel=1e-5)


def test_an_interval_covers_the_truth_nine_times_in_ten():
    draws = np.random.default_rng(7).normal(1.0, 2.0, (4000, 6))
    seeds = np.tile(np.arange(6), 4000)
    table = pd.DataFrame({"key": np.repeat(np.arange(4000), 6), "seed": seeds, "baseline": 0.0, "policy": draws.ravel()})
    found = paired(table, ["key"])
    assert ((found.low <= 1) & (found.high >= 1)).mean() == pytest.approx(0.9, abs=0.015)


def test_fieller_gives_the_ratio_and_no_interval_when_the_divisor_may_be_zero():
    top = np.array([10.0, 10.5, 9.5, 10.0])
    known = fieller(top, np.array([2.0, 2.1, 1.9, 2.0]))
    assert known.clear and known.low <= known.value <= known.high
    assert known.value == pytest.approx(5.0)
    assert not fieller(top, np.array([1.0, -1.0, 2.0, -1.5])).clear


def test_an_effect_is_the_mean_difference_over_the_window():
    found = paired_effects.effects(by_hand.tables(tuple(range(1, 9))), by_hand.RECORD)
    row = paired_effects.one(found, "participation", dimension="education", group="low", window="all years")
    assert (row.baseline, row.policy, row.effect) == (pytest.approx(0.1), pytest.approx(0.2), pytest.approx(0.1))
    assert row.verdict == "better" and row.seeds == 8


def test_every_outcome_is_declared_and_every_declared_one_is_told():
    found = paired_effects.effects(by_hand.tables(), by_hand.RECORD)
    made = set(found.outcome) - set(catalogue.indicators())
    assert made == set(definitions.definitions())
    for name, said in definitions.definitions().items():
        assert said.better in ("higher", "lower", "") and said.unit and said.title and said.meaning.endswith("."), name


def test_numbers_in_words():
    assert wording.change(-0.0041, "share") == "-0.41 pts"
    assert wording.level(0.0723, "share") == "7.2%"
    assert wording.money(8_000_000) == "EUR 8.0 million"
    assert wording.interval(-0.005, 0.001, "share") == "-0.50 to +0.10"
    assert wording.interval(float("nan"), 1.0, "share") == "-"


@pytest.mark.parametrize(
    ("reached", "levels", "effect", "verdict"),
    [
        ((0.0, 0.0), ("over 60", "over 60"), "-", "not reached"),
        ((0.5, 0.0), ("at least 60.0 (4 of 8 not over)", "over 60"), "-", "not over in every seed"),
        ((1.0, 0.875), ("60.0", "at least 60.0 (1 of 8 not over)"), "-", "not over in every seed"),
        ((1.0, 1.0), ("60.0", "60.0"), "+3.0", "worse"),
    ],
)
def test_a_recovery_that_some_seed_did_not_see_is_at_least_so_long_and_has_no_effect(monkeypatch, reached, levels, effect, verdict):
    found = SimpleNamespace(baseline=reached[0], policy=reached[1], seeds=8)
    monkeypatch.setattr(headline.paired_effects, "one", lambda *asked, **keys: found)
    said = headline.censored(headline.Row("Resilience", "Months", "60.0", "60.0", "+3.0", "+1.0 to +5.0", "worse"), pd.DataFrame())
    assert ((said.baseline, said.policy), said.effect, said.verdict) == (levels, effect, verdict)
    assert said.interval == ("-" if effect == "-" else "+1.0 to +5.0")
