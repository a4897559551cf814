"""V23: what do apprentices have that the same people would not have had after learning the same trade at school?"""

from typing import Any

import numpy as np

from experiments.evidence.targets.setting import Setting
from experiments.evidence.trials.estimates import Estimate
from experiments.evidence.trials.studies import by_key
from experiments.evidence.trials.studies.recognition import at_the_end
from sim.behaviours.aided_work import AidedWork
from sim.catalogue import Lever, make
from sim.city import City
from sim.leaving import leave_post
from sim.tables import EMPLOYED, INACTIVE, UNEMPLOYED

INTAKE, CONTRACT = 12, 24
LEVER = {"budget": 2e7, "lag": 1, "contract": CONTRACT}
"""Contracts are signed for as long as the money goes on; those signed in the first year are followed to their end."""
SOON, LATER = (1, 12), 36
"""Months after the end in which unemployment is compared, and the month in which pay is."""


class SchoolInstead(Lever):
    """These people learn their trade at a full-time school for as long as their apprenticeship lasts, and then look for work."""

    def __init__(self, begins: dict[int, int], trade: dict[int, int]) -> None:
        super().__init__(budget=0)
        self.begins, self.trade = begins, trade
        self.before: dict[int, np.ndarray] = {}

    def apply(self, city: City) -> None:
        """Some begin, some end."""
        r, month = city.residents, city.since_policy
        due = {who for who, when in self.begins.items() if month in (when, when + CONTRACT)}
        for i in np.flatnonzero(np.isin(r.id, list(due)) & (r.present == 1)).tolist():
            who = int(r.id[i])
            if month == self.begins[who]:
                self.begin(city, i, who)
            elif who in self.before:
                self.end(city, i, who)

    def begin(self, city: City, i: int, who: int) -> None:
        """Off to school: no work, and no looking for it."""
        r = city.residents
        if r.activity[i] == EMPLOYED:
            leave_post(r.columns, city.posts.columns, i, INACTIVE)
        r.activity[i], r.barred[i], r.searching[i], r.entering[i] = INACTIVE, CONTRACT + 1, 0, 0
        self.before[who] = r.skill[i].copy()

    def end(self, city: City, i: int, who: int) -> None:
        """The same certificate and the same skills as an apprentice's, but nobody's staff."""
        r = city.residents
        occupations: Any = city.occupations
        p = next(each.numbers for each in city.behaviours if isinstance(each, AidedWork))
        r.skill[i] = self.before[who] + np.float32(p.gain * p.hours * CONTRACT) * occupations.use[self.trade[who]].astype(np.float32)
        r.attainment[i], r.schooling[i] = max(3, r.attainment[i]), max(12.0, r.schooling[i])
        r.credential[i] = min(3.0, r.credential[i] + p.signal)
        r.activity[i], r.entering[i], r.trained[i], r.barred[i], r.occupation[i] = UNEMPLOYED, 1, 0, 0, self.trade[who]


def apprentices_of(city: City) -> tuple[dict[int, int], dict[int, int]]:
    """Live the year of intake: in which month each apprentice signed, and for which trade."""
    begins: dict[int, int] = {}
    trade: dict[int, int] = {}
    for _ in range(INTAKE):
        r, month = city.run(1).residents, city.since_policy
        new = np.flatnonzero((r.present == 1) & (r.apprentice == CONTRACT))
        for i in new.tolist():
            trade[int(r.id[i])], begins[int(r.id[i])] = int(r.occupation[i]), month
    return begins, trade


def compare(piece: tuple[Setting, int]) -> dict[str, tuple[float, float]]:
    """One seed: sums over the apprentices of the first year of what they have more than themselves after school."""
    how, seed = piece
    young = how.burn_in_city(seed)
    firm = young.branch([make("lever", "apprenticeships", LEVER, "V23")])
    begins, trade = apprentices_of(firm)
    school = young.branch([SchoolInstead(begins, trade)]).run(INTAKE)
    names, ends = np.array(list(begins), np.int64), np.array(list(begins.values()), np.int64) + CONTRACT
    jobless, people, pay = 0.0, 0.0, (0.0, 0.0)
    for month in range(INTAKE + 1, INTAKE + CONTRACT + LATER + 1):
        works, wages = zip(*(at_the_end(city.run(1), names) for city in (firm, school)), strict=True)
        known = ~np.isnan(works[0] - works[1])
        soon = known & (month - ends >= SOON[0]) & (month - ends <= SOON[1])
        jobless, people = jobless + 100.0 * (works[1] - works[0])[soon].sum(), people + soon.sum()
        both = (month - ends == LATER) & (works[0] == 1) & (works[1] == 1)
        pay = (pay[0] + 100.0 * np.log(wages[0][both] / wages[1][both]).sum(), pay[1] + both.sum())
    return {"V23 out of work": (jobless, people), "V23 wage": pay}


def apprenticeship(setting: Setting) -> dict[str, Estimate]:
    """V23: out of work in the first year after, and pay three years after."""
    return by_key(setting.over_seeds(compare))


STUDIES = {"V23": apprenticeship}
