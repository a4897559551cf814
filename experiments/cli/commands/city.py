"""A population from counts, and how well it fits."""

import argparse

ABOUT = "build a population from a city or a folder of counts and print how well it fits"
EXAMPLE = "learncity city my_city --residents 20000"


def options(made: argparse.ArgumentParser) -> None:
    """What may be asked."""
    made.add_argument("folder", metavar="FOLDER", help="a folder of counts, or the name of an embedded city")
    made.add_argument("--residents", type=int, default=10_000)


def run(arguments: argparse.Namespace) -> None:
    """A population from counts, and how well it fits."""
    from experiments.cli import listing

    listing.fit_of(arguments.folder, arguments.residents)
