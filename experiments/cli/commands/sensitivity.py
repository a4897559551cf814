"""What the assumed numbers decide."""

import argparse

from experiments.cli.commands import brought_by

ABOUT = "which assumed and calibrated numbers decide the outcomes, and whether the order of policies survives others"
EXAMPLE = (
    "learncity sensitivity --dry-run\n  learncity sensitivity\n"
    "  learncity sensitivity numbers=job_search,hiring,enrolment.price policies=guidance,skills_vouchers residents=5000 seeds=8"
)
SETTINGS = """settings: policies (scenarios, or levers with money=EUR a year each), numbers (all, behaviours or paths), trajectories
(of the Morris screening), top and samples (of the Sobol stage), draw, city, residents, seeds, first_seed, months, burn_in, workers,
output, store; shock.CARD.NUMBER=value, parameters.BEHAVIOUR.NUMBER=value (fixed)"""


def options(made: argparse.ArgumentParser) -> None:
    """What may be asked."""
    made.add_argument("words", nargs="*", metavar="SETTING=VALUE", help=SETTINGS)
    made.add_argument("--dry-run", action="store_true", help="show the design and its time; run nothing")
    made.add_argument("--fresh", action="store_true", help="compute again what was answered before")


def run(arguments: argparse.Namespace) -> None:
    """What the assumed numbers decide."""

    with brought_by("sensitivity", "sensitivity"):
        from experiments.evidence.sensitivity import inputs, job
    one = inputs.asked(arguments.words)
    if arguments.dry_run:
        job.only_show(one)
    else:
        job.Sensitivity(one).run(arguments.fresh)
