"""How this month's plans change who lives with whom: new homes, couples, households that join, leave, are followed."""

from collections import namedtuple

import numpy as np

from sim.kernels import inlined, kernel
from sim.tables import NOBODY

Plans = namedtuple("Plans", ["leavers", "seekers", "men", "parting", "leaving", "followed", "orphans", "foster"])
"""Rows: who leaves home, women and men who look for a partner, who moves out of a couple, households that leave the
city, households that others like them follow into it, households of children alone, and who takes those in."""
USUAL_GAP = 30


@kernel
def people_by_district(present, district, districts):
    """Residents of each district."""
    people = np.zeros(districts, np.int64)
    for i in range(len(present)):
        people[district[i]] += present[i]
    return people


@kernel
def count_members(present, household, age, who, h):
    """Who lives together now; the eldest is the head, the lower name among those of one age."""
    h.members[:] = 0
    h.adults[:] = 0
    h.young[:] = 0
    h.head[:] = NOBODY
    eldest = np.full(len(h.head), -1, np.int16)
    for i in range(len(present)):
        if present[i] == 0:
            continue
        k = household[i]
        h.members[k] += 1
        h.adults[k] += age[i] >= 14 * 12
        h.young[k] += age[i] < 12 * 12
        leads = age[i] > eldest[k]
        if age[i] == eldest[k]:
            leads = who[i] < who[h.head[k]]
        eldest[k] = max(eldest[k], age[i])
        h.head[k] = i if leads else h.head[k]


@kernel
def open_homes(r, plans, homes):
    """Those who leave home or their partner move into homes of their own; returns how many homes are taken."""
    used = 0
    for i in plans.parting:
        r.partner[r.partner[i]] = NOBODY
        r.partner[i] = NOBODY
        r.household[i] = homes[used]
        used += 1
    for i in plans.leavers:
        r.household[i] = homes[used]
        used += 1
    return used


@kernel
def pair(lots, r, head, women, men, joins, homes, apart):
    """Women who look for a partner choose in turn the man of most fitting age; returns homes taken.

    ``women`` stand in the order of names, ``men`` in that of age, then name.
    """
    below, above = np.arange(len(men) + 2), np.arange(len(men) + 2)
    ages, used = r.age[men], 0
    for n in range(len(women)):
        woman = women[n]
        m = most_fitting(r.age[woman] + USUAL_GAP + lots[n], ages, below, above, apart)
        if m >= 0:
            man = men[m]
            below[m + 1], above[m + 1] = m, m + 2
            r.partner[woman], r.partner[man] = man, woman
            used += live_together(r, head, joins, woman, man, homes[used])
    return used


@inlined
def most_fitting(wanted, ages, below, above, apart):
    """Place of the man nearest to a wanted age who is still free; -1 when nobody is near enough."""
    place = np.searchsorted(ages, wanted)
    older, younger = still_free(above, place + 1), still_free(below, place)
    up = ages[older - 1] - wanted if older <= len(ages) else apart
    down = wanted - ages[younger - 1] if younger > 0 else apart
    if min(up, down) >= apart:
        return -1
    return older - 1 if up < down else younger - 1


@inlined
def still_free(step, place):
    """The first free place from here on, in the direction of ``step``; the way there is shortened for the next."""
    while step[place] != place:
        step[place] = step[step[place]]
        place = step[place]
    return place


@inlined
def live_together(r, head, joins, woman, man, home):
    """He moves to her home or she to his, with all who live there; 1 when they take a new home."""
    hers, his = r.household[woman], r.household[man]
    if head[hers] == woman:
        if head[his] == man:
            joins[his] = hers
        else:
            r.household[man], r.district[man] = hers, r.district[woman]
        return 0
    if head[his] == man:
        r.household[woman], r.district[woman] = his, r.district[man]
        return 0
    r.household[woman], r.household[man], r.district[man] = home, home, r.district[woman]
    return 1


@kernel
def follow(r, head, plans, joins):
    """Whole households move; returns who leaves the city, and whom arrivals will be like."""
    fate = np.zeros(len(head), np.uint8)
    for k in plans.leaving:
        fate[k] |= 1
    for k in plans.followed:
        fate[k] |= 2
    if plans.foster >= 0:
        for k in plans.orphans:
            joins[k] = r.household[plans.foster]
    gone, models, n, m = np.empty(len(r.present), np.int64), np.empty(len(r.present), np.int64), 0, 0
    for i in range(len(r.present)):
        if r.present[i] == 0:
            continue
        k = r.household[i]
        if joins[k] >= 0:
            k = joins[k]
            r.household[i], r.district[i] = k, r.district[head[k]]
        if fate[k] > 0:
            if fate[k] & 2:
                models[m] = i
                m += 1
            if fate[k] & 1:
                gone[n] = i
                n += 1
    return gone[:n], models[:m]
