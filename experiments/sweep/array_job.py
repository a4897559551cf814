"""What the command line does about a Slurm array: write it, and be one of its tasks."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.console.printing import say, wide
from experiments.execution import pool
from experiments.execution.compile_rules import compile_rules
from experiments.storage.disk import make_ready, or_cannot_store
from experiments.sweep import array, cost_estimate, job, terminal


def write_array(settings: Mapping[str, Any], tasks: int, only_shown: bool) -> None:
    """Shares of what is missing and the batch script that has them simulated; ``only_shown``: the script alone, on the screen."""
    array.check_tasks(tasks)
    sweep, engine = job.Sweep(settings), pool.checked(settings["engine"])
    array.check_engine(engine)
    if not only_shown:
        make_ready(sweep.folder)
        array.collect(sweep.folder, sweep.home)
        compile_rules()
    missing = job.not_there(sweep.plan, sweep.home) if only_shown else job.what_is_missing(sweep.plan, sweep.home)[1]
    if not missing:
        return say("Nothing to compute: every run is in the store. The same command without --array gives the answer.")
    array.check_tasks(tasks, len(missing))
    terminal.design(sweep.plan, missing, cost_estimate.pace(sweep.plan), tasks * engine["cores"], sweep.home)
    folder = array.folder_of(sweep.folder, missing, tasks)
    if only_shown:
        return wide().print(array.script(folder, sweep.plan.name, tasks, engine), highlight=False, markup=False)
    with or_cannot_store(folder):
        script = array.write(folder, sweep.plan, missing, tasks, engine)
    say(f"Give this to Slurm:\n  sbatch {script}\nWhen it has ended, the same command without --array and engine collects its runs "
        "and gives the answer; --array again shares out what is missing.")  # fmt: skip


def live_share(folder: Path) -> int:
    """One task of an array, as its script asks; 1 when runs of it failed."""
    number = array.number_in(folder)
    share = array.read(folder, number)
    compile_rules()
    with pool.engine({"name": "local"}, share.workers, job.PRELOADED) as engine:
        outcome = array.live(share, array.store_of(folder, number), engine)
    terminal.how_it_went(outcome)
    for run, error in outcome.failed.items():
        say(f"Run {run} failed: {error.strip().splitlines()[-1]}")
    return 1 if outcome.failed else 0
