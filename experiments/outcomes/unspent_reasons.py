"""Why money may be left: the mechanisms of the levers' own rules, each with the words that a planner reads."""

from collections.abc import Mapping
from typing import Any

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
