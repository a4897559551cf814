"""V26: what does a certificate for skills somebody already had do for her, at work and out of work?"""

import numpy as np

from experiments.evidence.targets.setting import Setting
from experiments.evidence.trials.estimates import Estimate
from experiments.evidence.trials.studies import by_key
from sim.catalogue import make
from sim.city import City
from sim.tables import EMPLOYED, UNEMPLOYED

A_YEAR = {"budget": 2e7, "months": 12, "first": 0}
LATER = 24
"""Months after the year of assessments when people are looked at."""
VERY_LONG = 24
"""Months of search from which somebody counts as very long-term unemployed."""
NOT_SEARCHING, SHORT, LONG = -1, 0, 1


def search_of(city: City) -> dict[int, int]:
    """Everybody by name: not searching now, or searching for a short or a very long time."""
    r = city.residents
    rows = np.flatnonzero(r.present == 1)
    spell = np.where(r.activity[rows] != UNEMPLOYED, NOT_SEARCHING, np.where(r.searching[rows] >= VERY_LONG, LONG, SHORT))
    return dict(zip(r.id[rows].tolist(), spell.tolist(), strict=True))


def assessed_in(city: City) -> dict[int, int]:
    """Live a year; who is assessed in it, by name, and how she was searching before that month, in which some are hired.

    Who came to the city in the month of her assessment counts as not searching.
    """
    found: dict[int, int] = {}
    for _ in range(int(A_YEAR["months"])):
        before = search_of(city)
        city.step()
        r = city.residents
        names = r.id[(r.present == 1) & (r.assessed == 1)].tolist()
        found = {name: before.get(name, NOT_SEARCHING) for name in names} | found
    return found


def at_the_end(city: City, names: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whether each of these is at work, NaN for who is not there any more, and her wage."""
    r = city.residents
    order = np.argsort(r.id)
    rows = order[np.minimum(np.searchsorted(r.id[order], names), len(order) - 1)]
    there = (r.id[rows] == names) & (r.present[rows] == 1)
    return np.where(there, r.activity[rows] == EMPLOYED, np.nan), r.wage[rows].astype(np.float64)


def certify(piece: tuple[Setting, int]) -> dict[str, tuple[float, float]]:
    """One seed: sums over the assessed of what they have more than their twins in the city without assessors."""
    how, seed = piece
    young = how.burn_in_city(seed)
    told = young.branch([make("lever", "prior_learning", A_YEAR, "V26")])
    spells = assessed_in(told)
    names, spell = np.array(list(spells), np.int64), np.array(list(spells.values()), np.int64)
    (works, wage), (usual, before) = (
        at_the_end(city, names) for city in (told.run(LATER), young.branch().run(int(A_YEAR["months"]) + LATER))
    )
    both, known = (works == 1) & (usual == 1), ~np.isnan(works - usual)
    found = {"V26 wage": (100.0 * np.log(wage[both] / before[both]).sum(), float(both.sum()))}
    for key, who in (("all", spell != NOT_SEARCHING), ("long", spell == LONG), ("short", spell == SHORT)):
        found[key] = (100.0 * (works - usual)[who & known].sum(), float((who & known).sum()))
    return found


def recognition(setting: Setting) -> dict[str, Estimate]:
    """V26: wages, work, and who gains most."""
    found = by_key(setting.over_seeds(certify))
    return {"V26 wage": found["V26 wage"], "V26 work": found["all"], "V26 very long": found["long"] - found["short"]}


STUDIES = {"V26": recognition}
