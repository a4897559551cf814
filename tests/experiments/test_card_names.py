"""Shocks and levers in sentences: an article where one belongs, none where not, for every card there is."""

import re

import pandas as pd
import pytest

from experiments.evidence.trials import inputs as trials
from experiments.outcomes import card_names, headline, wording
from experiments.outcomes.definitions import AFTER, WHOLE
from experiments.workshop.server import PAGE
from sim import catalogue

SHOCKS = {
    "austerity": "a time of austerity", "automation": "a wave of automation", "disaster": "a disaster", "double_dip": "a double dip",
    "energy_transition": "an energy transition", "newcomers": "an arrival of newcomers", "pandemic": "a pandemic",
    "plant_closure": "a plant closure", "recession": "a recession",
}  # fmt: skip
MANY = {"aligned_courses", "apprenticeships", "bridging_mentors", "continuity_plans", "early_years", "green_skills", "language_courses",
        "learning_centres", "learning_neighbourhoods", "public_jobs", "skills_vouchers", "volunteer_tutors"}  # fmt: skip
WRONG = re.compile(r"\ba [aeiou](?!ni|ur)|\ban [^aeiou]|\b(?:a|an) \w+s\b(?<!ss)")


def effects(effect, low, high, verdict):
    one = {"dimension": "all", "group": "all", "unit": "", "seeds": 8}
    spared = {**one, "outcome": "resilience_dividend", "world": "shock", "window": AFTER, "effect": effect, "low": low, "high": high,
              "verdict": verdict, "baseline": 0.0}  # fmt: skip
    years = {**one, "outcome": "job_years", "world": "calm", "window": WHOLE, "effect": 0.0, "low": 0.0, "high": 0.0, "verdict": "",
             "baseline": 3_000_000.0}  # fmt: skip
    return pd.DataFrame([spared, years])


def sentence(shock, *found, months=120):
    record = {"shock": {shock: {"start": 12}}, "months": months}
    rows = effects(*found)
    return headline.shock_sentence(rows.iloc[0], record, headline.employed(rows, record))


def test_every_shock_of_the_catalogue_has_its_article():
    assert {name: card_names.a_shock([name]) for name in catalogue.shocks()} == SHOCKS


@pytest.mark.parametrize("name", sorted(SHOCKS))
@pytest.mark.parametrize("found", [(7.1, 3.0, 11.2, "better"), (1.0, -1.0, 3.0, "no clear effect"), (1.0, 1.0, 1.0, headline.ONE_SEED)])
def test_no_sentence_of_a_shock_has_a_wrong_article(name, found):
    said = sentence(name, *found)
    assert SHOCKS[name] in said and not WRONG.search(said), said


def test_the_test_would_see_a_wrong_article():
    assert all(map(WRONG.search, ("it softens a automation", "in a energy transition", "in a newcomers", "an recession")))


def test_what_strikes_together_and_what_is_varied_keep_their_articles():
    assert card_names.a_shock(["recession", "energy_transition"]) == "a recession and an energy transition"
    assert card_names.in_world("automation from month 36") == "in the wave of automation from month 36"
    assert card_names.in_world("none") == "in calm years" and card_names.in_world("plant_closure") == "in the plant closure"
    assert card_names.the_shock("floods") == "the floods" and card_names.a_shock("floods") == "floods"


def test_every_lever_is_one_or_many():
    assert {name for name in catalogue.levers() if card_names.plural(card_names.words_of(name))} == MANY


@pytest.mark.parametrize("name", sorted(catalogue.levers()))
def test_a_trial_is_told_of_one_lever_or_of_many(name):
    story = trials.asked([f"lever={name}"]).comparison.story
    assert f"{card_names.words_of(name)} {'are' if name in MANY else 'is'} offered" in story


@pytest.mark.parametrize("noun", ["lever", "indicator", "sweep", "unit", "European city", "hour"])
def test_an_article_is_as_it_is_spoken(noun):
    assert card_names.with_article(noun) == f"{'an' if noun in ('indicator', 'hour') else 'a'} {noun}"


def test_percent_months_come_with_their_meaning_in_jobs():
    assert sentence("recession", 7.2, 3.0, 11.2, "better") == (
        "In a recession the city loses about 1,800 job-years less (7.2 percent-months of employment, 3.0 to 11.2).")  # fmt: skip
    assert wording.job_years_of(12, 300_000) == 3_000  # one in a hundred for twelve months
    assert wording.work_of(effects(-6.0, -7.0, -5.0, "worse").iloc[0], None, "more").startswith("0.50% of the employment of a year more")


def test_a_shock_after_the_last_month_is_said():
    record = {"shock": {"newcomers": {"start": 120}}, "months": 120}
    assert headline.shock_sentence(None, record, None).startswith(
        "The arrival of newcomers begins after month 120, but the last month is 120"
    )
    assert wording.late_shock({"recession": {"start": 119}}, 120) == "" == wording.late_shock({}, 120)


def test_the_workshops_english_gives_no_card_an_article_or_a_verb():
    text = (PAGE / "english.js").read_text(encoding="utf-8")
    places = re.findall(r"(\w*)\W*\{(?:shock|lever|card)\}(?: (\w+))?", text)
    assert len(places) >= 5
    verbs = {"gets", "get", "is", "are", "has", "have", "strikes", "strike", "begins", "begin"}
    assert not [place for place in places if place[0] in ("a", "an", "the") or place[1] in verbs]


@pytest.mark.parametrize(("value", "unit", "said"), [(-1.8e-7, "share", "0.00 pts"), (-0.0041, "share", "-0.41 pts"), (0.3, "EUR", "EUR 0"),
                                                     (1e-6, "index", "0.0000"), (-12.0, "EUR/year", "-EUR 12")])  # fmt: skip
def test_a_change_that_rounds_to_nothing_has_no_sign(value, unit, said):
    assert wording.change(value, unit) == said


def test_the_interval_of_a_clear_effect_never_ends_at_a_zero():
    assert wording.interval(-0.0063, -0.00003, "share") == "-0.63 to -0.003"
    assert wording.interval(-0.0063, 0.00003, "share") == "-0.63 to 0.00" and wording.interval(2e-5, 0.02, "index") == "+0.00002 to +0.0200"
