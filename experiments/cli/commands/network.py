"""Many cities that learn from each other."""

import argparse

ABOUT = "many cities, each a model of its own, that learn from each other: what spreads, what membership is worth"
EXAMPLE = "learncity network network=small\n  learncity network cities=356 kinds=[regional,hub] engine=dask"
SETTINGS = """settings (Hydra): network (a file of configs/network), cities, residents, years, kinds ([regional,thematic,random,hub]),
signal (before_after, paired), exchange, degree, regions, alone_in, seed, burn_in, city, workers, output, engine;
rules.NUMBER=value, context.NUMBER=value, shock.CARD.NUMBER=value, practices.NAME.levers.CARD.NUMBER=value, practices.NAME=null"""


def options(made: argparse.ArgumentParser) -> None:
    """What may be asked."""
    made.add_argument("words", nargs="*", metavar="SETTING=VALUE", help=SETTINGS)
    made.add_argument("--fresh", action="store_true", help="compute again what was answered before")


def run(arguments: argparse.Namespace) -> None:
    """Many cities that learn from each other."""
    from experiments.network import job
    from experiments.network.inputs import compose

    job.NetworkStudy(compose(arguments.words), arguments.words).run(arguments.fresh)
