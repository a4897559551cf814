"""A sweep as a Slurm array: its batch script is run here, task by task, and finds to the bit what an ordinary sweep finds."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from experiments import cli
from experiments.storage import parts, run_index
from experiments.sweep import array, scheduler
from experiments.sweep.cost_estimate import ASSUMED
from experiments.sweep.results import open_store
from sim.declare import Mistake
from tests.sweep.conftest import unlucky_in
from tests.sweep.sums import digest

SIZE = ["residents=200", "months=4", "burn_in=1", "seeds=6", "shocks=[none]"]
ONE_CORE = ["engine=slurm", "engine.cores=1"]


def words_of(folder, waits=0.0):
    return [unlucky_in(folder)(waits=waits, seed=999), *SIZE, "levers.unlucky.budget=1,2", f"output={folder}"]


def written(folder, tasks, waits=0.0):
    """The batch script of an array in this folder."""
    assert cli.main(["sweep", *words_of(folder, waits), *ONE_CORE, "--array", str(tasks)]) == 0
    return max((folder / "store").glob(f"sweeps/*/array/*/{array.SCRIPT}"), key=lambda file: file.stat().st_mtime)


def begun(script, number, **how):
    """A task as Slurm begins it."""
    env = {**os.environ, "PYTHONPATH": os.getcwd(), array.NUMBER: str(number)}
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    return subprocess.Popen(["bash", str(script)], env=env, cwd=script.parent, start_new_session=True, **quiet)


def ended(task):
    said, _ = task.communicate(timeout=240)
    return task.returncode, said


def runs_in(share):
    return sum(len(part.runs) for part in run_index.Index(share).refresh().current().values())


def collected(folder):
    """The manifest of the sweep's own command after the array."""
    assert cli.main(["sweep", *words_of(folder), "workers=1"]) == 0
    store = open_store(folder / "store")
    return store.manifest(store.names()[0])


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory):
    """Digest and effects of the same sweep without an array."""
    folder = tmp_path_factory.mktemp("ordinary")
    assert cli.main(["sweep", *words_of(folder), "workers=1"]) == 0
    store = open_store(folder / "store")
    return digest(folder / "store"), store.effects(store.names()[0])


@pytest.mark.slow
def test_an_array_finds_to_the_bit_what_a_sweep_finds(ordinary, tmp_path):
    script = written(tmp_path, 3)
    for number in range(3):
        code, said = ended(begun(script, number))
        assert code == 0 and "6 runs in" in said, said
    code, said = ended(begun(script, 1))
    assert code == 0 and "Nothing to compute" in said, "a task that is begun again does nothing twice"
    assert collected(tmp_path)["last_start"]["computed"] == 0
    found, effects = ordinary
    store = open_store(tmp_path / "store")
    assert digest(tmp_path / "store") == found and store.effects(store.names()[0]).equals(effects)
    code, said = ended(begun(script, 1))
    assert code == 0 and "Nothing to compute" in said, "also after its runs were collected"


@pytest.mark.slow
def test_a_task_that_is_killed_goes_on_where_it_was(ordinary, tmp_path, monkeypatch):
    words = words_of(tmp_path, waits=0.3)
    assert cli.main(["sweep", *words, *ONE_CORE, "--array", "2"]) == 0
    (script,) = (tmp_path / "store").glob(f"sweeps/*/array/*/{array.SCRIPT}")
    share = array.store_of(script.parent, 0)
    task, until = begun(script, 0), time.monotonic() + 200
    while not (share / parts.PARTS).is_dir() or not parts.names(share):
        assert time.monotonic() < until and task.poll() is None
        time.sleep(0.05)
    os.killpg(task.pid, signal.SIGKILL)
    task.communicate()
    kept = runs_in(share)
    assert 0 < kept < 9
    code, said = ended(begun(script, 0))
    assert code == 0 and f"{9 - kept} runs in" in said, said
    assert runs_in(share) == 9
    assert cli.main(["sweep", *words, "workers=1"]) == 0  # the other task never began: its runs are computed now
    store = open_store(tmp_path / "store")
    assert store.manifest(store.names()[0])["last_start"]["computed"] == 9 and len(store.runs) == 18


def test_shares_are_the_same_each_time_about_equally_dear_and_have_every_run_once(planned):
    plan = planned("levers.guidance.budget=1e6,2e6,3e6,4e6", "seeds=5", "burn_in=60", "months=12")
    groups = scheduler.grouped(plan, set(plan.cells.run))
    for tasks in (1, 3, 7, 40):
        found = array.shares(groups, tasks)
        assert found == array.shares(groups, tasks) and len(found) == tasks
        assert sorted(run for share in found for one in share for run, _ in one.runs) == sorted(set(plan.cells.run))
        spent = [sum(scheduler.seconds_of(one, ASSUMED) for one in share) for share in found]
        dearest = max(scheduler.seconds_of(array.Group(one.seed, one.runs[:1]), ASSUMED) for one in groups)
        assert min(spent) > 0 and max(spent) <= sum(spent) / tasks + max(dearest, sum(spent) / tasks)


def test_a_share_is_read_as_it_was_written(planned, tmp_path):
    plan = planned("levers.guidance.budget=1e6,2e6", "seeds=3")
    (groups,) = array.shares(scheduler.grouped(plan, set(plan.cells.run)), 1)
    array.file_of(tmp_path, 0).write_bytes(array.Share(groups, plan.keep, 1).content)
    assert array.read(tmp_path, 0) == array.Share(groups, plan.keep, 1)
    said = json.loads(array.file_of(tmp_path, 0).read_text())
    array.file_of(tmp_path, 0).write_text(json.dumps({**said, "code": "another"}))
    with pytest.raises(Mistake, match="another version"):
        array.read(tmp_path, 0)
    said["specs"][0]["months"] += 1
    array.file_of(tmp_path, 0).write_text(json.dumps(said))
    with pytest.raises(Mistake, match="have changed since"):
        array.read(tmp_path, 0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--array", "0"], "--array must be a whole number in 1..10000"),
        (["--array", "50"], "50 tasks are more than the 12 runs that are missing; at most --array 12"),
        (["--array", "2", "engine=dask"], "--array: is for engine=slurm, not dask"),
        (["--array", "2", "engine=slurm", "engine.cores=0"], "engine.cores must be"),
    ],
)
def test_an_array_that_cannot_be_is_told(words, said, tmp_path, capsys):
    assert cli.main(["sweep", *words_of(tmp_path), "seeds=4", *words]) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.rglob(array.SCRIPT))


@pytest.mark.parametrize("number", ["2", "-1", "x", ""])
def test_a_task_that_is_none_of_the_array_is_told(number, tmp_path, monkeypatch, capsys):
    script = written(tmp_path, 2)
    monkeypatch.setenv(array.NUMBER, number)
    assert cli.main(["sweep", "--share", str(script.parent)]) == 2
    assert f"{array.NUMBER}: must be the number of a task in 0..1, not '{number}'" in capsys.readouterr().err
    assert cli.main(["sweep", "--share", str(tmp_path)]) == 2
    assert "holds no array of a sweep" in capsys.readouterr().err


def test_the_script_says_what_slurm_needs_and_a_dry_run_writes_nothing(tmp_path, capsys):
    words = ["engine=slurm", "engine.queue=short", "engine.account=city", "engine.cores=4", "engine.prologue=[module load python]",
             "engine.directives=['--constraint=cpu']", "--array", "5", "--dry-run"]  # fmt: skip
    assert cli.main(["sweep", *words_of(tmp_path), *words]) == 0
    said = capsys.readouterr().out
    for line in ("--array=0-4", "--partition=short", "--account=city", "--cpus-per-task=4", "--mem=16G", "--time=02:00:00",
                 "--constraint=cpu", "module load python", f"exec {sys.executable} -m experiments sweep --share"):  # fmt: skip
        assert line in said, said
    assert not (tmp_path / "store").exists()
