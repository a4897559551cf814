"""Shocks against what was seen: each has rows with bands, and is measured against its calm twin."""

from types import SimpleNamespace

import numpy as np
import pytest

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import table
from experiments.evidence.validation import scoring, shock_response
from experiments.evidence.validation.virtual_experiments import shocks as experiment
from experiments.outcomes.intervals import without_one
from sim import catalogue
from sim.city import City
from sim.tables import EMPLOYED, UNEMPLOYED

LINES = {key: line for key, line in targets.load().items() if line.tier == "S"}
NAMED = {"recession": "recession", "double dip": "double_dip", "pandemic": "pandemic", "closure": "plant_closure", "AI": "automation",
         "disaster": "disaster", "newcomers": "newcomers", "green": "energy_transition", "austerity": "austerity"}  # fmt: skip


def test_every_shock_has_rows_with_a_band_and_a_source():
    for words, shock in NAMED.items():
        assert [key for key in LINES if key.startswith(f"S {words}")], shock
    assert set(NAMED.values()) == set(catalogue.shocks())


@pytest.mark.slow
def test_every_row_is_measured_and_gets_a_section_of_its_own():
    found = experiment.shaken(Setting(residents=400, seeds=(1, 2), burn_in=3, workers=1))
    assert [one.key for one in found] == list(LINES)
    measured = {one.key: one.value for one in found}
    assert measured["S recession depth"] > 0 and measured["S pandemic US depth"] > measured["S pandemic EU depth"]
    assert 0 < measured["S pandemic EU hours"] < 0.5 and measured["S recession back"] > 12
    assert scoring.tiers(table(found)) == ["S"]


def test_a_city_without_a_shock_is_its_own_twin():
    young = City("helsinki", 300, 2).run(2)
    calm, same = (shock_response.simulate_shock(young, months=14) for _ in range(2))
    assert (shock_response.rise(calm, same) == 0).all() and (shock_response.rise(calm, same, "unemployment", "education", "low") == 0).all()
    assert experiment.back(experiment.relative(calm, same)[None]) == 0


def test_the_way_back_is_read_from_all_seeds_together():
    course = np.concatenate([np.linspace(1, 0.9, 6), np.linspace(0.9, 1, 13), np.ones(20)])
    noise = 0.02 * np.cos(np.arange(len(course)))
    assert experiment.back(np.array([course + noise, course - noise])) == experiment.back(course[None]) == 20
    assert experiment.back((course - noise)[None]) != 20, "alone, luck decides"
    value, low, high, seeds = without_one(np.array([course + noise, course - noise]), experiment.back)
    assert low < value < high and seeds == 2


def test_what_is_stopped_is_watched_every_month():
    young = City("helsinki", 300, 2).run(2)
    hit = shock_response.simulate_shock(young, "pandemic", {"hold": 2}, 4, stopped=shock_response.stopped)
    seen = [month["stopped"] for month in hit.watched]
    assert seen[0] > seen[3] > 0


def test_a_change_is_read_from_the_same_months_of_both():
    calm, hit = (shock_response.ShockPath(None, [{"jobs": (many, 1)} for many in jobs]) for jobs in ([100, 100, 500], [100, 50]))
    assert experiment.change(calm, hit, "jobs", 0, last=1) == -0.5


def test_newcomers_are_counted_by_years_since_each_of_them_came():
    seen = shock_response.Newcomers((1,))
    r = SimpleNamespace(present=np.ones(3),
                        barred=np.array([9, 9, 0]), age=np.full(3, 360), id=np.array([1, 2, 3]), sex=np.array([0, 1, 0]),
                        activity=np.array([UNEMPLOYED, EMPLOYED, EMPLOYED]))  # fmt: skip
    city = SimpleNamespace(residents=r)
    seen(city, 0)
    r.barred[:] = 0
    seen(city, 11)
    assert seen.share(1) == 0.5 and seen.share(1, (0,)) == 0 and seen.share(1, (1,)) == 1
    seen(city, 12)
    assert seen.share(1) == 0.5, "each of them once"


def test_a_ratio_of_means_says_both_of_them():
    line = LINES["S closure older"]
    made = experiment.ratio(line, [{f"{line.key} top": top, f"{line.key} bottom": 1.0} for top in (2.0, 2.2)])
    assert made.value == pytest.approx(2.1) and made.inside and "+2.10 against +1.00" in made.note
