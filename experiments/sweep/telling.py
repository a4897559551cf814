"""From a sweep's stored results to its page: findings, figures, tables; the model is never run."""

import json
from pathlib import Path

from experiments.disk import write_whole
from experiments.sweep.store import MANIFEST

DECISION = "decision.json"


def is_sweep(folder: Path) -> bool:
    """Whether a sweep keeps its results here."""
    return (folder / MANIFEST).is_file()


def page_of(folder: Path) -> str:
    """Findings and figures into the folder of a finished sweep; its page."""
    from experiments.figures import sweep as pictures
    from experiments.report import sweep as report
    from experiments.sweep import findings

    found = findings.find(folder.resolve())
    findings.keep(folder, found.tables)
    write_whole(folder / "tables" / DECISION, json.dumps(found.about["decision"], ensure_ascii=False).encode())
    return report.page(found.tables, found.about, pictures.draw_all(found.tables, found.about, folder / "figures"))


def decision(folder: Path) -> list[str]:
    """The decision in words, as it stands on the page."""
    return json.loads((folder / "tables" / DECISION).read_text(encoding="utf-8"))
