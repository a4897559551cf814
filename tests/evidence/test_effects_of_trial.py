"""Estimators on trials made by hand, where the answer is known."""

import numpy as np
import pandas as pd
import pytest

from experiments.evidence.trials import effects as effects_of_trial
from experiments.evidence.trials import plausible_ranges
from experiments.evidence.trials.effects import OWN
from experiments.evidence.trials.estimates import Estimate, mean, over_seeds, pick, ratio, share_of_level, together
from experiments.evidence.trials.panel import NO_COURSE, TRACKS, Panel
from experiments.evidence.trials.trial import Trial, World
from experiments.outcomes.intervals import t_quantile

MONTHS = 3


def world_of(employed, jobs, spent=0.0, **tracks):
    """A world of people followed for three months; one row per month."""
    employed = np.array(employed)
    blank = {name: np.zeros(employed.shape, dtype) for name, (dtype, _) in TRACKS.items()}
    blank |= {"present": np.ones_like(employed), "course": np.full(employed.shape, NO_COURSE), "employed": employed}
    blank |= {"earnings": 1000.0 * employed, **{name: np.array(track) for name, track in tracks.items()}}
    nothing = np.zeros(MONTHS)
    return Panel(blank, np.array(jobs, float), np.full(MONTHS, spent), nothing, nothing, nothing, nothing)


def courses(*months):
    """Who starts a course in which month: -1 never."""
    found = np.full((MONTHS, len(months)), NO_COURSE)
    for person, month in enumerate(months):
        if month >= 0:
            found[month, person] = 2
    return found


def made(share=0.5, **more):
    """Four people, of whom two are offered; one of those offered, and one other, lose or gain a job."""
    twin = world_of([[0, 1, 1, 0]] * MONTHS, [10] * MONTHS, course=courses(-1, 1, -1, -1))
    helped = np.zeros((MONTHS, 4), int)
    helped[:, :2] = 1
    lived = world_of([[0, 0, 1, 0], [1, 1, 1, 0], [1, 1, 0, 0]], [9, 12, 10], 60.0, course=courses(0, 1, -1, -1), helped=helped)
    offered = np.array([True, True, False, False])
    groups = {("all", "all"): np.ones(4, bool), ("sex", "women"): np.array([True, False, True, False])}
    start = {name: np.zeros(4) for name in ("searching", "attainment", "sex", "age", "equivalised", "district")}
    return Trial(1, groups, "course", "usual", twin, [World(np.full(4, share), offered, lived)], {**start, **more})


@pytest.fixture(scope="module")
def effects():
    return over_seeds(effects_of_trial.of_seed(made()))


def values(effects, estimand, outcome="employed", **keys):
    return pick(effects, estimand, outcome, **keys).value.tolist()


def test_those_offered_are_compared_with_their_twins(effects):
    assert values(effects, "offered") == pytest.approx([-0.5, 0.5, 0.5])
    assert values(effects, "offered", "earnings") == pytest.approx([-500, 500, 500])
    assert values(effects, "offered", dimension="sex", group="women") == pytest.approx([0, 1, 1])
    assert pick(effects, "offered").base.tolist() == pytest.approx([0.5] * 3)


def test_those_not_offered_show_displacement(effects):
    assert values(effects, "not_offered") == pytest.approx([0, 0, -0.5])


def test_the_naive_gap_and_the_gap_without_luck(effects):
    assert values(effects, "gap") == pytest.approx([-0.5, 0.5, 1.0])
    assert values(effects, "gap_even") == pytest.approx([-0.5, 0.5, 1.0])
    assert not len(pick(effects, "untouched"))


def test_takers_are_those_who_took_it_up_by_then(effects):
    assert values(effects, "taken_up") == pytest.approx([0.0, 0.5, 0.5])
    assert values(effects, "take_up", "take-up") == pytest.approx([0.5, 1, 1])


def test_those_moved_are_takers_whose_twins_do_not_learn_anyway(effects):
    assert values(effects, "moved") == pytest.approx([0, 1, 1])
    assert values(effects, "deadweight", "learned") == pytest.approx([0, 0.5, 0.5])


def test_wald_divides_by_the_take_up_it_caused(effects):
    assert values(effects, "wald") == pytest.approx([-0.5 / 0.5, 0.5 / 0.5, 0.5 / 0.5])


def test_months_since_take_up_begin_with_each_persons_own(effects):
    assert values(effects, "taken_up", clock=OWN) == pytest.approx([(0 + 0) / 2, (1 + 0) / 2, 1.0])
    assert pick(effects, "taken_up", clock=OWN).people.tolist() == [2, 2, 1]


def test_everybody_else_and_the_whole_city_count_per_person_offered(effects):
    assert values(effects, "net") == pytest.approx([-0.5, 1.0, 0.0])
    assert values(effects, "everyone_else") == pytest.approx([(-1 + 1) / 2, (2 - 1) / 2, (0 - 0) / 2])


def test_jobs_that_takers_would_have_anyway(effects):
    assert values(effects, "deadweight", "employed") == pytest.approx([0.5, 0.5])


def test_cost_is_per_person_offered_and_per_effect(effects):
    assert values(effects, "cost", "euros") == pytest.approx([30] * 3)
    cost = effects[(effects.estimand == "cost_per") & (effects.level == "all")].set_index("outcome").value
    assert cost["job_year_offered"] == pytest.approx(60 / ((-1 + 1 + 1) / 12))
    assert cost["learner"] == pytest.approx(60 / 1)


def test_saturation_zero_is_the_control_of_untouched_districts():
    trial = made(np.array([0.5, 0.5, 0.5, 0.0]))
    found = over_seeds(effects_of_trial.of_seed(trial))
    assert values(found, "untouched") == pytest.approx([0.0, 1.0, 1.0])
    assert values(found, "spill") == pytest.approx([1.0, 1.0, 0.0])
    assert values(found, "spill_even") == pytest.approx([0.0, 0.0, -1.0])
    assert values(found, "not_offered") == pytest.approx([0.0, 0.0, -1.0])


def test_who_left_in_either_world_is_not_compared():
    trial = made()
    trial.twin.tracks["present"] = np.array([[1, 1, 1, 1], [0, 1, 1, 1], [0, 1, 1, 1]])
    found = over_seeds(effects_of_trial.of_seed(trial))
    assert values(found, "offered") == pytest.approx([-0.5, 0.0, 0.0])


def test_with_seeds_of_one_size_the_interval_is_students():
    tops, people = np.array([3.0, 5.0, 10.0]), 20.0
    found = ratio(tops, np.full(3, people))
    means = tops / people
    half = t_quantile(3) * means.std(ddof=1) / np.sqrt(3)
    assert found.value == pytest.approx(means.mean())
    assert found.interval == pytest.approx((means.mean() - half, means.mean() + half))


def test_the_table_and_single_estimates_agree():
    seeds = [effects_of_trial.of_seed(made()), effects_of_trial.of_seed(made(np.array([0.5, 0.5, 0.5, 0.0])))]
    sums = together([seeds[0], seeds[1].assign(seed=2)])
    effects = over_seeds(sums)
    for estimand in ("offered", "not_offered", "gap", "gap_even"):
        row = pick(effects, estimand).iloc[-1]
        one = mean(sums, estimand, months=(3, 3))
        assert (row.value, row.low, row.high) == pytest.approx((one.value, *one.interval))


def test_differences_and_ratios_of_estimates():
    pull = np.array([1.0, -1.0])
    two, one = Estimate(2.0, pull), Estimate(1.0, pull)
    assert (two - one).value == 1 and (two - one).interval == (1, 1)
    assert (two / one).value == 2 and (two / one).pull.tolist() == [-1, 1]
    assert np.isnan((one / Estimate(0.0, pull)).value)
    assert np.isnan(ratio([0, 0], [0, 0]).value)


def test_a_share_of_the_twins_level():
    sums = effects_of_trial.of_seed(made())
    assert share_of_level(sums, "offered", "earnings", (3, 3)).value == pytest.approx(500 / 500)


def test_an_effect_above_the_evidence_is_said_with_its_source():
    said = plausible_ranges.beyond(effects_of_trial.of_seed(made()), "guidance")
    assert any("Above the evidence" in text and "Crepon" in text and "computed" in text for text in said)
    calm = made()
    calm.worlds[0].lived = calm.twin
    assert plausible_ranges.beyond(effects_of_trial.of_seed(calm), "guidance") == []


def test_ranges_have_a_source_and_a_line_that_exists():
    table = pd.DataFrame(plausible_ranges.known())
    assert set(table.estimand) <= set(effects_of_trial.ESTIMANDS) and set(table.outcome) <= set(effects_of_trial.OUTCOMES)
    assert table.source.str.len().min() > 10 and table.standing.isin(("read", "computed", "remembered", "second-hand")).all()
