"""How does a rule tell groups apart? A number declared for each class of a kind of group, and the one that holds for every resident."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from sim.aim import KINDS, NAMES, OLDEST, band, common, members, names_in, parts, placed
from sim.declare import ByGroup, Mistake, Number, known_or_mistake, param, shown
from sim.groups import GROUPS
from sim.tables import ACTIVITIES

OTHERS = "others"
"""The word for everybody whom no class of a declaration names."""


def param_by(kind: str, values: Mapping[Any, float], unit: str, meaning: str, source: str, low: float, high: float) -> Any:
    """Declare, in the body of a card, a number that differs by group: ``values`` by class of a ``kind`` such as education or age.

    Kinds and classes are those of ``for`` of a lever: age bands 15-24 and 65+, groups united by one name, districts by code or name.
    Each class becomes a number of its own (``reach_low``), to be set, listed, explained and varied as any other. Every resident is in
    exactly one class: ``others`` stands for whoever is in none that is named. ``by_resident`` gives a rule the value of each resident.
    Mistake for an unknown kind or class with the nearest name, for classes that share somebody, and where somebody is in none.
    """
    known_or_mistake(kind, KINDS, "kind of group", "param_by")
    where = f"param_by: {kind}"
    if not isinstance(values, Mapping) or not set(values) - {OTHERS}:
        raise Mistake(f"{where}: must map classes to numbers, such as {{'low': 0.1, '{OTHERS}': 0.2}}, not {shown(values)}")
    by_class = {(OTHERS if group == OTHERS else class_of(kind, group, where)): value for group, value in values.items()}
    classes = [group for group in by_class if group != OTHERS]
    check_apart(kind, classes, where)
    if OTHERS not in by_class:
        check_all(kind, classes, where)
    told = {group: f"{meaning}: {'everybody else' if group == OTHERS else f'{kind} {group}'}" for group in by_class}
    return ByGroup(kind, {group: param(value, unit, told[group], source, low, high) for group, value in by_class.items()})


def class_of(kind: str, group: Any, where: str) -> str:
    """The class as ``for`` spells it; Mistake offers the nearest, and the word for all others."""
    try:
        return names_in(kind, [group], where)[0]
    except Mistake as mistake:
        raise Mistake(f"{mistake}; '{OTHERS}' is whoever is in no class") from None


def check_apart(kind: str, classes: list[str], where: str) -> None:
    """Mistake where two classes share somebody."""
    for n, one in enumerate(classes):
        for other in classes[:n]:
            if common(kind, [one], [other]):
                raise Mistake(f"{where}: {shown(other)} and {shown(one)} share residents; each of them can have one number only")


def check_all(kind: str, classes: list[str], where: str) -> None:
    """Mistake where somebody is in no class."""
    missing = ""
    if kind == "district":
        missing = "districts of other cities"
    elif kind == "age":
        spans = sorted([(-1, -1), *(band(name, where) for name in classes), (OLDEST + 1, OLDEST + 1)])
        missing = next((f"age {one[1] + 1}" for one, other in pairwise(spans) if other[0] > one[1] + 1), "")
    else:
        every = ACTIVITIES if kind == "activity" else GROUPS[kind]
        missing = next((shown(name) for name in every if name not in parts(kind, classes)), "")
    if missing:
        raise Mistake(f"{where}: says nothing of {missing}: name every class of {', '.join(NAMES.get(kind, ('0-120',)))}, or '{OTHERS}'")


def numbers_of(name: str, family: ByGroup) -> dict[str, Number]:
    """A declared number for each class, by the name that users write: 'reach_low', 'reach_15_24', 'reach_65_plus'."""
    found: dict[str, Number] = {}
    for group, number in family.numbers.items():
        word = f"{name}_{re.sub(r'[^a-z0-9]+', '_', group.casefold().replace('+', ' plus')).strip('_')}"
        if word in found:
            raise Mistake(f"param_by: {family.kind}: {shown(group)} and another class would both be called {word}")
        found[word] = number
    return found


def by_resident(card: Any, name: str, city: Any) -> np.ndarray:
    """The value of each resident in a card's number ``name`` by group, float64, shape (residents,); 0 in rows where nobody lives."""
    known_or_mistake(name, card.families, "number by group", card.name())
    family, r = card.families[name], city.residents
    of_class = dict(zip(family.numbers, numbers_of(name, family), strict=True))
    found = np.full(len(r.present), getattr(card, of_class[OTHERS]) if OTHERS in of_class else 0.0)
    named: set[str] = set()
    for group in family.numbers:
        if group == OTHERS:
            continue
        aim = placed({family.kind: [group]}, city.facts.districts, f"{card.name()}: {name}")
        if named & set(aim[family.kind]):
            raise Mistake(f"{card.name()}: {name}: {shown(group)} is a district that another class names too")
        named |= set(aim[family.kind])
        found[members(aim, city)] = getattr(card, of_class[group])
    found[r.present != 1] = 0.0
    return found
