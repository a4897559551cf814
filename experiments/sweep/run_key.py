"""What decides a run's result, and its name: the same name means the same result, in every sweep."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from experiments.inputs import fingerprint
from sim import catalogue

Cards = dict[str, dict[str, float]]


@dataclass(frozen=True)
class RunSpec:
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
    def settings_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {**vars(self), "extensions": list(self.extensions)}

    @property
    def digest(self) -> str:
        """What is in a folder or a file matters, not where it lies; a parameter at its usual value need not be said."""
        read = {"city": content_of(self.city), "extensions": [content_of(file) for file in self.extensions]}
        inside = {**self.settings_dict, **read, "parameters": unusual(self.parameters)}
        return hashlib.sha256(json.dumps(inside, sort_keys=True).encode()).hexdigest()

    @property
    def burn_in_key(self) -> str:
        """What decides the city at the policy date: lives alike in it branch from one city."""
        return json.dumps([self.city, self.residents, self.burn_in, self.parameters, self.extensions], sort_keys=True)


def unusual(parameters: dict[str, float]) -> dict[str, float]:
    """Parameters that are not at their declared value."""
    declared = {path: catalogue.behaviours()[path.partition(".")[0]].declared[path.partition(".")[2]].default for path in parameters}
    return {path: value for path, value in parameters.items() if value != declared[path]}


@cache
def content_of(city_or_file: str) -> str:
    """An embedded city's name, or a hash of a user's folder or file, read once in a session."""
    return fingerprint.content_of(city_or_file)


def code() -> str:
    """Hash of all source that can change what is kept of a run: another model makes other runs."""
    return fingerprint.code("stored run")


def run_name(digest: str, seed: int) -> str:
    """The name of a run."""
    return hashlib.sha256(f"{code()} {digest} {seed}".encode()).hexdigest()[:20]
