"""Acquaintances who died or moved away are replaced once a year: by friends of friends, or by somebody met in the district."""

import numpy as np

from sim.chance import word
from sim.kernels import inlined, kernel
from sim.moving import own_month

FRIENDS = 8


@kernel
def renew(luck, month, who, present, district, friends, districts):
    """Everybody whose month it is drops those who are gone and gets to know others."""
    host = hosts(luck, month, who, present, district, districts)
    for i in range(len(present)):
        if present[i] and own_month(who[i], month):
            for f in range(FRIENDS):
                k = friends[i, f]
                if k < 0 or present[k] == 0:
                    friends[i, f] = -1
                    friends[i, f] = somebody_new(luck, month, who, present, friends, host[district[i]], i, f)


@kernel
def hosts(luck, month, who, present, district, districts):
    """One resident of each district, drawn by lot among those whose month it is not; -1 where nobody is."""
    host, lot = np.full(districts, -1, np.int32), np.zeros(districts, np.uint64)
    for i in range(len(present)):
        if present[i] and own_month(who[i], month + 6):
            bits = word(luck, who[i])
            if bits > lot[district[i]]:
                host[district[i]], lot[district[i]] = i, bits
    return host


@inlined
def somebody_new(luck, month, who, present, friends, host, i, f):
    """A friend of a friend; else the host of the district; -1 when both are known already.

    Lists of those whose month it is change now, so they are not read: nothing depends on the order of rows.
    """
    bits = word(word(luck, who[i]), f)
    friend = friends[i, bits & np.uint64(7)]
    found = -1
    if friend >= 0 and present[friend] and not own_month(who[friend], month):
        found = friends[friend, (bits >> np.uint64(3)) & np.uint64(7)]
    if found < 0 or present[found] == 0 or is_known(friends, i, found):
        found = host
    return -1 if found < 0 or is_known(friends, i, found) else found


@inlined
def is_known(friends, i, k):
    """Whether k is i herself or one of her acquaintances."""
    known = i == k
    for f in range(FRIENDS):
        known = known or friends[i, f] == k
    return known
