"""What a page may ask: the same words and ranges as a scenario's file, and no file at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.inputs import scenario
from experiments.inputs.comparison import resolve
from experiments.workshop import plan
from experiments.workshop.saved_plans import Kept, slug
from sim.declare import Mistake
from tests.workshop.conftest import PLAN, SMALL

HOW = {"residents": 100, "burn_in": 1, "seeds": 1, "first_seed": 1, "months": None}


def told(asked):
    with pytest.raises(Mistake) as mistake:
        plan.question_of(asked, SMALL)
    return str(mistake.value)


@pytest.mark.parametrize("kind", ["levers", "shock"])
@pytest.mark.parametrize("word", ["start", "months"])
def test_nothing_begins_or_lasts_for_a_part_of_a_month(kind, word):
    card = {"levers": {"guidance": {"budget": 1e6, word: 2.7}}, "shock": {"recession": {word: 2.7}}}
    assert f"{word} = 2.7 must be a whole number of months" in told({"shock": {}, kind: card[kind]})


def test_a_plan_becomes_the_question_that_its_scenario_asks():
    asked = {**PLAN, "shock": {"recession": {"start": 6}}, "title": "Jobs", "parameters": {"job_search.distance": 0.2}}
    comparison = plan.question_of(asked, SMALL)
    assert comparison.levers["guidance"]["budget"] == 5_000_000
    assert comparison.shock["recession"]["start"] == 6
    assert comparison.parameters == {"job_search.distance": 0.2}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([], "must be a mapping"),
        ({**PLAN, "levers": {"guidanse": {}}}, "did you mean 'guidance'"),
        ({**PLAN, "levers": {"guidance": {"bugdet": 1}}}, "did you mean 'budget'"),
        ({**PLAN, "levers": {"guidance": {"search": 99}}}, "outside 1..2"),
        ({**PLAN, "levers": {"guidance": {"budget": "much"}}}, "must be a number"),
        ({**PLAN, "shock": {"recession": {"start": -1}}}, "outside 0..1200"),
        ({**PLAN, "months": 100_000}, "months"),
        ({**PLAN, "months": 6}, "outside 12..480"),
        ({**PLAN, "city": "../../etc"}, "unknown city"),
        ({**PLAN, "baseline": "/etc/passwd"}, "unknown scenario"),
        ({**PLAN, "extensions": ["evil.py"]}, "no file or code"),
        ({**PLAN, "title": "x" * 200}, "longer than"),
        ({**PLAN, "parameters": {"job_search.speed": 1}}, "speed"),
        ({**PLAN, "colour": "blue"}, "unknown key"),
    ],
)
def test_what_cannot_be_meant_is_said(asked, said):
    assert said in told(asked)


def test_no_more_is_set_aside_than_the_room_has():
    cap = plan.usual_cap("helsinki")
    assert cap == 60_000_000
    both = {"guidance": {"budget": 0.6 * cap}, "second_chance": {"budget": 0.6 * cap}}
    assert "too much" in told({**PLAN, "levers": both})
    one_after_the_other = {"guidance": {"budget": 0.6 * cap, "months": 12}, "second_chance": {"budget": 0.6 * cap, "start": 12}}
    plan.question_of({**PLAN, "levers": one_after_the_other}, SMALL)


@pytest.mark.parametrize(
    "text", ["{", "[NaN]", "[1e999]", "[" + "9" * 4000 + "]", "[" * 3000, "Infinity", '"\\ud800"', '{"a": ' * 20 + "1" + "}" * 20]
)
def test_broken_and_monstrous_messages_are_one_clear_complaint(text):
    with pytest.raises(Mistake, match="message: "):
        plan.parse(text)


NAMES = st.sampled_from(["guidance", "recession", "budget", "start", "months", "none", "helsinki", "", "x", "job_search.distance"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False) | NAMES | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
PLANS = st.dictionaries(st.sampled_from([*scenario.KEYS, "x"]), VALUES, max_size=5)


@settings(max_examples=300, deadline=None)
@given(PLANS)
def test_any_plan_at_all_is_a_question_or_a_mistake(asked):
    try:
        comparison = plan.question_of(asked, SMALL)
    except Mistake as mistake:
        assert str(mistake)
    else:
        assert comparison.city in SMALL.cities and comparison.extensions == ()


def test_a_saved_plan_is_a_scenario_that_learncity_run_accepts(tmp_path):
    kept = Kept(tmp_path, SMALL)
    asked = {**PLAN, "title": "Jobs for Itäkeskus!", "story": "What we noted:\n- more seats", "shock": {"recession": {"start": 6.0}}}
    name = kept.save(asked)
    file = tmp_path / "plans" / f"{name}.yaml"
    assert name == "jobs_for_itakeskus"
    comparison = resolve(scenario.load(file), HOW)
    assert comparison.levers == plan.question_of(asked, SMALL).levers
    assert comparison.shock == plan.question_of(asked, SMALL).shock
    again = kept.open(name)
    assert all(again[key] == asked[key] for key in ("title", "story", "months", "levers"))


def test_a_plan_of_the_same_title_never_overwrites_another(tmp_path):
    kept = Kept(tmp_path, SMALL)
    assert kept.save({**PLAN, "title": "Ours"}) == "ours"
    assert kept.save({**PLAN, "title": "Ours"}) == "ours"
    assert kept.save({**PLAN, "title": "Ours", "months": 36}) == "ours_2"
    assert kept.names() == ["ours", "ours_2"]


@pytest.mark.parametrize("title", ["../../outside", "/etc/passwd", "..", "a/b\\c", "\0", "con.yaml", "   "])
def test_no_title_leads_out_of_the_folder(tmp_path, title):
    name = Kept(tmp_path, SMALL).save({**PLAN, "title": title})
    assert [file.name for file in (tmp_path / "plans").iterdir()] == [f"{name}.yaml"]
    assert slug(title) == name


@pytest.mark.parametrize("name", scenario.scenario_names())
def test_every_shipped_scenario_fits_into_the_workshop(name):
    shipped = plan.as_plan(scenario.load(name))
    if shipped["city"] in SMALL.cities:
        assert plan.question_of(shipped, SMALL).levers == resolve(scenario.load(name), HOW).levers
