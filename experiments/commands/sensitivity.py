"""What the assumed numbers decide."""

import argparse

from experiments.commands import brought_by

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
    made.add_argument("--redraw", metavar="RESULTS", help="figures, page and tables of a finished study, without running the model")


def answer(asked: argparse.Namespace) -> None:
    """What the assumed numbers decide."""
    from pathlib import Path

    with brought_by("sensitivity", "sensitivity"):
        from experiments.evidence.sensitivity import asked as asking
        from experiments.evidence.sensitivity import job
    if asked.redraw:
        job.again(Path(asked.redraw))
        return
    (job.only_show if asked.dry_run else job.answer)(asking.asked(asked.words))
