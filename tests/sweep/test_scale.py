"""No step of a sweep grows with what is there already: operations are counted, not seconds."""

import sys

import pyarrow as pa
import pytest

from experiments.bench.sweep_part import Cluster, cells_at_once
from experiments.execution.progress import quiet
from experiments.storage import parts, run_index
from experiments.storage.tidying import Tidying
from experiments.sweep import labels, scheduler
from experiments.sweep.cost_estimate import Pace

SLACK = 1.2
LONG = Pace(0.0, 0.0, 10.0, 0.0)
"""Every run is a task of its own."""


def operations(work):
    """Calls that Python makes in this thread while it works."""
    calls = 0

    def count(frame, event, about):
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


def filled(home, number):
    """A store with so many parts; their names."""
    run_index.begin(home)
    return [parts.publish(home, pa.table({"run": [f"run {n}"]}), {"outcomes": pa.table({"run": [f"run {n}"]})}) for n in range(number)]


def tasks_of(plan, home):
    return scheduler.cut(scheduler.grouped(plan, set(plan.cells.run)), plan.keep, str(home), LONG, 1)


def test_operations_are_seen_to_grow():
    assert operations(lambda: [len("") for _ in range(1000)]) > 5 * operations(lambda: [len("") for _ in range(100)])


def test_a_task_costs_the_same_in_a_full_store(planned, tmp_path):
    plan, counted = planned("levers.guidance.budget=1e6,2e6,3e6", "keep=[]"), []
    with cells_at_once():
        for number in (2, 100):
            filled(tmp_path / str(number), number)
            first, second, *_ = tasks_of(plan, tmp_path / str(number))
            first.work()
            counted.append(operations(second.work))
    assert counted[1] <= counted[0] * 1.02


def test_a_worker_tells_which_parts_it_has_made(planned, tmp_path):
    run_index.begin(tmp_path)
    with cells_at_once():
        report = tasks_of(planned("keep=[]"), tmp_path)[0].work()
    assert report.parts == parts.names(tmp_path)


def test_tidying_looks_at_its_own_parts_only(tmp_path):
    counted = []
    for others in (2, 100):
        home = tmp_path / str(others)
        filled(home, others)
        own = filled(home, 10)
        counted.append(operations(Tidying(str(home), tuple(own)).work))
        assert len(parts.names(home)) == others + 1
    assert counted[1] <= counted[0] * 1.02


def test_a_long_sweep_costs_as_much_a_task_as_a_short_one(planned, tmp_path, monkeypatch):
    monkeypatch.setattr(scheduler, "MANY", 10)
    spent = []
    for seeds in (10, 80):
        plan, index = planned("keep=[]", f"seeds={seeds}"), run_index.begin(tmp_path / str(seeds))
        with cells_at_once():
            own = operations(lambda plan=plan, index=index: scheduler.finish(plan, set(plan.cells.run), index, Cluster(50), LONG, quiet))
        spent.append(own / len(plan.cells))
        assert len(index.refresh().having(())) == len(plan.cells)
    assert spent[1] <= spent[0] * SLACK


@pytest.mark.parametrize("alike", [False, True])
def test_labels_cost_the_same_each_however_many_there_are(alike):
    def named(number):
        many = {f"levers.guidance.extra{k}": 1 for k in range(6)}
        rows = [{**many, "levers.guidance.budget": 1e6 + (1e-9 if alike else 1e3) * n} for n in range(number)]
        return [labels.Named("same", True, {}, row) for row in rows]

    few, more = named(100), named(800)
    assert operations(lambda: labels.portfolios(more)) <= 8 * SLACK * operations(lambda: labels.portfolios(few))


def test_planning_costs_the_same_a_cell(planned):
    def words(samples):
        return ("design=sobol", f"samples={samples}", "levers.guidance.budget=interval(1e6,2e7)", "shocks=[none]")

    planned(*words(4))
    few, more = (operations(lambda samples=samples: planned(*words(samples))) for samples in (16, 64))
    assert more <= 4 * SLACK * few
