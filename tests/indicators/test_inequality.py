"""Inequality on a handful of incomes, worked out by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim.city import City
from sim.histogram import BINS, atkinson, gini, into, rank_of, theil
from sim.indicators.inequality import earnings_gini
from sim.pay import earnings
from sim.tables import EMPLOYED, INACTIVE, UNEMPLOYED


def histogram(*amounts):
    bins = np.zeros((2, BINS))
    for amount in amounts:
        into.py_func(bins, np.float32(amount))
    return bins


def test_equal_incomes_have_no_inequality():
    bins, out = histogram(2000, 2000, 2000), np.ones(3)
    atkinson(bins, out)
    assert theil(bins) == pytest.approx(0) and gini(bins) == pytest.approx(0) and out == pytest.approx(0)


def test_two_incomes_of_one_to_three():
    bins, out = histogram(1024, 3072), np.empty(3)
    atkinson(bins, out)
    assert theil(bins) == pytest.approx((0.5 * np.log(0.5) + 1.5 * np.log(1.5)) / 2)
    assert out[0] == pytest.approx(1 - ((np.sqrt(0.5) + np.sqrt(1.5)) / 2) ** 2)
    assert out[1] == pytest.approx(1 - np.sqrt(0.75))
    assert out[2] == pytest.approx(1 - 2 / (1 / 0.5 + 1 / 1.5))
    assert gini(bins) == pytest.approx(0.25)


def test_more_aversion_sees_more_inequality():
    out = np.empty(3)
    atkinson(histogram(700, 1500, 2000, 9000), out)
    assert out[0] < out[1] < out[2] < 1


def test_an_income_of_nothing_does_not_make_inequality_total():
    out = np.empty(3)
    atkinson(histogram(0, 2000, 2000, 2000), out)
    assert out[1] < 1 and out[2] < 1


def test_the_rank_of_an_income_is_the_share_of_people_below_it():
    bins = histogram(1000, 2000, 3000, 4000)
    assert rank_of(bins, np.array([1000.0, 4000.0])) == pytest.approx([0.125, 0.875])


def test_who_has_no_job_counts_in_the_inequality_of_earnings_but_not_in_that_of_wages():
    before = SimpleNamespace(employed=4, at_work=4, unemployed=0, inactive=0, gini_wage=gini(histogram(1000, 3000, 3000, 3000)))
    after = SimpleNamespace(employed=3, at_work=3, unemployed=1, inactive=0, gini_wage=gini(histogram(3000, 3000, 3000)))
    assert after.gini_wage < before.gini_wage, "the low paid lost the job, so wages look more equal"
    assert earnings_gini(after) > earnings_gini(before), "and yet earnings are less equal"
    assert earnings_gini(after) == pytest.approx(0.25, abs=1e-5)


def test_earnings_of_a_city_agree_with_the_formula_on_every_single_person():
    city = City("helsinki", 800, 2).run(1)
    r = city.residents
    able = (r.present == 1) & np.isin(r.activity, (EMPLOYED, UNEMPLOYED, INACTIVE))
    y = np.sort(earnings(r, able))
    n, i = len(y), np.arange(1, able.sum() + 1)
    assert city.indicator("earnings_gini") == pytest.approx(((2 * i - n - 1) * y).sum() / (n * y.sum()), abs=2e-4)


def test_poverty_of_groups_adds_up_to_that_of_the_city():
    city = City("helsinki", 800, 2).run(2)
    parts = city.observations.by_group("education").query("month == 2")
    whole = (parts.poverty * parts.population).sum() / parts.population.sum()
    assert whole == pytest.approx(city.indicator("poverty"))
    y = city.residents.equivalised[city.residents.present == 1]
    assert whole == pytest.approx((y < 0.6 * np.median(y)).mean(), abs=0.03)
