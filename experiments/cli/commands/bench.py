"""Speed and memory as ratios; the benchmark reads its own options."""

import argparse

from experiments.cli.commands import FINE, MISTAKEN

ABOUT = "measure speed and memory against what a user would pick instead"
EXAMPLE = "learncity bench"


def options(made: argparse.ArgumentParser) -> None:
    """Nothing that argparse reads."""


def run(arguments: argparse.Namespace) -> int:
    """Speed and memory as ratios; the benchmark reads its own options."""
    from experiments.bench import main as measure

    try:
        return measure(arguments.rest)
    except SystemExit as leaving:
        return FINE if leaving.code in (None, 0) else MISTAKEN
