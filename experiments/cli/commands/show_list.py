"""What there is."""

import argparse

ABOUT = "list what there is: levers, shocks, indicators, outcomes, scenarios, cities, parameters, assumed, features, regimes, figures"
EXAMPLE = "learncity list levers"
KINDS = ("levers", "shocks", "indicators", "outcomes", "scenarios", "cities", "parameters", "assumed", "features", "regimes", "figures")


def options(made: argparse.ArgumentParser) -> None:
    """What may be asked."""
    made.add_argument("kind", choices=KINDS)


def run(arguments: argparse.Namespace) -> None:
    """What there is."""
    from experiments.cli import listing

    listing.show(arguments.kind)
