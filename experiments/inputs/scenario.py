"""What to ask: a planner's YAML of levers, a shock and parameters, read and checked word by word."""

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from experiments.console.printing import say
from experiments.inputs import budgets
from experiments.inputs.ensemble import USUAL
from experiments.inputs.paths import scenario_names, shipped
from sim import dates, facts
from sim.city import make_behaviours
from sim.declare import SIGNS, Mistake, known_or_mistake, nearest, shown
from sim.own_month import place_words
from sim.plain_yaml import kind_of, read_mapping
from sim.planned import FOR, GIVEN
from sim.text_files import path_of, place_of
from sim.written_numbers import number_of

TABLES = ("people", "courses", "providers", "occupations")
"""Files of a user's own that say who lives in the city, what can be learned where, and what work there is."""
KEYS = ("title", "story", "city", "months", "policy_date", "levers", "shock", "parameters", "regime", "extensions", "month", "baseline",
        *TABLES)  # fmt: skip
USUAL_SHOCK = "recession"
NAMED = 100
"""Bytes of a scenario's name in the name of a folder: with city, residents and fingerprint it stays below what disks hold."""
LONGEST = {"title": 300}
HIDDEN = ("Cc", "Cs")
"""Unicode's kinds of characters that cannot be seen."""
STORY = 100_000
"""Longest title and other text, in characters."""
ENSEMBLE = "ensemble"
"""Among parameters, the word for sets of numbers that seeds are spread over (`learncity calibrate`)."""


@dataclass(frozen=True)
class Scenario:
    """One planner's question, as written; cards are checked when it is resolved."""

    name: str
    where: str
    title: str
    story: str = ""
    city: str = "helsinki"
    months: int = 240
    levers: dict[str, dict] = field(default_factory=dict)
    shock: dict[str, dict] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    regime: str = ""
    extensions: tuple[str, ...] = ()
    month: dict[str, str] = field(default_factory=dict)
    baseline: str = "none"
    policy_date: str | None = None
    tables: dict[str, str] = field(default_factory=dict)


def load(source: str | Path | Mapping) -> Scenario:
    """A shipped scenario by name, a user's own file by path, or a mapping from a notebook."""
    if isinstance(source, Mapping):
        return from_mapping("own", dict(source), "scenario", Path.cwd())
    file = file_of(str(source))
    return from_mapping(short(file.stem), read_mapping(file), file.name, file.parent)


def short(name: str) -> str:
    """A name of at most NAMED bytes: results go into folders that are called by it."""
    return name if len(os.fsencode(name)) <= NAMED else os.fsencode(name)[:NAMED].decode(errors="ignore")


def file_of(name: str) -> Path:
    """The YAML behind a name or a path; Mistake offers the nearest name."""
    shipped_file = shipped("scenarios") / f"{name}.yaml"
    if name in scenario_names():
        return shipped_file
    path = path_of(name, "scenario")
    if path.is_file():
        return path
    if path.suffix in (".yaml", ".yml") or len(path.parts) > 1:
        raise Mistake(f"scenario: there is no file {name}{' (it is a folder)' if path.is_dir() else ''}")
    raise Mistake(f"scenario: unknown scenario {shown(name)}{nearest(name, scenario_names())}")


def from_mapping(name: str, data: dict[str, Any], where: str, home: Path) -> Scenario:
    """Check each key of a scenario and give what is not said its usual value."""
    for key in data:
        known_or_mistake(key, KEYS, "key", where)
    budgets.check(cards(data.get("levers"), f"{where}: levers"), f"{where}: levers")
    return Scenario(
        name=name,
        where=where,
        title=text(data, "title", name.replace("_", " "), where),
        story=text(data, "story", "", where).strip(),
        city=city_of(data, where, home),
        months=data.get("months", 240),
        policy_date=None if data.get("policy_date") is None else date_in(data["policy_date"], where),
        levers=cards(data.get("levers"), f"{where}: levers"),
        shock=cards(data.get("shock", {USUAL_SHOCK: {}}), f"{where}: shock"),
        parameters=flat(data.get("parameters"), f"{where}: parameters"),
        regime=text(data, "regime", "", where),
        extensions=files(data.get("extensions"), where, home),
        month=month_in(data.get("month"), f"{where}: month"),
        baseline=text(data, "baseline", "none", where),
        tables=tables_in({name: data[name] for name in TABLES if data.get(name) is not None}, where, home),
    )


def text(data: Mapping[str, Any], key: str, usual: str, where: str) -> str:
    """A text without control characters and half characters, which no page and no file can show; the usual one when nothing is said."""
    value = data.get(key)
    if value is not None and not isinstance(value, str):
        raise Mistake(f"{where}: {key} must be a text, not {shown(value)}")
    if value and len(value) > LONGEST.get(key, STORY):
        raise Mistake(f"{where}: {key} is longer than {LONGEST.get(key, STORY):,} characters")
    return usual if value is None else "".join(letter for letter in value if letter in "\n\t" or unicodedata.category(letter) not in HIDDEN)


def city_of(data: dict[str, Any], where: str, home: Path) -> str:
    """An embedded city's name, or a folder of counts, also one beside the scenario."""
    city = text(data, "city", "helsinki", where)
    beside = home / path_of(city, f"{where}: city")
    return str(beside.resolve()) if (beside / "city.yaml").is_file() else city


def cards(value: Any, where: str) -> dict[str, dict]:
    """Cards by name, each with its numbers; a lone name means the card as it comes."""
    if isinstance(value, str):
        return {value: {}} if value != "none" else {}
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Mistake(f"{where}: must be a mapping of cards to their numbers, not {kind_of(value)}")
    named = [pair for name, said in value.items() for pair in each(a_name(name, where), said, where)]
    for name, _ in named:
        if [one for one, _ in named].count(name) > 1:
            raise Mistake(f"{where}: {name} is there twice")
    return {name: numbers_of(numbers, f"{where}: {name}") for name, numbers in named}


def each(name: str, said: Any, where: str) -> list[tuple[str, Any]]:
    """A card by its name; of a list of them, each with its place as the name of its own."""
    if not isinstance(said, list):
        return [(name, said)]
    if not said or GIVEN in name:
        raise Mistake(f"{where}: {name} must be a mapping of numbers, or a list of such mappings under a name without '{GIVEN}'")
    return [(f"{name}{GIVEN}{place}", one) for place, one in enumerate(said, 1)]


def date_in(value: Any, where: str) -> str:
    """A policy date such as 2027-01."""
    try:
        return dates.date_in(value)
    except Mistake as mistake:
        raise Mistake(f"{where}: {mistake}") from None


def a_name(name: Any, where: str) -> str:
    """A name as text."""
    if not isinstance(name, str):
        raise Mistake(f"{where}: {shown(name)} stands where a name should")
    return name


def numbers_of(value: Any, where: str) -> dict[str, Any]:
    """The numbers of one card, those written as text read as people write them; what is no number is the card's to refuse."""
    if value is not None and not isinstance(value, dict):
        raise Mistake(f"{where} must be a mapping of numbers, not {shown(value)}")
    return {a_name(name, where): number if name == FOR else number_in(number) for name, number in (value or {}).items()}


def number_in(value: Any) -> Any:
    """The number that a text says: 3,000,000 or 60%; anything else as it is: the card knows its range, and refuses it."""
    if isinstance(value, dict):  # a calendar of budgets
        return {name: number_in(one) for name, one in value.items()}
    try:
        return number_of(value, signs=SIGNS) if isinstance(value, str) else value
    except Mistake:
        return value


def flat(value: Any, where: str) -> dict[str, Any]:
    """{'job_search': {'distance': 0.2}} and {'job_search.distance': 0.2} say the same; 'ensemble' stands for {'ensemble': 'typical'}."""
    if value is None:
        return {}
    if value == ENSEMBLE:
        return {ENSEMBLE: USUAL}
    if not isinstance(value, dict):
        raise Mistake(f"{where}: must be a mapping such as 'job_search.distance: 0.2', not {kind_of(value)}")
    found: dict[str, Any] = {}
    for key, inner in value.items():
        key = a_name(key, where)
        parts = {f"{key}.{a_name(name, where)}": number for name, number in inner.items()} if isinstance(inner, dict) else {key: inner}
        for path, number in parts.items():
            if path in found:
                raise Mistake(f"{where}: {path} is there twice")
            found[path] = number if path == ENSEMBLE else number_in(number)
    return found


def parameters_of(value: Any, where: str = "parameters") -> dict[str, float]:
    """Numbers of behaviours by their paths, each known and in its range."""
    found = flat(value, where)
    make_behaviours(found)
    return {path: float(number) for path, number in found.items()}


def files(value: Any, where: str, home: Path) -> tuple[str, ...]:
    """Files with outsiders' cards, named from where the scenario lies."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise Mistake(f"{where}: extensions must be a list of files, not {shown(value)}")
    return tuple(str(place_of(home / path_of(name, f"{where}: extensions"), f"{where}: extensions")) for name in value)


def tables_in(said: Mapping[str, Any], where: str, home: Path | None = None) -> dict[str, str]:
    """A user's own files by what they hold, named from where the scenario lies, or from here; Mistake where there is none."""
    found = {}
    for name, file in said.items():
        if not isinstance(file, str | Path):
            raise Mistake(f"{where}: {name} must be a file, not {shown(file)}")
        place = place_of((home or Path.cwd()) / path_of(file, f"{where}: {name}"), f"{where}: {name}")
        if not place.is_file():
            raise Mistake(f"{where}: {name}: there is no file {file}")
        found[name] = str(place)
    return found


def month_in(value: Any, where: str) -> dict[str, str]:
    """Where behaviours of extensions act: {'saving': 'after incomes'}."""
    return {name: f"{how} {other}" for name, (how, other) in place_words(value, where).items()}


def city_place(city: str | Path) -> str:
    """An embedded city's name, or the whole path of a user's folder, wherever a city is asked for; Mistake when there is neither.

    A name that is both is the embedded city's, and that is said.
    """
    facts.city(city)
    name = str(city)
    if name not in facts.cities():
        return str(Path(name).resolve())
    if Path(name).is_dir():
        say_which(name)
    return name


@cache
def say_which(name: str) -> None:
    """Once is enough."""
    say(f"city={name}: the city of that name that comes with Learning City; city=./{name} is the folder here.")
