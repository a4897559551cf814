"""Step 11b: who works full time, and who part time?"""

from typing import Any

import numpy as np

from sim.catalogue import Behaviour
from sim.chance import draw2, ln, logistic
from sim.declare import param
from sim.kernels import kernel, rule
from sim.moving import since_turn
from sim.tables import EMPLOYED, NO_LIMITATION, SEVERE_LIMITATION

FULL_TIME = 1.0


class WorkingHours(Behaviour):
    """Hours are chosen with a new job, at the end of leave, and once a year.

    Some work is offered in part time more often than other work. Care of children, courses, limitations by health and age make people
    ask for it; who asks first has the same taste for life, so that nobody comes and goes without a reason.
    """

    care = param(1.3, "log-odds", "of part time of women, and of men alone, with children under 12 at home",
                 "C04: women of 25-54 with children 31.8%, without 20.0% (EU)", 0, 5)  # fmt: skip
    fathers = param(-0.4, "log-odds", "the same of men with a partner", "C04: men with children 5.0%, without 7.3%", -3, 3)
    studies = param(3.0, "log-odds", "the same with a full-time course, in proportion to its load", "assumed", 0, 10)
    some = param(0.4, "log-odds", "the same with some limitation", "assumed: as in EU-SILC", 0, 5)
    severe = param(1.6, "log-odds", "the same with a severe limitation", "assumed: about twice as often part time", 0, 5)
    youth = param(0.8, "log-odds", "the same under 25", "assumed: work beside further plans", 0, 5)
    older = param(0.8, "log-odds", "the same from 60 on", "assumed: partial pensions", 0, 5)
    shortest = param(0.4, "share", "of full time, shortest part time", "assumed: 15 hours a week", 0.1, 0.9)
    longest = param(0.85, "share", "of full time, longest part time", "assumed: partial care leave is 80%", 0.2, 0.9)

    def prepare(self, city: Any) -> None:
        """Everybody who works at month 0 has chosen."""
        self._choose(city, everybody=True)

    def act(self, city: Any) -> None:
        """The newly hired, those who come back from leave and those whose month of the year it is choose."""
        self._choose(city, everybody=False)

    def _choose(self, city: Any, everybody: bool) -> None:
        r, courses = city.residents.columns, city.courses.load
        choose_hours(city.luck_for_ever("hours"), self.numbers, everybody, city.month, r, city.households.young, city.occupations.part_time,
                     courses, city.offers.course, city.conditions.care_help)  # fmt: skip


@rule
def chance_of_part_time(p, usual, sex, partner, children, help_with_care, load, limitation, years):
    """Chance that somebody works part time in work in which this share does so without care, courses and limitations."""
    odds = ln(usual / (1.0 - usual)) + p.studies * load
    if children > 0:
        odds += p.care * (1.0 - help_with_care) if sex == 1 or partner < 0 else p.fathers
    if limitation != NO_LIMITATION:
        odds += p.severe if limitation == SEVERE_LIMITATION else p.some
    return logistic(odds + (p.youth if years < 25 else (p.older if years >= 60 else 0.0)))


@rule
def hours_of(p, chance, u, v):
    """Share of full time: who is first to ask for part time is always the same, and how much of it."""
    return p.shortest + max(0.0, p.longest - p.shortest) * v if u < chance else FULL_TIME


@kernel
def who_chooses(everybody, month, r):
    """Rows of the newly hired, of those whose leave ends and of those whose month of the year it is."""
    rows, n = np.empty(len(r.present) + 1, np.int64), 0
    for i in range(len(r.present)):
        rows[n] = i
        due = (r.tenure[i] == 0) | (r.leave[i] == 1) | (since_turn(r.id[i], month) == 0)
        n += (r.activity[i] == EMPLOYED) & (everybody | due)
    return rows[:n]


@kernel
def choose_hours(luck, p, everybody, month, r, young, part_time, load, course, care_help):
    """Hours of those who choose this month."""
    for i in who_chooses(everybody, month, r):
        if r.tenure[i] == 0 and not everybody:
            r.leave[i] = 0
        u, v = draw2(luck, r.id[i])
        studying = load[course[r.offer[i]]] if r.offer[i] >= 0 else 0.0
        chance = chance_of_part_time(p, part_time[r.occupation[i]], r.sex[i], r.partner[i], young[r.household[i]], care_help[i], studying,
                                     r.limitation[i], r.age[i] // 12)  # fmt: skip
        r.hours[i] = hours_of(p, chance, u, v)
