"""Acquaintances who died or moved away are forgotten each quarter; once a year others take their place."""

import numpy as np

from sim.chance import word
from sim.kernels import inlined, kernel
from sim.moving import since_turn

FRIENDS = 8


@kernel
def forget(present, rests, friends):
    """Nobody keeps an acquaintance whose row is empty; the row may be taken again."""
    for i in range(len(present)):
        for f in range(FRIENDS):
            k = friends[i, f]
            friends[i, f] = k if present[max(k, 0)] else -1
        rests[i] = 0


@kernel
def renew(luck, turn, other_turn, month, who, present, district, friends, districts):
    """Everybody whose month it is gets to know somebody new for each of those who are gone."""
    host = hosts(luck, other_turn, who, present, district, districts)
    for i in turn:
        if present[i]:
            for f in range(FRIENDS):
                if friends[i, f] < 0:
                    friends[i, f] = somebody_new(luck, month, who, present, friends, host[district[i]], i, f)


@kernel
def hosts(luck, other_turn, who, present, district, districts):
    """One resident of each district, drawn by lot among those whose month it is not; -1 where nobody is."""
    host, lot = np.full(districts, -1, np.int32), np.zeros(districts, np.uint64)
    for i in other_turn:
        bits = word(luck, who[i])
        if present[i] and bits > lot[district[i]]:
            host[district[i]], lot[district[i]] = i, bits
    return host


@inlined
def somebody_new(luck, month, who, present, friends, host, i, f):
    """A friend of a friend; else the host of the district; -1 when both are known already.

    Lists of those whose month it is change now, so they are not read: nothing depends on the order of rows.
    """
    bits = word(word(luck, who[i]), f)
    first, second = np.int64(bits & np.uint64(7)), np.int64((bits >> np.uint64(3)) & np.uint64(7))
    for a in range(FRIENDS):
        friend = friends[i, (first + a) & 7]
        if friend >= 0 and present[friend] and since_turn(who[friend], month) > 0:
            found = friends[friend, second]
            if found >= 0 and present[found] and not is_known(friends, i, found):
                return found
    return -1 if host < 0 or is_known(friends, i, host) else host


@inlined
def is_known(friends, i, k):
    """Whether k is i herself or one of her acquaintances."""
    known = i == k
    for f in range(FRIENDS):
        known = known or friends[i, f] == k
    return known
