"""How people come into the city's tables and leave them: rows are taken, emptied, and rest before they are taken again."""

from typing import Any

import numpy as np

from sim.conditions import Conditions
from sim.kernels import inlined, kernel, rule
from sim.leaving import leave_course, leave_post
from sim.tables import CHILD, EMPLOYED, NOBODY, Residents

REST = 13
"""Months an emptied row rests. Everybody drops lost acquaintances once a year: by then no pointer leads to it."""
RESERVE = 0.12
"""Share of rows added when there are too few: a year of deaths and departures rests."""


@rule
def since_turn(who, month):
    """Months since somebody took her yearly decisions: 0 in the month of the year that is hers."""
    return (who + month) % 12


def make_room(city: Any, rows: int) -> None:
    """Add empty rows of residents; what everybody faces this month stays as it is."""
    city.residents.grow(rows)
    conditions = city.conditions
    for name, spec in Conditions.declared.items():
        if spec.axis in ("resident", "payer"):
            old = getattr(conditions, name)
            new = np.full((*old.shape[:-1], rows), spec.baseline, np.float32)
            setattr(conditions, name, np.concatenate([old, new], axis=-1))
    conditions.columns = conditions.Columns(*(getattr(conditions, name) for name in Conditions.declared))


def take_rows(city: Any, wanted: int) -> np.ndarray:
    """The first empty rows for ``wanted`` newcomers, int64; the table grows when there are too few."""
    rows = free_rows(city.residents.present, city.residents.rests, wanted)
    if len(rows) < wanted:
        make_room(city, wanted + int(RESERVE * len(city.residents)))
        rows = free_rows(city.residents.present, city.residents.rests, wanted)
    face_the_usual(city, rows)
    return rows


def face_the_usual(city: Any, rows: np.ndarray) -> None:
    """No lever or shock of this month has reached a newcomer yet."""
    if city.levers or city.shocks:
        for name, spec in Conditions.declared.items():
            if spec.axis in ("resident", "payer"):
                getattr(city.conditions, name)[..., rows] = spec.baseline


def take_homes(city: Any, wanted: int) -> np.ndarray:
    """The first empty rows of households, int64; the table grows when there are too few."""
    free = np.flatnonzero(city.households.members == 0)
    if len(free) < wanted:
        city.households.grow(wanted + int(RESERVE * len(city.households)))
        free = np.flatnonzero(city.households.members == 0)
    return free[:wanted]


def empty(city: Any, rows: np.ndarray) -> None:
    """The one way in which a row becomes empty: post, seat, promise of recall and partner are free, the rest is blank."""
    let_go(city.residents.columns, city.posts.columns, rows)
    for name, spec in Residents.declared.items():
        getattr(city.residents, name)[rows] = spec.blank
    city.residents.rests[rows] = REST


@kernel
def let_go(r, posts, rows):
    """Whoever leaves for good lets go of everything that points to her."""
    for i in rows:
        if r.activity[i] == EMPLOYED:
            leave_post(r, posts, i, CHILD)
        if r.recall[i] >= 0:
            posts.gone[r.recall[i]] = 0
            r.recall[i] = NOBODY
        if r.partner[i] >= 0:
            r.partner[r.partner[i]] = NOBODY
            r.partner[i] = NOBODY
        leave_course(r, i)


@kernel
def free_rows(present, rests, wanted):
    """The first rows that are empty and have rested, at most ``wanted``."""
    rows, n = np.empty(wanted, np.int64), 0
    for i in range(len(present)):
        if n == wanted:
            break
        if present[i] == 0 and rests[i] == 0:
            rows[n] = i
            n += 1
    return rows[:n]


@inlined
def note(rows, n, which, i):
    """Write row i into a list."""
    rows[which, n[which]] = i
    n[which] += 1
