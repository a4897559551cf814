"""What a name means."""

import argparse

ABOUT = "explain a lever, shock, indicator, outcome, scenario, behaviour, city, parameter or regime"
EXAMPLE = "learncity explain skills_vouchers\n  learncity explain job_search.distance"


def options(made: argparse.ArgumentParser) -> None:
    """What may be asked."""
    made.add_argument("name", metavar="NAME")


def run(arguments: argparse.Namespace) -> None:
    """What a name means."""
    from experiments.cli import listing

    listing.explain(arguments.name)
