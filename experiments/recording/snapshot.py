"""What can be seen of a city in one month: how many ways its workers have, how its jobs are spread, and whether origin decides."""

from typing import Any

import numpy as np
import pandas as pd

from experiments.outcomes.definitions import THRESHOLDS
from sim.tables import EMPLOYED, NOBODY

ASKED = 1000
"""Workers of whom the occupations within reach are counted: enough for a mean within 0.3."""


def seen(city: Any, month: int) -> pd.DataFrame:
    """One row per measure."""
    values = {"reachable_occupations": reachable(city), "employer_concentration": concentration(city), **origin(city.residents)}
    return pd.DataFrame({"month": month, "what": list(values), "value": list(values.values())})


def reachable(city: Any) -> float:
    """Mean number of occupations whose needs a worker's skills meet; not a number where nobody works."""
    r, jobs = city.residents, city.occupations
    every = 1 + len(r) // (2 * ASKED)
    workers = np.flatnonzero((r.present == 1) & (r.activity == EMPLOYED) & (r.id % every == 0))
    if len(workers) == 0:
        return float("nan")
    missing = np.clip(jobs.need[None] - r.skill[workers][:, None], 0, 2)
    fit = 1 - np.einsum("iom,om->io", missing, jobs.weight) / 2
    return float((fit >= THRESHOLDS.within_reach).sum() / len(workers))


def concentration(city: Any) -> float:
    """Herfindahl index of filled posts over employers: 1 when one employer has them all."""
    held = city.posts.employer[city.posts.holder != NOBODY]
    if len(held) == 0:
        return float("nan")
    return float(((np.bincount(held) / len(held)) ** 2).sum())


def origin(r: Any) -> dict[str, float]:
    """How far parents' schooling decides the living standard of residents of 25-54, among people of the same ten years of age."""
    adults = np.flatnonzero((r.present == 1) & (r.age >= 25 * 12) & (r.age < 55 * 12))
    if len(adults) < 10:
        return {"rank_slope": float("nan"), "rise": float("nan")}
    band = (r.age[adults] - 25 * 12) // 120
    parents, own = rank_within(band, r.parents_schooling[adults]), rank_within(band, r.equivalised[adults])
    slope, low = np.cov(parents, own)[0, 1] / parents.var(ddof=1), parents < 0.2
    return {"rank_slope": float(slope), "rise": float((own[low] >= 0.8).mean()) if low.any() else float("nan")}


def rank_within(band: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Rank from 0 to 1 among those of the same band."""
    found = np.empty(len(values))
    for one in np.unique(band):
        here = np.flatnonzero(band == one)
        found[here[np.argsort(values[here], kind="stable")]] = (np.arange(len(here)) + 0.5) / len(here)
    return found
