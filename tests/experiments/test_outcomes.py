"""Effects and their intervals, on numbers worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from experiments import outcomes, words
from experiments.intervals import fieller, paired


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


@pytest.mark.parametrize(
    ("low", "high", "better", "said"),
    [
        (-1, 1, "lower", "no clear effect"), (0, 0, "lower", "no clear effect"), (-2, -1, "lower", "better"),
        (1, 2, "lower", "worse"), (1, 2, "higher", "better"), (1, 2, "", "higher"),
        (float("nan"), float("nan"), "lower", "one seed: no interval"),
    ],
)  # fmt: skip
def test_an_interval_with_zero_is_no_clear_effect(low, high, better, said):
    assert outcomes.verdict(low, high, better) == said


def worlds_by_hand():
    """Two seeds, 24 months; the shock takes 10% of employment for six months, 5% with the policy."""
    rows = []
    for seed in (1, 2):
        for world in ("baseline", "policy"):
            for shock in ("none", "recession"):
                for month in range(25):
                    hit = shock != "none" and 6 < month <= 12
                    lost = (0.10 if world == "baseline" else 0.05) if hit else 0.0
                    extra = 0.001 * seed if world == "policy" else 0.0
                    spent = 1000.0 if world == "policy" and month else 0.0
                    rows.append((world, shock, seed, month, 0.8 * (1 - lost), 0.1 + extra, 12.0 + 1200 * extra, spent))
    names = ["world", "shock", "seed", "month", "employment", "unemployment", "jobs", "spending"]
    return pd.DataFrame(rows, columns=names).assign(scenario="by_hand")


def test_resilience_money_and_jobs_by_hand():
    monthly = worlds_by_hand()
    groups = monthly.assign(dimension="education", group="low", months=1, participation=0.5, mean_wage=1, mean_income=1)
    groups = groups[groups.month > 0].drop(columns=["jobs", "spending"])
    record = {"months": 24, "shock": {"recession": {"start": 6.0, "months": 1200.0}}}
    found = outcomes.effects({"monthly": monthly, "groups": groups}, record)
    loss = outcomes.one(found, "resilience_loss", world="shock")
    assert (loss.baseline, loss.policy) == (pytest.approx(60.0), pytest.approx(30.0))
    assert outcomes.one(found, "resilience_dividend", world="shock").effect == pytest.approx(30.0)
    assert outcomes.one(found, "spending_total").effect == pytest.approx(24_000)
    assert outcomes.one(found, "job_years").effect == pytest.approx(2 * 1200 * 0.0015)
    cost = outcomes.one(found, "cost_per_job_year")
    assert cost.verdict == "no extra jobs" and cost.effect == pytest.approx(24_000 / 3.6)
    assert outcomes.one(found, "unemployment", window="all years").effect == pytest.approx(0.0015)


def test_numbers_in_words():
    assert words.change(-0.0041, "share") == "-0.41 pts"
    assert words.level(0.0723, "share") == "7.2%"
    assert words.money(8_000_000) == "EUR 8.0 million"
    assert words.interval(-0.005, 0.001, "share") == "-0.50 to +0.10"
    assert words.interval(float("nan"), 1.0, "share") == "-"
