"""The hot steps of a month in straightforward NumPy: whole columns at a time, the same luck and numbers."""

from typing import Any

import numpy as np

from experiments.bench.object_counts import IN_DISTRICTS
from sim.behaviours.separation import WORST
from sim.chance import GAMMA, LOW31, MIX1, MIX2, ONE, S11, S27, S30, S31, S32
from sim.groups import GOOD, SCHOOLED, SOME
from sim.histogram import BINS, FIRST_BIN
from sim.observation import FIELDS, FULL_TIME
from sim.tables import CHILD, EMPLOYED, INACTIVE, NOBODY, PUPIL, RETIRED, STUDENT, UNEMPLOYED

SLOTS = 4096


def words(luck: np.uint64, who: np.ndarray) -> np.ndarray:
    """64 random bits for each name."""
    z = luck + (who.astype(np.uint64) + ONE) * GAMMA
    z = (z ^ (z >> S30)) * MIX1
    z = (z ^ (z >> S27)) * MIX2
    return z ^ (z >> S31)


def units(bits: np.ndarray) -> np.ndarray:
    """The upper 53 bits as numbers strictly inside (0, 1)."""
    return ((bits >> S11).astype(np.float64) + 0.5) * 2.0**-53


def halves(bits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two numbers in (0, 1) from each word."""
    return ((bits >> S32).astype(np.float64) + 0.5) * 2.0**-32, ((bits & LOW31).astype(np.float64) + 0.5) * 2.0**-31


def bells(u: np.ndarray) -> np.ndarray:
    """Standard normal numbers from uniform ones."""
    from scipy.special import ndtri

    return ndtri(u)


def command(r: Any, jobs: Any, i: np.ndarray, o: np.ndarray) -> np.ndarray:
    """Share of a skill that residents i can use in the language that occupations o ask for."""
    return np.minimum(1.0, r.language[i] / jobs.language[o])


def usable_fit(r: Any, jobs: Any, i: np.ndarray, o: np.ndarray) -> np.ndarray:
    """How well residents i meet the needs of occupations o in the language that these ask for."""
    missing = np.clip(jobs.need[o] - r.skill[i], 0.0, 2.0)
    return (1.0 - (jobs.weight[o] * missing).sum(axis=1) / 2.0) * command(r, jobs, i, o)


def separation(city: Any, p: Any, luck: np.uint64) -> None:
    """Every job ends or goes on."""
    r, e, posts = city.residents, city.employers, city.posts
    rows = np.flatnonzero(r.post >= 0)
    post = r.post[rows]
    employer, grade = posts.employer[post], np.searchsorted([3, 5], r.attainment[rows], side="right")
    u, v = halves(words(luck, r.id[rows]))
    young = 1.0 + p.youth * np.maximum(0.0, 45.0 - r.age[rows] / 12.0) / 25.0
    new = 1.0 + p.fresh * np.exp(-r.tenure[rows] / p.fresh_fades)
    risk = np.array([p.low, p.medium, p.high])[grade] * young * new * np.where(r.trained[rows] < p.trained_for, 1.0 - p.trained, 1.0)
    better = np.clip(e.premium[employer].astype(np.float64), -WORST, WORST)
    risk *= city.conditions.layoffs[e.sector[employer]] * np.exp(-p.lasting * better)
    risk *= np.exp(p.mismatch * (p.fits - usable_fit(r, city.occupations, rows, r.occupation[rows])))
    unwanted = (posts.slot >= e.target[posts.employer]) | (posts.gone > 0)
    posts.idle[:] = (posts.idle + 1) * (unwanted & (e.closed[posts.employer] == 0) & (posts.holder != NOBODY))
    junior = p.senior + (1.0 - p.senior) * np.exp(-r.tenure[rows] / p.fresh_fades)
    longer = 1.0 - p.hours * np.exp(-(posts.idle[post] - 1.0) / p.hours_for)
    risk += unwanted[post] * (p.cut_low + (p.cut_high - p.cut_low) * grade / 2.0) * junior * longer
    lost = (u < risk) | (e.closed[employer] > 0)
    leave_posts(r, posts, rows[lost], v[lost] < p.to_inactive, int(p.entitlement))


def leave_posts(r: Any, posts: Any, rows: np.ndarray, leaves: np.ndarray, entitlement: int) -> None:
    """These residents have no post any longer."""
    posts.holder[r.post[rows]] = NOBODY
    r.entitlement[rows] = np.where(r.experience[rows] >= 12, entitlement, 0)
    r.last_wage[rows] = r.wage[rows] * r.hours[rows]
    r.activity[rows] = np.where(leaves, INACTIVE, UNEMPLOYED)
    r.post[rows] = NOBODY
    for column in (r.wage, r.leave, r.temporary, r.tenure, r.spell, r.searching, r.entering):
        column[rows] = 0


def incomes(city: Any, p: Any) -> None:
    """Own incomes, then household incomes, and what all have to spend."""
    r, h, mean, activity = city.residents, city.households, city.facts.mean_wage, city.residents.activity
    benefit = p.basic * mean + np.where(r.entitlement > 0, p.related * np.maximum(0.0, r.last_wage - p.basic * mean), 0.0)
    pension = np.maximum(p.least_pension * mean, p.pension * r.last_wage)
    aid = np.where(r.age // 12 >= 17, p.student * mean, 0.0)
    kinds = (
        activity == EMPLOYED,
        activity == UNEMPLOYED,
        activity == RETIRED,
        activity == STUDENT,
        (activity == CHILD) | (activity == PUPIL),
    )
    pay = r.wage * r.hours * np.where(r.leave > 0, p.parental, 1.0)
    gross = np.select(kinds, (pay, benefit, pension, aid, p.child * mean), p.assistance * mean)
    low = np.maximum(0.0, np.minimum(gross, mean) - p.free * mean)
    there = r.present > 0
    r.income[there] = (gross - p.rate * low - p.top_rate * np.maximum(0.0, gross - mean))[there]
    work, rest = there & (activity == EMPLOYED), there & (activity != EMPLOYED)
    take_home, wages, other = (column.sum(dtype=np.float64) for column in (r.income[work], r.wage[work], r.income[rest]))
    city.memory.spending[0] = take_home * work.sum() / max(wages, 1e-9) + other / mean
    home = r.household[there]
    h.income[:] = np.bincount(home, weights=r.income[there], minlength=len(h))
    r.entitlement[there & (activity == UNEMPLOYED) & (r.entitlement > 0)] -= 1
    shares = 1.0 + p.adult_weight * np.maximum(0, h.adults - 1) + p.child_weight * (h.members - h.adults)
    r.equivalised[there] = h.income[home] / shares[home]


def skills(city: Any, p: Any) -> None:
    """A month of use or disuse."""
    r, jobs = city.residents, city.occupations
    level = (p.by_ability * r.ability + p.by_schooling * (r.schooling - p.norm))[:, None]
    work = np.flatnonzero((r.activity == EMPLOYED) & (r.present > 0))
    skill, job = r.skill[work], r.occupation[work]
    use = jobs.use[job]
    r.skill[work] = skill + p.doing * use * np.maximum(0.0, jobs.need[job] - skill) - p.fading * (1.0 - use) * (skill - level[work])
    out = (r.activity == UNEMPLOYED) | ((r.activity == INACTIVE) & (r.age < 65 * 12))
    rest = np.flatnonzero(out & (r.present > 0))
    skill, lost = r.skill[rest], np.where(r.spell[rest] < p.loss_for, p.loss, 0.0)[:, None]
    r.skill[rest] = skill - lost - p.fading * (skill - level[rest])


def count(
    city: Any, line: np.float32, cells: np.ndarray, row_of: np.ndarray, occupied: np.ndarray, districts: np.ndarray,
    wage_bins: np.ndarray, income_bins: np.ndarray,
) -> None:  # fmt: skip
    """Add every present resident to her cell, in the order in which cells are met, to her district and to the two income histograms."""
    r = city.residents
    rows = np.flatnonzero(r.present)
    fields = fields_of(r, rows, city.occupations, city.exposed, line)
    there, first, at = np.unique(cell_of(r, rows), return_index=True, return_inverse=True)
    met = np.argsort(first)
    row_of[there[met]], occupied[: len(there)] = np.arange(len(there)), there[met]
    cell, district = np.argsort(met)[at], r.district[rows]
    for f, name in enumerate(FIELDS):
        cells[:, f] = np.bincount(cell, weights=fields[name], minlength=len(cells))
        if name in IN_DISTRICTS:
            districts[:, f] = np.bincount(district, weights=fields[name], minlength=len(districts))
    into(income_bins, r.equivalised[rows])
    workers = rows[(r.activity[rows] == EMPLOYED) & (r.leave[rows] == 0)]
    into(wage_bins, r.wage[workers] * r.hours[workers])


def cell_of(r: Any, rows: np.ndarray) -> np.ndarray:
    """Row of the cell table for every resident."""
    years = r.age[rows] // 12
    band = np.array([3, 0, 1, 2, 3])[np.searchsorted([15, 25, 55, 75], years, side="right")]
    cell = (np.searchsorted([3, 5], r.attainment[rows], side="right") * 2 + r.sex[rows]) * 4 + band
    origin = np.where((r.origin[rows] > 0) & (r.foreign[rows] == 0), 5, r.origin[rows])
    cell = ((cell * 6 + origin) * 3 + r.limitation[rows]) * 2 + (r.parents_schooling[rows] >= SCHOOLED)
    return cell * 3 + np.searchsorted([SOME, GOOD], r.language[rows], side="right")


def fields_of(r: Any, rows: np.ndarray, jobs: Any, exposed: np.ndarray, line: np.float32) -> dict[str, np.ndarray]:
    """What every resident adds to each field."""
    years, activity, job = r.age[rows] // 12, r.activity[rows], r.occupation[rows]
    work, jobless, idle = activity == EMPLOYED, activity == UNEMPLOYED, activity == INACTIVE
    adult, able, young = (years >= 25) & (years < 65), (years >= 20) & (years < 65), (years >= 15) & (years < 30)
    graduate, learner = work & (r.attainment[rows] >= 5), r.offer[rows] >= 0
    at_work, hours = work & (r.leave[rows] == 0), r.hours[rows]
    return {
        "people": np.ones(len(rows)), "adults": adult, "working_age": able, "young": young, "employed": work,
        "unemployed": jobless, "employed_working_age": work & able, "long_term": jobless & (r.searching[rows] >= 12),
        "inactive": idle, "students": activity == STUDENT, "neet": young & (jobless | idle) & ~learner,
        "learned_year": adult & (r.learned[rows] < 12), "learned_month": adult & (r.learned[rows] < 1),
        "enrolled": learner,
        "newly_unemployed": jobless & (r.searching[rows] == 1), "overqualified": graduate & (jobs.level[job] < 5),
        "tertiary_employed": graduate, "wages": r.wage[rows] * hours * at_work, "incomes": r.equivalised[rows],
        "skill": r.skill[rows].mean(axis=1) * adult, "aware": r.aware[rows] * adult, "trust": r.trust[rows] * adult,
        "prepared": r.prepared[rows] * adult, "green": jobs.green[job] * work, "poor": r.equivalised[rows] < line,
        "take_home": r.income[rows] * at_work, "jobless_benefits": r.income[rows] * (jobless | idle),
        "other_benefits": r.income[rows] * ~(at_work | jobless | idle),
        "stranded": exposed[np.maximum(job, 0)] * jobless, "aided": work & ((r.aided[rows] > 0) | (r.apprentice[rows] > 0)),
        "at_work": at_work, "hours": hours * at_work, "part_time": at_work & (hours < FULL_TIME),
    }  # fmt: skip


def into(bins: np.ndarray, amounts: np.ndarray) -> None:
    """Put amounts into a histogram of counts and sums."""
    b = np.clip((amounts.view(np.int32) >> 16) - FIRST_BIN, 0, BINS - 1)
    bins[0], bins[1] = np.bincount(b, minlength=BINS), np.bincount(b, weights=amounts, minlength=BINS)
