"""What the page is told is what the model did: the same curves, groups, people and refusals."""

import warnings
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from experiments.workshop import messages
from experiments.workshop.plan import question_of
from experiments.workshop.recording import ACTIVITY, NOBODY, twins
from experiments.workshop.resident_history import able, fates, keep_diary, suggestions
from experiments.workshop.simulation import Cache, grow_up, live
from sim.city import City
from tests.workshop.conftest import PLAN, SMALL, finish

SHOCKED = {**PLAN, "months": 36, "shock": {"recession": {"start": 12}}, "levers": {"aligned_courses": {"budget": 30e6}}}
EMPTY = {"education": "high", "age": "15-24", "limitation": "severe", "origin": "Asia and Latin America", "sex": "men"}
"""A group to which nobody belongs in so small a city."""


@pytest.fixture(scope="module")
def shelf():
    return Cache()


@pytest.fixture(scope="module")
def comparison():
    return question_of(SHOCKED, SMALL)


@pytest.fixture(scope="module")
def worlds(comparison, shelf):
    """plan and baseline under the shock, plan and baseline without it."""
    return [finish(live(comparison, 1, world, None, shelf)) for world in ((True, True), (False, True), (True, False), (False, False))]


@pytest.fixture(scope="module")
def city(comparison):
    """The same plan lived by the model alone, and watched month by month."""
    young = City(comparison.city, comparison.residents, 1).run(comparison.burn_in)
    return comparison.world(True, True).branch(young).run(comparison.months)


def test_curves_are_those_of_the_model(worlds, city):
    expected = city.history.drop(columns="month")
    pd.testing.assert_frame_equal(pd.DataFrame(worlds[0].curves), expected, check_dtype=False, check_exact=False, rtol=1e-5, atol=1e-9)


def test_districts_and_spending_are_those_of_the_model(worlds, city):
    people = city.observations.by_group("district").pivot(index="month", columns="group", values="population")
    assert worlds[0].places[0].sum() == people.to_numpy().sum()
    assert worlds[0].spending.sum() == pytest.approx(city.hall.total())


@pytest.mark.parametrize(("dimension", "group"), [("education", "low"), ("sex", "women"), ("origin", "foreign-born"), ("age", "25-54")])
def test_curves_of_a_group_are_those_of_the_model(worlds, city, dimension, group):
    rows = city.observations.by_group(dimension)
    rows = rows[rows.group == group]
    found = worlds[0].of_group({dimension: group})
    for name in ("unemployment", "participation", "mean_income", "neet"):
        np.testing.assert_allclose(found[name], rows[name], rtol=1e-5, atol=1e-9)


def test_a_group_in_a_district_adds_up_to_the_group(worlds):
    everywhere = worlds[0].recording.counts({"sex": "women"})
    parts = [worlds[0].recording.counts({"sex": "women", "district": d}) for d in range(worlds[0].places.shape[2])]
    for field in ("people", "employed", "unemployed", "learned_year", "adults"):
        np.testing.assert_array_equal(sum(getattr(part, field) for part in parts), getattr(everywhere, field))
    cells = worlds[0].of_group({"sex": "women"})
    np.testing.assert_allclose(worlds[0].of_group({"sex": "women", "district": 3})["population"].max() > 0, True)
    np.testing.assert_allclose(cells["population"], everywhere.people * worlds[0].weight)


def test_one_group_asked_for_beforehand_is_the_group_asked_for_afterwards(comparison, worlds, shelf):
    for group in ({"education": "low"}, {"education": "low", "district": 2}):
        kept = finish(live(comparison, 1, (True, True), group, shelf))
        assert kept.recording is None and kept.cells is None
        for name, curve in worlds[0].of_group(group).items():
            np.testing.assert_array_equal(kept.of_group(group)[name], curve)


def test_both_worlds_are_one_until_the_shock(worlds):
    shocked, calm = worlds[1].curves, worlds[3].curves
    np.testing.assert_array_equal(shocked["unemployment"][:13], calm["unemployment"][:13])
    assert not np.array_equal(shocked["unemployment"], calm["unemployment"])


def test_a_plan_without_levers_is_the_untouched_city(shelf):
    comparison = question_of({**PLAN, "levers": {}}, SMALL)
    plan, base = (finish(live(comparison, 1, (policy, False), None, shelf)) for policy in (True, False))
    found = dict(zip(("gained", "lost", "more", "fewer"), twins(plan.recording, base.recording), strict=False))
    assert all(curve.sum() == 0 for curve in found.values())
    assert np.array_equal(messages.stacked(plan.curves), messages.stacked(base.curves), equal_nan=True)


def test_twins_are_counted_person_by_person(worlds):
    plan, base = worlds[0].recording, worlds[1].recording
    counted = twins(plan, base)
    month, rows = 30, len(plan.age)
    here = (plan.left[:rows] > month) & (base.left[:rows] > month)
    works = [(tape.state[month, :rows] & ACTIVITY) == 3 for tape in (plan, base)]
    assert counted[0, month] == (here & works[0] & ~works[1]).sum()
    assert counted[1, month] == (here & works[1] & ~works[0]).sum()
    assert counted[5, month] == here.sum() <= (plan.state[0] != NOBODY).sum()


def test_a_diary_tells_the_life_that_was_lived(comparison, worlds, shelf):
    row = int(np.flatnonzero(worlds[0].recording.left > comparison.months)[5])
    diary = finish(keep_diary(comparison, 1, (True, True), row, shelf))
    state = worlds[0].recording.state[:, row]
    assert diary["lines"]["activity"] == (state & ACTIVITY).tolist()
    assert diary["lines"]["learning"] == ((state & 8) > 0).astype(int).tolist()
    young = finish(grow_up(comparison, 1, shelf))
    assert diary["person"]["years"] == young.residents.age[row] // 12


def test_diaries_explain_every_change_of_work_and_every_refusal(comparison, worlds, shelf):
    rows = np.flatnonzero((worlds[0].recording.state[0] & ACTIVITY) == 4)[:6]
    seen = set()
    for row in rows.tolist():
        diary = finish(keep_diary(comparison, 1, (True, True), row, shelf))
        seen |= {event["what"] for event in diary["events"]}
        activity = diary["lines"]["activity"]
        hired, moved = ([event["month"] for event in diary["events"] if event["what"] == what] for what in ("hired", "changed_job"))
        assert hired == [m for m in range(1, len(activity)) if activity[m] == 3 and activity[m - 1] != 3]
        for event in diary["events"]:
            if event["what"] == "applied":
                assert event["sent"] == sum(event[end] for end in ("hired", "other_preferred", "unfit", "still_choosing", "not_needed"))
                assert event["hired"] == (event["month"] in hired or event["month"] in moved)
    assert {"applied", "hired"} <= seen


def test_what_became_of_applications():
    holders, can = np.array([-1, -1, 7, 5, 9]), [False, True, True, True, False]
    assert fates(holders, row=5, able=can) == ["unfit", "still_choosing", "other_preferred", "hired", "not_needed"]
    assert fates(np.array([-1, -2]), row=5, able=[True, False]) == ["still_choosing", "other_preferred"]


def test_whom_an_employer_considers_is_told_by_the_floor_of_fit_and_by_aid():
    city = City(residents=300, seed=1)
    r, work = city.residents, np.arange(len(city.occupations.schooling))
    row = int(np.flatnonzero(r.present)[0])
    r.skill[row], r.searching[row] = 5, 1
    assert all(able(city, row, work))
    r.skill[row] = -5
    assert not any(able(city, row, work))
    city.conditions.wage_aid[row] = 0.5
    assert all(able(city, row, work))


def test_suggested_residents_have_the_lives_they_are_suggested_for(shelf):
    comparison = question_of({**SHOCKED, "months": 60}, replace(SMALL, residents=1500))
    plan, base = (finish(live(comparison, 1, (policy, True), None, shelf)) for policy in (True, False))
    found = {one["kind"]: one for one in suggestions(plan, base, turn=0)}
    for kind, sign in (("gains_work", 1), ("loses_work", -1)):
        ours, theirs = (((life.recording.state[:, found[kind]["row"]] & ACTIVITY) == 3).sum() for life in (plan, base))
        assert sign * (int(ours) - int(theirs)) == found[kind]["months"] > 0
    assert "anybody" in found


def test_the_spread_is_the_paired_interval(comparison, shelf):
    from experiments.outcomes.intervals import paired

    pairs = [tuple(finish(live(comparison, seed, (policy, True), {}, shelf)) for policy in (True, False)) for seed in (1, 2, 3)]
    found = messages.spread(pairs, [], {})
    names = list(pairs[0][0].curves)
    row, month = names.index("unemployment"), 30
    rows = [
        {"key": 0, "policy": plan.curves["unemployment"][month], "baseline": base.curves["unemployment"][month]} for plan, base in pairs
    ]
    expected = paired(pd.DataFrame(rows), ["key"]).iloc[0]
    assert found["mean_plan"][row, month] - found["mean_base"][row, month] == pytest.approx(expected.effect, rel=1e-4)
    assert found["half"][row, month] == pytest.approx(expected.high - expected.effect, rel=1e-3)


def test_what_a_shock_takes_is_the_mean_of_five_years_with_a_paired_interval():
    calm = np.full((3, 2, 100), 0.8)
    hit = calm.copy()
    hit[:, 0, 11:71] *= np.array([0.97, 0.96, 0.95])[:, None]
    hit[:, 1, 11:71] *= np.array([0.94, 0.95, 0.93])[:, None]
    hit[..., 71:] = 0
    base, plan, half = messages.lost_to_shock(hit, calm, 10)
    assert (base, plan) == pytest.approx((6, 4))
    assert half == pytest.approx(stats.t.ppf(0.95, 2) * np.std([3, 1, 2], ddof=1) / np.sqrt(3))


def test_the_spread_tells_what_the_shock_takes_of_the_city_and_of_a_group(comparison, shelf):
    women = {"sex": "women"}
    worlds = [(policy, shocked) for shocked in (True, False) for policy in (True, False)]
    pairs, calm = [], []
    for seed in (1, 2):
        lives = [finish(live(comparison, seed, world, women, shelf)) for world in worlds]
        pairs.append(tuple(lives[:2]))
        calm.append(tuple(lives[2:]))
    found = messages.spread(pairs, calm, women, 12)
    ratios = [pair[1].curves["employment"][13:] / without[1].curves["employment"][13:] for pair, without in zip(pairs, calm, strict=True)]
    assert found["lost"][0] == pytest.approx(100 * (1 - np.mean(ratios)), rel=1e-4)
    assert found["group_lost"].shape == (3,) and not np.array_equal(found["group_lost"], found["lost"])
    assert "lost" not in messages.spread(pairs, calm, {}, comparison.months), "a shock after the end takes nothing that could be told"


def test_seeds_and_months_in_which_nobody_was_counted_are_left_out_of_every_mean():
    tables = np.array([[[[1.0, 2.0, np.nan]], [[1.0, 1.0, np.nan]]], [[[3.0, np.nan, np.nan]], [[1.0, 5.0, np.nan]]]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = messages.spread_of("", tables)
    assert found["mean_plan"][0].tolist() == [2.0, 2.0, pytest.approx(np.nan, nan_ok=True)]
    assert found["mean_base"][0, 1] == 1.0, "the seed without the plan's number is no pair"
    assert np.isfinite(found["half"][0]).tolist() == [True, False, False]
    assert messages.trailing_year(np.array([[0.0, np.nan, 4.0, 6.0]]))[0] == pytest.approx([0, np.nan, 4, 5], nan_ok=True)


def test_a_shock_takes_nothing_that_can_be_told_where_there_is_no_work():
    calm = np.zeros((2, 2, 20))
    assert np.isnan(messages.lost_to_shock(calm, calm, 3)).all()


def test_a_group_of_nobody_is_told_without_numbers_and_without_a_word_that_is_no_json(comparison, shelf):
    words, arrays = messages.first(*(finish(live(comparison, 1, (policy, False), None, shelf)) for policy in (True, False)), EMPTY, True)
    curves = dict(zip(words["group_indicators"], arrays["group_plan"], strict=True))
    assert np.isnan(curves["unemployment"]).all() and np.isnan(curves["mean_wage"]).all() and (curves["population"] == 0).all()
    messages.pack(words, arrays)
    with pytest.raises(ValueError, match="JSON"):
        messages.pack({"no": float("nan")}, {})


def test_the_trailing_year_is_the_mean_of_twelve_months():
    series = np.arange(30.0)[None]
    found = messages.trailing_year(series)[0]
    assert found[0] == 0
    assert found[5] == np.mean([1, 2, 3, 4, 5])
    assert found[24] == np.mean(range(13, 25))
