"""No process outlives its parent, none runs what it should not, and how one died is told as it was."""

import os
import signal
import sys
import time

import pytest

from experiments.execution import pool, processes
from tests.execution.by_group import COMMAND, killed_with, start

LONG = ["residents=3000", "months=600", "seeds=8", "burn_in=12", "workers=2"]
SLEEPING = "import time; from experiments.execution import pool; pool.each(time.sleep, [60] * 4, 2)"
HELPERS = "import time; from experiments.workshop.worker_process import Helper; kept = [Helper(), Helper()]; time.sleep(60)"
DRIVER_TRACKER_SERVER_WORKERS, DRIVER_TRACKER_HELPERS = 5, 4


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_run_leaves_no_process_when_it_is_killed(tmp_path, number):
    killed_with(start([*COMMAND, "run", *LONG, f"output={tmp_path}"]), number, DRIVER_TRACKER_SERVER_WORKERS)


def test_workers_in_the_middle_of_something_go_with_their_parent():
    killed_with(start([sys.executable, "-c", SLEEPING]), signal.SIGKILL, DRIVER_TRACKER_SERVER_WORKERS)


def test_the_process_that_still_loads_goes_with_its_parent():
    killed_with(start([sys.executable, "-c", SLEEPING]), signal.SIGKILL, 3)


def test_the_workshops_helpers_go_with_their_parent():
    pytest.importorskip("starlette")
    killed_with(start([sys.executable, "-c", HELPERS]), signal.SIGKILL, DRIVER_TRACKER_HELPERS)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("words", [
    ["sweep", *LONG, "levers.guidance.budget=1e6,5e6"],
    ["validate", "residents=3000", "workers=2"],
    ["network", "cities=8", "years=20", "residents=3000", "workers=2"],
    ["optimise", "residents=3000", "seeds=4", "workers=2"],
    ["calibrate", "residents=3000", "workers=2"],
    ["sensitivity", "numbers=job_search", "policies=skills_first,learning_city", "residents=3000", "seeds=4", "workers=2"],
    ["trial", "lever=guidance", "residents=3000", "workers=2"],
], ids=lambda words: words[0])  # fmt: skip
def test_no_command_leaves_a_process_when_it_is_killed(tmp_path, words, number):
    killed_with(start([*COMMAND, *words, f"output={tmp_path}"]), number, DRIVER_TRACKER_SERVER_WORKERS)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_the_workshop_leaves_no_process_when_it_is_killed(tmp_path, number):
    pytest.importorskip("starlette")
    words = ["workshop", "--residents", "500", "--port", "0", "--no-browser", "--folder", str(tmp_path)]
    killed_with(start([*COMMAND, *words]), number, 3)


def end_once(file):
    """Killed the first time it is asked, as by a machine out of memory."""
    if not os.path.exists(file):
        open(file, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def end_always(how):
    """Ended each time, by a signal or with a code."""
    os.kill(os.getpid(), -how) if how < 0 else os._exit(how)


def divide(by):
    """1 / by."""
    return 1 / by


def test_a_worker_that_is_killed_costs_another_try(tmp_path):
    assert pool.each(end_once, [tmp_path / "a", tmp_path / "b"], 2) == ["done", "done"]


@pytest.mark.parametrize(("how", "told"), [
    (-signal.SIGKILL, r"was killed \(out of memory\?\)"), (-signal.SIGSEGV, "was ended by SIGSEGV"), (3, "ended with exit code 3"),
])  # fmt: skip
def test_out_of_memory_is_suspected_only_of_a_worker_that_was_killed(how, told):
    with pytest.raises(RuntimeError, match=told) as raised:
        pool.each(end_always, [how, how], 2)
    assert how == -signal.SIGKILL or "memory?" not in str(raised.value)


def test_an_error_in_a_worker_is_the_callers_with_its_cause():
    with pytest.raises(ZeroDivisionError) as raised:
        pool.each(divide, [1, 0, 2], 2)
    assert "in divide" in str(raised.value.__cause__)


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_pieces_and_each_is_told(workers):
    told = []
    assert pool.each(divide, [1, 2, 4, 8], workers, told.append) == [1, 0.5, 0.25, 0.125]
    assert told == [1, 1, 1, 1]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_pool_stays_for_many_calls(workers):
    with pool.pool_of(workers) as there:
        found = {pid for _ in range(3) for pid in pool.each(_own_number, [0, 0, 0], workers, pool=there)}
    assert len(found) <= 2 and (workers == 2) == (os.getpid() not in found)


def _own_number(_):
    time.sleep(0.05)
    return os.getpid()


class Counting:
    """A job that tells three times what it has done."""

    def work(self):
        from experiments.execution import progress

        for done in (1, 2, 4):
            progress.tell(done)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_jobs_tell_is_heard_before_they_are_reported(workers):
    heard = []
    with pool.here(workers, heard.append) as engine:
        for number, _ in enumerate(pool.results(engine, [Counting(), Counting(), Counting()]), 1):
            assert sum(heard) >= 7 * number
    assert sorted(heard) == [1, 1, 1, 2, 2, 2, 4, 4, 4]


def test_making_a_process_leaves_this_one_as_it_is():
    main, before = sys.modules["__main__"], dict(os.environ)
    held = signal.pthread_sigmask(signal.SIG_BLOCK, set())
    with processes.making():
        assert os.environ["PYTHONSAFEPATH"] == "1" and sys.modules["__main__"] is not main
    assert sys.modules["__main__"] is main and dict(os.environ) == before
    assert signal.pthread_sigmask(signal.SIG_BLOCK, set()) == held
