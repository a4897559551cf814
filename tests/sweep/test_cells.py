"""Which runs a design needs, which luck they share, and what makes two runs the same."""

import pytest

from experiments.inputs import run_spec
from experiments.sweep.cost_estimate import ASSUMED
from experiments.sweep.scheduler import cut, grouped

BUDGET = "levers.guidance.budget=1e6,5e6"


def runs(plan):
    return set(plan.cells.run)


def test_every_portfolio_has_a_baseline_in_its_own_case_shock_and_seed(planned):
    cells = planned(BUDGET, "residents=200,300").cells
    same = ["case", "shock", "seed"]
    before = cells[cells.role == "baseline"].set_index(same).run
    assert before.index.is_unique
    assert set(cells[cells.role == "policy"].set_index(same).index) == set(before.index)
    assert len(cells) == (2 + 1) * 2 * 2 * 2


def test_a_baseline_can_be_named(planned):
    plan = planned(BUDGET, "baseline=learning_city")
    assert plan.baseline == "learning_city"
    before = plan.cells[plan.cells.role == "baseline"]
    assert {len(plan.specs[spec].levers) for spec in before.spec} == {9}


def test_calm_years_are_lived_once_for_all_depths_of_a_shock(planned):
    cells = planned("shock.recession.depth=0.02,0.04,0.08").cells
    assert len(cells[cells["shock"] == "none"]) == 2 * 2
    assert len(cells) == 2 * 2 * (1 + 3)
    assert cells["shock"].nunique() == 4


def test_labels_say_what_differs_and_only_that(planned):
    cells = planned(BUDGET, "parameters.job_search.distance=0.1,0.2", scenarios=["skills_first", "learning_city"]).cells
    policies = cells[cells.role == "policy"]
    assert set(policies.portfolio) == {f"{s}, guidance {b} M" for s in ("skills_first", "learning_city") for b in (1, 5)}
    assert set(cells.case) == {"job search distance 0.1", "job search distance 0.2"}


def test_named_shocks_are_lived_by_everybody(planned):
    cells = planned(shocks=["none", "recession", {"recession": {"depth": 0.1}}]).cells
    assert list(cells["shock"].unique()) == ["none", "recession, depth 3.7%", "recession, depth 10%"]


def test_the_same_run_has_the_same_name_in_every_sweep(planned):
    one, other = planned(BUDGET), planned("levers.guidance.budget=5e6,9e6", "seeds=5", "title=Another")
    assert len(runs(one) & runs(other)) == (1 + 1) * 2 * 2


@pytest.mark.parametrize("word", ["residents=301", "months=7", "burn_in=3", "first_seed=9", "city=medellin", "levers.guidance.cost=90",
                                  "parameters.job_search.distance=0.3"])  # fmt: skip
def test_whatever_decides_a_result_decides_its_name(planned, word):
    def policies(plan):
        return set(plan.cells[plan.cells.role == "policy"].run)

    assert not policies(planned()) & policies(planned(word))


def test_a_number_at_its_usual_value_need_not_be_said(planned):
    from sim import catalogue

    usual = catalogue.behaviours()["job_search"].declared["distance"].default
    assert runs(planned(f"parameters.job_search.distance={usual}")) == runs(planned())


def test_engine_workers_and_store_do_not_matter(planned, tmp_path):
    assert planned().name == planned("engine=dask", "workers=2", f"store={tmp_path / 'elsewhere'}").name


def test_a_users_files_count_by_what_is_in_them(planned, unlucky, tmp_path):
    first = runs(planned(unlucky()))
    (tmp_path / "moved").mkdir()
    for name in ("unlucky.py", "unlucky.yaml"):
        (tmp_path / "moved" / name).write_bytes((tmp_path / name).read_bytes())
    assert runs(planned(f"scenario={tmp_path / 'moved' / 'unlucky.yaml'}")) == first
    (tmp_path / "unlucky.py").write_text((tmp_path / "unlucky.py").read_text() + "\n# changed\n")
    assert not runs(planned(unlucky())) & first


def test_another_model_makes_other_runs(planned, monkeypatch):
    before = runs(planned())
    monkeypatch.setattr(run_spec, "code", lambda: "another")
    assert not runs(planned()) & before


@pytest.mark.parametrize("workers", [1, 2, 64])
@pytest.mark.parametrize("months", [6, 240])
def test_tasks_do_every_run_once_and_keep_those_of_a_seed_together(planned, workers, months):
    plan = planned(BUDGET, "seeds=40", f"months={months}")
    made = cut(grouped(plan, runs(plan)), plan.keep, "store", ASSUMED, workers)
    asked = [run for task in made for run in task.runs]
    assert sorted(asked) == sorted(runs(plan))
    seed_of = dict(zip(plan.cells.run, plan.cells.seed, strict=True))
    for task in made:
        assert all({seed_of[run] for run, _ in group.runs} == {group.seed} for group in task.groups)
    grown = sum(len(task.groups) for task in made)
    assert 40 <= grown <= 60 if workers < 64 or months == 6 else grown > 60, "only the last seeds are split"


def test_the_last_tasks_are_small_so_that_all_workers_end_together(planned):
    plan = planned(BUDGET, "seeds=40", "months=240")
    made = cut(grouped(plan, runs(plan)), plan.keep, "store", ASSUMED, 2)
    seconds = [sum(ASSUMED.living(life) for group in task.groups for _, life in group.runs) for task in made]
    assert seconds[-1] < seconds[0] / 3 and seconds[-1] < sum(seconds) / 2 * 0.1
