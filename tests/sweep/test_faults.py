"""Whatever dies: finished runs are kept, the same command finishes the rest, and the result is that of an undisturbed sweep."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

import pyarrow.parquet as pq
import pytest

from experiments import cli
from experiments.sweep.results import open_store
from experiments.sweep.scheduler import KILLED
from tests.sweep.conftest import unlucky_in
from tests.sweep.sums import digest

SIZE = ["residents=200", "months=4", "burn_in=1", "seeds=8", "shocks=[none]"]
COMMAND = [sys.executable, "-m", "experiments", "sweep"]


def words_of_a_slow_sweep(unlucky, folder):
    """A sweep whose runs take a moment, so that something can happen meanwhile."""
    return [unlucky(waits=0.15, seed=999), *SIZE, "levers.unlucky.budget=1,2,3", f"output={folder}", "workers=2"]


@pytest.fixture
def slow_sweep(unlucky, tmp_path):
    """Its words, in the folder of a test."""
    return words_of_a_slow_sweep(unlucky, tmp_path)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The digest of the same sweep when nothing happens; it is of numbers alone, wherever they were found."""
    folder = tmp_path_factory.mktemp("undisturbed")
    assert cli.main(["sweep", *words_of_a_slow_sweep(unlucky_in(folder), folder)]) == 0
    return digest(folder / "store")


def start(words, **how):
    """The command in a process group of its own."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([*COMMAND, *words], start_new_session=True, **{**quiet, **how})


def wait_for(what, seconds=240):
    """Until ``what`` gives something; that."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")


def stored(tmp_path):
    """Runs that are in the store by now, with the process that made each."""
    tables = [pq.read_table(file) for file in (tmp_path / "store" / "parts").glob("*/runs.parquet")]
    return {run: process for table in tables for run, process in zip(table["run"].to_pylist(), table["process"].to_pylist(), strict=True)}


def alive(group):
    """Processes of a group that still run."""
    said = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in said.splitlines()]
    return [row for row in rows if row[0] == str(group) and not row[1].startswith("Z")]


def test_a_failing_run_is_told_with_its_configuration_and_stops_no_other(swept, unlucky, capsys):
    words = [unlucky(fails=1), "seeds=3", "levers.unlucky.budget=1,2", "shocks=[none]"]
    done = swept(*words)
    assert len(done.failed) == 2 and done.outcome.computed == 3 * 3 - 2
    for one in done.failed:
        assert one["seed"] == 2 and one["configuration"]["levers"]["unlucky"]["fails"] == 1
        assert "ArithmeticError: as the test wants it" in one["error"]
    assert json.loads((done.folder / "failures.json").read_text()) == done.failed
    assert set(done.effects.query("outcome == 'unemployment' and dimension == 'all'").seeds) == {2}
    assert not json.loads((done.folder / "sweep.json").read_text())["finished"]


def test_runs_that_fail_in_every_city_do_not_stop_the_command(unlucky, tmp_path, capsys):
    assert cli.main(["sweep", unlucky(fails=1, seed=0), *SIZE, "workers=1", f"output={tmp_path}"]) == 1
    said = capsys.readouterr()
    assert "8 runs failed" in said.out and "something broke" not in said.err


def test_the_command_shows_failures_and_says_so_with_its_exit_code(unlucky, tmp_path, capsys):
    assert cli.main(["sweep", unlucky(fails=1), *SIZE, "workers=1", f"output={tmp_path}"]) == 1
    said = capsys.readouterr().out
    assert "1 runs failed" in said and "as the test wants it" in said


def test_a_run_that_kills_its_worker_twice_is_told_and_left(swept, unlucky):
    done = swept(unlucky(kills=1), "seeds=4", "workers=2", "shocks=[none]")
    assert [one["seed"] for one in done.failed] == [2]
    assert KILLED in done.failed[0]["error"] and "it was killed (out of memory?)" in done.failed[0]["error"]
    assert done.outcome.died == 2 and done.outcome.computed == 7


@pytest.mark.slow
def test_so_it_is_on_dask(swept, unlucky):
    pytest.importorskip("distributed")
    done = swept(unlucky(kills=1), "seeds=4", "engine=dask", "workers=2", "shocks=[none]")
    assert [one["seed"] for one in done.failed] == [2] and KILLED in done.failed[0]["error"]
    assert done.outcome.computed == 7


@pytest.mark.slow
def test_a_killed_worker_is_replaced(slow_sweep, undisturbed, tmp_path):
    with start(slow_sweep) as driver:
        os.kill(wait_for(lambda: list(stored(tmp_path).values()))[0], signal.SIGKILL)
        _, said = driver.communicate(timeout=240)
    assert driver.returncode == 0, said
    assert len(set(open_store(tmp_path / "store").runs.process)) >= 2
    assert digest(tmp_path / "store") == undisturbed


@pytest.mark.slow
def test_a_killed_driver_leaves_no_worker_and_the_same_command_finishes(slow_sweep, undisturbed, tmp_path):
    driver = start(slow_sweep, stderr=subprocess.DEVNULL)
    wait_for(lambda: stored(tmp_path))
    driver.kill()
    driver.wait()
    wait_for(lambda: not alive(driver.pid), 60)
    kept = len(stored(tmp_path))
    assert 0 < kept < 32
    assert cli.main(["sweep", *slow_sweep]) == 0
    (name,) = open_store(tmp_path / "store").names()
    assert open_store(tmp_path / "store").manifest(name)["last_start"]["computed"] == 32 - kept
    assert digest(tmp_path / "store") == undisturbed


@pytest.mark.slow
def test_two_commands_at_once_share_the_work(slow_sweep, undisturbed, tmp_path):
    both = [start(slow_sweep), start(slow_sweep)]
    for driver in both:
        _, said = driver.communicate(timeout=240)
        assert driver.returncode == 0, said
    assert len(stored(tmp_path)) == 32
    assert digest(tmp_path / "store") == undisturbed


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_finished_and_leaves_no_process(slow_sweep, undisturbed, tmp_path):
    driver = start(slow_sweep)
    wait_for(lambda: stored(tmp_path))
    os.killpg(driver.pid, signal.SIGINT)
    began = time.monotonic()
    _, said = driver.communicate(timeout=60)
    assert driver.returncode == 130
    assert said.splitlines()[-1].startswith("learncity: interrupted; what is finished is kept") and "Traceback" not in said
    assert time.monotonic() - began < 10
    assert wait_for(lambda: not alive(driver.pid), 10)
    assert cli.main(["sweep", *slow_sweep]) == 0
    assert digest(tmp_path / "store") == undisturbed


FULL_DISK = """
mount -t tmpfs -o size={small}k tmpfs {store} || exit 77
{command}; echo "first: $?"
mount -o remount,size=100m {store}
{command}; echo "second: $?"
cp -r {store} {store}-copy
"""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare, to make a small disk without rights")
@pytest.mark.parametrize("small", [8, 150, 250])
def test_a_full_disk_keeps_what_fits_and_the_same_command_finishes(slow_sweep, undisturbed, tmp_path, small):
    store = tmp_path / "store"
    store.mkdir()
    words = " ".join(f"'{word}'" for word in [*COMMAND, *slow_sweep])
    script = FULL_DISK.format(small=small, store=store, command=words)
    ran = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True)
    if ran.returncode == 77 or "unshare" in ran.stderr:
        pytest.skip("no small disk can be made here")
    assert "first: 1" in ran.stdout and "second: 0" in ran.stdout, ran.stdout + ran.stderr
    assert "nothing more can be stored" in ran.stderr and "No space left" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert digest(f"{store}-copy") == undisturbed


@pytest.fixture
def two_nodes(tmp_path):
    """A Dask scheduler and two nodes, each in processes of its own."""
    pytest.importorskip("distributed")
    file, env = tmp_path / "scheduler.json", {**os.environ, "PYTHONPATH": os.getcwd()}
    quiet = {"start_new_session": True, "env": env, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    tool = [sys.executable, "-m", "distributed.cli.dask_"]
    scheduler = [*tool[:2], f"{tool[2]}scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file), "--no-dashboard"]
    node = [*tool[:2], f"{tool[2]}worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]
    started = [subprocess.Popen(scheduler, **quiet), *(subprocess.Popen([*node, "--name", name], **quiet) for name in "ab")]
    try:
        yield (
            wait_for(lambda: file.is_file() and file.read_text().rstrip().endswith("}") and json.loads(file.read_text())["address"]),
            started[1:],
        )
    finally:
        for process in started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.mark.slow
def test_a_node_that_dies_costs_only_the_runs_it_was_at(slow_sweep, undisturbed, two_nodes, tmp_path):
    address, (first, _) = two_nodes
    wait_for_nodes(address, 2)

    def kill_a_node():
        wait_for(lambda: stored(tmp_path))
        os.killpg(first.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill_a_node)
    killer.start()
    assert cli.main(["sweep", *slow_sweep, "engine=dask", f"engine.address={address}"]) == 0
    killer.join()
    assert first.wait() == -signal.SIGKILL
    assert digest(tmp_path / "store") == undisturbed


def wait_for_nodes(address, nodes):
    """Until so many are there."""
    from distributed import Client

    with Client(address, set_as_default=False) as asked:
        asked.wait_for_workers(nodes, timeout=120)
