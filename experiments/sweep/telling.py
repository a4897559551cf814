"""From a sweep's stored results to its page: findings, figures, tables; the model is never run."""

from pathlib import Path

from experiments.store import write_whole
from experiments.sweep.store import MANIFEST


def is_sweep(folder: Path) -> bool:
    """Whether a sweep keeps its results here."""
    return (folder / MANIFEST).is_file()


def redo(folder: Path) -> list[str]:
    """Tables, figures and page of a finished sweep; the decision in words."""
    from experiments.figures import sweep as pictures
    from experiments.report import sweep as report
    from experiments.sweep import findings

    found = findings.find(folder.resolve())
    findings.keep(folder, found.tables)
    drawn = pictures.draw_all(found.tables, found.about, folder / "figures")
    write_whole(folder / "report.html", report.page(found.tables, found.about, drawn).encode())
    return found.about["decision"]


def answer(folder: Path) -> None:
    """The page, and the decision in the terminal."""
    from experiments.sweep import show

    show.decision(redo(folder), folder / "report.html")
