"""Two commands at one store: who hands tasks out looks for what others have stored, seldom, and hands out the rest."""

import os
from random import Random

import pytest

from experiments.bench.sweep_part import Cluster, cells_at_once
from experiments.execution.engines.local import ThisProcess
from experiments.execution.progress import quiet
from experiments.storage import parts, run_index
from experiments.sweep import scheduler, task, waiting
from experiments.sweep.cost_estimate import Pace
from experiments.sweep.waiting import Waiting

LONG = Pace(0.0, 0.0, 10.0, 0.0)
"""Every run is a task of its own."""


@pytest.fixture
def plan(planned):
    return planned("levers.guidance.budget=1e6,2e6,3e6", "keep=[]", "seeds=5", "shocks=[none]", "burn_in=0")


def tasks_of(plan, home, order=None):
    groups = scheduler.grouped(plan, set(plan.cells.run))
    return scheduler.cut(scheduler.shuffled(groups, order) if order else groups, plan.keep, str(home), LONG, 1)


class Clock:
    """Time that passes when it is told to; reading it takes none."""

    now = 0.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    found = Clock()
    monkeypatch.setattr(waiting, "time", found)
    return found


def test_what_another_has_stored_is_not_handed_out(plan, tmp_path, clock):
    mine = Waiting(tasks_of(plan, tmp_path), run_index.begin(tmp_path))
    with cells_at_once():
        other = tasks_of(plan, tmp_path)[4:10]
        for one in other:
            one.work()
    assert mine.leave_out_what_came(plan.keep) == 0, "it is not time yet"
    clock.now = 1.0
    assert mine.leave_out_what_came(plan.keep) == 6
    left = [run for one in mine.tasks for run in one.runs]
    assert set(left) == mine.runs == set(plan.cells.run) - {run for one in other for run in one.runs}
    clock.now = 2.0
    assert mine.leave_out_what_came(plan.keep) == 0


def test_a_part_without_a_wanted_table_does_not_count(plan, tmp_path, clock):
    mine = Waiting(tasks_of(plan, tmp_path), run_index.begin(tmp_path))
    with cells_at_once():
        tasks_of(plan, tmp_path)[0].work()
    clock.now = 1.0
    assert mine.leave_out_what_came(("monthly",)) == 0 and mine.runs == set(plan.cells.run)


def test_a_look_that_takes_long_is_taken_seldom(plan, tmp_path, clock, monkeypatch):
    mine, looks = Waiting(tasks_of(plan, tmp_path), run_index.begin(tmp_path)), []

    def slow(besides):
        looks.append(clock.now)
        clock.now += 0.3
        return []

    monkeypatch.setattr(mine.index, "news", slow)
    while clock.now < 100:
        mine.leave_out_what_came(plan.keep)
        clock.now += 0.1
    assert 5 <= len(looks) <= 1 + waiting.SHARE * clock.now / 0.3


def test_only_what_is_new_and_not_ones_own_is_read(plan, tmp_path, clock, monkeypatch):
    mine, read, real = Waiting(tasks_of(plan, tmp_path), run_index.begin(tmp_path)), [], parts.about
    with cells_at_once():
        first, second, third, *_ = tasks_of(plan, tmp_path)
        mine.is_known(first.work().parts)
        monkeypatch.setattr(parts, "about", lambda home, name: (read.append(name), real(home, name))[1])
        for clock.now, one in ((1.0, second), (2.0, third)):
            made = one.work().parts
            mine.leave_out_what_came(plan.keep)
            assert read == made
            read.clear()


class Beside(ThisProcess):
    """An engine beside which another command comes as far as it does."""

    def __init__(self, other):
        super().__init__()
        self.other = other

    def reports(self):
        for one in super().reports():
            next(self.other, None)
            yield one


def test_two_who_begin_at_once_share_the_work(plan, tmp_path, clock):
    def command(number, engine):
        tasks = tasks_of(plan, tmp_path, Random(number))
        return scheduler.Driver(Waiting(tasks, run_index.begin(tmp_path)), engine, plan.keep, quiet)

    def steps(driver):
        driver.hand_out()
        for job, report in driver.engine.reports():
            clock.now += 1.0
            driver.hear(job, report)
            driver.hand_out()
            yield

    with cells_at_once():
        other = command(1, ThisProcess())
        mine = command(2, Beside(steps(other)))
        for _ in steps(mine):
            pass
        for _ in mine.engine.other:
            pass
    runs, computed = len(plan.cells), mine.outcome.computed + other.outcome.computed
    assert min(mine.outcome.computed, other.outcome.computed) >= runs // 3
    assert computed <= runs + 4 and mine.outcome.elsewhere + other.outcome.elsewhere > runs // 2
    assert run_index.Index(tmp_path).refresh().having(plan.keep) == set(plan.cells.run)


def test_no_more_is_handed_out_than_the_engine_can_use(plan, tmp_path):
    driver = scheduler.Driver(Waiting(tasks_of(plan, tmp_path), run_index.begin(tmp_path)), Cluster(7), plan.keep, quiet)
    driver.hand_out()
    assert len(driver.engine.waiting) == 7 and len(driver.waiting.tasks) == len(plan.cells) - 7


def test_a_task_that_is_begun_again_does_only_what_it_had_not_stored(plan, tmp_path, monkeypatch):
    run_index.begin(tmp_path)
    (one,) = scheduler.cut(scheduler.grouped(plan, set(plan.cells.run)), plan.keep, str(tmp_path), Pace(0.0, 0.0, 0.0, 0.0), 1)
    with cells_at_once():
        simulate, lived = task.simulate_group, []

        def dies(group, keeper, report):
            lived.extend(run for run, _ in group.runs)
            simulate(group, keeper, report)
            keeper.flush()
            if len(lived) > 7:
                raise KeyboardInterrupt

        monkeypatch.setattr(task, "simulate_group", dies)
        with pytest.raises(KeyboardInterrupt):
            one.work()
        before = list(lived)
        monkeypatch.setattr(task, "simulate_group", lambda *words: (lived.extend(run for run, _ in words[0].runs), simulate(*words)))
        report = one.work()
    assert len(before) == 8 and sorted(report.done) == sorted(lived) == sorted(plan.cells.run)
    assert not [draft for draft in os.listdir(tmp_path / parts.DRAFTS) if draft.startswith("begun")]


def test_many_workers_store_once_a_task(plan, tmp_path):
    groups = scheduler.grouped(plan, set(plan.cells.run))
    few, many = (scheduler.cut(groups, plan.keep, str(tmp_path), LONG, workers)[0].flush for workers in (2, 2000))
    assert few == task.FLUSH and many > scheduler.MOST
