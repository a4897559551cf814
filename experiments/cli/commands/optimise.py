"""Portfolios under a budget."""

import argparse

from experiments.cli.commands import brought_by

ABOUT = "search portfolios under a budget on several aims at once; the front is told again on fresh seeds"
EXAMPLE = (
    "learncity optimise budget=60e6 residents=2000 months=120\n"
    "  learncity optimise search=[guidance,skills_vouchers,second_chance] aims=[unemployment,gini,cost] trials=40 shock.recession.start=24"
)
SETTINGS = """settings: budget (EUR a year), search (levers), aims (unemployment, gini, resilience_loss, cost), trials, batch, look
(seeds of a first look), seeds (of the race), fresh (seeds of the last look), least (share of the budget that is worth a lever); and
those of sweep: scenario, shock, shocks, city, residents, months, burn_in, first_seed, workers, draw, store, output, engine"""


def options(made: argparse.ArgumentParser) -> None:
    """What may be asked."""
    made.add_argument("words", nargs="*", metavar="SETTING=VALUE", help=SETTINGS)
    made.add_argument("--fresh", action="store_true", help="compute again what was answered before")


def run(arguments: argparse.Namespace) -> None:
    """Portfolios under a budget."""
    with brought_by("optimise", "optimise"):
        from experiments.optimise import job
    job.Optimise(arguments.words).run(arguments.fresh)
