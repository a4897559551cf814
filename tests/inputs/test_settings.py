"""One way from words to settings: the same words mean the same in every command."""

import re

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


SEARCH, SHARE = "levers.guidance.search", "levers.skills_vouchers.share"


@pytest.mark.parametrize(
    ("word", "told"),
    [
        (f"{SHARE}=0,6", "a comma parts values; for one number write 0.6"),
        (f"{SHARE}=0,05", "for one number write 0.05"),
        (f"{SHARE}=0,1", "may mean 0.1 or two values: write 0.1, or 0.0,1.0"),
        (f"{SEARCH}=1,2", "may mean 1.2 or two values: write 1.2, or 1.0,2.0"),
        ("parameters.job_search.distance=0,2", "for one number write 0.2"),
        ("shock.recession.depth=0,1", "for one number write 0.1"),
    ],
)
def test_one_number_with_a_decimal_comma_is_no_list_of_two(word, told):
    with pytest.raises(Mistake, match=re.escape(told)):
        plan.plan(compose_sweep(["scenario=skills_first", "residents=300", word]))


@pytest.mark.parametrize("word", [f"{SHARE}=0.0,1.0", "levers.skills_vouchers.start=0,6", f"{SHARE}=0,0.6,1", "months=12,24"])
def test_what_is_a_list_stays_one(word):
    assert len(plan.plan(compose_sweep(["scenario=skills_first", "residents=300", word])).specs) > 1


def test_points_are_refused_by_a_design_that_does_not_visit_them():
    with pytest.raises(Mistake, match="points: only design=list visits them, and the design is grid"):
        plan.plan(compose_sweep(["scenario=baseline"], {"points": [{SHARE: 0.5}]}))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["residents=401", "residents=502"], "residents was 401 in a word before; the last one holds: 502"),
        ([f"{SHARE}=0.31", "levers={skills_vouchers: {share: 0.42}}"], f"{SHARE} was 0.31 in a word before; the last one holds: 0.42"),
    ],
)
def test_a_setting_that_is_there_twice_is_told_of(capsys, words, told):
    how = compose("config", ["scenario=skills_first", *words])
    assert told in capsys.readouterr().err
    assert how["residents"] == 502 or how["levers"]["skills_vouchers"]["share"] == 0.42


def test_words_that_agree_are_not_told_of(capsys):
    compose("config", ["residents=403", "residents=403", "shock=recession", "shock.recession.start=5", "levers={guidance: {share: 0.2}}"])
    assert capsys.readouterr().err == ""
