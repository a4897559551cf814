"""Who of a user's file lives here? Rows, or whole households, drawn by weight and in an order that keeps districts and ages."""

import numpy as np

from sim.chance import draws, luck
from sim.facts import CityFacts
from sim.told_people import Told


def told_of(facts: CityFacts, residents: int, seed: int) -> Told:
    """Whom the city's file of people brings here; nothing is told where there is none.

    Every row once when there are as many residents as rows and all stand for as many people; else rows, or whole households, are drawn
    by weight, systematically, in the order of districts and ages.
    """
    file = facts.people_file
    if file is None:
        return Told()
    found, rows = file.columns, len(file)
    weight = np.nan_to_num(found.get("weight", np.ones(rows)), nan=1.0)
    u = float(draws(luck(seed, "sampling", 0), np.zeros(1, np.int64))[0])
    if "household" in found:
        return Told(file, *whole_households(found, weight, residents, u, seed))
    if rows == residents and np.ptp(weight) == 0:
        return Told(file, np.arange(rows))
    order = np.lexsort((found["age"], found.get("district", np.zeros(rows))))
    ends = np.cumsum(weight[order])
    at = np.searchsorted(ends, (np.arange(residents) + u) / residents * ends[-1], side="right")
    return Told(file, order[np.minimum(at, rows - 1)])


def whole_households(
    found: dict[str, np.ndarray], weight: np.ndarray, residents: int, u: float, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the file and a household of each, by households: those with the weights of their members, so many people in all.

    The last places go to households that fit; where none does, the last one lives here in part.
    """
    rows = len(weight)
    names = np.where(np.isnan(found["household"]), np.inf, found["household"])
    _, home = np.unique(names, return_inverse=True)
    alone = np.flatnonzero(np.isinf(names))
    home[alone] = home.max() + 1 + np.arange(len(alone))
    _, home = np.unique(home, return_inverse=True)
    size, heavy = np.bincount(home), np.bincount(home, weights=weight)
    if rows == residents and np.ptp(weight) == 0:
        return np.arange(rows), home
    eldest = np.full(len(size), -1.0)
    np.maximum.at(eldest, home, np.nan_to_num(found["age"]))
    where = np.zeros(len(size))
    where[home] = np.nan_to_num(found.get("district", np.zeros(rows)))
    order = np.lexsort((eldest, size, where))
    wanted = (heavy / size * residents / heavy.sum())[order]
    ends = np.concatenate([[0.0], np.cumsum(wanted)])
    times = np.diff(np.floor(ends + u)).astype(int)
    copies = np.repeat(order, times)
    copies = copies[np.argsort(draws(luck(seed, "sampling", 1), np.arange(len(copies))), kind="stable")]
    short = residents - int(size[copies].sum())
    if short > 0:  # a few more, of the same city
        more = order[np.minimum((draws(luck(seed, "sampling", 2), np.arange(short)) * len(order)).astype(int), len(order) - 1)]
        copies = np.concatenate([copies, more])
    copies = copies[fits(size[copies], residents)]
    members = np.argsort(home, kind="stable")
    start = np.concatenate([[0], np.cumsum(size)])
    many = size[copies]
    within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    return members[np.repeat(start[copies], many) + within][:residents], np.repeat(np.arange(len(copies)), many)[:residents]


def fits(sizes: np.ndarray, places: int) -> np.ndarray:
    """Which households, in their order, fill the places: those at the end that would not fit are passed over, unless none fits."""
    ends = np.cumsum(sizes)
    whole = int(np.searchsorted(ends, places, side="right"))
    chosen, left = list(range(whole)), places - (int(ends[whole - 1]) if whole else 0)
    for n in range(whole, len(sizes)):
        if left > 0 and sizes[n] <= left:
            chosen.append(n)
            left -= int(sizes[n])
    if left > 0 and len(chosen) < len(sizes):
        chosen.append(next(n for n in range(len(sizes)) if n not in set(chosen)))
    return np.array(chosen, int)
