"""Levels of education: what follows what, how long it takes, what it teaches, and which jobs are looked for then."""

import numpy as np

from sim.facts import CityFacts
from sim.kernels import rule

GROWN = 19 * 12
BASIC, UPPER, BACHELOR, MASTER, DOCTOR = 2, 3, 6, 7, 8


def job_chances(facts: CityFacts) -> np.ndarray:
    """Cumulative chance of each occupation by group of attainment, in proportion to the city's posts, shape (4, occupations)."""
    posts = facts.jobs.sum(axis=0) @ facts.work.sectors.staffing
    chance = np.cumsum(posts[:, None] * facts.work.occupations.share, axis=0)
    return np.ascontiguousarray((chance / chance[-1]).T, np.float64)


def jobs_by_sex(facts: CityFacts) -> np.ndarray:
    """The same for men and for women, who choose other work: shape (2, 4, occupations)."""
    chance, women = np.diff(job_chances(facts), axis=1, prepend=0.0), facts.work.occupations.women.astype(np.float64)
    cumulative = np.cumsum(chance * np.array([1.0 - women, women])[:, None], axis=2)
    return np.ascontiguousarray(cumulative / cumulative[..., -1:])


@rule
def next_level(attainment):
    """The level that initial education leads to next."""
    if attainment < UPPER:
        return UPPER
    return BACHELOR if attainment < BACHELOR else (MASTER if attainment == BACHELOR else DOCTOR)


@rule
def months_of(p, level):
    """How long a programme takes."""
    if level == UPPER:
        return p.upper
    return p.bachelor if level == BACHELOR else (p.master if level == MASTER else p.doctor)


@rule
def years_of(level):
    """Years of schooling of somebody who has completed a level."""
    if level <= UPPER:
        return 9.0 if level < UPPER else 12.0
    return 16.0 if level == BACHELOR else (17.5 if level == MASTER else 20.0)


@rule
def teaching(p, attainment):
    """Skill a student gains in a month of her programme."""
    level = next_level(attainment)
    before = 9.0 if level == UPPER else (12.0 if level == BACHELOR else (16.0 if level == MASTER else 17.5))
    return p.taught * (years_of(level) - before) / months_of(p, level)


@rule
def schooling_of_pupil(age):
    """Years at school so far, counted from seven, nine at most."""
    return min(9.0, max(0.0, age / 12.0 - 7.0))


@rule
def group_of(attainment):
    """The four groups of attainment that the shares of occupations are given for."""
    return (1 if attainment >= 3 else 0) + (1 if attainment >= 5 else 0) + (1 if attainment >= 7 else 0)


@rule
def first_job(chances, u):
    """The occupation at share u of the cumulative chances."""
    o = 0
    while o < len(chances) - 1 and chances[o] < u:
        o += 1
    return o
