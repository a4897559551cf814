"""Households that move into the city: like households that live there already, with new names and without a job."""

from typing import Any

import numpy as np

from sim.chance import child_id, draw
from sim.kernels import inlined, kernel
from sim.moving import by_name, copy_rows, take_homes, take_rows
from sim.tables import EMPLOYED, INACTIVE, NOBODY, UNEMPLOYED, Residents
from sim.targeting import belong

LANGUAGES = (0, 6)
"""The domains in which newcomers from abroad lag at first: basic, and creative and language."""
YOUNG, OLD = 20 * 12, 45 * 12
COMPULSORY = 9.0
"""Years of schooling that need no recognition anywhere."""


def arrive(month: int, residents: Residents, households: int, models: np.ndarray, rows: np.ndarray, homes: np.ndarray) -> None:
    """Every model is followed by somebody alike, in the empty rows in the order of names; families stay together."""
    models = by_name(models, residents.id)
    copy_rows(residents.as_bytes, models, rows)
    settle(month, residents.columns, households, models, rows, homes)


@kernel
def settle(month, r, households, models, rows, homes):
    """Those in the new rows get names, homes and ties among themselves."""
    new_row, new_home, taken = np.full(len(r.present), -1, np.int32), np.full(households, -1, np.int32), 0
    for n in range(len(rows)):
        new_row[models[n]] = rows[n]
        if new_home[r.household[models[n]]] < 0:
            new_home[r.household[models[n]]] = homes[taken]
            taken += 1
    for i in rows:
        r.id[i] = child_id(-r.id[i], month)
        r.household[i] = new_home[r.household[i]]
        r.partner[i] = new_row[r.partner[i]] if r.partner[i] >= 0 else NOBODY
        for f in range(8):
            r.friends[i, f] = new_row[r.friends[i, f]] if r.friends[i, f] >= 0 else NOBODY
        start_anew(r, i)


@inlined
def start_anew(r, i):
    """Nobody arrives with a post, a seat or a benefit."""
    if r.activity[i] == EMPLOYED:
        r.activity[i], r.entering[i] = UNEMPLOYED, 1
        r.last_wage[i] = r.wage[i]
        r.spell[i] = 0
    r.wage[i], r.tenure[i], r.match[i], r.searching[i], r.entitlement[i] = 0, 0, 0, 0, 0
    r.post[i], r.recall[i], r.offer[i] = NOBODY, NOBODY, NOBODY
    r.months_left[i], r.granted[i] = 0, 0
    r.aided[i], r.doubtful[i], r.apprentice[i], r.barred[i] = 0, 0, 0, 0


def welcome(city: Any) -> int:
    """Newcomers from abroad: young families like those of the city, who may not work yet and do not speak its language."""
    c, r = city.conditions, city.residents.columns
    chosen = households_alike(city.luck("settling"), float(c.pulse[0]), r, city.households.head)
    models = np.flatnonzero(belong(r.household, chosen, len(city.households)) & (r.present == 1))
    rows, homes = take_rows(city, len(models)), take_homes(city, len(chosen))
    arrive(city.month + (1 << 20), city.residents, len(city.households), models, rows, homes)
    begin_abroad(city.residents.columns, rows, float(c.pulse_gap[0]), int(c.pulse_barred[0]), int(c.pulse_later[0]))
    return len(models)


@kernel
def households_alike(luck, share, r, head):
    """Households with a young head, drawn by lot, who together are about this share of all residents."""
    people, young = 0, 0
    for i in range(len(r.present)):
        if r.present[i]:
            people += 1
            young += YOUNG <= r.age[head[r.household[i]]] < OLD
    chosen, n = np.empty(len(head), np.int32), 0
    for k in range(len(head)):
        chosen[n] = k
        n += head[k] >= 0 and YOUNG <= r.age[head[k]] < OLD and draw(luck, r.id[head[k]]) * young < share * people
    return chosen[:n]


@kernel
def begin_abroad(r, rows, gap, barred, later):
    """What a newcomer from abroad lacks at first: the language, recognised years at school, acquaintances, leave to work."""
    for i in rows:
        r.foreign[i], r.aware[i], r.assessed[i], r.credential[i] = 1, 0, 0, 0.0
        r.barred[i] = min(120, barred + later * r.sex[i])
        r.experience[i], r.practice[i], r.last_wage[i] = 0, 0, 0.0
        r.unrecognised[i] = max(0.0, r.schooling[i] - COMPULSORY)
        for m in LANGUAGES:
            r.skill[i, m] -= gap
        if r.activity[i] == UNEMPLOYED:
            r.activity[i], r.entering[i] = INACTIVE, 0
