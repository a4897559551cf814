"""Where do saved plans go? Into the session folder, one YAML each, whole or not at all, never over somebody else's."""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from experiments.storage import results_folder
from experiments.workshop.plan import PlanInputs, from_yaml, question_of, to_yaml
from sim.declare import Mistake, known_or_mistake
from sim.text_files import text_of

MOST = 500
"""Plans kept in one folder."""


def slug(title: str) -> str:
    """'Jobs for Itäkeskus!' -> 'jobs_for_itakeskus': a file name that cannot leave its folder."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60] or "plan"


class Kept:
    """The saved plans of a workshop's folder."""

    def __init__(self, folder: Path, setting: PlanInputs) -> None:
        self.folder, self.setting = folder / "plans", setting

    def names(self) -> list[str]:
        """What is saved, by name."""
        return sorted(file.stem for file in self.folder.glob("*.yaml"))

    def save(self, plan: Mapping[str, Any]) -> str:
        """Keep a plan under its title; a different plan of the same title gets a number behind its name."""
        question_of(plan, self.setting)
        text, known = to_yaml(plan, self.setting), self.names()
        name = free_name(slug(str(plan.get("title") or "plan")), lambda name: self._is(name, text))
        if name not in known and len(known) >= MOST:
            raise Mistake(f"save: {MOST} plans are kept already; move some out of {self.folder.name}")
        results_folder.write_whole(self.folder / f"{name}.yaml", text.encode())
        return name

    def _is(self, name: str, text: str) -> bool:
        """Whether this name is free, or holds the same plan already."""
        file = self.folder / f"{name}.yaml"
        return not file.exists() or file.read_text(encoding="utf-8") == text

    def open(self, name: Any) -> dict[str, Any]:
        """A saved plan by name."""
        known_or_mistake(name, self.names(), "saved plan", "open")
        return from_yaml(text_of(self.folder / f"{name}.yaml"), f"{name}.yaml", self.setting)


def free_name(name: str, free: Any) -> str:
    """The name, or the first numbered one that is free."""
    tried = [name, *(f"{name}_{number}" for number in range(2, MOST + 2))]
    return next(one for one in tried if free(one))
