"""Households that move into the city: like households that live there already, with new names and without a job."""

from typing import Any

import numpy as np

from sim.chance import child_id, draw, draw_about
from sim.kernels import inlined, kernel
from sim.leaving import take_post
from sim.moving import by_name, copy_rows, rows_with, take_homes, take_rows
from sim.origins import ADULT, COMING, COMPULSORY, first_words
from sim.tables import (
    EMPLOYED,
    FAMILY_REASON,
    INACTIVE,
    NATIVE,
    NO_REASON,
    NOBODY,
    REFUGE,
    STUDENT,
    STUDY_REASON,
    UNEMPLOYED,
    WORK_REASON,
    Residents,
)
from sim.targeting import belong

LANGUAGES = (0, 6)
"""The domains in which newcomers from abroad lag at first: basic, and creative and language."""
NOT_ABROAD = np.int64(2**63 - 1)
"""A name that nobody has: of households without a grown-up from abroad."""
YOUNG, OLD = 20 * 12, 45 * 12
REFUGE_FROM = (0.0, 0.1, 0.1, 0.5)
"""Share of refuge among those who come from west, east, Asia and Africa: where a wave of newcomers comes from (assumed)."""


def arrive(month: int, residents: Residents, households: int, models: np.ndarray, rows: np.ndarray, homes: np.ndarray) -> None:
    """Every model is followed by somebody alike, in the empty rows in the order of names; families stay together."""
    models = by_name(models, residents.id)
    copy_rows(residents.addresses, models, rows)
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


@kernel
def come_from_abroad(luck, p, first_words, month, homes, r, rows):
    """Of households born abroad some come to the country now, with their children, the others moved within it: who is new begins anew."""
    name = np.full(homes, NOT_ABROAD)
    for i in rows:
        if r.foreign[i] and r.age[i] >= ADULT * 12:
            name[r.household[i]] = min(name[r.household[i]], r.id[i])
    for i in rows:
        home = name[r.household[i]]
        if r.origin[i] != NATIVE and home < NOT_ABROAD and draw(luck, home) < p.anew:
            r.foreign[i] = 1
            begin_anew(p, first_words, month, r, i)
            if r.reason[i] == STUDY_REASON and ADULT * 12 <= r.age[i] < p.study_until * 12:
                r.activity[i], r.entering[i] = STUDENT, 0
                r.to_finish[i] = 1 + int(2.0 * p.studies * draw_about(luck, r.id[i], 2))
            waits = (r.reason[i] != WORK_REASON) & (r.reason[i] != STUDY_REASON)
            if r.activity[i] == UNEMPLOYED and waits and draw_about(luck, r.id[i], 1) < (p.settling_women if r.sex[i] == 1 else p.settling):
                r.activity[i], r.entering[i] = INACTIVE, 0


@kernel
def recruit_abroad(luck, p, month, r, posts, jobs, rows):
    """Of those who came this month to work most have found a post before: a vacancy of their occupation that they can fill.

    This, and who comes to study, was built with IA21, IA22, IA27 and IA85 in view.
    """
    vacant = rows_with(posts.vacant, 1, 32000)
    for i in rows:
        looks = r.present[i] and r.reason[i] == WORK_REASON and r.arrived[i] == month and r.activity[i] == UNEMPLOYED
        if not looks or draw_about(luck, r.id[i], 3) >= p.recruited:
            continue
        first = int(draw_about(luck, r.id[i], 4) * len(vacant))
        for n in range(len(vacant)):
            k = vacant[(first + n) % len(vacant)]
            own = posts.occupation[k] == r.occupation[i] and posts.vacant[k] > 0
            if own and (r.unrecognised[i] == 0.0 or jobs.regulated[r.occupation[i]] == 0.0):
                take_post(r, posts, i, k)
                r.entering[i] = 0
                break


@inlined
def begin_anew(p, first_words, month, r, i):
    """Somebody from abroad begins without the language, recognised schooling, certificates or much that counts as experience."""
    r.arrived[i], r.aware[i], r.assessed[i], r.credential[i] = month, 0, 0, 0.0
    r.reason[i] = FAMILY_REASON if r.reason[i] == NO_REASON else r.reason[i]
    r.language[i] = max(first_words[r.origin[i]], p.hired if r.reason[i] == WORK_REASON else 0.0)
    r.unrecognised[i] = max(0.0, r.schooling[i] - COMPULSORY) if r.age[i] >= ADULT * 12 else 0.0
    r.experience[i], r.practice[i], r.last_wage[i] = int(p.counts * r.experience[i]), 0, 0.0


@inlined
def start_anew(r, i):
    """Nobody arrives with a post, a seat or a benefit."""
    if r.activity[i] == EMPLOYED:
        r.activity[i], r.entering[i] = UNEMPLOYED, 1
        r.last_wage[i] = r.wage[i] * r.hours[i]
        r.spell[i] = 0
    r.wage[i], r.tenure[i], r.match[i], r.searching[i], r.entitlement[i] = 0, 0, 0, 0, 0
    r.post[i], r.recall[i], r.offer[i] = NOBODY, NOBODY, NOBODY
    r.months_left[i], r.granted[i], r.leave[i] = 0, 0, 0
    r.aided[i], r.doubtful[i], r.apprentice[i], r.barred[i], r.temporary[i] = 0, 0, 0, 0, 0


def welcome(city: Any) -> int:
    """Newcomers from abroad: young families like those of the city, who may not work yet and do not speak its language."""
    c, r = city.conditions, city.residents.columns
    chosen = households_alike(city.luck("settling"), float(c.pulse[0]), r, city.households.head)
    models = np.flatnonzero(belong(r.household, chosen, len(city.households)) & (r.present == 1))
    rows, homes = take_rows(city, len(models)), take_homes(city, len(chosen))
    arrive(city.month + (1 << 20), city.residents, len(city.households), models, rows, homes)
    origin = 1 + int(np.argmax(city.facts.origins * REFUGE_FROM))
    begin_abroad(COMING.numbers, first_words(city.facts), city.month, origin, city.residents.columns, rows,
                 float(c.pulse_gap[0]), int(c.pulse_barred[0]), int(c.pulse_later[0]))  # fmt: skip
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
def begin_abroad(p, first_words, month, origin, r, rows, gap, barred, later):
    """What a newcomer who seeks refuge lacks at first: the language, recognised years at school, acquaintances, leave to work."""
    for i in rows:
        r.foreign[i], r.reason[i] = 1, REFUGE
        r.origin[i] = origin if r.origin[i] == NATIVE else r.origin[i]
        begin_anew(p, first_words, month, r, i)
        r.barred[i] = min(120, barred + later * r.sex[i])
        r.experience[i] = 0
        for m in LANGUAGES:
            r.skill[i, m] -= gap
        if r.activity[i] == UNEMPLOYED:
            r.activity[i], r.entering[i] = INACTIVE, 0
