"""Cards that a notebook gives by class: levers, a shock, behaviours, indicators become part of its question, as files of its own would."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from experiments.inputs.scenario import Scenario, cards
from sim import catalogue
from sim.catalogue import Lever, Shock, cards_of
from sim.city import by_name
from sim.declare import Mistake, shown

WORDS = ("levers", "shock", "behaviours", "month", "indicators")
"""Words of ``simulate`` and ``compare`` that may hold classes and cards."""


def with_cards(found: Scenario, said: Mapping[str, Any]) -> Scenario:
    """The scenario with what a notebook says beside it laid over: names and numbers, cards, or classes of its own."""
    own: dict[str, dict[str, Any]] = {"lever": {}, "shock": {}, "behaviour": {}, "indicator": {}}
    changed: dict[str, Any] = {}
    if said.get("levers") is not None:
        changed["levers"] = {**found.levers, **written("lever", said["levers"], own)}
    if said.get("shock"):
        shock = said["shock"]
        plain = isinstance(shock, str | Mapping)
        changed["shock"] = cards(shock, "shock") if plain else written("shock", shock, own)
    own["behaviour"] = by_name(said.get("behaviours") or ())
    own["indicator"] = asked(said.get("indicators") or ())
    changed["month"] = {**found.month, **(said.get("month") or {})}
    for name in own["behaviour"]:
        if name not in changed["month"]:
            raise Mistake(f"behaviours: month: say where {name} acts, such as month={{{name!r}: 'after incomes'}}")
    if any(own.values()):
        changed["extensions"] = (*found.extensions, str(catalogue.give(own)))
    return replace(found, **changed)


def written(kind: str, chosen: Any, own: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Cards as a scenario writes them; classes that are not part of the package are kept in ``own``."""
    if isinstance(chosen, Mapping) and all(not isinstance(one, Lever | Shock | type) for one in chosen.values()):
        return cards(dict(chosen), "levers" if kind == "lever" else "shock")
    chosen = [chosen] if isinstance(chosen, str | type | Lever | Shock) else chosen
    known: Mapping[str, type] = catalogue.levers() if kind == "lever" else catalogue.shocks()
    found = {}
    for card in cards_of(kind, chosen):
        if known.get(card.name()) is not type(card):
            if card.name() in known:
                raise Mistake(f"{kind}s: there is {kind} {card.name()} already; give your class another name")
            own[kind][card.name()] = type(card)
        found[getattr(card, "called", card.name())] = card.resolved()
    return found


def asked(chosen: Mapping[str, Callable] | Iterable[Callable]) -> dict[str, Callable]:
    """Indicators by name; Mistake for a function that no unit was declared for, or a name that is taken."""
    pairs = chosen.items() if isinstance(chosen, Mapping) else [(getattr(ask, "__name__", ""), ask) for ask in chosen]
    found = {}
    for name, ask in pairs:
        if not callable(ask) or not hasattr(ask, "unit"):
            raise Mistake(f"indicators: {shown(name)} must be a function under @sim.indicator(unit)")
        if name in catalogue.indicators():
            raise Mistake(f"indicators: there is indicator {name} already; give yours another name")
        found[name] = ask
    return found


def check_one_process(extensions: Iterable[str], workers: int | None) -> None:
    """Mistake where classes that live in this process alone were to be met in others."""
    if workers != 1 and any(Path(file) in catalogue.IN_MEMORY for file in extensions):
        raise Mistake("workers: classes of a notebook are known in its own process alone: workers=1, or put them into a file (extensions)")
