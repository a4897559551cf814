"""The room's plan as the report of `learncity run`: the same worlds, tables, figures and page, in the session folder."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from experiments import places, run, store
from experiments.job import Run
from experiments.question import Question
from experiments.workshop.keeping import slug
from sim.declare import Mistake

MOST = 30
"""Reports kept in one session folder."""


def write(question: Question, home: Path, tell: Callable[[float], None]) -> str:
    """Make the report, or find it again; ``tell`` hears the share that is done. Returns the folder's name."""
    question = replace(question, scenario=slug(question.title))
    folder = places.result_folder(home / "reports", question.folder_name)
    if not store.complete(folder):
        check_room(folder)
        make(question, folder, tell)
    tell(1.0)
    return folder.name


def check_room(folder: Path) -> None:
    """A workshop does not fill a disk."""
    if folder.parent.is_dir() and len(list(folder.parent.iterdir())) >= MOST:
        raise Mistake(f"report: {MOST} reports are kept already; move some out of the folder {folder.parent.name}")


def make(question: Question, folder: Path, tell: Callable[[float], None]) -> None:
    """Live what is missing, then tables, figures and page."""
    lived = 0
    months = len(question.seeds) * run.months_of_a_seed(question)

    def hear(gone: int) -> None:
        nonlocal lived
        lived += gone
        tell(0.95 * lived / months)

    Run(question, str(folder.parent), 1, hear).finish()
