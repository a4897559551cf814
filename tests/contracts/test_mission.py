"""The mission, theme by theme: every investment it names is a card, every card is shown by a scenario, every shock by one too."""

import pytest

from experiments.inputs import paths, scenario
from sim import catalogue

MISSION = {
    "early years": "early_years", "school support for disadvantaged pupils": "school_support",
    "second chance and basic skills": "second_chance", "outreach, child-care, language and accessibility": "outreach_childcare",
    "anti-discrimination in hiring": "anti_discrimination", "vocational courses aligned with vacancies": "aligned_courses",
    "apprenticeships": "apprenticeships", "employer training subsidy": "employer_training_subsidy", "hiring subsidy": "hiring_subsidy",
    "guidance and matching": "guidance", "recognition of prior learning": "prior_learning", "entitlement": "learning_entitlement",
    "vouchers": "skills_vouchers", "paid learning leave": "learning_leave", "digital learning": "digital_learning",
    "community learning centres": "learning_centres", "learning neighbourhoods and festivals": "learning_neighbourhoods",
    "volunteer tutors": "volunteer_tutors", "participatory course planning": "course_planning", "green skills": "green_skills",
    "green procurement": "green_procurement", "low-carbon practice in firms": "low_carbon_practice", "reserve fund": "reserve_fund",
    "short-time-work protocol": "short_time_protocol", "continuity plans and back-up seats": "continuity_plans",
    "household preparedness": "household_preparedness", "early-warning monitoring": "early_warning",
    "public job creation": "public_jobs", "sectoral training with screening": "sectoral_training",
    "hiring credit of small firms": "small_firm_credit", "relocation and commuting aid": "moving_aid",
    "language and integration courses": "language_courses", "language at work": "workplace_language",
    "place then train": "place_then_train", "mentors across origin": "bridging_mentors",
    "membership of a network of learning cities": "network_membership",
}  # fmt: skip
NO_SCENARIO = {"austerity": "crisis of public money", "double_dip": "two recessions"}
"""Shocks that no shipped scenario opens with: tried by `shock=NAME` on any of them."""
SCENARIOS = {name: scenario.load(name) for name in paths.scenario_names()}


@pytest.mark.parametrize("investment", MISSION)
def test_every_investment_of_the_mission_is_a_card_with_a_budget(investment):
    card = catalogue.levers()[MISSION[investment]]
    assert "budget" in card.declared and card.__doc__


def test_no_card_is_outside_the_mission():
    assert set(MISSION.values()) == set(catalogue.levers())


def test_every_lever_is_shown_by_a_scenario():
    assert {name for one in SCENARIOS.values() for name in one.levers} == set(catalogue.levers())


def test_every_theme_has_a_scenario_that_spends_most_on_it():
    for theme in {card.theme for card in catalogue.levers().values()} - {"global network"}:
        shares = [share_of(one, theme) for one in SCENARIOS.values() if one.levers]
        assert max(shares) > 0.5, theme


def share_of(one, theme):
    """Share of a scenario's money for a theme."""
    euros = {name: numbers["budget"] for name, numbers in one.levers.items()}
    return sum(budget for name, budget in euros.items() if catalogue.levers()[name].theme == theme) / sum(euros.values())


def test_every_shock_but_those_named_opens_a_scenario():
    assert {name for one in SCENARIOS.values() for name in one.shock} == set(catalogue.shocks()) - set(NO_SCENARIO)
