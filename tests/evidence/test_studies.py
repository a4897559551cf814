"""Policy studies: every row has a band and a source, every study answers its rows, and E3-E6 are found."""

import math

import numpy as np
import pytest

from experiments.evidence.frictions import frictions
from experiments.evidence.frictions.frictions import FRICTIONS
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import STANDINGS
from experiments.evidence.trials import studies
from experiments.evidence.trials.studies import recognition, vouchers
from experiments.evidence.validation import virtual_experiments
from sim import catalogue
from sim.city import City, make_behaviours
from sim.tables import EMPLOYED, UNEMPLOYED

TINY = Setting(residents=300, seeds=(1, 2), burn_in=3, workers=1)
ROWS = studies.rows()
THERE = {key: row for key, row in ROWS.items() if row.lever}
OURS = ("E3 training trial", "E4 saturation", "E5 vouchers", "E6 employer subsidy")


@pytest.mark.parametrize("key", THERE)
def test_a_row_is_complete(key):
    row = THERE[key]
    target = row.target
    assert target.standing in STANDINGS and all((target.what, target.unit, target.source, row.design, row.months))
    assert row.lever in catalogue.levers() and target.tier in "VE"
    assert target.low <= target.high and (math.isfinite(target.low) or math.isfinite(target.high))
    assert not math.isfinite(target.target) or target.low <= target.target <= target.high
    assert "band" in target.measured or target.measured.startswith("as ")


def test_what_has_no_lever_says_what_it_needs():
    absent = studies.missing()
    assert {"V12", "V22"} <= set(absent.study)
    assert absent.why.str.startswith("needs ").all()


@pytest.mark.parametrize("name", studies.found())
def test_a_study_answers_its_rows(name):
    found = studies.findings(studies.found()[name](TINY))
    assert {finding.key for finding in found} == {key for key in THERE if key.split()[0] == name}
    assert all(finding.tier == "V" and finding.seeds == 2 for finding in found)


@pytest.mark.parametrize("name", OURS)
def test_an_experiment_answers_its_rows(name):
    found = virtual_experiments.found()[name](TINY)
    assert {finding.key for finding in found} == {key for key in THERE if key.split()[0] == name.split()[0]}
    assert all(finding.tier == "E" for finding in found)


def test_spending_is_concentrated_on_whom_it_goes_to():
    income = np.arange(100.0)
    assert vouchers.concentration(np.ones(100), income) == pytest.approx(0)
    assert vouchers.concentration((income == 0) * 1.0, income) == pytest.approx(-0.99)
    assert vouchers.concentration((income == 99) * 1.0, income) == pytest.approx(0.99)
    assert math.isnan(vouchers.concentration(np.zeros(100), income))


@pytest.mark.parametrize("friction", FRICTIONS, ids=lambda friction: friction.name)
def test_a_friction_is_switched_by_parameters_that_exist(friction):
    made = {card.name(): card for card in make_behaviours(friction.off)}
    for path, value in friction.off.items():
        card, _, number = path.partition(".")
        assert getattr(made[card], number) == value != made[card].declared[number].default


@pytest.mark.parametrize("friction", FRICTIONS, ids=lambda friction: friction.name)
def test_a_friction_is_drawn_in_both_worlds(friction):
    found = frictions.curves(friction, TINY)
    assert set(found.world) <= {frictions.AS_IS, friction.other} and {"x", "value", "low", "high"} <= set(found.columns)


def test_the_ten_frictions_of_the_evidence_are_there():
    names = {"lock-in", "queue", "lag", "fade-out", "deadweight", "displacement", "take-up gradient", "cream-skimming", "poaching",
             "out-migration"}  # fmt: skip
    assert {friction.name for friction in FRICTIONS} == names


def test_providers_that_skim_turn_the_less_skilled_away():
    city = City("helsinki", 400, 1, parameters={"enrolment.skims": 5.0})
    people = np.flatnonzero(city.residents.present == 1)
    away = next(card for card in city.behaviours if card.name() == "enrolment")._turned_away(city, people)
    skill = city.residents.skill[people, 0]
    assert not away[skill >= 0].any() and away[skill < -0.5].mean() > 0.8


def test_a_miss_says_whether_luck_could_explain_it_and_what_is_suspected():
    from experiments.evidence.trials.estimates import Estimate

    far, near = Estimate(8.0, np.array([0.01, -0.01])), Estimate(0.6, np.array([0.03, -0.03]))
    (sure,), (unsure,) = (studies.findings({"V4": one}) for one in (far, near))
    assert sure.note.startswith("suspected: knowing is a gate") and unsure.note.startswith("the interval reaches into the band")
    assert studies.findings({"V4": Estimate(0.1, np.array([0.05, -0.05]))})[0].note == ""
    (untold,) = studies.findings({"V4": Estimate(0.6, np.array([1.0, -1.0]))})
    assert untold.verdict == "not told" and untold.note == "", "what could be anything is no miss and has no reason"


def test_suspected_reasons_belong_to_rows():
    assert {key for key, _ in studies.reasons()} <= set(THERE) and {side for _, side in studies.reasons()} == {"below", "above"}


def test_how_many_rows_luck_could_turn():
    import pandas as pd

    from experiments.evidence.validation.studies_job import wholly

    table = pd.DataFrame({"low": [1, 0, 5, 3], "high": [2, 2, 6, 5], "least": 0.5, "most": 4, "inside": [True, True, False, False]})
    assert wholly(table) == "With their whole interval 1 lie in their bands and 1 outside; luck could turn the others."


def test_who_is_hired_in_the_month_of_her_assessment_counts_as_having_searched(monkeypatch):
    monkeypatch.setitem(recognition.A_YEAR, "months", 3)
    city = City("helsinki", 10_000, 1).run(24).branch([catalogue.make("lever", "prior_learning", recognition.A_YEAR, "here")])
    twin = city.branch([catalogue.make("lever", "prior_learning", recognition.A_YEAR, "here")])
    at_once = set()
    for _ in range(3):
        searching = names(twin, twin.residents.activity == UNEMPLOYED)
        unassessed = names(twin, twin.residents.assessed == 0)
        twin.step()
        at_work = names(twin, (twin.residents.activity == EMPLOYED) & (twin.residents.assessed == 1))
        at_once |= searching & unassessed & at_work
    spells = recognition.assessed_in(city)
    assert at_once
    assert all(spells[name] != recognition.NOT_SEARCHING for name in at_once)


def names(city, who):
    """Stable names of those present of whom this holds."""
    return set(city.residents.id[who & (city.residents.present == 1)].tolist())
