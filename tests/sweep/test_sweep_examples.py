"""The tools that researchers know work on the city: SALib, the EMA workbench, Mesa's batch_run."""

import numpy as np
import pytest


def test_a_salib_problem(tmp_path, monkeypatch):
    pytest.importorskip("SALib")
    from experiments.examples import sweep_salib

    monkeypatch.chdir(tmp_path)
    settings = {"residents": 300, "months": 6, "burn_in": 2, "seeds": 2, "workers": 1}
    problem = sweep_salib.main(samples=2, **settings)
    assert problem.results.shape == (2 * (3 + 2),) and np.isfinite(problem.results).all()
    assert set(problem.analysis["S1"].shape) == {3}
    monkeypatch.setattr("experiments.sweep.task.simulate_group", None)
    assert (sweep_salib.main(samples=2, **settings).results == problem.results).all()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_model_of_the_ema_workbench():
    pytest.importorskip("ema_workbench")
    from experiments.examples import sweep_ema

    experiments, outcomes = sweep_ema.main(residents=300, months=12, scenarios=2, policies=3)
    assert len(experiments) == 6
    assert outcomes["spending"] == pytest.approx((experiments.guidance + experiments.courses).to_numpy(float))
    again = sweep_ema.portfolio(*(float(experiments[name].iloc[0]) for name in ("guidance", "courses", "depth")), 300, 12)
    assert again["unemployment"] == outcomes["unemployment"][0]


def test_mesas_batch_run():
    from experiments.examples import sweep_mesa
    from sim import City

    wide = sweep_mesa.main(residents=300, months=6, seeds=(1, 2))
    for seed in (1, 2):
        assert wide.loc[seed, 0.0] == City(residents=300, seed=seed).run(6).indicator("unemployment")


def test_a_sweep_from_python_is_pandas(tmp_path):
    from experiments import open_store, sweep

    settings = {"residents": 300, "months": 6, "burn_in": 2, "seeds": 2, "workers": 1, "store": str(tmp_path / "store")}
    found = sweep(scenario="skills_first", vary={"levers.guidance.budget": [1e6, 5e6]}, shocks=["none"], **settings)
    assert len(found) == 3 * 2 and found.unemployment.between(0, 1).all() and (found.spending_total >= 0).all()
    store = open_store(found.attrs["store"])
    assert len(store.effects(found.attrs["sweep"])) > 0
    file = tmp_path / "mine.yaml"
    file.write_text("title: Mine\nshocks: [none]\nvary: {levers.guidance.budget: [1e6, 9e6]}\n")
    assert len(sweep(file, **settings)) == 3 * 2
    assert store.manifest("mine")["last_start"]["computed"] == 2
