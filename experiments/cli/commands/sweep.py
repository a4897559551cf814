"""Many runs, each computed once."""

import argparse

from experiments.cli.commands import FINE

ABOUT = "run a design of portfolios, shocks, cities and seeds, keep every run, and compare with the same luck"
EXAMPLE = (
    "learncity sweep sweep=budget_mix --dry-run\n"
    "  learncity sweep residents=2000 levers.guidance.budget=1e6,5e6 seeds=8\n"
    "  learncity sweep sweep=my_sweep.yaml engine=dask engine.address=tcp://host:8786"
)
SETTINGS = """settings (Hydra): all of run, where several values (1e6,5e6 or range(0,5) or interval(0,1)) vary; sweep (a name or a YAML),
design (grid, list, one_at_a_time, latin_hypercube, sobol, saltelli), scenarios, shocks, baseline, samples, levels, keep, store,
engine (local, dask, slurm) with engine.NAME=value"""


PRELOADED = ("experiments.sweep.preload",)


def options(made: argparse.ArgumentParser) -> None:
    """What may be asked."""
    made.add_argument("words", nargs="*", metavar="SETTING=VALUE", help=SETTINGS)
    made.add_argument("--dry-run", action="store_true", help="show the design, its time and its disk; run nothing")


def run(arguments: argparse.Namespace) -> int:
    """Many runs, each computed once."""
    from experiments.execution import processes

    if not arguments.dry_run:
        processes.begin_early(arguments.words, PRELOADED)
    from experiments.sweep import job
    from experiments.sweep.inputs import compose

    if arguments.dry_run:
        job.only_show(compose(arguments.words))
        return FINE
    return job.from_command(compose(arguments.words))
