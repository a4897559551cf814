"""Each friction with and without."""

import argparse

ABOUT = "what stands between an investment and its effect: each friction with and without"
EXAMPLE = "learncity frictions\n  learncity frictions friction=lock-in,queue residents=5000 seeds=8"
SETTINGS = "settings: friction (all), city, residents, seeds, first_seed, burn_in, workers, output, parameters.BEHAVIOUR.NUMBER=value"


def options(made: argparse.ArgumentParser) -> None:
    """What may be asked."""
    made.add_argument("words", nargs="*", metavar="SETTING=VALUE", help=SETTINGS)
    made.add_argument("--fresh", action="store_true", help="compute again what was answered before")


def run(arguments: argparse.Namespace) -> None:
    """Each friction with and without."""
    from experiments.evidence.frictions import job

    job.Frictions(*job.asked(arguments.words)).run(arguments.fresh)
