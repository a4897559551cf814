"""In which cell of the counts is somebody whom a file tells, and what is drawn where the file leaves it open?"""

import numpy as np

from sim.chance import draws, luck
from sim.counts_to_people import prior
from sim.facts import CityFacts
from sim.facts.columns_of_people import HIGH, LOW
from sim.told_people import Told

COUNTED_AS = np.array([2, 2, 3, 0, 1, 5, 4])
"""Column of activity.csv in which each activity is counted; pupils of 15 among students."""
LEAST_YEARS = (11.0, 12.5, 17.0)
"""Years of schooling from which somebody whose level is not told has completed the next group of levels (assumed)."""
FAINT = 1e-6
"""Weight of the whole city's people, and a millionth of it of anybody's, beside a district's: a file may hold who was not counted."""


def cells(told: Told, facts: CityFacts, joint: np.ndarray, seed: int) -> np.ndarray:
    """Cells of the counts for everybody told: district, age, sex, attainment and activity as told, what is not told drawn beside it."""
    low = np.array([band[0] for band in facts.ages])
    years = np.floor(told.said["age"] / (12 if told.file is not None and told.file.in_months else 1))
    band = np.where(np.isnan(years), np.nan, np.searchsorted(low, np.nan_to_num(years), side="right") - 1)
    activity = told.said.get("activity", np.full(len(years), np.nan))
    counted = np.where(np.isnan(activity), np.nan, COUNTED_AS[np.nan_to_num(activity).astype(int)])
    counted = np.where((counted == 2) & (years >= 15), 3, counted)
    parts = [told.said.get("district", np.full(len(years), np.nan)), band, told.said.get("sex", np.full(len(years), np.nan)),
             groups_of(told, years, facts.attainment_from), counted]  # fmt: skip
    total = joint.sum(axis=0, keepdims=True)
    likely = joint + FAINT * total + FAINT * FAINT * total.sum() * np.maximum(prior(facts), 1e-9)[None]
    chosen = np.stack([np.nan_to_num(part).astype(int) for part in parts], axis=1)
    known = ~np.isnan(np.stack(parts, axis=1))
    high = np.nan_to_num(parts[3]) == HIGH
    known[high, 3] = False
    u = draws(luck(seed, "sampling", 3), np.arange(len(years)) + 1)
    for pattern in np.unique(np.column_stack([known, high]), axis=0):
        who = np.flatnonzero((np.column_stack([known, high]) == pattern).all(axis=1))
        given, open_ = np.flatnonzero(pattern[:5]), np.flatnonzero(~pattern[:5])
        if not len(open_):
            continue
        chances = likely.copy() if pattern[5] else likely
        if pattern[5]:
            chances[:, :, :, :3] = 0
        table = np.transpose(chances, (*given, *open_)).reshape(-1, int(np.prod([likely.shape[k] for k in open_])))
        row = (
            np.ravel_multi_index(tuple(chosen[who][:, given].T), [likely.shape[k] for k in given])
            if len(given)
            else np.zeros(len(who), int)
        )
        kinds, which = np.unique(row, return_inverse=True)
        ends = np.cumsum(table[kinds], axis=1)
        ends /= ends[:, -1:]
        flat = np.searchsorted((ends + np.arange(len(kinds))[:, None]).ravel(), which + u[who] * (1 - 1e-12), side="right")
        drawn = np.unravel_index(flat - which * table.shape[1], [likely.shape[k] for k in open_])
        for axis, values in zip(open_, drawn, strict=True):
            chosen[who, axis] = values
    if told.homes is not None and "district" not in told.said:
        chosen[:, 0] = chosen[np.unique(told.homes, return_index=True)[1], 0][told.homes]
    return np.ravel_multi_index(tuple(chosen.T), joint.shape)


def groups_of(told: Told, years: np.ndarray, counted_from: int) -> np.ndarray:
    """The group of attainment in which each is counted, by level, group or years of schooling; none below the age that is counted."""
    level = told.said.get("attainment", np.full(len(years), np.nan))
    exact = np.nan_to_num(level)
    group = np.select([exact == HIGH, exact >= LOW, exact >= 7, exact >= 5, exact >= 3], [HIGH, exact - LOW + 1, 4, 3, 2], default=1)
    group = np.where(np.isnan(level), np.nan, group)
    if "schooling" in told.said:
        schooling = told.said["schooling"]
        by_years = np.where(np.isnan(schooling), np.nan, 1 + sum((schooling >= least).astype(int) for least in LEAST_YEARS))
        group = np.where(np.isnan(group), by_years, group)
    return np.where(years < counted_from, 0.0, group)
