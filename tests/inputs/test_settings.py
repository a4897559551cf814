"""One way from words to settings: the same words mean the same in every command."""

import pytest

from experiments.evidence.sensitivity import inputs as sensitivity
from experiments.evidence.trials import inputs as trials
from experiments.inputs.comparison import from_settings
from experiments.inputs.settings import compose
from experiments.sweep import plan
from experiments.sweep.inputs import compose as compose_sweep
from sim.declare import Mistake

MAPPING = "shock={recession: {start: 5}}"


def test_a_shock_by_its_name_takes_numbers_in_the_next_word():
    found = from_settings(compose("config", ["scenario=baseline", "shock=recession", "shock.recession.start=5"]))
    assert found.shock["recession"]["start"] == 5


@pytest.mark.parametrize("words", [[MAPPING], ["shock=recession", "shock.recession.start=5"], ["shock.recession.start=5"]])
def test_the_same_words_are_the_same_shock_in_every_command(words):
    run = from_settings(compose("config", ["scenario=baseline", *words])).shock
    assert trials.asked(["lever=guidance", "residents=300", *words]).design.shock == run
    assert sensitivity.asked(["residents=200", *words]).shock == run
    assert plan.plan(compose_sweep(["scenario=baseline", "residents=300", *words])).specs[-1].shock == run


def test_what_has_one_value_is_told_so_with_the_words_of_its_command():
    with pytest.raises(Mistake, match="one value, please; a trial has one of each"):
        trials.asked(["lever=guidance", "control=usual,kept_out"])
    with pytest.raises(Mistake, match="one value, please; a run answers one question"):
        compose("config", ["scenario=skills_first,baseline"])


def test_worlds_of_a_comparison_are_the_runs_of_a_sweep():
    words = ["scenario=skills_first", "residents=300", "months=24", "burn_in=2"]
    comparison = from_settings(compose("config", words))
    worlds = {comparison.world(policy, shocked).digest for policy in (False, True) for shocked in (False, True)}
    assert worlds == {spec.digest for spec in plan.plan(compose_sweep(words)).specs}


def test_a_run_burns_in_as_it_does_by_itself():
    spec = from_settings(compose("config", ["scenario=skills_first", "residents=300", "months=3", "burn_in=2"])).world(True, False)
    city = spec.branch(spec.burn_in_city(4))
    assert city.month == city.policy_month == 2 and [lever.name() for lever in city.levers] == sorted(spec.levers) and not city.shocks
