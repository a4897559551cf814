"""Features of learning cities, one by one."""

import argparse

ABOUT = "the twelve areas of focus of learning cities: what stands for each, what for none, what a run changed"
EXAMPLE = "learncity profile\n  learncity profile outputs/skills_first-helsinki-10000-1a2b3c4d"


def options(made: argparse.ArgumentParser) -> None:
    """What may be asked."""
    made.add_argument("folder", nargs="?", metavar="RESULTS", help="the folder of a finished run, to see what it changed")
    made.add_argument("--output", default="outputs", help="where the page goes without RESULTS (outputs)")


def run(arguments: argparse.Namespace) -> None:
    """Features of learning cities, one by one."""
    from pathlib import Path

    from experiments.run import profile

    print(f"Wrote {profile.write(Path(arguments.folder) if arguments.folder else None, arguments.output)}")
