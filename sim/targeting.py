"""Whom a lever serves when money is short: by declared need, then by lot, never by row order."""

from typing import Any

import numpy as np

from sim import chance
from sim.chance import draws


def serve(city: Any, lever: Any, eligible: np.ndarray, euros_each: float, recipient: str, need: np.ndarray | None = None,
          share: float = 1.0, lasts: int = 12) -> np.ndarray:  # fmt: skip
    """Rows that get a service that costs ``euros_each`` at the prices of the reference city this month; pays for them.

    ``need`` ranks the eligible, highest first (default: all alike); the lot among equals is drawn anew
    every ``lasts`` months. At most ``share`` of the lever's money is used.
    """
    rows = np.flatnonzero(eligible)
    lot = draws(chance.luck(city.seed, "lever", city.since_policy // lasts), city.residents.id[rows])
    rank = -lot if need is None else -need[rows] - 1e-6 * lot
    served = rows[np.argsort(rank, kind="stable")][: places(city, lever, euros_each, share)]
    paid = city.hall.pay(lever, len(served) * euros_each * city.price_level * city.weight, recipient)
    city.hall.hand(served, paid / max(1, len(served)))
    return served


def places(city: Any, lever: Any, euros_each: float, share: float = 1.0) -> int:
    """How many residents of the model the lever can serve this month at so many euros a person."""
    if euros_each <= 0:
        return len(city.residents)
    return int(city.hall.available(lever) * share / (euros_each * city.price_level * city.weight) + 1e-9)


def payer(city: Any, lever: Any) -> int:
    """Row of the lever in conditions that have one row per payer."""
    return city.hall.account[lever.name()]


def funded(city: Any, lever: Any) -> bool:
    """Whether the lever has any money at all: without it nothing may change."""
    return city.hall.available(lever) > 0


def want_seats(city: Any, lever: Any, rows: np.ndarray, weights: np.ndarray, cost: np.ndarray, share: float = 1.0) -> None:
    """Ask for extra seats in these offers, spread by ``weights``, worth a month's money of the lever.

    Money left from months without instructors is spent over the following year.
    """
    if len(rows) == 0 or weights.sum() <= 0:
        return
    monthly = share * min(city.hall.available(lever), lever.budget / 12 * 1.5)
    per_seat = float(weights @ cost[rows]) / weights.sum()
    city.conditions.extra_seats[payer(city, lever), rows] += weights / weights.sum() * monthly / per_seat


def need_of_districts(city: Any) -> np.ndarray:
    """Need of each district: low income against the city, at least 0, shape (districts,)."""
    return np.maximum(0.0, -city.facts.relative_income)
