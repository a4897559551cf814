"""The figures of finished results again, from stored tables."""

import argparse

from experiments.cli.commands.report import options

__all__ = ["ABOUT", "EXAMPLE", "options", "run"]

ABOUT = "draw the figures of a finished run or sweep again, without running the model"
EXAMPLE = "learncity figures outputs/skills_first-helsinki-10000-1a2b3c4d"


def run(arguments: argparse.Namespace) -> None:
    """Draw the figures, and the page they are on."""
    from experiments.storage.study import report

    print(f"Wrote {report(arguments.folder).parent / 'figures'}")
