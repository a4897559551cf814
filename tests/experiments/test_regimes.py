"""Sides of a disagreement: named, checked, and said wherever they were taken."""

import json

import pytest

from experiments import cli
from experiments.evidence.calibration import free_parameters
from experiments.evidence.targets import targets
from experiments.evidence.validation import job
from experiments.inputs import comparison, regimes, scenario
from experiments.inputs.comparison import from_settings
from experiments.inputs.settings import compose
from sim.behaviours.demand import Demand
from sim.behaviours.hiring import weight_shown
from sim.declare import Mistake


@pytest.mark.parametrize("name", regimes.names())
def test_every_regime_says_who_holds_it_and_has_another_side(name):
    one = regimes.load(name)
    assert one.title and one.story and one.source and one.parameters
    assert any(other != name and regimes.load(other).question == one.question for other in regimes.names())


@pytest.mark.parametrize("profile", sorted(set(targets.profiles()) - {targets.TYPICAL}))
def test_every_other_labour_market_has_numbers_of_its_own(profile):
    space = free_parameters.load()
    assert set(regimes.load(profile).parameters) <= set(space.paths)


def test_a_regime_sets_its_numbers_and_what_is_said_besides_holds_over_them():
    named = from_settings(compose("config", ["regime=signal+job_rationing", "parameters.studying.gain=0.0004", "residents=300"]))
    assert named.regime == "job_rationing+signal"
    assert named.parameters["demand.entry"] == 0.003 and named.parameters["studying.gain"] == 0.0004
    again = comparison.from_record(json.loads(json.dumps(named.settings_dict)), "manifest.json")
    assert again == named and again.fingerprint == named.fingerprint


def test_a_scenario_may_take_a_side():
    named = from_settings({**compose("config", ["residents=300"]), "scenario": "baseline"})
    assert named.regime == "" and named.parameters == {}
    own = scenario.from_mapping("own", {"regime": "skill"}, "own", scenario.Path.cwd())
    assert comparison.resolve(own, {"residents": 300, "burn_in": 1, "seeds": 1, "first_seed": 1}).parameters["studying.signal"] == 0.1


@pytest.mark.parametrize(
    ("word", "told"), [("signal+skill", "two answers to one question"), ("signl", "did you mean 'signal'"), (3, "must be a name")]
)
def test_what_cannot_be_meant_is_said(word, told):
    with pytest.raises(Mistake, match=told):
        regimes.named(word)


def test_validate_takes_a_side_and_remembers_it():
    setting, _ = job.setting_of(["regime=local_multiplier_high", "residents=300"])
    assert setting.parameters == regimes.load("local_multiplier_high").parameters and setting.parameters["demand.firms"] == 1
    assert setting.settings_dict["regime"] == "local_multiplier_high"


def test_regimes_are_listed_and_explained(capsys):
    assert cli.main(["explain", "job_rationing"]) == 0
    said = capsys.readouterr().out
    assert "0.003" in said and f"{Demand.declared['entry'].default:g}" in said and "elastic_vacancies" in said


def test_certificates_weigh_more_in_a_slump_only_where_that_side_is_taken():
    usual = 0.5
    assert weight_shown(0.0, 0.9, usual) == 1.0 == weight_shown(4.0, usual, usual)
    assert weight_shown(4.0, 0.7, usual) > 1 > weight_shown(-4.0, 0.7, usual)
    assert weight_shown(-10.0, 1.0, usual) == 0.0
