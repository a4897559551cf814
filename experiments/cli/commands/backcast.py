"""An observed course imposed on a city."""

import argparse

ABOUT = "let a city live through an observed course of demand or vacancies: what comes by group"
EXAMPLE = (
    "learncity backcast path=vacancies.csv imposes=vacancies start=2015-01 months=60\n"
    "  learncity backcast path=demand.csv start=2022-01 observed=unemployment_by_group.csv residents=20000"
)
SETTINGS = """settings: path (CSV with month,value; the first month chosen counts as 1), imposes (demand, vacancies), start (2015-01),
months, observed (CSV with year,dimension,group,outcome,value: drawn beside), city, residents, seeds, first_seed, burn_in, workers,
output, parameters.BEHAVIOUR.NUMBER=value"""


def options(made: argparse.ArgumentParser) -> None:
    """What may be asked."""
    made.add_argument("words", nargs="*", metavar="SETTING=VALUE", help=SETTINGS)
    made.add_argument("--fresh", action="store_true", help="compute again what was answered before")


def run(arguments: argparse.Namespace) -> None:
    """Impose it, show what came."""
    from experiments.evidence.backcast import inputs, job

    job.Backcast(*inputs.asked(arguments.words)).run(arguments.fresh)
