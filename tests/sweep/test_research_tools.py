"""The city as a model of the EMA workbench, a problem of SALib, and PRIM on a table: each asks what levers change, with the same luck."""

import pickle

import numpy as np
import pandas as pd
import pytest

from experiments import ema_model, prim, salib_problem
from sim import City, Mistake
from sim.levers import Guidance

HOW = {"residents": 300, "months": 6, "burn_in": 3, "seeds": 2}
BUDGET = {"levers.guidance.budget": (1e6, 30e6)}
UNKNOWN = {"parameters.job_search.distance": (0.05, 0.3)}


def by_hand(budget, distance, outcome):
    """The same effect without any of it."""
    found = []
    for seed in (1, 2):
        young = City("helsinki", 300, seed, parameters={"job_search.distance": distance}).run(3)
        worlds = [young.branch(levers).run(6).history.iloc[1:][outcome].mean() for levers in ([], [Guidance(budget=budget)])]
        found.append(worlds[1] - worlds[0])
    return np.mean(found)


def test_a_model_of_the_workbench_lives_both_worlds(tmp_path):
    pytest.importorskip("ema_workbench")
    (tmp_path / "mine.yaml").write_text("levers: {guidance: {}}\n", encoding="utf-8")
    model = ema_model(BUDGET, UNKNOWN, ["unemployment", "spending"], str(tmp_path / "mine.yaml"), **HOW)
    assert [one.name for one in model.levers] == ["levers_guidance_budget"]
    told = model.function(levers_guidance_budget=20e6, parameters_job_search_distance=0.1)
    assert told["unemployment"] == pytest.approx(by_hand(20e6, 0.1, "unemployment")) and told["spending"] > 0
    assert pickle.loads(pickle.dumps(model.function)) == model.function


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_the_workbench_runs_it():
    ema = pytest.importorskip("ema_workbench")
    with ema.SequentialEvaluator(ema_model(BUDGET, UNKNOWN, ["unemployment"], shocked=True, **HOW)) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(2, 2)
    assert len(experiments) == 4 and np.isfinite(outcomes["unemployment"]).all()


def test_a_problem_of_salib_is_evaluated_row_by_row():
    pytest.importorskip("SALib")
    problem, model = salib_problem({**BUDGET, **UNKNOWN}, ["unemployment"], "skills_first", **HOW)
    problem.set_samples(np.array([[2e6, 0.1], [20e6, 0.1]]))
    problem.evaluate(model.of_rows)
    assert (
        problem.results.shape == (2, 1)
        and problem.results[0, 0] == model(levers_guidance_budget=2e6, parameters_job_search_distance=0.1)["unemployment"]
    )


def test_prim_finds_the_box_in_which_it_happens():
    pytest.importorskip("ema_workbench")
    rng = np.random.default_rng(1)
    points = pd.DataFrame({"budget": rng.random(400), "depth": rng.random(400), "name": "x"})
    box = prim(points, (points.budget > 0.7) & (points.depth < 0.4)).set_index("number")
    assert set(box.index) == {"budget", "depth"} and abs(box.least["budget"] - 0.7) < 0.1 and abs(box.most["depth"] - 0.4) < 0.1
    assert prim(points, points.budget > 0.7).attrs["density"] > 0.8


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda: salib_problem({"levers.guidence.budget": (1, 2)}, **HOW), "did you mean 'guidance'"),
        (lambda: salib_problem({"levers.guidance.budget": (2e6, 1e6)}, **HOW), "the lower one first"),
        (lambda: salib_problem({"levers.guidance.budget": (1e6, 2e12)}, **HOW), "outside"),
        (lambda: salib_problem(BUDGET, ["unemploymnt"], **HOW), "did you mean 'unemployment'"),
        (lambda: salib_problem(BUDGET, "unemployment", **HOW), "must be a list of indicators"),
        (lambda: prim(pd.DataFrame({"x": range(5)}), [True] * 5), "at least 12 points"),
    ],
)
def test_what_cannot_be_meant_is_told_before_anything_is_lived(ask, told):
    pytest.importorskip("SALib")
    with pytest.raises(Mistake, match=told):
        ask()
