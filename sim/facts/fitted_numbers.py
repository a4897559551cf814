"""What has been fitted to a city's counts, and does it still hold? ``fitted.yaml`` lies with the counts, or in the cache."""

import ast
import hashlib
import json
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.declare import Mistake, shown
from sim.plain_yaml import read_mapping
from sim.showing import is_number

FILE = "fitted.yaml"
WORDS = ("city", "made_at", "model", "counts", "residents", "cities_lived", "numbers", "holds", "kept_because")
"""Keys of the file; all but ``numbers`` may be missing."""
SOURCE = Path(__file__).resolve().parents[1]


class FittedWarning(UserWarning):
    """What was fitted to a city's counts was fitted to others, or with another model."""


@dataclass(frozen=True)
class Fitted:
    """Numbers of one city (``sim.city_numbers``) and what they were fitted with; ``file`` is None where nothing has been fitted."""

    numbers: Mapping[str, float] = field(default_factory=dict)
    file: Path | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    other_counts: bool = False
    """The counts are no longer those it was fitted to: its numbers are not used."""

    @property
    def other_model(self) -> bool:
        """Whether the rules have changed since: its numbers are used, and that is said."""
        return self.file is not None and self.about.get("model") not in (None, model_word())

    @property
    def in_force(self) -> dict[str, float]:
        """The numbers that the city lives with."""
        return {} if self.other_counts else dict(self.numbers)

    @property
    def stale(self) -> str:
        """Why it should be fitted again; empty while it holds."""
        if self.other_counts:
            return "its counts have changed since it was fitted: the fitted numbers are not used"
        return "the model has changed since it was fitted: its numbers may no longer hold the counts" if self.other_model else ""


def read(folder: Path, counts: str) -> Fitted:
    """What has been fitted to these counts: beside them, else in the cache; Mistake for a file that cannot be meant."""
    beside, aside = folder / FILE, in_cache(counts)
    file = beside if beside.is_file() else aside
    if not file.is_file():
        return Fitted()
    about = read_mapping(file)
    for name in about:
        if name not in WORDS:
            raise Mistake(f"{file}: unknown key {shown(name)}; take the file out, or fit the city again: learncity fit-city {folder}")
    numbers = about.get("numbers") or {}
    if not isinstance(numbers, dict) or not all(is_number(value) for value in numbers.values()):
        raise Mistake(f"{file}: numbers must map each number to its value, not {shown(numbers)}: learncity fit-city {folder}")
    rest = {name: value for name, value in about.items() if name != "numbers"}
    return Fitted(numbers, file, rest, other_counts=rest.get("counts") not in (None, counts))


def warn_of(city: str, fitted: Fitted) -> None:
    """Say that a city should be fitted again."""
    if fitted.stale:
        warnings.warn(f"{city}: {fitted.stale}; fit it again: learncity fit-city {city}", FittedWarning, stacklevel=3)


def in_cache(counts: str) -> Path:
    """Where it is kept when the city's own folder cannot be written."""
    from sim.kernel_cache import wanted

    try:
        return wanted() / "fitted" / f"{counts}.yaml"
    except RuntimeError:  # somebody without a home
        return Path("fitted-nowhere") / FILE


def counts_word(numbers: Mapping[str, Any], tables: Iterable[np.ndarray]) -> str:
    """One word for a city's counts and the numbers of its city.yaml; comments and sources are no part of it."""
    digest = hashlib.sha256(json.dumps(dict(numbers), sort_keys=True).encode())
    for table in tables:
        digest.update(np.ascontiguousarray(table, np.float64).tobytes())
    return "c" + digest.hexdigest()[:15]  # a letter first: no reader of YAML takes it for a number


@cache
def model_word() -> str:
    """One word for the rules and small tables of the model: prose, cities and what was fitted to them are no part of it."""
    digest = hashlib.sha256()
    for file in sorted(SOURCE.rglob("*")):
        name = file.relative_to(SOURCE).as_posix()
        if file.suffix == ".py":
            digest.update(name.encode() + b"\0" + ast.dump(without_prose(ast.parse(file.read_bytes()))).encode())
        elif file.suffix == ".csv" and not name.startswith("facts/cities/"):
            digest.update(name.encode() + b"\0" + file.read_bytes())
    return "m" + digest.hexdigest()[:15]


def without_prose(tree: ast.Module) -> ast.Module:
    """The code without its docstrings and texts that stand alone."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = list(spoken(body))  # type: ignore[attr-defined]
    return tree


def spoken(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that do something."""
    for one in body:
        if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant) and isinstance(one.value.value, str)):
            yield one
