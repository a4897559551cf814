"""Which points a design visits, and what it says when it cannot be meant."""

import numpy as np
import pytest

from experiments.inputs import settings
from experiments.sweep import inputs, sampling
from sim.declare import Mistake

BUDGET, SHARE = "levers.guidance.budget", "levers.skills_vouchers.share"


def points(*words, **settings):
    return sampling.points(inputs.compose(words, settings))


def test_a_list_of_values_on_the_command_line_is_a_grid():
    found = points(f"{BUDGET}=1e6,5e6", f"{SHARE}=0.2,0.4,0.6")
    assert len(found) == 6
    assert {(point[BUDGET], point[SHARE]) for point in found} == {(b, s) for b in (1e6, 5e6) for s in (0.2, 0.4, 0.6)}


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("range(0,3)", [0, 1, 2]), ("choice(1,4)", [1, 4]), ("interval(0,1)", [0.0, 0.5, 1.0]),
        ("tag(log, interval(1,100))", [1.0, 10.0, 100.0]), ("[5]", [5]),
    ],
)  # fmt: skip
def test_hydras_words_mean_what_they_mean_in_hydra(words, values):
    found = points(vary={BUDGET: words})
    assert [point[BUDGET] for point in found] == pytest.approx(values)


def test_a_sweep_file_and_the_command_line_are_laid_over_each_other():
    assert len(points("sweep=budget_mix")) == 9
    assert len(points("sweep=budget_mix", f"{BUDGET}=0")) == 3
    assert len(points("sweep=budget_mix", f"{SHARE}=0.1,0.9")) == 18


def test_a_planners_own_file_has_the_same_words(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text(f"title: Mine\nseeds: 3\nvary:\n  {BUDGET}: [1e6, 2e6]\n")
    settings = inputs.compose([f"sweep={file}", "residents=500"])
    assert (settings["title"], settings["seeds"], settings["residents"]) == ("Mine", 3, 500)
    assert len(sampling.points(settings)) == 2


@pytest.mark.parametrize("name", settings.names("sweep"))
def test_every_shipped_sweep_is_a_design_with_a_title_and_a_story(name, planned):
    plan = planned(f"sweep={name}")
    assert plan.title and plan.story and plan.cells.role.eq("policy").any()


def test_one_at_a_time_changes_one_thing_at_a_time():
    found = points("design=one_at_a_time", f"{BUDGET}=1e6,5e6", "residents=500,900")
    assert found == [{}, {BUDGET: 1e6}, {BUDGET: 5e6}, {"residents": 500}, {"residents": 900}]


def test_a_latin_hypercube_visits_every_slice_of_every_range_once():
    found = points("design=latin_hypercube", "samples=20", f"{BUDGET}=interval(0,20)", f"{SHARE}=interval(0,1)")
    assert sorted(int(point[BUDGET]) for point in found) == list(range(20))
    assert sorted(int(point[SHARE] * 20) for point in found) == list(range(20))


def test_sobol_points_fill_the_space_more_evenly_than_chance():
    from scipy.stats import qmc

    found = points("design=sobol", "samples=64", f"{BUDGET}=interval(0,1)", f"{SHARE}=interval(0,1)")
    placed = np.array([[point[BUDGET], point[SHARE]] for point in found])
    assert qmc.discrepancy(placed) < 0.5 * qmc.discrepancy(np.random.default_rng(1).random((64, 2)))


def test_random_designs_are_the_same_for_the_same_draw():
    words = ("design=latin_hypercube", "samples=5", f"{BUDGET}=interval(0,1)")
    assert points(*words) == points(*words) != points(*words, "draw=2")


def test_saltelli_is_what_salib_analyses():
    sobol = pytest.importorskip("SALib.analyze.sobol")
    settings = inputs.compose(["design=saltelli", "samples=256", f"{BUDGET}=interval(0,10)", f"{SHARE}=interval(0,1)"])
    answers = np.array([point[BUDGET] + point[SHARE] for point in sampling.points(settings)])
    found = sobol.analyze(sampling.problem(sampling.factors(settings["vary"])), answers, calc_second_order=False)
    assert found["S1"] == pytest.approx([100 / 101, 1 / 101], abs=0.03)


def test_scenarios_are_crossed_with_what_is_varied():
    found = points(f"{BUDGET}=1e6,2e6", scenarios=["skills_first", "learning_city"])
    assert [point["scenario"] for point in found] == ["skills_first"] * 2 + ["learning_city"] * 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["sweep=budget_mx"], "did you mean 'budget_mix'"),
        (["sweep=missing.yaml"], "missing.yaml: cannot be read"),
        (["engine=ray"], "unknown engine 'ray'"),
        (["engine.adress=x"], "unknown setting 'adress'"),
        (["desing=grid"], "did you mean 'design'"),
        (["design=gird"], "did you mean 'grid'"),
        (["design=list"], "needs at least one point"),
        (["design=sobol"], "needs something to vary"),
        (["samples=0"], "samples must be a whole number"),
        (["seeds=1,2"], "seeds=8 means eight seeds"),
        (["workers=1,2"], "workers holds for the whole sweep"),
        (["residents.more=1"], "nothing inside"),
        (["~residents"], "can be taken away"),
        (["keep=[montly]"], "did you mean 'monthly'"),
        (["scenarios=[]"], "needs at least one scenario"),
        (["shocks=[recesion]"], "did you mean 'recession'"),
        (["shocks=[]"], "needs at least one"),
        (["baseline=skils_first"], "did you mean 'skills_first'"),
        (["levers.guidance.budget=1e6,-5"], "budget = -5 is outside"),
        (["levers.guidence.budget=1e6,5e6"], "did you mean 'guidance'"),
        (["levers.guidance.budgt=1e6,5e6"], "did you mean 'budget'"),
        (["parameters.job_search.distanc=0.1,0.2"], "did you mean 'distance'"),
        (["city=helsinki,helsinky"], "did you mean 'helsinki'"),
        (["residents=100,0"], "residents must be a whole number"),
        (["levers.guidance.budget=interval(5,1)"], "first end must be below"),
        (["levers.guidance.budget=glob(*)"], "cannot be used here"),
        (["levers.guidance.budget=range(5,1)"], "no numbers"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_meant_is_named(planned, words, told):
    with pytest.raises(Mistake, match=told.replace("(", r"\(").replace("*", r"\*")):
        engine_checked(planned(*words))


def engine_checked(plan):
    from experiments.execution import pool

    return pool.engine(plan.settings["engine"], plan.settings["workers"])


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"vary": [1]}, "vary: must be a mapping"),
        ({"vary": {"keep": [1, 2]}}, "keep holds for the whole sweep"),
        ({"vary": {"city": []}}, "needs at least one value"),
        ({"vary": {"colour": [1]}}, "unknown setting 'colour'"),
        ({"points": {"a": 1}}, "points: must be a list"),
        ({"design": "list", "points": [5]}, "point 1 must be a mapping"),
        ({"design": "list", "points": [{"colour": 5}]}, "unknown setting 'colour'"),
        ({"scenario": 5}, "scenario must be a text"),
        ({"tilte": "x"}, "did you mean 'title'"),
    ],
)
def test_a_notebook_hears_the_same(planned, settings, told):
    with pytest.raises(Mistake, match=told):
        planned(**settings)


def test_a_grid_without_end_is_refused():
    values = [float(k) for k in range(1001)]
    with pytest.raises(Mistake, match="more than 1,000,000"):
        points(vary={BUDGET: values, SHARE: values})
