"""The room's plan as the report of `learncity run`: the same worlds, tables, figures and page, in the session folder."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from experiments.inputs.comparison import Comparison
from experiments.run import seeds
from experiments.run.job import Run
from experiments.storage import results_folder
from experiments.workshop.saved_plans import slug
from sim.declare import Mistake

MOST = 30
"""Reports kept in one session folder."""


def write(comparison: Comparison, home: Path, on_progress: Callable[[float], None]) -> str:
    """Make the report, or find it again; ``tell`` hears the share that is done. Returns the folder's name."""
    comparison = replace(comparison, scenario=slug(comparison.title))
    folder = results_folder.result_folder(home / "reports", comparison.folder_name)
    if not results_folder.complete(folder):
        check_room(folder)
        make(comparison, folder, on_progress)
    on_progress(1.0)
    return folder.name


def check_room(folder: Path) -> None:
    """A workshop does not fill a disk."""
    if folder.parent.is_dir() and len(list(folder.parent.iterdir())) >= MOST:
        raise Mistake(f"report: {MOST} reports are kept already; move some out of the folder {folder.parent.name}")


def make(comparison: Comparison, folder: Path, on_progress: Callable[[float], None]) -> None:
    """Live what is missing, then tables, figures and page."""
    lived = 0
    months = len(comparison.seeds) * seeds.months_of_a_seed(comparison)

    def hear(gone: int) -> None:
        nonlocal lived
        lived += gone
        on_progress(0.95 * lived / months)

    Run(comparison, str(folder.parent), 1, hear).finish()
