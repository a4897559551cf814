"""Which courses and kinds of schools does a city have? Those of the catalogue, with rows that a user's own files add or change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.declare import Mistake, known_or_mistake, nearest
from sim.facts.csv_rows import Rows
from sim.facts.own_rows import in_range, opened, rows_in
from sim.facts.tables_of_work import PROVIDER_TITLES, PROVIDERS, CourseFacts, courses, packaged_courses
from sim.showing import shown
from sim.tables import DOMAINS

NUMBERS: dict[str, tuple[float, float, str, str]] = {
    **{domain: (0, 1, "share", f"of what is taught: {domain}") for domain in DOMAINS},
    "level": (1, 3, "level", "1 basic, 2 vocational, 3 higher"),
    "credit": (0, 8, "ISCED", "level that it leads to, 0 none"),
    "hours": (1, 10_000, "hours", "of teaching"),
    "months": (1, 60, "months", "how long it takes"),
    "load": (0.01, 1, "share", "of full time while it lasts"),
    "price": (0, 100_000, "EUR", "what a learner pays"),
    "cost": (0, 1_000_000, "EUR", "what a learner costs"),
    "entry": (0, 8, "ISCED", "lowest level that is admitted"),
    "online": (0, 1, "flag", "1: taught at a distance"),
    "work": (0, 1, "flag", "1: about work"),
    "share": (0, 1, "share", "of all who begin a course; those of all courses are made to add up to 1"),
    "threshold": (0, 1, "flag", "1: for those who left school early"),
    "language": (0, 10_000, "hours", "of teaching the city's language"),
}
"""Columns of courses.csv: range, unit, meaning."""
WHOLE = ("level", "credit", "months", "entry", "online", "work", "threshold")
MAY_LACK = ("credit", "price", "entry", "online", "work", "threshold", "language", *DOMAINS)
"""Columns of a new course that are 0 where nothing is said."""
SITES = ("homes", "workplaces")
MOST_COURSES, MOST_KINDS = 64, 10
"""Luck of offers is keyed by 64 places for each provider, and a kind is one digit."""
USUAL_SITES = ("workplaces", "workplaces", "homes", "homes")


@dataclass(frozen=True, eq=False)
class Teaching:
    """Courses and kinds of schools of one city; ``changes`` are the rows of a user's own, as they are told in a manifest.

    ``per_site`` are residents for one school of each kind: None where it is a number of course_supply or one for the whole city.
    """

    courses: Any
    titles: tuple[str, ...]
    kinds: tuple[str, ...] = PROVIDERS
    kind_titles: tuple[str, ...] = PROVIDER_TITLES
    per_site: tuple[float | None, ...] = (None,) * len(PROVIDERS)
    sites: tuple[str, ...] = USUAL_SITES
    changes: tuple[dict[str, Any], ...] = ()


def teaching(price_level: float = 1.0, own_courses: Any = None, own_providers: Any = None) -> Teaching:
    """The catalogue at a city's prices, with a user's own rows, whose prices are as they stand; Mistake names file, row, column, range.

    A row with a code of the catalogue changes what it says and keeps the rest; any other code is a course, or a kind of school, more.
    """
    listed = packaged_courses()
    if own_courses is None and own_providers is None:
        return Teaching(courses(price_level), tuple(str(title) for title in listed["title"]))
    kinds, changes = kinds_with(own_providers)
    table = {name: list(values) for name, values in listed.items()}
    for name in ("price", "cost"):
        table[name] = [value * price_level for value in table[name]]
    changes += courses_with(table, own_courses, kinds["code"]) if own_courses is not None else []
    for row, code in enumerate(kinds["code"]):
        if row >= len(PROVIDERS) and code not in table["provider"]:
            raise Mistake(f"{own_providers}: no course names the kind {shown(code)} as its provider: add one to a file of courses")
    return Teaching(
        facts_of(table, kinds["code"]), tuple(map(str, table["title"])), tuple(kinds["code"]), tuple(kinds["title"]),
        tuple(kinds["people_per_site"]), tuple(kinds["sites"]), tuple(changes),
    )  # fmt: skip


def courses_with(table: dict[str, list], own: Any, kinds: list[str]) -> list[dict[str, Any]]:
    """Lay the rows of a file of courses over the catalogue's columns; returns what changed."""
    read = opened(own, "courses", ("code", "title", "provider", *NUMBERS))
    changes = []
    for row, said in rows_in(read):
        code, where = said["code"], read.place(row)
        new = code not in table["code"]
        numbers = {name: number(read, row, name, said[name]) for name in NUMBERS if said.get(name)}
        if said.get("provider"):
            known_or_mistake(said["provider"], kinds, "kind of provider", read.place(row, "provider"))
        if new:
            wanted = [name for name in ("title", "provider", *NUMBERS) if name not in MAY_LACK and not said.get(name)]
            if wanted:
                near = nearest(code, table["code"]) if nearest(code, table["code"]).startswith(" -") else ""
                raise Mistake(f"{where}: course {shown(code)} is new and needs {', '.join(wanted)}{near}")
            for name in table:
                table[name].append(0.0)
        k = len(table["code"]) - 1 if new else table["code"].index(code)
        for name, value in {**{word: said[word] for word in ("code", "title", "provider") if said.get(word)}, **numbers}.items():
            table[name][k] = value
        taught = sum(float(table[domain][k]) for domain in DOMAINS)
        if abs(taught - 1) > 0.011:
            raise Mistake(f"{where}: {', '.join(DOMAINS)} add up to {taught:.3g}: they are shares of what is taught, and add up to 1")
        changes.append({"table": "courses", "code": code, "new": new, **{n: v for n, v in said.items() if v and n != "code"}})
    if len(table["code"]) > MOST_COURSES:
        raise Mistake(f"{read.file}: {len(table['code'])} courses in all; a city can have {MOST_COURSES}")
    if not sum(table["share"]) > 0:
        raise Mistake(f"{read.file}: share is 0 for every course: nobody could learn")
    return changes


def kinds_with(own: Any) -> tuple[dict[str, list], list[dict[str, Any]]]:
    """Kinds of schools as columns, those of a file of providers among them, and what changed."""
    found: dict[str, list] = {"code": list(PROVIDERS), "title": list(PROVIDER_TITLES), "people_per_site": [None] * len(PROVIDERS),
                              "sites": list(USUAL_SITES)}  # fmt: skip
    changes: list[dict[str, Any]] = []
    if own is None:
        return found, changes
    read = opened(own, "providers", tuple(found))
    for row, said in rows_in(read):
        new = said["code"] not in found["code"]
        if new and not said.get("title"):
            raise Mistake(f"{read.place(row)}: kind {shown(said['code'])} is new and needs a title{nearest(said['code'], PROVIDERS)}")
        if said.get("sites"):
            known_or_mistake(said["sites"], SITES, "place of schools", read.place(row, "sites"))
        for name in found:
            if new:
                found[name].append({"sites": "homes"}.get(name))
        k = found["code"].index(said["code"]) if not new else len(found["code"]) - 1
        for name in ("code", "title", "sites"):
            found[name][k] = said.get(name) or found[name][k]
        if said.get("people_per_site"):
            found["people_per_site"][k] = in_range(read, row, "people_per_site", said["people_per_site"], 1000, 1e8, "people")
        changes.append({"table": "providers", "code": said["code"], "new": new, **{n: v for n, v in said.items() if v and n != "code"}})
    if len(found["code"]) > MOST_KINDS:
        raise Mistake(f"{read.file}: {len(found['code'])} kinds of schools in all; a city can have {MOST_KINDS}")
    return found, changes


def number(read: Rows, row: int, name: str, text: str) -> float:
    """One number of a course in its range."""
    low, high, unit, _ = NUMBERS[name]
    return in_range(read, row, name, text, low, high, unit, whole=name in WHOLE)


def facts_of(table: Mapping[str, list], kinds: list[str]) -> Any:
    """Columns of courses as the arrays that rules read."""
    share = np.array(table["share"], np.float64)
    numbers = {name: np.array(table[name], np.float32) for name in ("hours", "language", "load", "price", "cost")}
    flags = {name: np.array(table[name], np.int16) for name in WHOLE}
    direction = np.ascontiguousarray(np.stack([np.array(table[d], np.float32) for d in DOMAINS], axis=1))
    return CourseFacts(provider=np.array([kinds.index(kind) for kind in table["provider"]], np.int8), direction=direction,
                       share=(share / share.sum()).astype(np.float32), **numbers, **flags)  # fmt: skip
