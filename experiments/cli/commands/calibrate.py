"""Numbers with which the city is like published ones."""

import argparse

from experiments.cli.commands import brought_by

ABOUT = "find numbers nobody has published with which the city is like published ones: a point or an ensemble"
EXAMPLE = "learncity calibrate --point\n  learncity calibrate --profile high_turnover --evaluations 2000 residents=5000"


def options(made: argparse.ArgumentParser) -> None:
    """What may be asked."""
    settings = "residents, seeds, first_seed, months, burn_in, workers, city, output, parameters.BEHAVIOUR.NUMBER=value"
    made.add_argument("words", nargs="*", metavar="SETTING=VALUE", help=f"settings: {settings}")
    made.add_argument("--point", action="store_true", help="only look for better numbers near those in force: minutes")
    made.add_argument("--count", action="store_true", help="with --point: as many rows in range as can be, not the least distance")
    made.add_argument("--profile", default="typical", help="the labour market to be like: typical, low_turnover, high_turnover")
    made.add_argument("--rows", default="fast", help="rows of tier A to fit: fast (one run), all (careers and prices too), or '1,16,2 low'")
    made.add_argument("--evaluations", type=int, metavar="N", help="sets of numbers to try (200 for a point, 1000 for an ensemble)")
    made.add_argument("--free", metavar="FILE", help="which numbers may move, instead of the shipped free_parameters.csv")
    made.add_argument("--ship", action="store_true", help="put the ensemble where `learncity run parameters=ensemble` finds it")
    made.add_argument("--fresh", action="store_true", help="compute again what was answered before")


def run(arguments: argparse.Namespace) -> None:
    """Numbers with which the city is like published ones."""
    from pathlib import Path

    with brought_by("calibration", "calibrate"):
        from experiments.evidence.calibration import job
    more = {"free": Path(arguments.free)} if arguments.free else {}
    how = job.Options(
        arguments.point, arguments.profile, arguments.rows, arguments.evaluations, ship=arguments.ship, count=arguments.count, **more
    )
    job.answer(arguments.words, how, arguments.fresh)
