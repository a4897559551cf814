"""Where a sweep runs changes where it runs, and nothing else."""

import os
import subprocess
import sys
import textwrap

import pytest

from experiments.execution import pool
from tests.sweep.sums import digest

BUDGET = "levers.guidance.budget=1e6,5e6"


@pytest.fixture
def alone(swept, tmp_path):
    """The digest of a sweep that ran in this process."""
    swept(BUDGET, f"store={tmp_path / 'alone'}")
    return digest(tmp_path / "alone")


def test_two_processes_find_to_the_bit_what_one_finds(swept, tmp_path, alone):
    done = swept(BUDGET, "workers=2")
    assert done.outcome.workers == 2 and done.outcome.computed == 12
    assert digest(tmp_path / "store") == alone


@pytest.mark.slow
def test_so_does_dask(swept, tmp_path, alone):
    pytest.importorskip("distributed")
    assert swept(BUDGET, "engine=dask", "workers=2").outcome.computed == 12
    assert digest(tmp_path / "store") == alone


@pytest.mark.slow
def test_workers_that_come_and_go_find_the_same(swept, unlucky, tmp_path, monkeypatch):
    distributed = pytest.importorskip("distributed")
    seen, words = [], [unlucky(waits=0.2, seed=999), "seeds=2", "shocks=[none]", "levers.unlucky.budget=1,2"]
    swept(*words, f"store={tmp_path / 'alone'}")

    real = distributed.Adaptive.scale_up

    async def scale_up(adaptive, n):
        seen.append(n)
        await real(adaptive, n)

    monkeypatch.setattr(distributed.Adaptive, "scale_up", scale_up)
    done = swept(*words, "engine=dask", "workers=2", "engine.least=0")
    assert done.outcome.computed == 6 and set(seen) <= {1, 2} and seen
    assert digest(tmp_path / "store") == digest(tmp_path / "alone")


@pytest.mark.parametrize(("words", "said"), [
    (["workers=2", "engine.least=3"], "engine.least must be a whole number in 0..2"),
    (["engine.address=tcp://127.0.0.1:9", "engine.least=1"], "leave out one of them"),
])  # fmt: skip
def test_workers_that_cannot_come_and_go_are_told(asks, words, said):
    pytest.importorskip("distributed")
    from sim.declare import Mistake

    settings = asks("engine=dask", *words)
    with pytest.raises(Mistake, match=said):
        pool.engine(settings["engine"], settings["workers"])


def test_batch_jobs_come_and_go_with_the_work():
    pytest.importorskip("dask_jobqueue")
    from experiments.sweep import inputs

    made = pool.engine(inputs.compose(["engine=slurm", "engine.jobs=5", "engine.least=0", "engine.cores=2"])["engine"], None)
    with made.own_cluster() as cluster:
        asked = cluster._adaptive
        assert (asked.minimum, asked.maximum) == (0, 10)


def test_workers_compute_with_one_thread_each_and_leave_this_process_as_it_is():
    from experiments.execution.engines.local import Processes

    before = {name: os.environ.get(name) for name in ("OMP_NUM_THREADS", "NUMBA_NUM_THREADS")}
    with Processes(2) as asked:
        one = asked._another()
        assert one.executor.submit(os.getenv, "OMP_NUM_THREADS").result() == "1"
        asked.idle.append(one)
    assert before == {name: os.environ.get(name) for name in before}


@pytest.mark.slow
def test_a_script_without_a_main_guard_can_sweep(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent("""
        import sys
        from experiments import sweep
        found = sweep(residents=200, months=2, burn_in=1, seeds=2, workers=2, shocks=["none"], output=sys.argv[1])
        print(len(found), found.attrs["failed"])
        """)
    )
    said = subprocess.run([sys.executable, script, tmp_path], capture_output=True, text=True, cwd=os.getcwd(), env=paths())
    assert said.stdout.split() == ["4", "0"], said.stderr


def paths():
    return {**os.environ, "PYTHONPATH": os.getcwd()}


def test_workers_that_cannot_begin_are_told(monkeypatch, swept):
    from experiments.execution.engines import local

    monkeypatch.setattr(local, "begin_worker", sys.exit)
    with pytest.raises(RuntimeError, match="end before they begin"):
        swept("workers=2")


def test_a_node_with_another_model_is_refused():
    from experiments.sweep.task import Task, do
    from sim.declare import Mistake

    with pytest.raises(Mistake, match="another version"):
        do(Task("store", (), "another", ()))


def test_slurm_would_get_this_job():
    pytest.importorskip("dask_jobqueue")
    from experiments.sweep import inputs

    words = ["engine=slurm", "engine.queue=short", "engine.account=city", "engine.cores=4", "engine.prologue=[module load python]",
             "engine.directives=['--constraint=cpu']"]  # fmt: skip
    made = pool.engine(inputs.compose(words)["engine"], None)
    assert made.workers == 16
    script = made.script()
    for line in (
        "-p short",
        "-A city",
        "--cpus-per-task=4",
        "-t 02:00:00",
        "--constraint=cpu",
        "module load python",
        "--nworkers 4",
        "--nthreads 1",
    ):
        assert line in script, script


def test_a_sweep_on_slurm_is_shown_with_its_job(asks, capsys):
    pytest.importorskip("dask_jobqueue")
    from experiments.sweep import job

    job.only_show(asks("engine=slurm"))
    assert "#SBATCH" in capsys.readouterr().out


def test_no_scheduler_is_a_clear_word(swept, monkeypatch):
    dask = pytest.importorskip("experiments.execution.engines.dask")
    from sim.declare import Mistake

    monkeypatch.setattr(dask, "SECONDS", 1)
    with pytest.raises(Mistake, match="no scheduler answers"):
        swept("engine=dask", "engine.address=tcp://127.0.0.1:9")
