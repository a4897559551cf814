"""The page of finished results again, from stored tables."""

import argparse

ABOUT = "write the page of a finished run or sweep again, without running the model"
EXAMPLE = "learncity report outputs/skills_first-helsinki-10000-1a2b3c4d\n  learncity report outputs/store/sweeps/budget_mix-1a2b3c4d"


def options(made: argparse.ArgumentParser) -> None:
    """Which results."""
    made.add_argument("folder", metavar="RESULTS", help="the folder of a finished run, sweep or search")


def answer(asked: argparse.Namespace) -> None:
    """Write the page, and the figures on it."""
    print(f"Wrote {redone(asked.folder) / 'report.html'}")


def redone(name: str):
    """Draw and write these results again; their folder."""
    from pathlib import Path

    folder = Path(name)
    kept_by(folder).redo(folder)
    return folder


def kept_by(folder):
    """What can draw these results again: of a run, a sweep or a search."""
    from experiments import job
    from experiments.sweep import telling

    if (folder / "optimise.json").is_file():
        from experiments.optimise import job as search

        return search
    return telling if telling.is_sweep(folder) else job
