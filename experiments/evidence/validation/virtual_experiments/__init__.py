"""Virtual experiments, one file for each question; each offers ``EXPERIMENTS``: what it is called -> what runs it.

An experiment takes a Setting and returns Findings, one for each of its lines in targets.csv or of its own. A new file
in this folder is found without being named anywhere; the first word of an experiment's name is the row that it answers.
"""

import importlib
import pkgutil
import re
from collections.abc import Callable

from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding

Experiment = Callable[[Setting], list[Finding]]


def found() -> dict[str, Experiment]:
    """Every experiment in this folder by name, E2 before E10."""
    modules = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    every = {name: run for module in modules for name, run in getattr(module, "EXPERIMENTS", {}).items()}
    return dict(sorted(every.items(), key=lambda item: in_order(item[0])))


def in_order(key: str) -> list[tuple[int, str]]:
    """Numbers within a name count as numbers: 'E2' < 'E10', 'row 2 low' < 'row 10'."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", key) if part]
