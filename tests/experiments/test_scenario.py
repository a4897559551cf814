"""A planner's words, as they are meant."""

import pytest

from experiments.inputs import paths, scenario
from experiments.inputs.comparison import from_record, from_settings
from experiments.inputs.settings import compose

CARD = """
from sim.catalogue import Lever


class FreeBus(Lever):
    '''A free bus.'''

    def apply(self, city):
        '''Nothing.'''
"""


def asked(*words):
    return from_settings(compose("config", ["residents=300", *words]))


@pytest.mark.parametrize("name", paths.scenario_names())
def test_every_shipped_scenario_resolves(name):
    found = asked(f"scenario={name}")
    assert found.title and found.story
    assert all("budget" in card for card in found.levers.values())


def test_overrides_are_laid_over_the_scenario_with_and_without_plus():
    plain, plus = (asked(f"{sign}levers.skills_vouchers.share=0.25") for sign in ("", "+"))
    assert plain == plus
    assert plain.levers["skills_vouchers"]["share"] == 0.25
    assert plain.levers["skills_vouchers"]["budget"] == asked().levers["skills_vouchers"]["budget"]


def test_a_lever_can_be_taken_away_and_added():
    found = asked("~levers.skills_vouchers", "levers.learning_centres.budget=1000000")
    assert "skills_vouchers" not in found.levers
    assert found.levers["learning_centres"]["budget"] == 1_000_000


def test_a_shock_by_name_replaces_the_scenarios():
    assert list(asked("shock=plant_closure").shock) == ["plant_closure"]


def test_parameters_are_the_same_by_path_and_by_nesting(tmp_path):
    texts = ("parameters: {job_search.distance: 0.3}", "parameters: {job_search: {distance: 0.3}}")
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.yaml").write_text(text)
    first, second = (asked(f"scenario={tmp_path}/{number}.yaml") for number in (0, 1))
    assert first.parameters == second.parameters == {"job_search.distance": 0.3}
    assert asked("parameters.job_search.distance=0.3").parameters == first.parameters


def test_numbers_such_as_1e6_are_numbers(tmp_path):
    (tmp_path / "mine.yaml").write_text("levers: {skills_vouchers: {budget: 1e6}}")
    assert asked(f"scenario={tmp_path}/mine.yaml").levers["skills_vouchers"]["budget"] == 1e6


def test_a_baseline_can_be_another_scenario(tmp_path):
    (tmp_path / "mine.yaml").write_text("baseline: skills_first\nlevers: {guidance: {budget: 1_000_000}}")
    found = asked(f"scenario={tmp_path}/mine.yaml")
    assert found.baseline_levers == asked().levers


def test_a_question_survives_its_record():
    found = asked("shock.recession.start=7", "first_seed=3", "parameters.job_search.distance=0.3")
    assert from_record(found.settings_dict, "manifest.json") == found


def test_different_questions_have_different_folders():
    names = {asked(*words).folder_name for words in ([], ["seeds=3"], ["months=7"], ["shock.recession.start=7"])}
    assert len(names) == 4


def test_an_extension_is_found_beside_its_scenario(tmp_path):
    (tmp_path / "card.py").write_text(CARD)
    (tmp_path / "mine.yaml").write_text("levers: {free_bus: {budget: 5}}\nextensions: [card.py]")
    assert asked(f"scenario={tmp_path}/mine.yaml").levers["free_bus"]["budget"] == 5


def test_a_notebook_may_write_a_mapping():
    found = scenario.load({"levers": {"skills_vouchers": {"share": 0.5}}})
    assert found.levers == {"skills_vouchers": {"share": 0.5}} and list(found.shock) == ["recession"]


def test_a_against_b_is_said_with_what_both_spend():
    import pandas as pd

    from experiments.inputs.comparison import from_settings
    from experiments.inputs.settings import compose
    from experiments.outcomes import headline

    found = from_settings(compose("config", ["scenario=skills_first", "baseline=inclusive_start"]))
    assert found.baseline == "inclusive_start" and set(found.baseline_levers) >= {"outreach_childcare", "school_support", "second_chance"}
    assert from_settings(compose("config", ["scenario=skills_first", "baseline=none"])).baseline_levers == {}
    spent = pd.Series({"policy": 57.2e6, "baseline": 54.1e6, "effect": 3.1e6})
    assert headline.cost(spent, {"baseline": "inclusive_start"}) == (
        "It spends EUR 57.2 million a year and inclusive_start EUR 54.1 million: EUR 3.1 million more.")  # fmt: skip
    assert headline.cost(spent, {"baseline": "none"}) == "It costs EUR 3.1 million a year."
