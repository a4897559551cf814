"""What decides a run's result, and its name: the same name means the same result, in every sweep."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sim import catalogue, facts
from sim.kernels import HOME, source_hash

Cards = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Life:
    """All but the seed: where, how many, how long, with which levers, shock and parameters."""

    city: str
    residents: int
    months: int
    burn_in: int
    levers: Cards
    shock: Cards
    parameters: dict[str, float]
    extensions: tuple[str, ...]

    @property
    def record(self) -> dict[str, Any]:
        """As plain data."""
        return {**vars(self), "extensions": list(self.extensions)}

    @property
    def digest(self) -> str:
        """What is in a folder or a file matters, not where it lies; a parameter at its usual value need not be said."""
        read = {"city": content_of(self.city), "extensions": [content_of(file) for file in self.extensions]}
        inside = {**self.record, **read, "parameters": unusual(self.parameters)}
        return hashlib.sha256(json.dumps(inside, sort_keys=True).encode()).hexdigest()

    @property
    def youth(self) -> str:
        """What decides the city at the policy date: lives alike in it branch from one city."""
        return json.dumps([self.city, self.residents, self.burn_in, self.parameters, self.extensions], sort_keys=True)


def unusual(parameters: dict[str, float]) -> dict[str, float]:
    """Parameters that are not at their declared value."""
    declared = {path: catalogue.behaviours()[path.partition(".")[0]].declared[path.partition(".")[2]].default for path in parameters}
    return {path: value for path, value in parameters.items() if value != declared[path]}


@cache
def content_of(city_or_file: str) -> str:
    """An embedded city's name (the code's hash covers its counts), or a hash of a user's folder or file."""
    if city_or_file in facts.cities():
        return city_or_file
    path = Path(city_or_file)
    files = sorted(file for file in path.glob("*") if file.is_file()) if path.is_dir() else [path]
    digest = hashlib.sha256()
    for file in files:
        digest.update((file.name if path.is_dir() else "").encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


@cache
def code() -> str:
    """Hash of the model, its facts and what is measured: another model makes other runs."""
    digest = hashlib.sha256(source_hash().encode())
    read = sorted(file for file in HOME.rglob("*") if file.suffix in (".csv", ".yaml"))
    for file in [*read, Path(__file__).with_name("measure.py")]:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:20]


def run_of(digest: str, seed: int) -> str:
    """The name of a run."""
    return hashlib.sha256(f"{code()} {digest} {seed}".encode()).hexdigest()[:20]
