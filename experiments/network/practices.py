"""What cities may take up: a lever or a portfolio with its intensity, checked against the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from experiments.inputs import budgets, scenario
from experiments.outcomes.card_names import words_of
from sim import catalogue, facts
from sim.catalogue import Shock
from sim.declare import Mistake, known_or_mistake, param, shown
from sim.showing import is_number

MEMBERSHIP = "network_membership"


class Recognition(Shock):
    """A city with an award is seen: people come from elsewhere, and celebrations raise trust. It teaches nobody anything."""

    visitors = param(0.0005, "share/year", "of residents who come from elsewhere", "assumed", 0, 0.05)
    pride = param(0.001, "share/month", "of residents who are drawn into events", "assumed", 0, 0.2)

    def apply(self, city: Any) -> None:
        """A month's share of those who come, and of the celebrations."""
        city.conditions.pulse[0] += self.visitors / 12
        city.conditions.meeting += self.pride


@dataclass(frozen=True)
class Practice:
    """One practice: its levers with every number in force, what it costs a resident in a year, and how well it shows."""

    name: str
    title: str
    levers: dict[str, dict[str, float]]
    cost: float
    appeal: float


def load(practices: Mapping[str, Any], city: str) -> tuple[Practice, ...]:
    """The practices of a configuration; no lever may belong to two of them."""
    if not isinstance(practices, Mapping) or not practices:
        raise Mistake("practices: must be a mapping of names to levers, with at least one practice")
    found = tuple(one(str(name), told, facts.city(city).people) for name, told in practices.items() if told is not None)
    owner: dict[str, str] = {}
    for practice in found:
        for lever in practice.levers:
            if owner.setdefault(lever, practice.name) != practice.name:
                raise Mistake(f"practices: {lever} belongs to {owner[lever]} and to {practice.name}; a lever has one budget")
    for practice in found:
        budgets.check(practice.levers, f"practices: {practice.name}: levers")
    return found


def one(name: str, told: Any, people: float) -> Practice:
    """One practice; its budgets are those of a city as large as the embedded one."""
    where = f"practices: {name}"
    if not isinstance(told, Mapping):
        raise Mistake(f"{where}: must be a mapping with levers, not {shown(told)}")
    for word in told:
        known_or_mistake(word, ("title", "levers", "appeal"), "word", where)
    cards = told.get("levers")
    if not isinstance(cards, Mapping) or not cards:
        raise Mistake(f"{where}: levers must be a mapping of levers to their numbers")
    if MEMBERSHIP in cards:
        raise Mistake(f"{where}: {MEMBERSHIP} is what all members pay, not a practice")
    known = scenario.cards(dict(cards), f"{where}: levers")
    levers = {lever: catalogue.make("lever", lever, numbers, where).resolved() for lever, numbers in known.items()}
    appeal = told.get("appeal", 1)
    if not is_number(appeal) or not 0 <= appeal <= 20:
        raise Mistake(f"{where}: appeal must be a number in 0..20 (factor), not {shown(appeal)}")
    for lever, numbers in levers.items():
        if isinstance(numbers["budget"], Mapping):
            raise Mistake(f"{where}: levers: {lever}: a practice has one budget a year, for as long as a city keeps it; no calendar")
    cost = sum(numbers["budget"] for numbers in levers.values()) / people
    return Practice(name, str(told.get("title", words_of(name))), levers, cost, float(appeal))
