"""From a sweep's stored results to its page: findings, figures, tables; the model is never run."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments import fingerprint
from experiments.disk import write_whole
from experiments.sweep.store import MANIFEST
from sim.declare import Mistake

DECISION = "decision.json"


def is_sweep(folder: Path) -> bool:
    """Whether a sweep keeps its results here."""
    return (folder / MANIFEST).is_file()


def page_of(folder: Path) -> str:
    """Findings and figures into the folder of a finished sweep; its page."""
    from experiments.figures import sweep as pictures
    from experiments.report import sweep as report
    from experiments.sweep import findings

    check_source(folder, json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    found = findings.find(folder.resolve())
    findings.keep(folder, found.tables)
    write_whole(folder / "tables" / DECISION, json.dumps(found.about["decision"], ensure_ascii=False).encode())
    return report.page(found.tables, found.about, pictures.draw_all(found.tables, found.about, folder / "figures"))


def decision(folder: Path) -> list[str]:
    """The decision in words, as it stands on the page."""
    return json.loads((folder / "tables" / DECISION).read_text(encoding="utf-8"))


def check_source(folder: Path, about: Mapping[str, Any]) -> None:
    """Mistake when findings of today would stand beside effects of another source."""
    made = about.get("made_from")
    differ = [room for room, one in fingerprint.source("sweep").items() if made and made["source"].get(room) != one]
    if differ:
        words = "; ".join(fingerprint.WHAT.get(room, room) for room in differ)
        raise Mistake(f"report: {folder} was computed with another source ({words}); the same sweep command computes it again")
