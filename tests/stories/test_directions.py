"""Stories in their direction: what shocks and levers do to the same people with the same luck."""

import numpy as np
import pytest

from sim import catalogue
from sim.city import City


@pytest.fixture(scope="module")
def town():
    return City("helsinki", 5000, 21).run(24)


def later(town, levers=(), shocks=(), months=36):
    return town.branch([catalogue.make("lever", *card, "test") for card in levers],
                       [catalogue.make("shock", *card, "test") for card in shocks]).run(months)  # fmt: skip


@pytest.fixture(scope="module")
def calm(town):
    return later(town)


def mean(city, name, months=12):
    return float(city.history[name].iloc[-months:].mean())


@pytest.mark.parametrize("shock", ["recession", "plant_closure", "automation"])
def test_shocks_cost_jobs(town, calm, shock):
    values = {"automation": {"depth": 0.5, "years": 3, "created": 0.0}}.get(shock, {})
    assert mean(later(town, shocks=[(shock, values)]), "employment") < mean(calm, "employment") - 0.002


def test_a_recession_hits_the_low_educated_hardest(town, calm):
    hit = later(town, shocks=[("recession", {"depth": 0.12})])
    rise = {}
    for group in ("low", "high"):
        asked = f"group == '{group}' and month > 36"
        with_it, without = (c.observations.by_group("education").query(asked).unemployment.mean() for c in (hit, calm))
        rise[group] = with_it - without
    assert rise["low"] > rise["high"] > 0


def test_a_pandemic_stops_work_and_recalls_bring_most_back(town, calm):
    hit = later(town, shocks=[("pandemic", {"short_time": 0.2})])
    assert hit.history.unemployment.iloc[4] > calm.history.unemployment.iloc[4] + 0.02
    assert hit.observations.counts().recalled.sum() > 20
    assert mean(hit, "unemployment", 6) < hit.history.unemployment.iloc[4]


def test_training_locks_in_before_it_helps(town, calm):
    trained = later(town, [("aligned_courses", {"budget": 1e8}), ("skills_vouchers", {"budget": 1e8, "share": 1.0, "below": 9})])
    assert mean(trained, "participation") > mean(calm, "participation")
    extra = (trained.history.unemployment - calm.history.unemployment).to_numpy()
    assert extra[:18].mean() > -0.002, "training must not lower unemployment at once"


def test_vouchers_without_seats_move_little(town, calm):
    more_seats = later(town, [("aligned_courses", {"budget": 1e8})])
    only_vouchers = later(town, [("skills_vouchers", {"budget": 1e8, "share": 1.0, "below": 9, "seats": 0.0, "every": 1200})])
    starts = [c.history.course_starts.sum() for c in (calm, only_vouchers, more_seats)]
    assert starts[1] < 1.35 * starts[0]


def test_doubling_the_money_yields_less_than_double(town, calm):
    gains = [later(town, [("guidance", {"budget": b})]).observations.counts().hired_unemployed.sum() for b in (2e7, 2e8)]
    base = calm.observations.counts().hired_unemployed.sum()
    assert gains[1] - base < 10 * abs(gains[0] - base) + 30


def test_school_support_reaches_pupils_and_moves_no_labour_market_soon(town, calm):
    helped = later(town, [("school_support", {"budget": 5e7})])
    r = helped.residents
    assert helped.observations.ledger().query("recipient == 'pupils'").euros.sum() > 1e6
    pupils = (r.present == 1) & (r.age < 16 * 12) & (r.parents_schooling < 12)
    assert r.skill[pupils].mean() > calm.residents.skill[pupils].mean()
    assert np.isclose(mean(helped, "unemployment"), mean(calm, "unemployment"), atol=0.006)


def test_the_ledger_adds_up_to_what_was_spent(town):
    city = later(town, [("guidance", {"budget": 1e7}), ("learning_centres", {"budget": 1e7})])
    ledger = city.observations.ledger()
    assert np.isclose(ledger.euros.sum(), city.hall.total())
    assert ledger.groupby("lever").euros.sum().max() <= 3e7 * 1.0001


def test_a_closed_plant_takes_local_jobs_along_for_a_time(town):
    """Later on firms that find staff easily take the place of those that went."""
    usual, hit = later(town, months=18), later(town, shocks=[("plant_closure", {"share": 0.1})], months=18)
    assert hit.memory.local[0] < usual.memory.local[0] - 0.02
    local = hit.sectors.tradable[hit.employers.sector] == 0
    assert hit.employers.target[local].sum() < usual.employers.target[local].sum()
