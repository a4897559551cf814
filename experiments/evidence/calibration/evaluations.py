"""Every city that is lived for a calibration is kept at once, so that the same command goes on where it stopped.

A city is one file until a search is over; then all become one table.
"""

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from experiments.console.printing import say
from experiments.evidence.targets.setting import Setting
from experiments.evidence.validation import measures
from experiments.execution.jobs import Engine
from experiments.execution.pool import each
from experiments.execution.progress import OnProgress, quiet
from experiments.storage import results_folder
from sim import facts
from sim.city_numbers import on_top

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
    """The rows of one seed with these parameters, and what was fitted to the city on top of them."""
    together = {**setting.parameters, **on_top(facts.city(setting.city).fitted.in_force, parameters)}
    return measures.measure(setting.city, setting.residents, seed, setting.months, setting.burn_in, together, rows)


def live_and_keep(piece: Piece) -> dict[str, float]:
    """Measure one city and keep what it said."""
    found = piece.measure(piece.setting, piece.parameters, piece.seed, piece.rows)
    values = {key: float(found.get(key, math.nan)) for key in piece.rows}
    kept = {key: value if math.isfinite(value) else None for key, value in values.items()}
    record = {"parameters": piece.parameters, "seed": piece.seed, "values": kept}
    results_folder.write_whole(piece.file, json.dumps(record).encode())
    return values


@dataclass
class Evaluations:
    """The cities lived so far, by parameters and seed; they lie in ``folder``."""

    folder: Path
    setting: Setting
    rows: tuple[str, ...]
    measure: Measure = city
    on_progress: OnProgress = quiet
    pool: Engine | None = None
    known: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known |= results_folder.kept(self.folder / TABLE, lambda file: from_table(pd.read_parquet(file), self.rows), say) or {}
        for file in sorted(self.parts.glob("*.json")):
            found = results_folder.kept(file, read, say)
            self.known |= {} if found is None else {file.stem: found}

    @property
    def parts(self) -> Path:
        """Where cities lie until they become one table."""
        return self.folder / "cities"

    def at(self, sets: Sequence[Mapping[str, float]], seeds: Sequence[int]) -> pd.DataFrame:
        """The rows (columns) of every set (lines), mean over seeds."""
        pairs = [(one, seed) for one in sets for seed in seeds]
        self.every(pairs)
        by_seed = np.array([[self.of(*pair)[key] for key in self.rows] for pair in pairs], float)
        return pd.DataFrame(mean_over_seeds(by_seed, len(sets), len(seeds)), columns=list(self.rows))

    def every(self, pairs: Sequence[tuple[Mapping[str, float], int]]) -> None:
        """Live the cities that are not known yet, each kept as soon as it has been lived."""
        named = {name_of(*pair): pair for pair in pairs}
        missing = {name: pair for name, pair in named.items() if name not in self.known}
        self.on_progress(len(pairs) - len(missing))
        pieces = [self.piece(name, *pair) for name, pair in missing.items()]
        found = each(live_and_keep, pieces, self.setting.workers, self.on_progress, self.pool)
        for piece, values in zip(pieces, found, strict=True):
            self.known[piece.file.stem] = {"parameters": piece.parameters, "seed": piece.seed, "values": values}

    def piece(self, name: str, parameters: Mapping[str, float], seed: int) -> Piece:
        """One city to live."""
        return Piece(self.parts / f"{name}.json", self.measure, self.setting, dict(parameters), seed, self.rows)

    def of(self, values: Mapping[str, float], seed: int) -> dict[str, float]:
        """The rows of one city that was lived."""
        return self.known[name_of(values, seed)]["values"]

    def gather(self) -> None:
        """Put all cities into one table; the single files may go."""
        lines = [{"seed": one["seed"], **one["parameters"], **one["values"]} for _, one in sorted(self.known.items())]
        results_folder.write_table(self.folder / TABLE, pd.DataFrame(lines))
        for name in self.known:
            (self.parts / f"{name}.json").unlink(missing_ok=True)


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


def from_table(table: pd.DataFrame, rows: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Cities of an earlier search, by name; a number that was not free then is blank and left out."""
    paths = [name for name in table.columns if "." in name and name not in rows]
    found = {}
    for line in table.to_dict("records"):
        parameters = {path: line[path] for path in paths if not math.isnan(line[path])}
        seed = int(line["seed"])
        found[name_of(parameters, seed)] = {"parameters": parameters, "seed": seed, "values": {key: line[key] for key in rows}}
    return found
