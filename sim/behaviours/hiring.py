"""Step 11: who gets which job? One offer per post, one job per person, nobody favoured by row order."""

from typing import Any

import numpy as np

from sim.catalogue import Behaviour
from sim.chance import bell, draw_about, exp
from sim.declare import param
from sim.kernels import kernel, rule
from sim.leaving import leave_post
from sim.pay import fit
from sim.tables import EMPLOYED, NOBODY, UNEMPLOYED
from sim.tally import (
    FOUND_WORK,
    HIRED_AIDED,
    HIRED_APPRENTICES,
    HIRED_CONTACT,
    HIRED_EMPLOYED,
    HIRED_LONG_TERM,
    HIRED_UNEMPLOYED,
    OVERQUALIFIED_HIRES,
)


class Hiring(Behaviour):
    """Employers rank applicants and take nobody below their standard; offers are settled by deferred acceptance.

    The ranking weighs fit, certificates, schooling, a referral, stigma of long unemployment and prejudice, what an
    interview shows, and pay that somebody else pays. Deferred acceptance (Gale and Shapley 1962) has one outcome
    whatever the order of rows.
    """

    fit = param(0.36, "points", "weight of fit", "calibrated; the scale of the ranking", 0, 10)
    credential = param(0.6, "points/SD", "weight of certificates", "calibrated with all rows of tier A", 0, 5)
    schooling = param(
        0.0, "points/year", "loss per year of schooling below the norm of the occupation", "calibrated with all rows of tier A", 0, 2
    )
    in_slumps = param(0.0, "factor", "by which certificates weigh more when all vacancies fill within a month, against as fast as usual",
                      "assumed: none; Card et al. 2018 find training better in slumps, Levy Yeyati et al. 2019 worse", -10, 10)  # fmt: skip
    referral = param(0.5, "points", "an acquaintance works there", "assumed: row 31", 0, 5)
    stigma = param(1.4, "points", "loss after long unemployment, most of it in 8 months",
                   "evidence row 21: callbacks fall by about 45%; size calibrated", 0, 5)  # fmt: skip
    ageing = param(1.15, "points", "loss at 60, none until 40",
                   "Neumark, Burn and Button 2019, remembered: fewer callbacks with age; size assumed; calibrated", 0, 5)  # fmt: skip
    bias = param(1.0, "points/SD", "weight of the employer's prejudice", "assumed", 0, 5)
    aid = param(1.5, "points/year of pay", "for an applicant whose pay city hall takes over",
                "assumed: a year's pay outweighs one spread of what an interview shows", 0, 10)  # fmt: skip
    interview = param(2.1, "points", "spread of what an interview shows", "calibrated with all rows of tier A", 0, 5)
    standard = param(1.06, "points", "least score that is hired at month 0", "calibrated: vacancies are filled in about two months", -5, 10)
    above = param(0.63, "points", "that standard against the usual applicant", "calibrated: the standard of month 0 lasts", -5, 10)
    adapts = param(
        60,
        "months",
        "until the standard has followed the applicants an employer is used to",
        "assumed: what jobs ask for follows skills in five years",
        1,
        1200,
    )
    waiting = param(0.08, "points/month", "fall of the standard while a post stays vacant", "assumed", 0, 1)
    memory = param(0.1, "share/month", "weight of this month in the city's sense of how fast vacancies fill", "assumed", 0.01, 1)

    def prepare(self, city: Any) -> None:
        """Employers begin with the declared standard, and with vacancies that fill as fast as usual."""
        city.memory.standard[0] = self.standard
        self.usual = float(city.memory.filling[0])

    def act(self, city: Any) -> None:
        """Score the applications, settle the offers, move people."""
        a, vacant, r = city.applications, city.vacant, city.residents.columns
        e, posts = city.employers.columns, city.posts.columns
        m, c = city.memory.columns, city.conditions.columns
        shown = weight_shown(self.in_slumps, float(m.filling[0]), self.usual)
        score, helped = score_all(city.luck("ranking"), self.numbers, m.standard, shown, a, vacant, r, e, posts, c, city.occupations)
        winner = settle(a.start, a.person, a.vacancy, score, len(vacant.post))
        hired = move_in(winner, helped, a, vacant, r, posts, c, city.occupations.level, city.tally)
        if len(vacant.post):
            m.filling[0] += self.memory * (hired / len(vacant.post) - m.filling[0])


def weight_shown(in_slumps: float, filling: float, usual: float) -> float:
    """How much certificates weigh in a market where vacancies fill this fast, against the usual one."""
    return max(0.0, 1.0 + in_slumps * (filling - usual))


@rule
def suitability(p, fitting, credential, years_short, contact, searching, bias, years, showing):
    """How an employer sees an applicant."""
    stigma = p.stigma * (1.0 - exp(-searching / 4.0)) if searching > 0 else 0.0
    return (
        p.fit * fitting + p.credential * credential - p.schooling * max(0.0, years_short)
        + p.referral * contact - stigma - p.bias * bias - p.ageing * max(0.0, (years - 40.0) / 20.0) + p.interview * showing
    )  # fmt: skip


@kernel
def score_all(luck, p, standard, shown, a, vacant, r, e, posts, c, jobs):
    """Score of every application, minus infinity below the standard, and whether only aid lifts it there.

    The standard follows the usual score.
    """
    score, helped, total = np.empty(len(a.person), np.float64), np.zeros(len(a.person), np.uint8), 0.0
    for n in range(len(a.person)):
        i, k = a.person[n], vacant.post[a.vacancy[n]]
        j, o = posts.employer[k], posts.occupation[k]
        showing = bell(draw_about(luck, r.id[i], e.id[j] * 4096 + posts.slot[k]))
        short = (jobs.schooling[o] - r.schooling[i] + r.unrecognised[i]) * (c.apprenticeship[i] == 0.0)
        bias = e.bias[j] * (r.foreign[i] + r.disabled[i]) * (1.0 - c.fairness[j])
        searching = r.searching[i] if r.activity[i] == UNEMPLOYED else 0
        fitting = fit(r.skill, jobs.need, jobs.weight, i, o)
        s = suitability(p, fitting, r.credential[i] * shown, short, a.contact[n], searching, bias, r.age[i] / 12.0, showing)
        wanted = standard[0] - p.waiting * min(posts.vacant[k], 12)
        aid = p.aid * c.wage_aid[i] if searching > 0 else 0.0
        score[n] = s + aid if s + aid >= wanted else -np.inf
        helped[n] = s < wanted
        total += s
    if len(score) > 0:
        standard[0] += (total / len(score) + p.above - standard[0]) / p.adapts
    return score, helped


@kernel
def settle(start, person, vacancy, score, vacancies):
    """Deferred acceptance, applicants proposing: winning application of each vacancy, -1 none."""
    winner = np.full(vacancies, -1, np.int32)
    upto = start[:-1].copy()
    for s in range(len(start) - 1):
        proposer = s
        while proposer >= 0:
            rejected = -1
            if upto[proposer] < start[proposer + 1]:
                n = upto[proposer]
                upto[proposer] += 1
                v = vacancy[n]
                if score[n] == -np.inf:
                    rejected = proposer
                elif winner[v] < 0:
                    winner[v] = n
                elif score[n] > score[winner[v]]:
                    rejected = owner(start, winner[v])
                    winner[v] = n
                else:
                    rejected = proposer
            proposer = rejected
    return winner


@kernel
def owner(start, application):
    """Which seeker sent this application: binary search in the starts."""
    low, high = 0, len(start) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if start[middle] <= application:
            low = middle
        else:
            high = middle
    return low


@kernel
def move_in(winner, helped, a, vacant, r, posts, c, level, tally):
    """The winners take their posts; those who had another job leave it, to be posted next month."""
    hired = 0
    for v in range(len(winner)):
        if winner[v] < 0:
            continue
        n = winner[v]
        i, k = a.person[n], vacant.post[v]
        hired += 1
        tally[HIRED_CONTACT] += a.contact[n]
        tally[OVERQUALIFIED_HIRES] += 1 if r.attainment[i] >= 5 and level[posts.occupation[k]] < 5 else 0
        if r.activity[i] == EMPLOYED:
            tally[HIRED_EMPLOYED] += 1
            leave_post(r, posts, i, UNEMPLOYED)
            r.aided[i], r.doubtful[i], r.apprentice[i] = 0, 0, 0
        else:
            tally[HIRED_UNEMPLOYED] += 1
            tally[FOUND_WORK] += r.searching[i] > 1
            r.aided[i], r.doubtful[i], r.apprentice[i] = int(c.aid_months[i]), helped[n], int(c.apprenticeship[i])
            tally[HIRED_AIDED] += r.aided[i] > 0
            tally[HIRED_APPRENTICES] += r.apprentice[i] > 0
            tally[HIRED_LONG_TERM] += 1 if r.searching[i] >= 12 else 0
        posts.holder[k] = i
        posts.vacant[k] = 0
        r.post[i] = k
        r.activity[i] = EMPLOYED
        r.occupation[i] = posts.occupation[k]
        r.recall[i] = NOBODY
        r.tenure[i] = 0
        r.spell[i] = 0
        r.searching[i] = 0
    return hired
