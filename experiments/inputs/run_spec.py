"""What decides a run, but for its seed: where, how many, how long, with which levers, shock and parameters; and its two acts."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from experiments.inputs import fingerprint
from sim import catalogue, facts
from sim.city import City, month_of
from sim.city_numbers import parameters_of

Cards = dict[str, dict[str, Any]]
YEAR = 12


@dataclass(frozen=True, kw_only=True)
class RunSpec:
    """All but the seed: ``residents`` drawn, ``burn_in`` months until the policy date, ``months`` after it."""

    city: str
    residents: int
    months: int
    burn_in: int
    levers: Cards = field(default_factory=dict)
    shock: Cards = field(default_factory=dict)
    parameters: dict[str, float] = field(default_factory=dict)
    extensions: tuple[str, ...] = ()
    month: dict[str, str] = field(default_factory=dict)
    """Where in the month the behaviours act that extensions bring: {'saving': 'after incomes'}."""
    tables: dict[str, str] = field(default_factory=dict)
    """Files of a user's own by what they hold: 'people', 'courses', 'providers', 'occupations'."""

    @property
    def settings_dict(self) -> dict[str, Any]:
        """As plain data, for a manifest."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}

    @property
    def digest(self) -> str:
        """What is in a folder or a file matters, not where it lies; a parameter at its usual value need not be said."""
        read: dict[str, Any] = {"city": content_of(self.city), "extensions": [content_of(file) for file in self.extensions]}
        read["tables"] = {name: content_of(file) for name, file in self.tables.items()}
        said = unusual(self.parameters, self.city, self.extensions)
        inside = {**{name: getattr(self, name) for name in NAMES}, **read, "parameters": said}
        return hashlib.sha256(json.dumps(inside, sort_keys=True).encode()).hexdigest()

    @property
    def burn_in_key(self) -> str:
        """What decides the city at the policy date: runs alike in it branch from one city."""
        return json.dumps(
            [self.city, self.residents, self.burn_in, self.parameters, self.extensions, self.month, self.tables], sort_keys=True
        )

    def cards(self, kind: str) -> list[Any]:
        """The cards in force, of kind 'lever' or 'shock'; Mistake for what cannot be meant."""
        where, chosen = ("levers", self.levers) if kind == "lever" else ("shock", self.shock)
        extra = self.extension_cards[kind]
        return [catalogue.make(kind, name, dict(numbers), where, extra) for name, numbers in chosen.items()]

    @property
    def extension_cards(self) -> dict[str, dict[str, Any]]:
        """Levers, shocks, behaviours and indicators of the user's own files, by kind and name."""
        return catalogue.extension_cards([Path(file) for file in self.extensions])

    @property
    def own_behaviours(self) -> dict[str, type[catalogue.Behaviour]]:
        """Behaviours of the user's own files that act here; a sweep loads the files of all its scenarios everywhere."""
        return {name: card for name, card in self.extension_cards["behaviour"].items() if name in self.month}

    @property
    def order_of_month(self) -> tuple[str, ...]:
        """Names of behaviours in the order in which they act."""
        return month_of(self.own_behaviours, self.month)

    @property
    def city_facts(self) -> facts.CityFacts:
        """What is known of the city, with a user's own people and occupations."""
        return facts.city(self.city, self.tables.get("people"), self.tables.get("occupations"))

    def draw_city(self, seed: int) -> City:
        """The city of a seed before its first month."""
        asked = self.extension_cards["indicator"]
        return City(self.city, self.residents, seed, (), (), dict(self.parameters), asked, self.own_behaviours, self.month, **self.tables)

    def burn_in_city(self, seed: int) -> City:
        """The city of a seed at the policy date."""
        city = self.draw_city(seed)
        return city.run(self.burn_in) if self.burn_in else city

    def branch(self, base_city: City, also: Iterable[Any] = ()) -> City:
        """A copy of the city under the levers and the shock, and ``also`` further levers, at month 0 of their calendar."""
        return base_city.branch([*self.cards("lever"), *also], self.cards("shock"))


NAMES = tuple(one.name for one in fields(RunSpec))
"""Fields of a run, also of a type that extends it."""


def simulate_by_year(city: City, months: int) -> Iterator[int]:
    """Run so many months, and after each year, or what is left of one, yield how many they were."""
    for gone in range(0, months, YEAR):
        some = min(YEAR, months - gone)
        city.run(some)
        yield some


def unusual(parameters: dict[str, float], city: str = "", extensions: Iterable[str] = ()) -> dict[str, float]:
    """Parameters that are not at their declared value, or at one that is the city's own."""
    cards = {**catalogue.behaviours(), **catalogue.extension_cards([Path(file) for file in extensions])["behaviour"]}
    numbers = {path: cards[path.partition(".")[0]].declared.get(path.partition(".")[2]) for path in parameters}
    declared = {path: number.default if number else None for path, number in numbers.items()}
    usual = declared | (parameters_of(facts.city(city).fitted.in_force) if city and parameters else {})
    return {path: value for path, value in parameters.items() if value != usual[path]}


@cache
def content_of(city_or_file: str) -> str:
    """An embedded city's name, or a hash of a user's folder or file, read once in a session."""
    return fingerprint.content_of(city_or_file)


def code() -> str:
    """Hash of all source that can change what is kept of a run: another model makes other runs."""
    return fingerprint.code("stored run")


def run_name(digest: str, seed: int) -> str:
    """The name of a run in a store: the same name means the same result, in every sweep."""
    return hashlib.sha256(f"{code()} {digest} {seed}".encode()).hexdigest()[:20]
