"""Step 14: what people know, wish and trust spreads among acquaintances, and fades."""

from typing import Any

import numpy as np

from sim.catalogue import Behaviour
from sim.chance import draw2, draw_about, draws
from sim.declare import param
from sim.kernels import inlined, kernel, rule
from sim.tables import EMPLOYED, NATIVE


class Community(Behaviour):
    """Awareness of what is on offer comes from personal contact; aspiration and trust drift towards those of friends.

    A resident meets her acquaintances once a quarter, in a month of her own. Community events raise trust and
    aspiration of those who come, and what they raise fades.
    """

    heard = param(
        0.003, "share/quarter", "told by each acquaintance who learned in the last year", "calibrated with all rows of tier A", 0, 1
    )
    found = param(0.014, "share/quarter", "who find out by themselves", "calibrated; awareness 25% a year after launch, row 50", 0, 1)
    forgets = param(
        0.08,
        "share/quarter",
        "of those aware who lose sight, unless they learned in the last year",
        "calibrated with all rows of tier A",
        0,
        1,
    )
    likeness = param(0.05, "share/quarter", "of the distance to acquaintances' aspiration and trust that closes", "assumed", 0, 1)
    settles = param(
        0.06,
        "share/quarter",
        "of trust and aspiration that returns to its usual level",
        "assumed: event effects halve in about a year",
        0,
        1,
    )
    usual_trust = param(0.5, "share", "usual trust", "assumed", 0, 1)
    event_trust = param(0.06, "share", "trust gained by somebody drawn into events", "assumed", 0, 0.5)
    event_wish = param(0.08, "log-odds", "aspiration gained by somebody drawn into events", "assumed: small peer effect of 8.1", 0, 1)
    well = param(0.6, "share", "of preparedness from which somebody shows others how it is done", "assumed", 0.5, 1)
    shows = param(0.10, "share/quarter", "of the distance to well prepared acquaintances that closes", "assumed", 0, 1)
    disarms = param(0.03, "share/quarter", "of household preparedness that is lost", "assumed", 0, 1)
    arms = param(0.009, "share/quarter", "of preparedness gained from trust in the community", "assumed", 0, 1)

    def act(self, city: Any) -> None:
        """A third of the adults meet their acquaintances; outreach and events reach anybody."""
        c, r = city.conditions, city.residents.columns
        meet(city.luck("hearing"), self.numbers, city.month, r, c.meeting)
        if c.reach.max() > 0:
            reach_out(city.luck("engaging"), r, c.reach)
        if c.mixing.any():
            mix(city, r, c.meeting, c.mixing)
        if c.mentored.max() > 0:
            meet_mentors(city)
        if c.drill.max() > 0:
            prepare_homes(r, c.drill)
        if city.residents.prepared.max() > self.well:
            pass_on(self.numbers, city.month, r)


@rule
def chance_of_hearing(p, learning_friends):
    """Chance in a quarter that somebody unaware gets to know what is on offer."""
    return 1.0 - (1.0 - p.found) * (1.0 - p.heard) ** learning_friends


@rule
def drift(p, own, friends, usual):
    """A feeling moves a little to that of friends and a little back to its usual level."""
    return own + p.likeness * (friends - own) - p.settles * (own - usual)


@kernel
def meeting_now(month, r):
    """Rows of everybody of 15 and over whose month of the quarter it is."""
    rows, n = np.empty(len(r.age), np.int64), 0
    for i in range(len(r.age)):
        rows[n] = i
        n += (r.age[i] >= 180) & ((r.id[i] + month) % 3 == 0)
    return rows[:n]


@kernel
def meet(luck, p, month, r, meeting):
    """Every adult whose month it is meets those acquaintances who are still there."""
    for i in meeting_now(month, r):
        learning, friends, trust, wish = 0, 0, 0.0, 0.0
        for f in range(8):
            k = r.friends[i, f]
            if k >= 0 and r.present[k]:
                friends += 1
                learning += 1 if r.learned[k] < 12 else 0
                trust += r.trust[k]
                wish += r.aspiration[k]
        u, v = draw2(luck, r.id[i])
        if r.aware[i] == 0:
            r.aware[i] = 1 if u < chance_of_hearing(p, learning) else 0
        elif r.learned[i] >= 12 and u < p.forgets:
            r.aware[i] = 0
        if friends > 0:
            r.trust[i] = min(1.0, max(0.0, drift(p, r.trust[i], trust / friends, p.usual_trust)))
            r.aspiration[i] = min(4.0, max(-4.0, drift(p, r.aspiration[i], wish / friends, 0.0)))
        if v < 3.0 * meeting[r.district[i]]:
            r.trust[i] = min(1.0, r.trust[i] + p.event_trust)
            r.aspiration[i] = min(4.0, r.aspiration[i] + p.event_wish)
            r.aware[i] = 1
        r.prepared[i] = min(1.0, max(0.0, r.prepared[i] * (1.0 - p.disarms) + p.arms * r.trust[i]))


@kernel
def reach_out(luck, r, reach):
    """Somebody rings at the door: the resident now knows what is on offer."""
    for i in range(len(r.present)):
        if reach[i] > 0.0 and r.present[i] and r.aware[i] == 0:
            u, _ = draw2(luck, r.id[i])
            if u < reach[i]:
                r.aware[i] = 1


def mix(city: Any, r: Any, meeting: np.ndarray, mixing: np.ndarray) -> None:
    """Some of those who come to an event get to know somebody of their district who came too: the next one by lot."""
    came = drawn_in(city.luck("hearing"), city.month, r, meeting)
    came = came[np.lexsort((draws(city.luck("settling"), r.id[came]), r.district[came]))]
    befriend(city.luck("settling"), r, came, mixing)


@kernel
def drawn_in(luck, month, r, meeting):
    """Rows of those who come to an event this month."""
    rows, n = np.empty(len(r.age), np.int64), 0
    for i in meeting_now(month, r):
        rows[n] = i
        n += draw2(luck, r.id[i])[1] < 3.0 * meeting[r.district[i]]
    return rows[:n]


@kernel
def befriend(luck, r, came, mixing):
    """The new acquaintance takes the place of the last one on the list."""
    for a in range(len(came) - 1):
        i, k = came[a], came[a + 1]
        meets = draw_about(luck, r.id[i], 1) < mixing[r.district[i]]
        if meets and r.district[i] == r.district[k] and not knows_already(r.friends, i, k):
            r.friends[i, 7] = k


def meet_mentors(city: Any) -> None:
    """A working native becomes an acquaintance of somebody from elsewhere: the next one on a ring of names, in no order of rows."""
    r, lot = city.residents, city.luck("settling")
    wish = np.flatnonzero(city.conditions.mentored > 0)
    wish = wish[draws(lot, r.id[wish]) < city.conditions.mentored[wish]]
    natives = np.flatnonzero((r.present == 1) & (r.activity == EMPLOYED) & (r.origin == NATIVE) & (r.foreign == 0))
    if len(wish) and len(natives):
        names = draws(city.luck("engaging"), r.id[natives])
        natives, names = natives[np.argsort(names)], np.sort(names)
        take_mentors(r.columns, wish, natives[np.searchsorted(names, draws(city.luck("engaging"), r.id[wish])) % len(natives)])


@kernel
def take_mentors(r, wish, mentors):
    """The mentor takes an empty place on the list, or that of the last one."""
    for n in range(len(wish)):
        i, k, place = wish[n], mentors[n], 7
        for f in range(8):
            place = min(place, f) if r.friends[i, f] < 0 else place
        if i != k and not knows_already(r.friends, i, k):
            r.friends[i, place] = k


@inlined
def knows_already(friends, i, k):
    """Whether k is an acquaintance of resident i."""
    known = False
    for f in range(8):
        known |= friends[i, f] == k
    return known


@kernel
def prepare_homes(r, drill):
    """A visit makes up for part of what is missing: water, a radio, whom to call."""
    for i in range(len(r.present)):
        r.prepared[i] += r.present[i] * drill[i] * (1.0 - r.prepared[i])


@kernel
def pass_on(p, month, r):
    """Whoever meets well prepared acquaintances learns from them."""
    for i in meeting_now(month, r):
        best = 0.0
        for f in range(8):
            k = r.friends[i, f]
            best = max(best, r.prepared[k] if k >= 0 else 0.0)
        if best > p.well and best > r.prepared[i]:
            r.prepared[i] += p.shows * (best - r.prepared[i])
