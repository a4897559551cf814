"""What was asked for and what was spent, lever by lever, and why the rest was not: from what stood in the way, month by month.

Money that is left in a month is booked under what stood in its way then. Later months that spend more than is set aside for them take
from the oldest of it, so that what is left in the end is explained to the last euro, and what was made up for is not named.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from experiments.inputs.budgets import YEAR

BY = ["world", "shock", "seed", "lever"]
SUMS = ("asked", "set_aside", "spent", "overhead")
THOUGHTS = ("began", "no_seat", "unaware", "kept_away", "no_wish")
"""People who may have a course paid and thought of learning, by what came of it."""
SEEN = 0.99
"""Share of the seats that were wanted, and of a month's money, below which it is seen that seats were short."""
ROUNDING = 1.0
"""EUR: sums over months differ by less from being added in another order."""
WORDS: Mapping[str, str] = {
    "starting": "people had to be hired and rules passed first",
    "cut": "less was set aside than asked, because budgets were cut in the crisis",
    "no_teachers": "teachers for more seats were not found in {full} of months",
    "no_seat": "courses were full for {who_no_seat} of {them}",
    "unaware": "{who_unaware} of {them} hardly know what is on offer",
    "kept_away": "time, family, price, way or health kept away {who_kept_away} of {them}",
    "no_wish": "{who_no_wish} of {them} found nothing they wished for",
    "few_thought": "all who knew of it and thought of learning got a place",
    "all_served": "everybody who is eligible was served",
    "few_join": "no more districts join in a year",
    "no_volunteers": "no more volunteers were found",
    "few_fit": "nobody else passed the screening and came",
    "all_paid": "all it can pay for is paid",
    "no_queue": "nobody waits for more seats",
    "no_crisis": "it waits for a crisis",
    "not_taken": "offers were not taken up, or the money is promised and not yet due",
    "few_claim": "employers claimed for all whom they trained, and trained no more",
    "few_leave": "few of those who may take leave do",
    "posts_vacant": "posts that it would pay for stayed vacant",
    "less_than_a_place": "less is left than the next place costs",
    "not_told": "the record does not tell why",
}
"""With what was seen of the lever in braces: {full} is a share of months, {who_...} are shares of ENTITLED."""
ENTITLED = "those entitled who thought of learning"
SHORT: Mapping[str, str] = {
    "starting": "still starting", "cut": "cut in the crisis", "no_teachers": "no teachers for seats", "no_seat": "courses full",
    "unaware": "do not know", "kept_away": "time, family, price", "no_wish": "no wish", "few_thought": "few thought of it",
    "all_served": "nobody left to serve", "no_volunteers": "no more volunteers", "few_join": "few districts join",
    "few_fit": "few pass the screening",
    "all_paid": "all is paid", "no_queue": "nobody waits", "no_crisis": "no crisis",
    "not_taken": "not taken up", "few_claim": "no more were trained", "few_leave": "little leave taken", "posts_vacant": "posts vacant",
    "less_than_a_place": "less than a place", "not_told": "not told",
}  # fmt: skip
"""The same for a picture."""
REASONS = tuple(WORDS)
EMPLOYERS = ("anti_discrimination", "low_carbon_practice")
"""Levers that take in one employer after another, in an order that their rule says."""
CRISIS = ("reserve_fund", "short_time_protocol")
"""Levers that do nothing until unemployment is seen to rise, work stops, or providers are cut."""
OTHERWISE: Mapping[str, str] = {
    **dict.fromkeys(("aligned_courses", "language_courses", "learning_centres", "second_chance"), "no_queue"),
    **dict.fromkeys(("digital_learning", "early_years", "guidance", "household_preparedness", "moving_aid", "outreach_childcare",
                     "place_then_train", "prior_learning", "school_support", "workplace_language"), "all_served"),
    **dict.fromkeys(("bridging_mentors", "volunteer_tutors"), "no_volunteers"),
    **dict.fromkeys(("continuity_plans", "course_planning", "early_warning", "network_membership",
                     "small_firm_credit"), "all_paid"),
    **dict.fromkeys(("apprenticeships", "hiring_subsidy", "public_jobs"), "not_taken"),
    "employer_training_subsidy": "few_claim", "green_procurement": "posts_vacant", "learning_leave": "few_leave",
    "learning_neighbourhoods": "few_join", "sectoral_training": "few_fit",
}  # fmt: skip
"""What it must be when a lever is under way, wants no more seats, and could pay another place: its rule leaves nothing else.

A card that is not here, such as a user's own, has a rule that nobody has read: of it the record tells nothing.
"""
LITTLE = 0.02
"""Share of what was asked that may be left without a word about it."""
NAMED, LEAST = 2, 0.1
"""Reasons that are named, and the share of what is unspent from which one is."""


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


def main_reasons(row: Any) -> list[tuple[str, float]]:
    """The largest reasons of a lever (a row of ``unspent.by_lever``) with their shares of what is unspent; small ones are not named."""
    shares = [(reason, getattr(row, reason) / max(row.unspent, 1e-9)) for reason in REASONS if getattr(row, reason) > 0]
    return [one for one in sorted(shares, key=lambda one: -one[1])[:NAMED] if one[1] >= LEAST]


def nearly_all(row: Any) -> bool:
    """Whether so little is left that there is nothing to explain."""
    return bool(row.unspent <= LITTLE * row.asked)


def why(row: Any) -> str:
    """Why the money of a lever was not spent, in words."""
    if nearly_all(row):
        return "nearly all was spent"
    seen = {name: f"{getattr(row, name):.0%}" for name in row._fields if name == "full" or name.startswith("who_")}
    said, them = [], ENTITLED
    for reason, _ in main_reasons(row):
        said.append(WORDS[reason].format(them=them, **seen))
        them = "them" if "{them}" in WORDS[reason] else them
    return "; ".join(said)
