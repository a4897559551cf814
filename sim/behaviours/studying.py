"""Step 9: what a month of a course does: skills grow, some drop out, others complete."""

from typing import Any

import numpy as np

from sim.catalogue import Behaviour
from sim.chance import draw, exp
from sim.declare import param
from sim.kernels import kernel, rule
from sim.leaving import leave_course
from sim.moving import rows_with
from sim.providers import seats_lost
from sim.tables import EMPLOYED
from sim.tally import COMPLETED, DROPPED_OUT, RECOGNISED


class Studying(Behaviour):
    """A course teaches what it is about, less where the learner already stands high; completing gives a certificate.

    While it lasts it takes time from job search (lock-in, in job search). Drop-out is likelier online, with low
    basic skills, and with young children.
    """

    gain = param(0.0007, "SD/hour", "skill learned in a course all about one domain",
                 "assumed: a school year of about 1,000 hours is worth 9-13% of earnings (V17)", 0, 0.01)  # fmt: skip
    talent = param(0.15, "share per SD", "more is learned with more ability", "assumed", 0, 1)
    ceiling = param(1.0, "SD", "above the level of a course at which nothing more is learned", "assumed", 0.1, 5)
    online_loss = param(0.15, "share", "less is learned online", "evidence row 60: online courses -.28 grade, weaker students more", 0, 1)
    leaves = param(0.022, "share/month", "of learners who drop out", "assumed: three quarters complete half a year or more", 0, 0.5)
    leaves_online = param(0.10, "share/month", "the same, extra online", "evidence row 60: most never finish", 0, 0.9)
    leaves_weak = param(0.5, "factor/SD", "drop-out rises with each SD of basic skill below the mean", "assumed", 0, 3)
    leaves_care = param(0.6, "factor", "extra drop-out with young children at home", "assumed", 0, 3)
    interrupted = param(0.25, "share/month", "of learners who drop out of a course whose rooms are closed", "assumed", 0, 1)
    signal = param(0.25, "SD", "what a certificate of a work course shows to employers", "assumed", 0, 2)
    signal_credit = param(0.6, "SD", "the same, for a formal qualification", "assumed", 0, 2)

    def act(self, city: Any) -> None:
        """Every learner has a month of lessons; certificates for what people know already are handed out."""
        r, c = city.residents.columns, city.conditions
        if c.closed_rooms.any():
            interrupt(city.luck("aiding"), self.interrupted, r, seats_lost(city).astype(np.float64), city.tally)
        if c.recognition.max() > 0:
            recognise(r, c.recognition, city.tally)
        study(city.luck("dropping_out"), self.numbers, r, city.households.young, city.offers.columns, city.providers.quality,
              city.courses, c.care_help, c.coaching, c.blended, city.tally)  # fmt: skip


@rule
def chance_of_leaving(p, online, basic_skill, young, care_help):
    """Monthly chance of dropping out."""
    risk = p.leaves + (p.leaves_online if online else 0.0)
    weak = exp(p.leaves_weak * max(0.0, min(2.0, -basic_skill)))
    care = 1.0 + p.leaves_care * (1.0 - care_help) if young > 0 else 1.0
    return min(0.9, risk * weak * care)


@rule
def lesson(p, hours, share, skill, level, ability, quality, online):
    """Skill gained in one domain in a month of lessons."""
    room = min(1.0, max(0.0, (level + p.ceiling - skill) / (1.0 + p.ceiling)))
    talent = max(0.3, 1.0 + p.talent * ability)
    return p.gain * hours * share * quality * room * talent * (1.0 - p.online_loss * online)


@rule
def schooling_with(credit, schooling):
    """Years of schooling after a qualification of this level."""
    usual = 12.0 if credit == 3 else (16.0 if credit == 6 else 9.0)
    return max(schooling, usual)


@kernel
def study(luck, p, r, young, offers, quality, courses, care_help, coaching, blended, tally):
    """Walk through the learners."""
    for i in rows_with(r.offer, 0, len(offers.course)):
        f = r.offer[i]
        k = offers.course[f]
        hours, level, online = courses.hours[k] / courses.months[k], courses.level[k], courses.online[k] * (1.0 - blended[f])
        ability, good = r.ability[i], quality[offers.provider[f]]
        r.learned[i] = 0
        for m in range(8):
            r.skill[i, m] += lesson(p, hours, offers.direction[f, m], r.skill[i, m], level, ability, good, online)
        r.months_left[i] -= 1
        risk = chance_of_leaving(p, courses.online[k], r.skill[i, 0], young[r.household[i]], care_help[i])
        if r.months_left[i] <= 0:
            complete(p, r, i, courses, k)
            tally[COMPLETED] += 1
        elif draw(luck, r.id[i]) < risk * (1.0 - coaching[i]) * (1.0 - blended[f]):
            leave_course(r, i)
            tally[DROPPED_OUT] += 1


@kernel
def interrupt(luck, interrupted, r, lost, tally):
    """Some learners do not come back from closed rooms; what goes on at a distance keeps the others."""
    for i in rows_with(r.offer, 0, len(lost)):
        if draw(luck, r.id[i]) < interrupted * lost[r.offer[i]]:
            leave_course(r, i)
            tally[DROPPED_OUT] += 1


@kernel
def recognise(r, recognition, tally):
    """A certificate for what is known already: employers see more, nobody knows more."""
    for i in range(len(r.present)):
        if recognition[i] > 0.0 and r.present[i] and r.assessed[i] == 0:
            r.credential[i] = min(3.0, r.credential[i] + recognition[i])
            r.unrecognised[i], r.assessed[i] = 0.0, 1
            tally[RECOGNISED] += 1


@rule
def complete(p, r, i, courses, k):
    """The course is over: a certificate, perhaps a qualification."""
    leave_course(r, i)
    credit = courses.credit[k]
    if credit > r.attainment[i]:
        r.attainment[i] = credit
        r.schooling[i] = schooling_with(credit, r.schooling[i])
    if courses.work[k] > 0 and r.age[i] < 68 * 12:
        r.trained[i] = 0 if r.activity[i] >= EMPLOYED and courses.hours[k] >= 40.0 else r.trained[i]
        r.credential[i] = min(3.0, r.credential[i] + (p.signal_credit if credit > 0 else p.signal))
