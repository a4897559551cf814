"""Several shocks, weighed by how often they strike."""

import argparse

ABOUT = "weigh finished runs under different shocks by how often each strikes: the loss to expect in a year"
EXAMPLE = "learncity portfolio outputs/recession_run outputs/pandemic_run recession=0.1 pandemic=0.02"
SETTINGS = "folders of finished runs of one policy, each under another shock; and how often a year each shock strikes"


def options(made: argparse.ArgumentParser) -> None:
    """What may be asked."""
    made.add_argument("words", nargs="+", metavar="RESULTS|SHOCK=FREQUENCY", help=SETTINGS)
    made.add_argument("--output", default="outputs", help="where the folder with table and figure goes (outputs)")


def run(arguments: argparse.Namespace) -> None:
    """Several shocks, weighed by how often they strike."""
    from pathlib import Path

    from experiments.run import portfolio

    portfolio.answer(arguments.words, Path(arguments.output))
