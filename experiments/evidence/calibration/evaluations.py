"""Every city that is lived for a calibration is kept at once, so that the same command goes on where it stopped."""

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from experiments import store
from experiments.evidence import measures
from experiments.evidence.parallel import each, quiet
from experiments.evidence.setting import Setting

Measure = Callable[[Setting, dict[str, float], int, tuple[str, ...]], Mapping[str, float]]
TABLE = "evaluations.parquet"


class Piece(NamedTuple):
    """One city to live: where its numbers are kept, and everything that decides them."""

    file: Path
    measure: Measure
    setting: Setting
    parameters: dict[str, float]
    seed: int
    rows: tuple[str, ...]


def city(setting: Setting, parameters: dict[str, float], seed: int, rows: tuple[str, ...]) -> dict[str, float]:
    """The rows of one seed with these parameters."""
    together = {**setting.parameters, **parameters}
    return measures.measure(setting.city, setting.residents, seed, setting.months, setting.burn_in, together, rows)


def live_and_keep(piece: Piece) -> dict[str, float]:
    """Measure one city and keep what it said."""
    found = piece.measure(piece.setting, piece.parameters, piece.seed, piece.rows)
    values = {key: float(found.get(key, math.nan)) for key in piece.rows}
    kept = {key: value if math.isfinite(value) else None for key, value in values.items()}
    record = {"parameters": piece.parameters, "seed": piece.seed, "values": kept}
    store.write_whole(piece.file, json.dumps(record).encode())
    return values


@dataclass
class Evaluations:
    """The cities lived so far, by parameters and seed."""

    folder: Path
    setting: Setting
    rows: tuple[str, ...]
    measure: Measure = city
    tell: Callable[[int], None] = quiet
    crew: ProcessPoolExecutor | None = None
    known: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for file in sorted(self.folder.glob("*.json")):
            self.known[file.stem] = read(file)

    def at(self, sets: Sequence[Mapping[str, float]], seeds: Sequence[int]) -> pd.DataFrame:
        """The rows (columns) of every set (lines), mean over seeds; only what is not known yet is lived."""
        asked = [(dict(one), seed) for one in sets for seed in seeds]
        names = [name_of(*one) for one in asked]
        missing = {name: one for name, one in zip(names, asked, strict=True) if name not in self.known}
        pieces = [Piece(self.folder / f"{name}.json", self.measure, self.setting, *one, self.rows) for name, one in missing.items()]
        self.tell(len(asked) - len(pieces))
        found = each(live_and_keep, pieces, self.setting.workers, self.tell, self.crew)
        for (name, (values, seed)), said in zip(missing.items(), found, strict=True):
            self.known[name] = {"parameters": values, "seed": seed, "values": said}
        by_seed = np.array([[self.known[name]["values"][key] for key in self.rows] for name in names], float)
        return pd.DataFrame(mean_over_seeds(by_seed, len(sets), len(seeds)), columns=list(self.rows))

    def of(self, values: Mapping[str, float], seed: int) -> dict[str, float]:
        """The rows of one city that was lived."""
        return self.known[name_of(values, seed)]["values"]

    def table(self) -> pd.DataFrame:
        """One line for each city that was lived: its seed, its parameters, its rows."""
        lines = [{"seed": one["seed"], **one["parameters"], **one["values"]} for _, one in sorted(self.known.items())]
        return pd.DataFrame(lines)


def mean_over_seeds(by_seed: np.ndarray, sets: int, seeds: int) -> np.ndarray:
    """Means of each set over the seeds that have a value; not a number where none has."""
    cube = by_seed.reshape(sets, seeds, -1)
    there = np.isfinite(cube)
    with np.errstate(invalid="ignore"):
        return np.where(there, cube, 0.0).sum(axis=1) / there.sum(axis=1)


def name_of(parameters: Mapping[str, float], seed: int) -> str:
    """What a city's file is called."""
    return hashlib.sha256(json.dumps([sorted(parameters.items()), seed]).encode()).hexdigest()[:20]


def read(file: Path) -> dict[str, Any]:
    """One kept city; a row without a value is not a number."""
    record = json.loads(file.read_bytes())
    values = {key: math.nan if value is None else value for key, value in record["values"].items()}
    return {**record, "values": values}
