"""Policy studies as trials in the model: what was published on each, and what the same trial shows here.

Nothing is fitted to them. A file of this folder offers ``STUDIES``: name -> (its rows, what runs it).
"""

import csv
import importlib
import math
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import TYPICAL, Finding, Target
from experiments.evidence.trials.effects import of_seed
from experiments.evidence.trials.estimates import Estimate, ratio
from experiments.evidence.trials.trial import Design, Trial, each_seed

FILE, REASONS = (Path(__file__).parent.with_name(name) for name in ("studies.csv", "study_reasons.csv"))
Study = Callable[[Setting], dict[str, Estimate]]


@dataclass(frozen=True)
class Row:
    """One published result: its band, and the trial that measures it; without a lever when the model has none yet."""

    target: Target
    lever: str
    eligible: str
    design: str
    months: str


@cache
def rows() -> dict[str, Row]:
    """Every line of the file of studies by key."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {line["key"]: row_of(line) for line in csv.DictReader(file)}


def row_of(line: dict[str, str]) -> Row:
    """One line; an empty end of a band is open."""
    ends = {"target": math.nan, "low": -math.inf, "high": math.inf}
    numbers: dict[str, Any] = {name: float(line[name]) if line[name] else empty for name, empty in ends.items()}
    texts: dict[str, Any] = {name: line[name] for name in ("key", "what", "unit", "source", "standing", "measured")}
    target = Target(tier=line["key"][0], profile=TYPICAL, **texts, **numbers)
    return Row(target, line["lever"], line["eligible"], line["design"], line["months"])


def found() -> dict[str, Study]:
    """Every study in this folder by name: V1, V2, ..."""
    modules = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    every = {name: study for module in modules for name, study in getattr(module, "STUDIES", {}).items()}
    return dict(sorted(every.items(), key=lambda item: int(item[0][1:])))


def missing() -> pd.DataFrame:
    """Studies whose lever the model does not have yet."""
    lines = [(row.target.key, row.target.what, row.target.measured, row.target.source) for row in rows().values() if not row.lever]
    return pd.DataFrame(lines, columns=["study", "what", "why", "source"])


@cache
def reasons() -> dict[tuple[str, str], str]:
    """Suspected reason of a miss by key and side ('below', 'above')."""
    with REASONS.open(encoding="utf-8", newline="") as file:
        return {(line["key"], line["side"]): line["reason"] for line in csv.DictReader(file)}


def findings(estimates: dict[str, Estimate], notes: dict[str, str] | None = None) -> list[Finding]:
    """Estimates beside their bands; a miss says whether its interval reaches into the band, and the suspected reason."""
    return [with_note(estimate.finding(rows()[key].target), (notes or {}).get(key, "")) for key, estimate in estimates.items()]


def with_note(finding: Finding, note: str) -> Finding:
    """The finding with what is to be said of it."""
    parts = [note] if note else []
    if finding.verdict in ("below", "above"):
        reaches = finding.low <= finding.most and finding.high >= finding.least
        parts += ["the interval reaches into the band"] if reaches else []
        reason = reasons().get((finding.key, finding.verdict))
        parts += [f"suspected: {reason[0].lower()}{reason[1:].rstrip('.')}"] if reason else []
    return replace(finding, note="; ".join(parts))


def simulate_trials(setting: Setting, lever: str, numbers: Mapping[str, float] | None = None, measure: Callable[[Trial], Any] = of_seed,
         **design: Any) -> list[Any]:  # fmt: skip
    """The same trial for every seed of a setting; ``measure(trial)`` of each."""
    where: dict[str, Any] = {
        "city": setting.city,
        "residents": setting.residents,
        "burn_in": setting.burn_in,
        "parameters": setting.parameters,
    }
    return each_seed(Design(lever, numbers or {}, **where, **design), measure, setting.seeds, setting.workers, setting.on_progress)


def by_key(measured: list[dict[str, tuple[float, float]]]) -> dict[str, Estimate]:
    """(top, bottom) of each seed and key as estimates."""
    return {key: ratio(*np.transpose([one[key] for one in measured])) for key in measured[0]}
