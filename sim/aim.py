"""Whom is a lever for? The word ``for`` of a lever: groups as the indicators know them, and their crossings."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from sim.declare import Mistake, known_or_mistake, nearest, shown
from sim.groups import ADJECTIVES, GROUPS, NAMED, PHRASES, group_numbers, parts_of
from sim.showing import is_whole
from sim.tables import ACTIVITIES

KINDS = ("sex", "age", "education", "origin", "language", "limitation", "parents", "activity", "district")
"""What a group may be told by, in the order in which it is said."""
NAMES: dict[str, tuple[str, ...]] = {**{kind: NAMED[kind] for kind in KINDS if kind in NAMED and kind != "age"}, "activity": ACTIVITIES}
BAND = re.compile(r"(\d{1,3})(?:-(\d{1,3})|(\+))?")
OLDEST = 120
FORMS = {"education": "with {} education", "parents": "whose parents had {}", "activity": "who are {}"}
SYNTAX = "{sex: women, age: 25-39, education: low}"
Aim = dict[str, list[str]]
"""Groups of each kind: a resident is meant who is in one of them in every kind that is named."""


def read(said: Any, where: str) -> Aim:
    """The aim that somebody wrote, in one way only; Mistake names what there is. Districts are checked where their city is known."""
    if not isinstance(said, Mapping) or not said:
        raise Mistake(f"{where}: 'for' must be a mapping of groups such as {SYNTAX}, not {shown(said)}")
    for kind in said:
        known_or_mistake(kind, KINDS, "kind of group", f"{where}: for")
    return {kind: names_in(kind, said[kind], f"{where}: for: {kind}") for kind in KINDS if said.get(kind) is not None}


def names_in(kind: str, said: Any, where: str) -> list[str]:
    """The groups of one kind, each once, in their usual order."""
    names = list(said) if isinstance(said, (list, tuple)) else [said]
    if not names:
        raise Mistake(f"{where}: names nobody; leave the word out to mean everybody")
    if kind == "age":
        return [f"{low}-{high}" if high < OLDEST else f"{low}+" for low, high in sorted({band(name, where) for name in names})]
    if kind == "district":
        return list(dict.fromkeys(str(name) for name in names))
    for name in names:
        known_or_mistake(name, NAMES[kind], kind, where)
    return [name for name in NAMES[kind] if name in names]


def band(said: Any, where: str) -> tuple[int, int]:
    """First and last year of '25-39', '65+' or '25'."""
    found = BAND.fullmatch(said.strip().replace("\u2013", "-")) if isinstance(said, str) else None
    if is_whole(said) and 0 <= said <= OLDEST:
        return int(said), int(said)
    if not found:
        raise Mistake(f"{where}: {shown(said)} is no age band; write one such as 25-39 or 65+")
    low = int(found[1])
    high = OLDEST if found[3] else int(found[2] or low)
    if not low <= high <= OLDEST:
        raise Mistake(f"{where}: {shown(said)} ends before it begins, or after {OLDEST}; write one such as 25-39 or 65+")
    return low, high


def placed(aim: Aim, districts: Any, where: str) -> Aim:
    """The aim with the codes of its districts, which may be written by name; Mistake offers the nearest."""
    if "district" not in aim:
        return aim
    by_name: dict[str, list[str]] = {}
    for code, name in zip(districts.codes, districts.names, strict=True):
        by_name.setdefault(name.casefold(), []).append(code)
    found: list[str] = []
    for said in aim["district"]:
        same = [said] if said in districts.codes else by_name.get(said.casefold(), [])
        if not same:
            raise Mistake(f"{where}: for: unknown district {shown(said)}{nearest(said, [*districts.names, *districts.codes])}")
        if len(same) > 1:
            raise Mistake(f"{where}: for: district {shown(said)} is the name of several; write a code: {', '.join(same)}")
        found += same
    return {**aim, "district": [code for code in districts.codes if code in found]}


def members(aim: Aim, city: Any) -> np.ndarray:
    """Flags of the residents who are meant, shape (residents,); whoever has left the city is not."""
    r = city.residents
    meant = r.present == 1
    numbers = {**(group_numbers(r) if set(aim) & set(GROUPS) - {"age"} else {}), "activity": r.activity}
    for kind, names in aim.items():
        if kind == "age":
            years = r.age // 12
            meant &= np.any([(years >= low) & (years <= high) for low, high in (band(name, "age") for name in names)], axis=0)
        elif kind == "district":
            meant &= np.isin(r.district, rows_of(names, city))
        else:
            meant &= np.isin(numbers[kind], [NAMES[kind].index(name) for name in parts(kind, names)])
    return meant


def parts(kind: str, names: Iterable[str]) -> set[str]:
    """The groups that these names mean, those that they unite one by one."""
    return {part for name in names for part in parts_of(kind, name)}


def rows_of(codes: Iterable[str], city: Any) -> np.ndarray:
    """Rows of these districts."""
    return np.array([city.facts.districts.codes.index(code) for code in codes], np.int64)


def apart(one: Aim, other: Aim) -> bool:
    """Whether nobody can be meant by both: in some kind of group they name different ones."""
    return any(not common(kind, one[kind], other[kind]) for kind in one.keys() & other.keys())


def common(kind: str, one: list[str], other: list[str]) -> bool:
    """Whether two lists of groups share somebody."""
    if kind != "age":
        return bool(parts(kind, one) & parts(kind, other))
    bands = [(band(a, "age"), band(b, "age")) for a in one for b in other]
    return any(a[0] <= b[1] and b[0] <= a[1] for a, b in bands)


def words(aim: Aim, names: Mapping[str, str] | None = None) -> str:
    """'women of 25-39 with low education in Kallio'; ``names`` of districts by their codes."""
    if not aim:
        return "everybody"
    said = {kind: " or ".join(found) for kind, found in aim.items()}
    phrases = {kind: " or ".join(PHRASES[kind][name] for name in aim.get(kind, ()) if name in PHRASES[kind]) for kind in PHRASES}
    before = " or ".join(name for name in aim.get("origin", ()) if name in ADJECTIVES)
    noun = said.get("sex", "residents")
    where = phrases["origin"] and f"{f'or {noun} ' if before else ''}{phrases['origin']}"
    places = " or ".join((names or {}).get(code, code) for code in aim.get("district", ()))
    parts_said = [
        *(part for part in (before, noun, where) if part),
        *([f"of {said['age']}"] if "age" in aim else []),
        *(part for part in (phrases["limitation"], phrases["language"]) if part),
        *(form.format(said[kind]) for kind, form in FORMS.items() if kind in aim),
        *([f"in {places}"] if places else []),
    ]
    return " ".join(parts_said)
