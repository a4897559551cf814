"""What a job pays, and how well a person fits it: the two rules that search, hiring and raises share."""

from typing import Any

import numpy as np

from sim.kernels import inlined, kernel, rule
from sim.skilled import weighted_skill


@rule
def shortfall(need, has):
    """How much of one needed skill is missing, in SD, at most 2."""
    return min(2.0, max(0.0, need - has))


@inlined
def fit(skill, need, weight, i, o):
    """1 when resident i meets every requirement of occupation o, 0 when each weighted one is missed by 2 SD."""
    missing = 0.0
    for m in range(8):
        missing += weight[o, m] * shortfall(need[o, m], skill[i, m])
    return 1.0 - missing / 2.0


@rule
def command(language, asked):
    """Share of a skill that somebody can use whose command of the language falls short of what the work asks for (assumed linear)."""
    return min(1.0, language / asked)


@rule
def counted_schooling(p, schooling, unrecognised):
    """Years at school that are paid for: those from abroad which nobody has recognised count in part."""
    return schooling - p.abroad * unrecognised


@inlined
def usable_fit(r, jobs, i, o):
    """How well resident i fits occupation o in the language that it asks for, 0-1."""
    return fit(r.skill, jobs.need, jobs.weight, i, o) * command(r.language[i], jobs.language[o])


@rule
def log_wage(p, base, schooling, z, experience_years, practice_years, tenure_years, employer_premium, occupation_premium, fitting, luck):
    """Log monthly pay for full time: schooling, skill, experience, years in occupation and job, employer, fit, luck (evidence 8.0 (1))."""
    x = min(experience_years, 33.0)
    return (
        base + p.schooling * (schooling - 13.0) + p.skill * z + p.experience * x - p.experience_curve * x * x
        + p.practice * min(10.0, practice_years) + p.seniority * min(10.0, tenure_years)
        + employer_premium + occupation_premium + p.fit * (fitting - 1.0) + luck
    )  # fmt: skip


@inlined
def earned(r, i):
    """EUR a month that resident i's work pays: pay for full time, for the hours worked; nothing on leave."""
    return r.wage[i] * r.hours[i] * (r.leave[i] == 0)


def earnings(r: Any, rows: Any) -> np.ndarray:
    """EUR a month that these residents' work pays, float64, shape (rows,)."""
    return (r.wage[rows] * r.hours[rows] * (r.leave[rows] == 0)).astype(np.float64)


def mean_log_wages(city: Any, p: Any) -> np.ndarray:
    """Log wages at base 0 of everybody employed, shape (employed,): what sets the level of the wage equation."""
    r, people = city.residents, np.flatnonzero(city.residents.post >= 0)
    out = np.zeros(len(people))
    j = city.occupations
    fill_log_wages(p, people, r.columns, city.employers.columns, city.posts.columns, j, out)
    return out


@kernel
def fill_log_wages(p, people, r, e, posts, jobs, out):
    """Log wage at base 0 of these people in the posts they hold."""
    for n in range(len(people)):
        i = people[n]
        k = r.post[i]
        o = posts.occupation[k]
        out[n] = log_wage(
            p, 0.0, counted_schooling(p, r.schooling[i], r.unrecognised[i]), weighted_skill(r.skill, jobs.weight, i, o),
            r.experience[i] / 12.0, r.practice[i] / 12.0, r.tenure[i] / 12.0, e.premium[posts.employer[k]], jobs.premium[o],
            usable_fit(r, jobs, i, o), r.match[i],
        )  # fmt: skip
