"""Taxes, benefits, and whom public money reaches."""

import numpy as np
import pytest

from sim import catalogue
from sim.city import City
from sim.money import CityHall
from sim.tables import EMPLOYED, INACTIVE, UNEMPLOYED


def test_taxes_and_benefits_are_what_people_pay_and_get():
    city = City("helsinki", 600, 3).run(2)
    r = city.residents
    here, work = r.present == 1, (r.activity == EMPLOYED) & (r.leave == 0)
    jobless = here & ((r.activity == UNEMPLOYED) | (r.activity == INACTIVE))
    assert city.indicator("taxes") == pytest.approx(city.weight * (r.wage * r.hours - r.income)[here & work].sum(dtype=float), rel=1e-5)
    assert city.indicator("jobless_benefits") == pytest.approx(city.weight * r.income[jobless].sum(dtype=float), rel=1e-5)
    assert city.indicator("disposable") == pytest.approx(city.weight * r.income[here].sum(dtype=float), rel=1e-5)


def test_without_levers_the_balance_is_taxes_less_benefits():
    city = City("helsinki", 600, 3).run(2)
    parts = [city.indicator(name) for name in ("taxes", "jobless_benefits", "other_benefits")]
    assert city.indicator("fiscal_balance") == pytest.approx(parts[0] - parts[1] - parts[2])


def test_the_money_of_seats_is_shared_by_who_sits_in_them():
    hall = CityHall([], 1.0)
    hall.hand(np.array([4]), 50.0)
    hall.seat(np.array([0.0, 90.0]))
    rows, euros = hall.reached(np.array([-1, 1, 1, 0, -1, 1]))
    assert dict(zip(rows.tolist(), euros.tolist(), strict=True)) == {4: 50.0, 1: 30.0, 2: 30.0, 3: 0.0, 5: 30.0}


def test_money_of_seats_that_stay_empty_reaches_nobody():
    hall = CityHall([], 1.0)
    hall.seat(np.array([90.0]))
    assert hall.reached(np.array([-1, -1]))[1].sum() == 0


@pytest.mark.parametrize(("name", "more"), [("short_time_protocol", {"standby": 0}), ("employer_training_subsidy", {})])
def test_money_that_employers_get_for_somebody_is_seen_as_hers(name, more):
    lever = catalogue.make("lever", name, {"budget": 2e8, **more}, "test")
    shock = catalogue.make("shock", "pandemic", {}, "test")
    city = City("helsinki", 1000, 4).run(6).branch([lever], [shock]).run(8)
    assert np.sum(city.observations.tenths) == pytest.approx(city.hall.spent.sum(), rel=0.03) and city.hall.spent.sum() > 1e6


def test_vouchers_for_the_low_educated_reach_the_poorer_half_and_every_euro_handed_out_is_seen():
    lever = catalogue.make("lever", "skills_vouchers", {"budget": 2e8}, "test")
    city = City("helsinki", 2000, 4, levers=[lever]).run(18)
    tenths = np.sum(city.observations.tenths, axis=0)
    assert tenths.sum() == pytest.approx(city.hall.spent.sum(), rel=0.04), "all but what went to people who left in the same month"
    assert tenths[:5].sum() > 0.55 * tenths.sum()
