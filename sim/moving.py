"""How people come into the city's tables and leave them: rows are taken and emptied, never both in one month."""

from typing import Any

import numpy as np

from sim.kernels import inlined, kernel, rule
from sim.leaving import leave_course, leave_post
from sim.structs import copy_bytes
from sim.tables import CHILD, EMPLOYED, NOBODY

RESERVE = 0.03
"""Share of rows added when there are too few."""


@rule
def since_turn(who, month):
    """Months since somebody took her yearly decisions: 0 in the month of the year that is hers."""
    return (who + month) % 12


def by_name(rows: np.ndarray, who: np.ndarray) -> np.ndarray:
    """Rows in the order of the stable names of who lives there, so that nothing depends on the order of rows."""
    return rows[np.argsort(who[rows])]


@kernel
def rows_whose_turn(who, month):
    """Rows, int64, of those who take their yearly decisions this month."""
    rows, n = np.empty(len(who) + 1, np.int64), 0
    for i in range(len(who)):
        rows[n] = i
        n += since_turn(who[i], month) == 0
    return rows[:n]


def make_room(city: Any, rows: int) -> None:
    """Add empty rows of residents; what everybody faces this month stays as it is."""
    city.residents.grow(rows)
    city.conditions.add_residents(rows)


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
    if len(rows) and (city.levers or city.shocks):
        city.conditions.spare(rows)


def take_homes(city: Any, wanted: int) -> np.ndarray:
    """The first empty rows of households, int64; the table grows when there are too few."""
    free = rows_with(city.households.members, 0, 0)
    if len(free) < wanted:
        city.households.grow(wanted + int(RESERVE * len(city.households)))
        free = rows_with(city.households.members, 0, 0)
    return free[:wanted]


def empty(city: Any, rows: np.ndarray) -> None:
    """The one way in which a row becomes empty: post, seat, promise and partner are free, everything else is blank."""
    blank = an_empty_row(city.residents.present)
    if blank < 0:
        make_room(city, 1 + int(RESERVE * len(city.residents)))
        blank = len(city.residents) - 1
    blank_out(city.residents.columns, city.posts.columns, city.residents.addresses, rows, blank)


@kernel
def an_empty_row(present):
    """The last row in which nobody lives (the end of the table is empty nearly always); -1 when the table is full."""
    i = len(present) - 1
    while i >= 0 and present[i]:
        i -= 1
    return i


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
def blank_out(r, posts, addresses, rows, blank):
    """These rows become like the empty row ``blank``, and rest."""
    let_go(r, posts, rows)
    copy_rows(addresses, np.full(len(rows), blank), rows)
    for i in rows:
        r.rests[i] = 1


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


@kernel
def rows_with(column, low, high):
    """Rows whose value lies in low..high, int64: written down without branching, so that the rest costs next to nothing."""
    rows, n = np.empty(len(column) + 1, np.int64), 0
    for i in range(len(column)):
        rows[n] = i
        n += (column[i] >= low) & (column[i] <= high)
    return rows[:n]


@inlined
def note(rows, n, which, i):
    """Write row i into a list."""
    rows[which, n[which]] = i
    n[which] += 1


@kernel
def copy_rows(addresses, models, rows):
    """All columns of some residents, by address and bytes of a row (``Table.addresses``), written into the rows of others."""
    for c in range(len(addresses)):
        start, size = addresses[c]
        for n in range(len(rows)):
            copy_bytes(start + rows[n] * size, start + models[n] * size, size)
