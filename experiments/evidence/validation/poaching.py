"""What becomes of employees whom their employer has trained: who has the benefit of what it paid for?"""

import numpy as np

from experiments.evidence.targets.setting import Setting
from sim.city import City
from sim.tables import EMPLOYED

TRAINING, FOLLOWED = 12, 36
"""Months in which people are trained, and months for which each is followed."""


def after_training(piece: tuple[Setting, int]) -> tuple[np.ndarray, np.ndarray]:
    """By months since they were trained: people who work for another employer, and all who work in the city."""
    how, seed = piece
    city = how.burn_in_city(seed)
    cohorts: list[tuple[int, np.ndarray, np.ndarray, np.ndarray]] = []
    elsewhere, working = np.zeros(FOLLOWED), np.zeros(FOLLOWED)
    for month in range(TRAINING + FOLLOWED):
        before = city.residents.offer.copy()
        city.step()
        for began, rows, ids, employer in cohorts:
            since = month - began
            if since <= FOLLOWED:
                here = rows[(city.residents.id[rows] == ids) & (city.residents.activity[rows] == EMPLOYED)]
                moved = employer_of(city, here) != employer[np.isin(rows, here)]
                elsewhere[since - 1] += moved.sum()
                working[since - 1] += len(here)
        if month < TRAINING:
            rows = trained_now(city, before)
            cohorts.append((month, rows, city.residents.id[rows].copy(), employer_of(city, rows)))
    return elsewhere, working


def trained_now(city: City, before: np.ndarray) -> np.ndarray:
    """Rows of employees who were trained this month and attend no course; ``before`` holds the courses they attended."""
    r, n = city.residents, len(before)
    return np.flatnonzero((r.learned[:n] == 0) & (r.offer[:n] < 0) & (before < 0) & (r.activity[:n] == EMPLOYED) & (r.present[:n] == 1))


def employer_of(city: City, rows: np.ndarray) -> np.ndarray:
    """The employer's lasting name for each of these employees."""
    return city.employers.id[city.posts.employer[city.residents.post[rows]]]
