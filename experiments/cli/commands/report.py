"""The page of finished results again, from stored tables."""

import argparse

ABOUT = "draw figures and page of finished results of any kind again and show them, without running the model"
EXAMPLE = "learncity report outputs/skills_first-helsinki-10000-1a2b3c4d\n  learncity report outputs/store/sweeps/budget_mix-1a2b3c4d"


def options(made: argparse.ArgumentParser) -> None:
    """Which results."""
    made.add_argument("folder", metavar="RESULTS", help="the folder of finished results: of a run, a sweep, a validation, a trial, ...")


def run(arguments: argparse.Namespace) -> None:
    """Figures, page, and the answer in the terminal."""
    from experiments.storage.study import report

    print(f"Wrote {report(arguments.folder)}")
