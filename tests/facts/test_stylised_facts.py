"""Twenty calm years: stocks and flows of a European city, all at the same time, and stationary."""

import numpy as np
import pytest

from sim.city import City

BANDS = {
    "unemployment": (0.06, 0.12),
    "long_term_share": (0.20, 0.50),
    "job_finding": (0.05, 0.14),
    "participation": (0.30, 0.55),
    "wage_gini": (0.22, 0.36),
}
"""Rough bands of the reference city (its own counts: 9.8% of a register in which four to five of ten were out of work for a year in
2016, remembered; evidence rows 6, 16, 44, 33)."""


@pytest.fixture(scope="module")
def histories():
    return [City("helsinki", 10_000, seed).run(300).history.iloc[61:] for seed in (1, 2, 3)]


@pytest.mark.slow
@pytest.mark.parametrize("name", BANDS)
def test_is_in_its_band_in_every_five_years(histories, name):
    low, high = BANDS[name]
    means = np.mean([history[name].to_numpy().reshape(4, 60).mean(axis=1) for history in histories], axis=0)
    assert (means > low).all() and (means < high).all(), f"{name}: {means.round(3)}"


@pytest.mark.slow
@pytest.mark.parametrize("name, most", [("unemployment", 0.02), ("employment", 0.05), ("participation", 0.05), ("skill", 0.15)])
def test_does_not_drift(histories, name, most):
    drift = np.mean([h[name].iloc[-60:].mean() - h[name].iloc[:60].mean() for h in histories])
    assert abs(drift) < most, f"{name} drifts by {drift:.3f} in twenty years"


@pytest.mark.slow
def test_the_number_of_residents_is_stationary(histories):
    for history in histories:
        assert abs(history.population.iloc[-12:].mean() / history.population.iloc[:12].mean() - 1) < 0.10


@pytest.mark.slow
def test_unemployment_is_what_its_flows_imply():
    city = City("helsinki", 10_000, 4).run(180)
    t, months = city.observations.counts(), slice(60, 181)
    searched = t.unemployed_before + t.hired_unemployed - t.found_work
    inflow = (t.layoffs + t.entries + t.graduates)[months].mean() / t.employed_before[months].mean()
    outflow = t.hired_unemployed[months].mean() / searched[months].mean()
    implied = inflow / (inflow + outflow)
    got = (t.unemployed / (t.unemployed + t.employed))[months].mean()
    assert 0.6 < got / implied < 1.4
