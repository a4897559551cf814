"""Sets of numbers that the evidence does not rule out, kept as a plain file; seeds are spread over them."""

import csv
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from experiments.inputs.fingerprint import model_source
from sim.city import make_behaviours
from sim.declare import Mistake, known_or_mistake, shown
from sim.plain_json import read_json
from sim.text_files import text_of
from sim.written_numbers import number_of

FOLDER = Path(__file__).with_name("ensembles")
USUAL = "typical"
GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass(frozen=True)
class Ensemble:
    """Sets of numbers with weights that add up to one, and who found them, with what."""

    name: str
    sets: tuple[dict[str, float], ...]
    weights: tuple[float, ...]
    provenance: dict[str, Any]

    def place_for(self, seed: int) -> int:
        """The place of the set that a seed lives with: any run of seeds covers the sets evenly, whoever else is there."""
        at, passed = (seed * GOLDEN) % 1.0, 0.0
        for place, weight in enumerate(self.weights):
            passed += weight
            if at < passed:
                return place
        return len(self.weights) - 1

    def spread_over(self, seeds: Sequence[int]) -> dict[str, Any]:
        """What a question keeps of it: which set each seed lives with, and where the sets come from."""
        places = [self.place_for(seed) for seed in seeds]
        about = {name: self.provenance.get(name) for name in ("made_at", "git_commit", "model_source")}
        sets = [{"seed": seed, "set": place + 1, "parameters": self.sets[place]} for seed, place in zip(seeds, places, strict=True)]
        fits = self.provenance.get("model_source") == model_source()
        return {"name": self.name, "of": len(self.sets), **about, "made_with_this_model": fits, "sets": sets}


def shipped() -> list[str]:
    """Names of the shipped ensembles."""
    return sorted(file.stem for file in FOLDER.glob("*.csv"))


def load(name: str) -> Ensemble:
    """A shipped ensemble by name, or one by the path of its file; Mistake when it does not fit the model."""
    if not isinstance(name, str) or not name:
        raise Mistake(f"parameters: ensemble must be a name or a file, not {shown(name)}")
    file = FOLDER / f"{name}.csv" if name in shipped() else Path(name).expanduser()
    if not file.is_file():
        known_or_mistake(name, shipped(), "ensemble", "parameters")
    return read(file.resolve(), file.stat().st_mtime_ns)


@cache
def read(file: Path, changed: int) -> Ensemble:
    """The sets of a file, checked against the catalogue."""
    try:
        head, *rows = [row for row in csv.reader(text_of(file).splitlines()) if row] or [[]]
    except csv.Error as error:
        raise Mistake(f"{file.name}: is not a CSV file: {error}") from None
    check_head(head, file)
    lines = [({name: row[name] for name in head if "." in name}, row["weight"]) for row in numbers_in(head, rows, file)]
    sets = tuple(one for one, _ in lines)
    total = sum(weight for _, weight in lines)
    if not lines or not total > 0 or min(weight for _, weight in lines) < 0:
        raise Mistake(f"{file.name}: weights must be 0 or more, and add up to more than 0")
    for one in sets:
        check(one, file.name)
    about = file.with_suffix(".json")
    return Ensemble(file.stem, sets, tuple(weight / total for _, weight in lines), read_json(about) if about.is_file() else {})


def check_head(head: Sequence[str], file: Path) -> None:
    """Mistake when a column is missing, unknown or there twice."""
    if "weight" not in head or not any("." in name for name in head):
        raise Mistake(f"{file.name}: it needs a column 'weight' and a column for each number, such as job_search.sent")
    for name in head:
        if "." not in name:
            known_or_mistake(name, ("set", "weight"), "column", file.name)
        if head.count(name) > 1:
            raise Mistake(f"{file.name}: column {shown(name)} is there twice")


def numbers_in(head: Sequence[str], rows: Sequence[Sequence[str]], file: Path) -> list[dict[str, float]]:
    """The lines of the file; Mistake for a cell that is no number."""
    found = []
    for n, row in enumerate(rows, 2):
        if len(row) != len(head):
            raise Mistake(f"{file.name} line {n}: has {len(row)} cells, needs {len(head)}")
        cells = zip(head, row, strict=True)
        found.append({name: number_of(cell, ".", where=f"{file.name} line {n}: {name} must be a number") for name, cell in cells})
    return found


def check(parameters: Mapping[str, float], where: str) -> None:
    """Mistake when the model has no such number, or it is out of range."""
    try:
        make_behaviours(dict(parameters))
    except Mistake as mistake:
        raise Mistake(f"{where}: {mistake}; an ensemble of another model? `learncity calibrate` makes a new one") from None


def from_record(record: Any, seeds: Sequence[int], where: str) -> dict[str, Any]:
    """The sets of a manifest, checked again: one for each seed, whatever the shipped file says today."""
    if record == {}:
        return {}
    sets = record.get("sets") if isinstance(record, dict) else None
    if not isinstance(sets, list) or not all(isinstance(one, dict) and isinstance(one.get("parameters"), dict) for one in sets):
        raise Mistake(f"{where}: ensemble must hold a list of sets with their parameters")
    if [one.get("seed") for one in sets] != list(seeds):
        raise Mistake(f"{where}: ensemble must hold one set for each of the seeds, in their order")
    for one in sets:
        check(one["parameters"], where)
    return record


def written(
    sets: Sequence[Mapping[str, float]], weights: Sequence[float] | np.ndarray, provenance: Mapping[str, Any]
) -> tuple[bytes, bytes]:
    """The two files: the sets as CSV, the provenance as JSON."""
    paths = list(sets[0])
    lines = [",".join(["set", "weight", *paths])]
    for n, (one, weight) in enumerate(zip(sets, weights, strict=True), 1):
        lines.append(",".join([str(n), f"{weight:.6g}", *(f"{one[path]:g}" for path in paths)]))
    return ("\n".join(lines) + "\n").encode(), (json.dumps(provenance, indent=2, ensure_ascii=False) + "\n").encode()
