"""Households that move into the city: like households that live there already, with new names and without a job."""

import numpy as np

from sim.chance import child_id
from sim.kernels import inlined, kernel
from sim.moving import copy_rows
from sim.tables import EMPLOYED, NOBODY, UNEMPLOYED


@kernel
def arrive(month, r, columns, households, models, rows, homes):
    """Every model is followed by somebody alike, in the empty rows in the order of names; families stay together."""
    models = models[np.argsort(r.id[models])]
    copy_rows(columns, models, rows)
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
    r.months_left[i] = 0
