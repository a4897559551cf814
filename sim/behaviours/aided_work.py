"""Step 5b: what happens to those whose job is paid for in part, to apprentices, and in posts made for the jobless?"""

from typing import Any

import numpy as np

from sim.behaviours.separation import Separation
from sim.behaviours.studying import Studying
from sim.catalogue import Behaviour
from sim.chance import draw2
from sim.declare import param
from sim.kernels import kernel, rule
from sim.leaving import leave_post, take_post
from sim.tables import EMPLOYED, NOBODY, UNEMPLOYED
from sim.tally import AID_ENDED, COMPLETED, FOUND_WORK, HIRED_AIDED, HIRED_LONG_TERM, HIRED_UNEMPLOYED, LAYOFFS


class AidedWork(Behaviour):
    """Wage aid runs out month by month; when it ends, employers part with some whom they would not have hired without it.

    Apprentices learn what their occupation needs, and nothing else; most are kept at the end, some leave before. Posts made for
    the jobless end on their day, and employers see in them a part of unemployment.
    """

    lets_go = param(0.4, "share", "of those hired only for the aid who lose the job when it ends", "assumed: churning at expiry, 8.1", 0, 1)
    hours = param(70.0, "hours/month", "in which an apprentice learns", "assumed: half of working time", 0, 200)
    gain = param(0.0006, "SD/hour", "skill learned in what the job uses", "assumed: as in employers' training", 0, 0.01)
    leaves = param(0.015, "share/month", "of apprentices whose contract is dissolved", "Germany: about a quarter, remembered", 0, 0.5)
    keeps = param(0.7, "share", "of apprentices who stay with the employer at the end", "Germany: about 70%, remembered", 0, 1)
    entitlement = Separation.declared["entitlement"]
    signal = Studying.declared["signal_credit"]
    seen_as = param(12, "months", "of search that employers see in somebody who comes from a post made for the jobless",
                    "assumed; Card, Kluve and Weber 2018: public jobs leave nothing behind", 0, 120)  # fmt: skip
    simple = param(3, "ISCED", "level that a post made for the jobless asks for at most", "assumed", 0, 8)

    def act(self, city: Any) -> None:
        """A month less to go for everybody in aided work."""
        r = city.residents
        if r.temporary.any():
            serve_time(self.numbers, np.flatnonzero(r.temporary), r.columns, city.posts.columns, city.tally)
        if city.conditions.public_job.max() > 0:
            self.take_posts(city)
        if r.aided.any() or r.apprentice.any():
            rows = np.flatnonzero((r.aided > 0) | (r.apprentice > 0))
            work_on(city.luck("aiding"), self.numbers, rows, r.columns, city.posts.columns, city.occupations.use, city.tally)

    def take_posts(self, city: Any) -> None:
        """Those to whom a post was promised take one; its work is theirs if it is simple, else what the sector has most of."""
        r, posts, e = city.residents, city.posts, city.employers
        chosen = np.flatnonzero((city.conditions.public_job > 0) & (r.present == 1) & (r.activity == UNEMPLOYED))
        employer = posts.employer
        free = (city.conditions.created[employer] > 0) & (posts.holder == NOBODY) & (posts.slot < e.target[employer]) & (posts.gone == 0)
        rows = np.flatnonzero(free)
        rows = rows[np.lexsort((e.id[employer[rows]], e.target[employer[rows]] - posts.slot[rows]))]  # the last that were opened
        easy = np.where(city.occupations.level <= self.simple, city.sectors.staffing, -1.0).argmax(axis=1)
        for i, k in zip(chosen[np.argsort(r.id[chosen])], rows, strict=False):
            own = r.occupation[i]
            posts.occupation[k] = own if own >= 0 and city.occupations.level[own] <= self.simple else easy[e.sector[employer[k]]]
            begin(r.columns, posts.columns, i, k, int(city.conditions.public_job[i]), city.tally)


@kernel
def begin(r, posts, i, k, months, tally):
    """Resident i takes post k for so many months."""
    tally[HIRED_UNEMPLOYED] += 1
    tally[HIRED_AIDED] += 1
    tally[FOUND_WORK] += r.searching[i] > 1
    tally[HIRED_LONG_TERM] += 1 if r.searching[i] >= 12 else 0
    take_post(r, posts, i, k)
    r.temporary[i] = months


@kernel
def serve_time(p, rows, r, posts, tally):
    """Posts made for the jobless end on their day; to employers, who held one has searched all the time."""
    for i in rows:
        r.temporary[i] -= 1
        if r.temporary[i] == 0 and r.activity[i] == EMPLOYED:
            part(p, r, posts, i, tally)
            r.searching[i] = int(p.seen_as)


@rule
def end_of_aid(p, doubtful, u):
    """Whether the employer parts with somebody when the aid ends."""
    return doubtful and u < p.lets_go


@rule
def part(p, r, posts, i, tally):
    """The job ends."""
    r.entitlement[i] = int(p.entitlement) if r.experience[i] >= 12 else 0
    leave_post(r, posts, i, UNEMPLOYED)
    r.aided[i], r.apprentice[i], r.doubtful[i] = 0, 0, 0
    tally[AID_ENDED] += 1
    tally[LAYOFFS] += 1


@kernel
def work_on(luck, p, rows, r, posts, use, tally):
    """Aided workers and apprentices, one by one."""
    for i in rows:
        u, v = draw2(luck, r.id[i])
        if r.activity[i] != EMPLOYED:
            r.aided[i], r.apprentice[i], r.doubtful[i] = 0, 0, 0
        elif r.apprentice[i] > 0:
            for m in range(8):
                r.skill[i, m] += p.gain * p.hours * use[r.occupation[i], m]
            r.learned[i] = 0
            r.apprentice[i] -= 1
            if r.apprentice[i] == 0:
                finish(p, r, posts, i, u < p.keeps, tally)
            elif v < p.leaves:
                part(p, r, posts, i, tally)
        if r.aided[i] > 0:
            r.aided[i] -= 1
            if r.aided[i] == 0 and end_of_aid(p, r.doubtful[i], u):
                part(p, r, posts, i, tally)


@rule
def finish(p, r, posts, i, kept, tally):
    """The journeyman's certificate; who is kept is paid in full from now on."""
    if r.attainment[i] < 3:
        r.attainment[i], r.schooling[i] = 3, max(r.schooling[i], 12.0)
    r.credential[i] = min(3.0, r.credential[i] + p.signal)
    r.trained[i] = 0
    tally[COMPLETED] += 1
    if kept:
        r.wage[i] = 0.0
    else:
        part(p, r, posts, i, tally)
