"""Every figure on one page."""

import argparse

from experiments.cli.commands import brought_by

ABOUT = "every figure on one page, from kept results or from small ones computed for it"
EXAMPLE = "learncity gallery\n  learncity gallery outputs/skills_first-helsinki-10000-1a2b3c4d outputs/store/sweeps/budget_mix-1a2"


def options(made: argparse.ArgumentParser) -> None:
    """What may be asked."""
    made.add_argument("folders", nargs="*", metavar="RESULTS", help="folders of finished runs, sweeps, searches; none: small ones")
    made.add_argument("--output", default="outputs", help="where the folder gallery goes (outputs)")
    made.add_argument("--workers", type=int, help="processes for what is computed (one per core)")


def run(arguments: argparse.Namespace) -> None:
    """Every figure on one page."""
    from pathlib import Path

    with brought_by("optimise", "gallery"):
        from experiments.cli import gallery
    gallery.run(arguments.folders, Path(arguments.output), arguments.workers)
