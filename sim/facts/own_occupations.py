"""Which occupations does a city have, and who staffs its sectors? The catalogue's, with rows that a user's own file adds or changes."""

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np

from sim.declare import Mistake, known_or_mistake, nearest
from sim.facts.csv_rows import Rows
from sim.facts.own_rows import in_range, opened, rows_in
from sim.facts.tables_of_work import ATTAINED, SectorFacts, occupation_facts, occupations, packaged_occupations, sectors
from sim.showing import shown
from sim.tables import DOMAINS

NUMBERS: dict[str, tuple[float, float, str, str]] = {
    "schooling": (5, 22, "years", "of schooling that is usual in it"),
    "level": (1, 7, "level", "at which it is entered: 2 no more than short instruction, 6 and more with a degree"),
    "premium": (-1.5, 1.5, "log", "pay beyond what schooling explains"),
    "automation": (0, 1, "share", "of tasks that machines could do"),
    "ai": (0, 1, "share", "of tasks that language models touch"),
    "home": (0, 1, "share", "of the work that can be done at home"),
    "green": (0, 1, "share", "of posts in green work"),
    "language": (0.01, 1, "share", "command of the city's language that it asks for: .5 B1, .75 B2"),
    "regulated": (0, 1, "share", "of posts for which schooling from abroad must be recognised"),
    **{name: (0, 1, "share", f"of those who do it: {name.replace('isced_', 'ISCED ').replace('_', '-')}") for name in ATTAINED},
    **{f"need_{domain}": (-3, 3, "SD", f"skill that it asks for: {domain}") for domain in DOMAINS},
    **{f"weight_{domain}": (0, 1, "share", f"of all that it asks for: {domain}") for domain in DOMAINS},
    "women": (0, 1, "share", "of women"),
    "part_time": (0, 1, "share", "who work part time of those of 25-54 without children"),
}
"""Columns of occupations.csv and occupation_people.csv: range, unit, meaning."""
WHOLE = ("level",)
PARTS = {"attainment": ATTAINED, "weights": tuple(f"weight_{domain}" for domain in DOMAINS)}
"""Columns of a row that add up to 1."""
SHARE = (0.001, 0.99)
"""Of an occupation's posts that another may be split from it: some are left."""
MOST = 64
"""Occupations of a city: every seeker's look weighs all of them."""


@dataclass(frozen=True, eq=False)
class Work:
    """Occupations and sectors of one city; ``changes`` are the rows of a user's own, as they are told in a manifest."""

    codes: tuple[str, ...]
    titles: tuple[str, ...]
    occupations: Any
    sectors: Any
    changes: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class _Split:
    """A new occupation: where it stands in the file, the row of the catalogue that it is split from, the share that it takes."""

    row: int
    code: str
    parent: int
    share: float
    said: dict[str, Any] = field(default_factory=dict)


@cache
def packaged_work() -> Work:
    """Occupations and sectors of the catalogue."""
    t = packaged_occupations()
    return Work(tuple(map(str, t["code"])), tuple(map(str, t["title"])), occupations(), sectors())


def work(own: Any = None) -> Work:
    """The catalogue with the rows of a user's file; Mistake names file, row, column and range.

    A row with a code of the catalogue changes what it says and keeps the rest. Any other code is a new occupation: it takes ``share`` of
    the posts of the one that it is ``split_from`` in every sector, stands beside it, and has its numbers where it says no other.
    Moves between occupations are weighed by their posts, so that parent and child together are moved to as the parent was, and are as
    near to each other as work within one group. So a split that changes no number leaves every other occupation as it was.
    """
    if own is None:
        return packaged_work()
    packaged = packaged_work()
    table = {name: list(values) for name, values in packaged_occupations().items()}
    read = opened(own, "occupations", ("code", "title", *NUMBERS, "split_from", "share"))
    splits, changes = [], []
    for row, said in rows_in(read):
        numbers = {name: number(read, row, name, said[name]) for name in NUMBERS if said.get(name)}
        told = {**({"title": said["title"]} if said.get("title") else {}), **numbers}
        new = said["code"] not in packaged.codes
        if new:
            splits.append(split_of(read, row, said, told, packaged.codes))
        else:
            change(read, row, said, told, table, packaged.codes.index(said["code"]))
        changes.append({"table": "occupations", "code": said["code"], "new": new, **{n: v for n, v in said.items() if v and n != "code"}})
    if len(packaged.codes) + len(splits) > MOST:
        raise Mistake(f"{read.file}: {len(packaged.codes) + len(splits)} occupations in all; a city can have {MOST}")
    return replace(split(read, table, splits), changes=tuple(changes))


def split_of(read: Rows, row: int, said: dict[str, str], told: dict[str, Any], codes: tuple[str, ...]) -> _Split:
    """A new occupation as its row has it."""
    wanted = [name for name in ("title", "split_from", "share") if not said.get(name)]
    if wanted:
        near = nearest(said["code"], codes) if nearest(said["code"], codes).startswith(" -") else ""
        raise Mistake(f"{read.place(row)}: occupation {shown(said['code'])} is new and needs {', '.join(wanted)}{near}")
    known_or_mistake(said["split_from"], codes, "occupation of the catalogue", read.place(row, "split_from"))
    share = in_range(read, row, "share", said["share"], *SHARE, "share of its posts")
    return _Split(row, said["code"], codes.index(said["split_from"]), share, told)


def change(read: Rows, row: int, said: dict[str, str], told: dict[str, Any], table: dict[str, list], k: int) -> None:
    """Lay a row over an occupation of the catalogue."""
    for name in ("split_from", "share"):
        if said.get(name):
            raise Mistake(f"{read.place(row, name)}: {shown(said['code'])} is an occupation of the catalogue: only a new one is split off")
    for name, value in told.items():
        table[name][k] = value
    check_parts(read, row, told, {name: values[k] for name, values in table.items()})


def check_parts(read: Rows, row: int, told: dict[str, Any], numbers: dict[str, Any]) -> None:
    """Mistake where shares that a row says anything of do not add up to 1."""
    for what, names in PARTS.items():
        total = sum(float(numbers[name]) for name in names)
        if any(name in told for name in names) and abs(total - 1) > 0.011:
            raise Mistake(f"{read.place(row)}: {what} ({names[0]} to {names[-1]}) add up to {total:.3g}: they are shares, and add up to 1")


def split(read: Rows, table: dict[str, list], splits: list[_Split]) -> Work:
    """Every occupation of a city, new ones right after the one that they are split from."""
    many = len(table["code"])
    taken = np.zeros(many)
    for one in splits:
        taken[one.parent] += one.share
        if taken[one.parent] > SHARE[1]:
            told = f"{taken[one.parent]:g} of {shown(str(table['code'][one.parent]))} is split off in all; at most {SHARE[1]:g} can be"
            raise Mistake(f"{read.place(one.row, 'share')}: {told}")
    order: list[tuple[int, float, _Split | None]] = []
    for k in range(many):
        order += [(k, 1.0 - taken[k], None), *((k, one.share, one) for one in splits if one.parent == k)]
    found = {name: [values[k] for k, _, _ in order] for name, values in table.items()}
    for n, (_, _, new) in enumerate(order):
        if new is not None:
            for name, value in {**new.said, "code": new.code}.items():
                found[name][n] = value
            check_parts(read, new.row, new.said, {name: values[n] for name, values in found.items()})
    for n, title in enumerate(found["title"]):
        if title in found["title"][:n]:
            raise Mistake(f"{read.file}: two occupations are called {shown(str(title))}")
    rows, shares = np.array([k for k, _, _ in order]), np.array([share for _, share, _ in order])
    packaged: Any = packaged_work()
    near, usual = packaged.occupations, packaged.sectors
    facts = occupation_facts({name: np.array(values) for name, values in found.items()}, near.mobility[np.ix_(rows, rows)].copy())
    plain = {name: getattr(usual, name) for name in usual._fields if name != "staffing"}
    staffing = np.ascontiguousarray(usual.staffing[:, rows] * shares, np.float32)
    return Work(tuple(map(str, found["code"])), tuple(map(str, found["title"])), facts, SectorFacts(staffing=staffing, **plain))


def number(read: Rows, row: int, name: str, text: str) -> float:
    """One number of an occupation in its range."""
    low, high, unit, _ = NUMBERS[name]
    return in_range(read, row, name, text, low, high, unit, whole=name in WHOLE)
