"""Whom a lever serves when money is short: by declared need, then by lot, never by row order."""

from typing import Any

import numpy as np

from sim import chance
from sim.aim import members, rows_of
from sim.chance import draws
from sim.providers import asked_for


def serve(city: Any, lever: Any, eligible: np.ndarray, euros_each: float, recipient: str, need: np.ndarray | None = None,
          share: float = 1.0, lasts: int = 12) -> np.ndarray:  # fmt: skip
    """Rows that get a service that costs ``euros_each`` at the prices of the reference city this month; pays for them.

    ``need`` ranks the eligible, highest first (default: all alike); the lot among equals is drawn anew
    every ``lasts`` months. At most ``share`` of the lever's money is used.
    """
    served = by_lot(city, lever, eligible, places(city, lever, euros_each, share), lasts, need)
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
    return city.hall.account[lever.called]


def funded(city: Any, lever: Any) -> bool:
    """Whether the lever has any money at all and somebody to serve: without either nothing may change."""
    return city.hall.available(lever) > 0 and (not lever.aim or bool(members(lever.aim, city).any()))


def meant(city: Any, lever: Any, who: np.ndarray) -> np.ndarray:
    """Those of these residents (flags) whom the lever is for: the one place where its ``aim`` is kept."""
    return who & members(lever.aim, city) if lever.aim else who


def reaches(city: Any, lever: Any, who: np.ndarray) -> bool:
    """Whether a lever that opens seats for these residents (flags) is for any of them; without an aim it always opens them."""
    return not lever.aim or bool(meant(city, lever, who).any())


def aimed_districts(city: Any, lever: Any) -> np.ndarray:
    """Flags of the districts that the lever is for: all of them without an aim."""
    there = np.ones(len(city.facts.districts), bool)
    if "district" in lever.aim:
        there[:] = False
        there[rows_of(lever.aim["district"], city)] = True
    return there


def grown(city: Any, lever: Any, effect: float) -> float:
    """Of an effect that costs nothing what has been phased in."""
    return effect * lever.share_of_full(city.since_policy)


def under_way(city: Any, lever: Any) -> float:
    """Share of its money that a lever can use: none in its ``first`` months, when people are hired and rules passed.

    What is left from those months is spent over the following year.
    """
    since = city.since_policy - lever.start - lever.first
    if since < 0:
        return 0.0
    kept = lever.in_first(lever.first) / (1 + lever.overhead) * max(0.0, 1 - (since + 1) / 12)
    return max(0.0, 1 - kept / max(city.hall.available(lever), 1e-9))


def invite(city: Any, lever: Any, who: np.ndarray, euros_each: float, every: float, share: float = 1.0) -> np.ndarray:
    """Somebody sits down with these residents (flags), each of them once in so many months, as far as the money reaches.

    Whoever was talked to considers a course this month and knows what is on offer; whether she wants one is hers. Returns their rows.
    """
    turn = (city.residents.id + city.since_policy) % max(1, round(every)) == 0
    talked = serve(city, lever, who & turn, euros_each, "providers", share=share, lasts=1)
    city.conditions.invited[talked], city.conditions.reach[talked] = 1, 1
    return talked


def want_seats(city: Any, lever: Any, rows: np.ndarray, weights: np.ndarray, cost: np.ndarray, share: float = 1.0,
               euros: float | None = None, most: np.ndarray | None = None) -> None:  # fmt: skip
    """Ask for extra seats in these offers, spread by ``weights``, worth a month's money of the lever (or ``euros``).

    No more than people ask for (or ``most`` seats): a class that nobody has applied to does not open. Money left from months without
    instructors is spent over the following year.
    """
    if len(rows) == 0 or weights.sum() <= 0:
        return
    monthly = share * min(city.hall.available(lever), lever.yearly(city.since_policy) / 12 * 1.5 if euros is None else euros)
    per_seat = float(weights @ cost[rows]) / weights.sum()
    seats = np.minimum(weights / weights.sum() * monthly / per_seat, asked_for(city)[rows] if most is None else most)
    city.conditions.extra_seats[payer(city, lever), rows] += seats


def pay_each(city: Any, lever: Any, rows: np.ndarray, euros: np.ndarray | float, recipient: str) -> None:
    """Pay for what reaches these residents: real euros for each row, or the same for all; less when the money is short."""
    due = np.broadcast_to(np.asarray(euros, np.float64), len(rows))
    total = float(due.sum())
    city.hall.hand(rows, due * (city.hall.pay(lever, total, recipient) / max(total, 1e-9)))


def lift(condition: np.ndarray, rows: Any, share: float) -> None:
    """Take a share of what is left away: several levers never take more than all. ``rows`` are numbers or flags."""
    if isinstance(rows, np.ndarray) and rows.dtype.kind == "b":
        np.copyto(condition, 1 - (1 - condition) * (1 - share), where=rows)  # far faster than picking the rows out
    else:
        condition[rows] = 1 - (1 - condition[rows]) * (1 - share)


def put_first(city: Any, lever: Any, who: np.ndarray, points: float) -> None:
    """Those of these residents (flags) whom the lever is for come so many points ahead of the lot when seats are short."""
    np.add(city.conditions.priority, grown(city, lever, points), out=city.conditions.priority, where=meant(city, lever, who))


def belong(column: np.ndarray, chosen: np.ndarray, kinds: int) -> np.ndarray:
    """Flags: whose number in a column (-1 none) is one of the ``chosen`` of so many kinds; np.isin would sort."""
    among = np.zeros(kinds + 1, bool)
    among[chosen] = True
    return among[column]


def backed(city: Any, lever: Any, owed: float, euros_each: float, per_place: float) -> int:
    """How many residents a promise of so many euros may be made to, when only one in ``per_place`` takes it up in a month.

    ``owed`` is promised already (real euros): money is set aside before anything is promised.
    """
    free = max(0.0, city.hall.available(lever) - owed)
    return int(per_place * free / max(euros_each * city.weight, 1e-9))


def by_lot(city: Any, lever: Any, eligible: np.ndarray, places_: int, lasts: int = 12, need: np.ndarray | None = None) -> np.ndarray:
    """Rows of at most so many of the eligible whom the lever is for: by need, then by a lot drawn anew every ``lasts`` months."""
    rows = np.flatnonzero(meant(city, lever, eligible))
    lot = draws(chance.luck(city.seed, "lever", city.since_policy // lasts), city.residents.id[rows])
    rank, most = -lot if need is None else -need[rows] - 1e-6 * lot, max(0, places_)
    if most < len(rows):
        first = rank <= np.partition(rank, most)[most]
        rows, rank = rows[first], rank[first]
    return rows[np.argsort(rank, kind="stable")][:most]


def temper(city: Any, number: int, who: np.ndarray) -> np.ndarray:
    """A number in (0, 1) that stays with a resident: whether she is one of those who take up such an offer."""
    return draws(chance.luck(city.seed, "lever", (1 << 20) + number), who)


def knowing(city: Any, lever: Any, after_a_year: float) -> np.ndarray:
    """Flags of the residents who know of a lever by now, when nobody tells them: this share after a year, and more as years go by."""
    known = 1 - (1 - after_a_year) ** ((city.since_policy - lever.start + 1) / 12)
    return temper(city, 64 + sum(map(ord, lever.name())) % 512, city.residents.id) < known


def alarm(city: Any, points: float) -> bool:
    """Whether unemployment, as planners know it, lies so many points (share) above what they are used to."""
    return float(city.memory.seen[0] - city.memory.usual[0]) > points


def need_of_districts(city: Any) -> np.ndarray:
    """Need of each district: low income against the city, at least 0, shape (districts,).

    Where no income is published a district counts as one like the city's mean, never as poor.
    """
    return np.maximum(0.0, -np.nan_to_num(city.facts.relative_income))


def poorest_first(city: Any, lever: Any, most: float) -> np.ndarray:
    """Rows of at most so many districts in which somebody lives, of those that the lever is for, those in need first."""
    order = np.argsort(-need_of_districts(city), kind="stable")
    order = order[aimed_districts(city, lever)[order]]
    return order[city.facts.districts.people[order] > 0][: int(most)]
