"""What it costs, what comes back, and what residents gain, on an imagined run whose answers are known."""

import numpy as np
import pandas as pd
import pytest

from experiments.outcomes import fiscal, headline, paired_effects, wording
from experiments.outcomes.definitions import WHOLE
from tests.experiments import by_hand


@pytest.fixture(scope="module")
def found():
    return paired_effects.effects(by_hand.tables((1, 2, 3, 4)), by_hand.RECORD)


@pytest.fixture(scope="module")
def clear():
    """The same with so many seeds that its effects are clear."""
    return paired_effects.effects(by_hand.tables(tuple(range(1, 13))), by_hand.RECORD)


def of(found, outcome, **keys):
    return paired_effects.one(found, outcome, **{"window": WHOLE, **keys})


def test_spending_taxes_and_benefits_add_up_to_the_balance(found):
    spent, taxes, benefits = (of(found, f"{name}_total").effect for name in ("spending", "taxes", "jobless_benefits"))
    assert spent == pytest.approx(72_000)
    assert (taxes, benefits) == (pytest.approx(300 * 25 * 72), pytest.approx(-100 * 25 * 72)), "25 more jobs on average"
    assert of(found, "balance_total").effect == pytest.approx(taxes - benefits - spent)


def test_an_additional_job_year_has_a_price_and_a_net_price(found):
    assert of(found, "job_years").effect == pytest.approx(25 * 6)
    assert of(found, "cost_per_job_year").effect == pytest.approx(72_000 / 150)
    net = of(found, "net_cost_per_job_year")
    assert net.effect == pytest.approx((72_000 - 400 * 25 * 72) / 150)


def test_a_price_is_given_where_the_job_years_are_clear_and_no_sooner(clear):
    found = paired_effects.effects(by_hand.tables(tuple(range(1, 7))), by_hand.RECORD)
    assert of(clear, "job_years").verdict == "better" and of(clear, "net_cost_per_job_year").verdict == "saves money"
    jobs, cost = of(found, "job_years"), of(found, "cost_per_job_year")
    assert jobs.verdict == "no clear effect" and jobs.low > 0 and cost.verdict == "extra jobs not clear"
    said = wording.cost_sentence(cost, jobs)
    assert "+210 job-years, +" in said and "cannot be given" in said
    (line,) = (row for row in headline.rows(found) if row.label == wording.title_of("cost_per_job_year"))
    assert (line.effect, line.verdict) == ("+210 job-years", "extra jobs not clear") and " to " in line.interval


def test_later_euros_count_less():
    worth = fiscal.worth_today(pd.Series([0, 12, 24]))
    assert worth.to_numpy() == pytest.approx([1, 1 / 1.03, 1 / 1.03**2])


def test_a_policy_whose_taxes_exceed_its_cost_pays_for_itself(clear):
    assert of(clear, "mvpf").verdict == "pays for itself"
    assert "pays for itself" in wording.value_sentence(of(clear, "mvpf"))


def more(**columns):
    return pd.DataFrame({name: np.array(values, float) for name, values in columns.items()})


def test_the_marginal_value_is_income_gained_over_net_cost_and_counts_what_is_handed_out_in_the_second_reading():
    rows = more(spending_total=[100] * 3, net_cost=[50, 52, 48], disposable_total=[100, 101, 99], handed=[25, 25, 25])
    plain, with_transfers = fiscal.values(rows)
    assert plain["effect"] == pytest.approx(2) and plain["verdict"] == "above 1"
    assert with_transfers["effect"] == pytest.approx(2.5)


def test_a_net_cost_that_may_be_zero_gives_no_value():
    rows = more(spending_total=[100] * 3, net_cost=[50, -50, 10], disposable_total=[100, 101, 99], handed=[0, 0, 0])
    row = fiscal.values(rows)[0]
    assert row["verdict"] == "net cost not clear" and "cannot be told" in wording.value_sentence(pd.Series(row))


def test_a_policy_that_saves_money_while_residents_lose_is_not_said_to_pay_for_itself():
    rows = more(spending_total=[100] * 3, net_cost=[-50, -52, -48], disposable_total=[-9, -10, -11], handed=[0, 0, 0])
    assert fiscal.values(rows)[0]["verdict"] == "saves money, residents lose"


def test_the_ledger_is_told_by_lever_and_by_recipient(found):
    assert of(found, "spending_year", dimension="lever", group="centres").policy == pytest.approx(6000)
    assert of(found, "spending_year", dimension="recipient", group="overhead").policy == pytest.approx(1200)
    parts = found[(found.outcome == "spending_year") & (found.world == "calm") & (found.dimension == "recipient")]
    assert parts.policy.sum() == pytest.approx(of(found, "spending_year").policy)


def test_the_balance_is_told_year_by_year(found):
    assert of(found, "balance_year", window="year 01").effect == pytest.approx(12 * (400 * 25 - 1000))
    assert of(found, "spending_in_year", window="year 06").effect == pytest.approx(12_000)
    assert of(found, "balance_year", window="year 07") is None
