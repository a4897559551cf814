"""The search for a job in straightforward NumPy: all looks of all seekers at once."""

from typing import Any

import numpy as np

from experiments.bench.numpy_steps import SLOTS, bells, command, halves, units, usable_fit, words
from sim.behaviours.job_search import LOOKS, MOST, NEAR, SIMPLE_WORK
from sim.tables import EMPLOYED, UNEMPLOYED

NOT_YET = 14
"""Occupation in which somebody looks who never had one, as in the model."""


def applications(
    city: Any, p: Any, lucks: tuple, spread: float, seekers: np.ndarray, amount: np.ndarray, chances: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Who applies for which vacancy with what liking: best first for every seeker, at most ``MOST`` each."""
    r, e, posts, jobs = city.residents, city.employers, city.posts, city.occupations
    luck, _ = lucks
    looks = (amount * p.looks).astype(int)
    seeker = np.repeat(np.arange(len(seekers)), looks)
    look = np.arange(len(seeker)) - np.repeat(np.cumsum(looks) - looks, looks)
    i = seekers[seeker]
    home = np.where(r.occupation[i] >= 0, r.occupation[i], NOT_YET)
    u, place = halves(words(luck, r.id[i] * LOOKS + look))
    of_own = p.simple + (1.0 - p.simple) * p.speechless * (1.0 - command(r, jobs, i, home))
    simple = (r.activity[i] == UNEMPLOYED) & (units(words_about(luck, r.id[i], LOOKS + look)) < of_own)
    near = chances[np.where(simple, SIMPLE_WORK, NEAR), home]
    asks, found = place < p.asks, look_up(city.vacant, near, u, np.maximum(0.0, place - p.asks) / (1.0 - p.asks))
    vacancy = np.where(asks, told(city.vacant, r, posts, i, place / max(p.asks, 1e-9)), found)
    seen = vacancy >= 0
    seeker, i, vacancy = seeker[seen], i[seen], vacancy[seen]
    k = city.vacant.post[vacancy]
    j, o = posts.employer[k], posts.occupation[k]
    reason = p.pay * (e.premium[j] + jobs.premium[o]) - p.distance * city.facts.travel[r.district[i], e.district[j]]
    home = home[seen]
    usual = p.pay * jobs.premium[home] + p.fitting * usable_fit(r, jobs, i, home)
    knows = contact(r, posts, i, j)
    reason += p.fitting * usable_fit(r, jobs, i, o) + p.contact * knows - usual
    reason += p.custom * (2.0 * jobs.women[o] - 1.0) * (2.0 * r.sex[i] - 1.0)
    whim, match = (bells(units(words_about(one, r.id[i], e.id[j] * SLOTS + posts.slot[k]))) for one in lucks)
    like = reason + p.whim * whim + p.pay * spread * match
    keep = (like >= least_liking(city, p, seekers)[seeker]) & (knows | (city.vacant.hidden[vacancy] == 0))
    return best(seeker[keep], vacancy[keep], like[keep])


def words_about(luck: Any, who: np.ndarray, which: np.ndarray) -> np.ndarray:
    """64 random bits for each name about each candidate."""
    of_each: Any = words(luck, who)
    return words(of_each, which)


def look_up(vacant: Any, near: np.ndarray, u: np.ndarray, place: np.ndarray) -> np.ndarray:
    """The vacancy that each look falls on, -1 none; ``near`` are its cumulative chances of occupations, shape (looks, occupations)."""
    o = (near <= (u * near[:, -1])[:, None]).sum(axis=1)
    found = np.searchsorted(vacant.key, (o << 48) | (place * 2.0**48).astype(np.int64))
    begin, end = vacant.first[o], vacant.first[o + 1]
    return np.where(begin < end, np.where(found < end, found, begin), -1)


def told(vacant: Any, r: Any, posts: Any, i: np.ndarray, u: np.ndarray) -> np.ndarray:
    """The vacancy that one acquaintance of each resident i tells of, -1 none."""
    friend = r.friends[i, np.minimum(8 * u, 7).astype(int)]
    post = np.where(friend >= 0, r.post[friend], -1)
    return np.where(post >= 0, vacant.told[posts.employer[post]], -1)


def contact(r: Any, posts: Any, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """Whether an acquaintance of i works at employer j."""
    friends = r.friends[i]
    post = np.where(friends >= 0, r.post[friends], -1)
    return ((post >= 0) & (posts.employer[post] == j[:, None])).any(axis=1)


def least_liking(city: Any, p: Any, seekers: np.ndarray) -> np.ndarray:
    """Liking below which an employee stays where she is."""
    r, e = city.residents, city.employers
    least, work = np.full(len(seekers), p.wants), r.activity[seekers] == EMPLOYED
    i = seekers[work]
    j = city.posts.employer[r.post[i]]
    least[work] = p.pay * (e.premium[j] + r.match[i] + p.gain) - p.distance * city.facts.travel[r.district[i], e.district[j]]
    return least


def best(seeker: np.ndarray, vacancy: np.ndarray, like: np.ndarray) -> tuple:
    """Each seeker's best looks in order of liking; a vacancy seen twice counts once."""
    order = np.lexsort((vacancy, -like, seeker))
    seeker, vacancy, like = seeker[order], vacancy[order], like[order]
    again = np.zeros(len(seeker), bool)
    again[1:] = (seeker[1:] == seeker[:-1]) & (vacancy[1:] == vacancy[:-1])
    seeker, vacancy, like = seeker[~again], vacancy[~again], like[~again]
    rank = np.arange(len(seeker)) - np.searchsorted(seeker, seeker)
    keep = rank < MOST
    return seeker[keep], vacancy[keep], like[keep]
