"""Step 12a: what does a job pay, at hiring and at the yearly review?"""

from typing import Any

import numpy as np

from sim.catalogue import Behaviour
from sim.chance import bell, draw_about, exp, ln
from sim.declare import param
from sim.kernels import kernel, rule
from sim.pay import counted_schooling, log_wage, mean_log_wages, usable_fit
from sim.skilled import weighted_skill
from sim.tables import EMPLOYED, UNEMPLOYED


class Wages(Behaviour):
    """Pay follows schooling, skill, experience, employer, occupation, fit and the tightness of the market.

    It is set at hiring and reviewed once a year, never far downward. Amounts are in constant prices. The highly educated are
    paid less the more of them there are (Katz and Murphy 1992), scarce work is dear, and what is found in a slump is worse.
    """

    schooling = param(0.052, "per year", "return to a year of schooling", "evidence row 34: 9% world, Europe 6-9%; calibrated", 0, 0.2)
    abroad = param(0.3, "share", "of a year of schooling from abroad that is not paid for until it is recognised",
                   "Friedberg 2000: schooling from abroad earns about two thirds of the local return, remembered", 0, 1)  # fmt: skip
    skill = param(0.16, "per SD", "return to skill used in the job", "evidence row 35: 18% per SD, Nordics 12-15", 0, 0.4)
    experience = param(0.030, "per year", "return to experience", "evidence row 36: .04, remembered; calibrated", 0, 0.1)
    experience_curve = param(0.0006, "per year squared", "its bend", "evidence row 36: .0006, remembered; calibrated", 0, 0.005)
    practice = param(0.008, "per year", "return to a year in the occupation, for ten years",
                     "Kambourov and Manovskii 2009: 12-20% in five years, remembered; part is counted in experience", 0, 0.05)  # fmt: skip
    seniority = param(0.011, "per year", "return to tenure with one employer, for ten years",
                      "Altonji and Williams 2005 (10% in ten years), Topel 1991 (25%), remembered; calibrated", 0, 0.03)  # fmt: skip
    apprentice = param(0.6, "share", "of the pay of the job that an apprentice gets", "evidence 8.1: .5-.7", 0.1, 1)
    fit = param(0.10, "per unit", "return to fit", "evidence 8.0 (1)", 0, 1)
    luck_sd = param(0.35, "log points", "spread of luck at hiring", "calibrated; total variance of row 33", 0, 0.6)
    offers = param(3.0, "offers", "of which the job of month 0 is the best, at hiring",
                   "set to what thirty calm years of the model settle at, so that pay does not drift", 1, 20)  # fmt: skip
    more_offers = param(0.2, "offers/year", "turned down since, in a job that lasts", "as above", 0, 5)
    cyclical = param(0.3, "elasticity", "of the luck of a match to unemployment at hiring, against what the city is used to: what is "
                     "offered in a slump is worse, and lasts", "Gertler, Huckfeldt and Trigari 2020: matches are worse in slumps; "
                     "Kahn 2010: pay of those who begin then", 0, 1)  # fmt: skip
    used_to = param(120, "months", "until unemployment counts as what the city is used to", "assumed", 12, 600)
    curve = param(-0.10, "elasticity", "of pay to the unemployment rate", "Blanchflower-Oswald wage curve -0.1, remembered", -0.5, 0)
    usual = param(0.07, "share", "unemployment rate at which the wage curve is neutral", "assumed", 0.01, 0.3)
    review = param(0.5, "share", "of the gap to today's pay closed by a yearly review", "assumed", 0, 1)
    sticky = param(0.985, "factor", "least pay after a review", "assumed: nominal rigidity at 1.5% inflation", 0.5, 1)
    scarce = param(0.05, "elasticity", "of pay in an occupation to how fast its vacancies fill: scarce work is dear",
                   "assumed: half of the wage curve", 0, 0.5)  # fmt: skip
    substitution = param(1.7, "elasticity", "of substitution between the highly educated and others",
                         "Katz and Murphy 1992: 1.4; Ciccone and Peri 2005: 1.5; up to 2", 0.5, 10)  # fmt: skip
    organised = param(240, "months", "until work is organised for the schooling there is", "assumed; Acemoglu 1998", 12, 2400)
    least = param(0.48, "share of mean", "lowest agreed full-time pay", "assumed: Finnish collective agreements", 0, 0.8)

    def prepare(self, city: Any) -> None:
        """Set the level of the wage equation to the city's mean wage, then pay everybody."""
        p, m = self.numbers, city.memory.columns
        draw_match(city.luck("matching"), p, city.residents.columns, city.employers.columns, city.posts.columns)
        logs = mean_log_wages(city, p)
        level = np.mean([exp(x) for x in logs]) if len(logs) else 1.0
        m.base_wage[0] = np.log(city.facts.mean_wage) - np.log(level)
        high, others, unemployed = count_workforce(city.residents.columns)
        m.unemployment[0] = m.usual_unemployment[0] = unemployed / max(1, high + others + unemployed)
        m.graduates[0] = m.technology[0] = graduates_of(high, others)[0]
        self._pay(city, everybody=True)
        city.trades.usual_skill[:] = city.trades.skill

    def act(self, city: Any) -> None:
        """Pay the newly hired and review those whose year in the post is full."""
        self._pay(city, everybody=False)

    def _pay(self, city: Any, everybody: bool) -> None:
        memory = city.memory
        memory.dear[0] = self.curve * np.log(max(memory.unemployment[0], 0.01) / self.usual)
        level = memory.base_wage[0] + memory.dear[0]
        floor = self.least * city.facts.mean_wage
        pay(city.luck("matching"), self.numbers, level, floor, everybody, city.residents.columns,
            city.employers.columns, city.posts.columns, city.occupations, city.memory.columns, city.trades.columns)  # fmt: skip


@kernel
def draw_match(luck, p, r, e, posts):
    """Luck of the jobs held at month 0: each is the best of some that its holder has seen, the more of them the longer it is held."""
    for i in range(len(r.present)):
        if r.activity[i] == EMPLOYED:
            k = r.post[i]
            u = draw_about(luck, r.id[i], e.id[posts.employer[k]] * 4096 + posts.slot[k])
            r.match[i] = p.luck_sd * bell(best_of(p, r.tenure[i] / 12.0, u))


@rule
def best_of(p, tenure_years, u):
    """The rank, in (0, 1), of the best of the offers seen so far, given its luck u among such: people take, and keep, good matches."""
    return exp(ln(u) / (p.offers + p.more_offers * tenure_years))


@rule
def reviewed(p, wage, today):
    """Pay after a yearly review: part of the way to what the job would pay today, never far down."""
    return max(p.sticky * wage, wage + p.review * (today - wage))


@kernel
def pay(luck, p, level, floor, everybody, r, e, posts, jobs, memory, trades):
    """Walk through the employed and note how able the staff are, a twelfth of whom are looked at in a month."""
    high, others, unemployed = count_workforce(r)
    ratio, share = graduates_of(high, others)
    memory.graduates[0] += (ratio - memory.graduates[0]) / 12.0
    memory.technology[0] += (memory.graduates[0] - memory.technology[0]) / p.organised
    glut = (memory.graduates[0] - memory.technology[0]) / p.substitution
    slack = ln(max(memory.unemployment[0], 0.01) / max(memory.usual_unemployment[0], 0.01))
    skills, staff = np.zeros(len(trades.skill)), np.zeros(len(trades.skill))
    for o in range(len(trades.price)):
        trades.price[o] = price_of_work(p, trades.worth[o])
    for i in rows_to_pay(everybody, r):
        new = r.wage[i] == 0.0
        k = r.post[i]
        j, o = posts.employer[k], posts.occupation[k]
        if new and not everybody:
            r.match[i] = p.luck_sd * bell(draw_about(luck, r.id[i], e.id[j] * 4096 + posts.slot[k])) - p.cyclical * slack
        z = weighted_skill(r.skill, jobs.weight, i, o)
        fitting = usable_fit(r, jobs, i, o)
        skills[o] += z
        staff[o] += 1.0
        years = r.experience[i] / 12.0
        price = jobs.premium[o] + trades.price[o] + price_of_schooling(glut, share, r.attainment[i])
        schooling = counted_schooling(p, r.schooling[i], r.unrecognised[i])
        x = log_wage(p, level, schooling, z, years, r.practice[i] / 12.0, r.tenure[i] / 12.0, e.premium[j], price,
                     fitting, r.match[i])  # fmt: skip
        today = max(floor, exp(x)) * (p.apprentice if r.apprentice[i] > 0 else 1.0)
        r.wage[i] = today if new else reviewed(p, r.wage[i], today)
    for o in range(len(staff)):
        kept = 11.0 / 12.0 * trades.staff[o]
        if kept + staff[o] > 0.0:
            trades.skill[o] = (kept * trades.skill[o] + skills[o]) / (kept + staff[o])
        trades.staff[o] = kept + staff[o]
    active = high + others + unemployed
    if active > 0:
        memory.unemployment[0] += (unemployed / active - memory.unemployment[0]) / 12.0
        memory.usual_unemployment[0] += (memory.unemployment[0] - memory.usual_unemployment[0]) / p.used_to


@kernel
def rows_to_pay(everybody, r):
    """The newly hired and those whose year in the post is full."""
    rows, n = np.empty(len(r.wage), np.int64), 0
    for i in range(len(r.wage)):
        rows[n] = i
        due = (r.wage[i] == 0.0) | (r.tenure[i] % 12 == 0) & (r.tenure[i] > 0)
        n += (r.activity[i] == EMPLOYED) & (everybody | due)
    return rows[:n]


@kernel
def count_workforce(r):
    """Highly educated workers, other workers, and people out of work."""
    high, employed, unemployed = 0, 0, 0
    for i in range(len(r.activity)):
        employed += r.activity[i] == EMPLOYED
        unemployed += r.activity[i] == UNEMPLOYED
        high += (r.activity[i] == EMPLOYED) & (r.attainment[i] >= 5)
    return high, employed - high, unemployed


@rule
def graduates_of(high, others):
    """Log of highly educated workers for each other one, and their share; one of each more, so that neither is nobody."""
    return ln((high + 1.0) / (others + 1.0)), (high + 1.0) / (high + others + 2.0)


@rule
def price_of_work(p, worth):
    """Log points of pay above the usual in an occupation in which opening a post is worth so much: what is scarce is dear."""
    return -p.scarce * ln(max(worth, 0.01))


@rule
def price_of_schooling(glut, share, attainment):
    """Log points of pay for having a degree or none, when graduates are that much cheaper against others than usual."""
    return ((share - 1.0) if attainment >= 5 else share) * glut
