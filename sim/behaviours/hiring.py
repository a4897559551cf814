"""Step 11: who gets which job? One offer per post, one job per person, nobody favoured by row order."""

from typing import Any

import numpy as np

from sim.catalogue import Behaviour
from sim.chance import bell, draw, draw_about, exp
from sim.declare import param
from sim.kernels import kernel, rule
from sim.leaving import leave_post, take_post
from sim.origins import COMPULSORY
from sim.pay import command, usable_fit
from sim.tables import ASIA, EAST, EMPLOYED, SEVERE_LIMITATION, SOME_LIMITATION, UNEMPLOYED, WEST
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

NO_WALL, NOT_DECIDED, PAPERS, WORDS, SKILLS = range(5)
"""What stands before an application: nothing, then others decide; no decision yet; schooling not recognised; the language; skills."""


class Hiring(Behaviour):
    """Employers collect applications, rank them against each other and make offers in that order until one is accepted.

    Whoever cannot do the work at all is not considered; who is chosen depends on who else applied. The ranking weighs fit,
    certificates, schooling, language, a referral, stigma of long unemployment, what an interview shows, and pay that somebody
    else pays. Names from abroad and limitations are handicaps in units of all that an employer sees; employers differ, and
    think nothing of it when somebody of their staff knows the applicant (Aslund, Hensvik and Skans 2014). In regulated work
    schooling from abroad counts only once it is recognised. Offers are settled by deferred acceptance (Gale and Shapley
    1962), which has one outcome whatever the order of rows. Ranking: Blanchard and Diamond 1994; van Ours and Ridder 1992.
    """

    recruits = param(8.0, "vacancies", "that a small employer can choose for at a time: with so many open, half are decided",
                     "adverts open 10 days, posts filled after 45: Davis and Samaniego de la Parra 2017; calibrated", 0.05, 20)  # fmt: skip
    recruiter = param(8, "staff", "for each vacancy more that a larger employer can choose for at a time", "assumed", 1, 10_000)
    floor = param(0.1, "fit", "below which an applicant cannot do the work at all", "calibrated; 12% of applicants are interviewed", 0, 1)
    fit = param(0.2, "points", "weight of fit", "calibrated; the scale of the ranking", 0, 10)
    credential = param(0.3, "points/SD", "weight of certificates", "calibrated with all rows of tier A", 0, 5)
    schooling = param(
        0.0, "points/year", "loss per year of schooling below the norm of the occupation", "calibrated with all rows of tier A", 0, 2
    )
    in_slumps = param(0.0, "factor", "by which certificates weigh more when all vacancies fill within a month, against as fast as usual",
                      "assumed: none; Card et al. 2018 find training better in slumps, Levy Yeyati et al. 2019 worse", -10, 10)  # fmt: skip
    referral = param(0.5, "points", "an acquaintance works there", "assumed: row 31", 0, 5)
    stigma = param(1.3, "points", "loss after long unemployment, most of it in 8 months",
                   "evidence row 21: callbacks fall by about 45%; size calibrated", 0, 5)  # fmt: skip
    ageing = param(0.8, "points", "loss at 60, none until 40",
                   "Neumark, Burn and Button 2019, remembered: fewer callbacks with age; size assumed; calibrated", 0, 5)  # fmt: skip
    sees = param(1.2, "points/SD", "spread of all that an employer sees of her applicants: turns handicaps into points",
                 "measured in the model, rounded", 0.1, 5)  # fmt: skip
    west = param(0.34, "SD", "handicap of a name from the EU, EFTA or the west, born here or abroad",
                 "Ahmad 2020: English names, from callbacks (inclusion.csv A55)", 0, 3)  # fmt: skip
    east = param(0.47, "SD", "the same, Russia and other Europe", "Ahmad 2020: Russian names", 0, 3)
    asia = param(0.6, "SD", "the same, Asia and Latin America", "assumed between the others", 0, 3)
    africa = param(0.9, "SD", "the same, Middle East and Africa", "Ahmad 2020: Iraqi .83 and Somali 1.01", 0, 3)
    severe = param(0.47, "SD", "handicap of a severe limitation", "Krogh and Bredgaard 2022: wheelchair users (inclusion.csv B13)", 0, 3)
    some = param(0.2, "SD", "handicap of some limitation", "assumed: half of a severe one, not always seen", 0, 3)
    papers = param(0.05, "points/year", "loss per year of schooling that the work asks for beyond nine and nobody here recognises",
                   "assumed: employers cannot read it", 0, 2)  # fmt: skip
    aid = param(1.5, "points/year of pay", "for an applicant whose pay city hall takes over",
                "assumed: a year's pay outweighs one spread of what an interview shows", 0, 10)  # fmt: skip
    interview = param(1.0, "points", "spread of what an interview shows", "calibrated with all rows of tier A", 0, 5)
    used_to = param(120, "months", "until seekers are used to how many applications end in a hire", "assumed", 12, 1200)
    memory = param(0.1, "share/month", "weight of this month in the sense of how fast vacancies fill", "assumed", 0.01, 1)

    def prepare(self, city: Any) -> None:
        """Certificates weigh as usual while vacancies fill as fast as at month 0."""
        self.usual = float(city.memory.filling[0])

    def act(self, city: Any) -> None:
        """Rank the applications, settle the offers, move people."""
        a, vacant, r = city.applications, city.vacant, city.residents.columns
        e, posts, c = city.employers.columns, city.posts.columns, city.conditions.columns
        shown = weight_shown(self.in_slumps, float(city.memory.filling[0]), self.usual)
        decided = choose_vacancies(city.luck("screening"), self.numbers, vacant.post, e, posts)
        score, plain, city.walls = score_all(
            city.luck("ranking"), city.luck_for_ever("ranking"), decided, self.numbers, shown, a, vacant, r, e, posts, c, city.occupations
        )
        winner = settle(a.start, a.person, a.vacancy, score, len(vacant.post))
        city.ranking = score, winner  # kept until next month for who asks why an application failed
        helped = lifted(winner, a.vacancy, score, plain)
        move_in(winner, helped, a, vacant, r, posts, c, city.occupations.level, city.tally)
        remember(self.numbers, len(a.person), winner, vacant.post, posts, city.memory.columns, city.trades.columns)


def weight_shown(in_slumps: float, filling: float, usual: float) -> float:
    """How much certificates weigh in a market where vacancies fill this fast, against the usual one."""
    return max(0.0, 1.0 + in_slumps * (filling - usual))


@rule
def suitability(p, fitting, credential, years_short, contact, searching, handicap, lost, years, showing):
    """How an employer sees an applicant."""
    stigma = p.stigma * (1.0 - exp(-searching / 4.0)) if searching > 0 else 0.0
    return (
        p.fit * fitting + p.credential * credential - p.schooling * max(0.0, years_short)
        + p.referral * contact - stigma - p.sees * handicap - lost - p.ageing * max(0.0, (years - 40.0) / 20.0)
        + p.interview * showing
    )  # fmt: skip


@rule
def handicap_of(p, origin, limitation):
    """What an employer of usual prejudice holds against such an applicant, in SD of all that she sees."""
    name = 0.0
    if origin > 0:
        name = (p.west if origin == WEST else p.east) if origin <= EAST else (p.asia if origin == ASIA else p.africa)
    return name + (p.severe if limitation == SEVERE_LIMITATION else (p.some if limitation == SOME_LIMITATION else 0.0))


@rule
def needs_papers(luck, post_name, regulated):
    """Whether this post takes only who has recognised schooling: the same posts always."""
    return regulated > 0.0 and draw(luck, post_name) < regulated


@rule
def chance_of_choosing(p, staff, vacancies):
    """Chance that an employer decides on one of its vacancies this month: whoever recruits has only so much time."""
    room = p.recruits + staff / p.recruiter
    return room / (room + vacancies)


@kernel
def choose_vacancies(luck, p, rows, e, posts):
    """Whether its employer decides on each vacancy this month, bool, shape (vacancies,)."""
    posted, decided = np.zeros(len(e.id)), np.zeros(len(rows), np.bool_)
    for k in rows:
        posted[posts.employer[k]] += 1.0
    for v in range(len(rows)):
        j = posts.employer[rows[v]]
        decided[v] = draw(luck, e.id[j] * 4096 + posts.slot[rows[v]]) < chance_of_choosing(p, e.headcount[j], posted[j])
    return decided


@kernel
def score_all(luck, which, decided, p, shown, a, vacant, r, e, posts, c, jobs):
    """Score of every application with and without aid, minus infinity where nobody chooses yet or a wall stands before it; and the wall."""
    score, plain = np.full(len(a.person), -np.inf), np.full(len(a.person), -np.inf)
    walls = np.zeros(len(a.person), np.uint8)
    for n in range(len(a.person)):
        if not decided[a.vacancy[n]]:
            walls[n] = NOT_DECIDED
            continue
        i, k = a.person[n], vacant.post[a.vacancy[n]]
        j, o = posts.employer[k], posts.occupation[k]
        if r.unrecognised[i] > 0.0 and needs_papers(which, e.id[j] * 4096 + posts.slot[k], jobs.regulated[o]):
            walls[n] = PAPERS
            continue
        showing = bell(draw_about(luck, r.id[i], e.id[j] * 4096 + posts.slot[k]))
        short = (jobs.schooling[o] - r.schooling[i] + r.unrecognised[i]) * (c.apprenticeship[i] == 0.0)
        handicap = e.bias[j] * handicap_of(p, r.origin[i], r.limitation[i]) * (1.0 - c.fairness[j]) * (1.0 - a.contact[n])
        lost = p.papers * min(r.unrecognised[i], max(0.0, jobs.schooling[o] - COMPULSORY))
        searching = r.searching[i] if r.activity[i] == UNEMPLOYED else 0
        fitting = usable_fit(r, jobs, i, o)
        s = suitability(p, fitting, r.credential[i] * shown, short, a.contact[n], searching, handicap, lost, r.age[i] / 12.0, showing)
        aid = p.aid * c.wage_aid[i] if searching > 0 else 0.0
        plain[n] = s if fitting >= p.floor else -np.inf
        score[n] = s + aid if fitting >= p.floor or aid > 0.0 else -np.inf
        if score[n] == -np.inf:
            walls[n] = WORDS if fitting >= p.floor * command(r.language[i], jobs.language[o]) else SKILLS
    return score, plain, walls


@kernel
def lifted(winner, vacancy, score, plain):
    """1 for every winning application that would not have been the best of its vacancy without the aid, uint8."""
    rival = np.full(len(winner), -np.inf)
    for n in range(len(vacancy)):
        v = vacancy[n]
        if n != winner[v]:
            rival[v] = max(rival[v], score[n])
    helped = np.zeros(len(vacancy), np.uint8)
    for v in range(len(winner)):
        n = winner[v]
        if n >= 0 and plain[n] < score[n]:
            helped[n] = plain[n] == -np.inf or plain[n] < rival[v]
    return helped


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
    for v in range(len(winner)):
        if winner[v] < 0:
            continue
        n = winner[v]
        i, k = a.person[n], vacant.post[v]
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
        take_post(r, posts, i, k)


@kernel
def remember(p, applications, winner, rows, posts, memory, trades):
    """How many vacancies there were and how many were filled, by occupation and in the city; how many applications met a hire."""
    filled, posted = np.zeros(len(trades.posted)), np.zeros(len(trades.posted))
    for v in range(len(winner)):
        o = posts.occupation[rows[v]]
        posted[o] += 1.0
        filled[o] += winner[v] >= 0
    for o in range(len(posted)):
        trades.posted[o] += p.memory * (posted[o] - trades.posted[o])
        trades.filled[o] += p.memory * (filled[o] - trades.filled[o])
    if applications > 0:
        memory.hits[0] += p.memory * (filled.sum() / applications - memory.hits[0])
        memory.usual_hits[0] += (memory.hits[0] - memory.usual_hits[0]) / p.used_to
    if len(winner) > 0:
        memory.filling[0] += p.memory * (filled.sum() / len(winner) - memory.filling[0])
