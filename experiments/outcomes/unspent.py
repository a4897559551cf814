"""What was asked for and what was spent, lever by lever, and why the rest was not: from what stood in the way, month by month.

Money that is left in a month is booked under what stood in its way then. Later months that spend more than is set aside for them take
from the oldest of it, so that what is left in the end is explained to the last euro, and what was made up for is not named.
"""

from collections import deque
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from experiments.outcomes.asked import YEAR
from experiments.outcomes.unspent_reasons import CRISIS, EMPLOYERS, OTHERWISE, REASONS, why

BY = ["world", "shock", "seed", "lever"]
SUMS = ("asked", "set_aside", "spent", "overhead")
THOUGHTS = ("began", "no_seat", "unaware", "kept_away", "no_wish")
"""People who may have a course paid and thought of learning, by what came of it."""
SEEN = 0.99
"""Share of the seats that were wanted, and of a month's money, below which it is seen that seats were short."""
ROUNDING = 1.0
"""EUR: sums over months differ by less from being added in another order."""


class Layer(NamedTuple):
    """Money left over, and what stood in its way."""

    reason: str
    euros: float


def by_lever(budgets: pd.DataFrame) -> pd.DataFrame:
    """One row per world, shock and lever: means over seeds of sums over all months, EUR of the real city.

    ``asked_a_year`` and ``asked`` in total; ``spendable``: what administration and months of preparation leave of it; ``reached``: what was
    handed out; ``overhead``; ``spent``: both; ``unspent``, and the part of it under every reason of REASONS; ``full``: share of months in
    which fewer seats opened than were wanted, and money was left; ``who_...``: shares of those who may have a course paid and thought of
    one, by what came of it; ``why`` in words.
    """
    each = pd.DataFrame(list(of_seeds(budgets)))
    if each.empty:
        return pd.DataFrame(columns=["world", "shock", "lever", "asked_a_year", "asked"])
    found = each.groupby(["world", "shock", "lever"], sort=False).mean(numeric_only=True).drop(columns="seed").reset_index()
    return found.assign(why=[why(row) for row in found.itertuples()])


def of_seeds(budgets: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """One row per world, shock, seed and lever."""
    for keys, rows in budgets.groupby(BY, sort=False):
        labels = dict(zip(BY, keys, strict=True))
        sums = {name: float(rows[name].sum()) for name in SUMS}
        left = dict.fromkeys(REASONS, 0.0)
        for layer in layers(rows.card.iloc[0], rows):
            left[layer.reason] += layer.euros
        cut = sums["asked"] - sums["set_aside"]
        left["cut"] = cut if cut > ROUNDING else 0.0
        acting, thought = rows[rows.set_aside > 0], float(rows.thought.sum())
        short = (acting.opened < SEEN * acting.wanted) & (acting.spent < SEEN * acting.set_aside)
        yield {
            **labels,
            "asked_a_year": YEAR * float(rows.asked.max()), "asked": sums["asked"],
            "spendable": (sums["set_aside"] - left["starting"]) / (1 + rows.rate.iloc[0]),
            "reached": sums["spent"] - sums["overhead"], "overhead": sums["overhead"], "spent": sums["spent"],
            "unspent": max(0.0, sums["asked"] - sums["spent"]), **left,
            "full": float(short.mean()) if len(acting) else 0.0,
            "entitled": float(rows.entitled.mean()),
            **{f"who_{name}": float(rows[name].sum()) / thought if thought else float("nan") for name in THOUGHTS},
        }  # fmt: skip


def layers(card: str, rows: pd.DataFrame) -> deque[Layer]:
    """What is left in the end, the oldest first."""
    left: deque[Layer] = deque()
    for month in rows.sort_values("month").itertuples():
        more = month.set_aside - month.spent
        if more > 0:
            left.extend(Layer(reason, more * share) for reason, share in in_the_way(card, month).items())
        while more < 0 and left:
            oldest = left.popleft()
            if oldest.euros > -more:
                left.appendleft(oldest._replace(euros=oldest.euros + more))
            more = min(0.0, more + oldest.euros)
    return left


def in_the_way(card: str, month: Any) -> dict[str, float]:
    """What stood in the way of the money of one month, in shares of what was left over."""
    if month.starting:
        return {"starting": 1.0}
    short = min(1.0, (month.wanted - month.opened) * (1 + month.rate) / max(month.set_aside - month.spent, 1e-9))
    if short < 1e-6:
        return beside_seats(card, month)
    return {"no_teachers": short, **{reason: (1 - short) * share for reason, share in beside_seats(card, month).items() if short < 1}}


def beside_seats(card: str, month: Any) -> dict[str, float]:
    """What stood in the way where it was not seats that the lever itself pays for."""
    if month.entitled > 0:
        came_to_nothing = {reason: getattr(month, reason) for reason in THOUGHTS[1:] if getattr(month, reason) > 0}
        people = sum(came_to_nothing.values())
        return {reason: count / people for reason, count in came_to_nothing.items()} or {"few_thought": 1.0}
    if card in CRISIS and month.wanted == 0:
        return {"no_crisis": 1.0}
    if month.left < month.place:
        return {"less_than_a_place": 1.0}
    if card in EMPLOYERS:
        return {"all_served" if month.all_reached else "less_than_a_place": 1.0}
    return {OTHERWISE.get(card, "not_told"): 1.0}
