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
    for i in range(len(present)):
        if present[i] == 0:
            continue
        k = household[i]
        h.members[k] += 1
        h.adults[k] += 1 if age[i] >= 14 * 12 else 0
        h.young[k] += 1 if age[i] < 12 * 12 else 0
        head = h.head[k]
        if head < 0 or age[i] > age[head] or (age[i] == age[head] and who[i] < who[head]):
            h.head[k] = i


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
def pair(lots, r, head, plans, joins, homes, used, apart):
    """Women who look for a partner choose, in the order of names, the man of most fitting age; returns homes taken."""
    free = np.ones(len(plans.men), np.bool_)
    for n in np.argsort(r.id[plans.seekers]):
        woman = plans.seekers[n]
        m = most_fitting(r.age[woman] + USUAL_GAP + lots[n], r.age, r.id, plans.men, free, apart)
        if m >= 0:
            man = plans.men[m]
            free[m] = False
            r.partner[woman], r.partner[man] = man, woman
            used += live_together(r, head, joins, woman, man, homes[used])
    return used


@inlined
def most_fitting(wanted, age, who, men, free, apart):
    """Place of the man nearest to a wanted age, the lower name among equals; -1 when nobody is near enough."""
    best, nearest = -1, apart
    for m in range(len(men)):
        distance = abs(age[men[m]] - wanted)
        closer = distance < nearest or (best >= 0 and distance == nearest and who[men[m]] < who[men[best]])
        if free[m] and closer:
            best, nearest = m, distance
    return best


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
