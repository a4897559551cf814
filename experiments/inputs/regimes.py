"""Where the literature disagrees: named sets of numbers, one for each side, so that an answer can be asked of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.inputs import scenario
from experiments.inputs.paths import shipped
from sim.declare import Mistake, known_or_mistake, shown
from sim.plain_yaml import read_mapping

KEYS = ("title", "question", "story", "source", "parameters")
AND = "+"


@dataclass(frozen=True)
class Regime:
    """One side of a disagreement: its numbers, who holds it, and the question that it answers."""

    name: str
    title: str
    question: str
    story: str
    source: str
    parameters: dict[str, float]


def names() -> list[str]:
    """The shipped regimes."""
    return sorted(file.stem for file in (shipped("configs") / "regimes").glob("*.yaml"))


def file_of(name: str) -> Path:
    """The file of a regime; Mistake offers the nearest name."""
    known_or_mistake(name, names(), "regime", "regime")
    return shipped("configs") / "regimes" / f"{name}.yaml"


def load(name: str) -> Regime:
    """One regime, its numbers checked."""
    file = file_of(name)
    said = read_mapping(file)
    for key in said:
        known_or_mistake(key, KEYS, "key", file.name)
    texts = {key: scenario.text(said, key, "", file.name).strip() for key in KEYS[:-1]}
    return Regime(name, parameters=scenario.parameters_of(said["parameters"], f"{file.name}: parameters"), **texts)


def named(word: Any) -> list[Regime]:
    """The regimes that 'job_rationing+signal' names; none for nothing. Two sides of one question are a Mistake."""
    if word is None or word == "":
        return []
    if not isinstance(word, str):
        raise Mistake(f"regime: must be a name or names joined by '{AND}', not {shown(word)}")
    found = [load(name) for name in dict.fromkeys(word.split(AND))]
    sides: dict[str, str] = {}
    for one in found:
        if one.question in sides:
            raise Mistake(f"regime: {sides[one.question]} and {one.name} are two answers to one question ({one.question})")
        sides[one.question] = one.name
    return found


def name_of(word: Any) -> str:
    """The regimes in the order of their names: equal choices have equal names."""
    return AND.join(sorted(one.name for one in named(word)))


def numbers_of(word: Any) -> dict[str, float]:
    """The numbers of all regimes that a word names."""
    return {path: value for one in named(word) for path, value in one.parameters.items()}


def describe(word: str, parameters: Mapping[str, float]) -> str:
    """A sentence for page and terminal: which side is taken, with which numbers; what was said besides holds over them."""
    if not word:
        return ""
    sides = "; ".join(f"{one.title} ({one.name}: {one.source})" for one in named(word))
    held = ", ".join(f"{path} = {parameters.get(path, value):g}" for path, value in numbers_of(word).items())
    return f"Regime: {sides}. Numbers: {held}."
