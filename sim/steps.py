"""How much does a lever set aside, month by month? One yearly budget, or a calendar of them with the month each begins in."""

from collections.abc import Mapping
from typing import Any

from sim.declare import Mistake, Number, shown
from sim.showing import is_number, is_whole

Steps = tuple[tuple[int, float], ...]
"""First month and EUR a year of each step, in the order of time."""


def steps_of(calendar: Mapping[Any, Any], number: Number, where: str) -> Steps:
    """The steps of {0: 10_000_000, 36: 4_000_000}; Mistake for months that are no months, stand twice, or out of order."""
    if not calendar:
        raise Mistake(f"{where}: budget: a calendar needs at least one step, such as {{0: 10_000_000, 36: 4_000_000}}")
    found: list[tuple[int, float]] = []
    for said, euros in calendar.items():
        month = month_in(said, f"{where}: budget")
        if found and month == found[-1][0]:
            raise Mistake(f"{where}: budget: month {month} is there twice")
        if found and month < found[-1][0]:
            raise Mistake(f"{where}: budget: month {month} stands after month {found[-1][0]}; write the steps in the order of time")
        if isinstance(euros, Mapping):
            raise Mistake(f"{where}: budget: month {month} must have a number (EUR/year), not {shown(euros)}")
        found.append((month, number.check(euros, f"{where}: month {month}")))
    return tuple(found)


def month_in(said: Any, where: str) -> int:
    """A month of the calendar: a whole number, also as the text that JSON makes of it."""
    if isinstance(said, str) and said.strip().lstrip("+-").isdecimal():
        said = int(said) if len(said) < 9 else 10**9
    if is_number(said) and not is_whole(said) and said == int(said):
        said = int(said)
    if not is_whole(said) or not 0 <= said <= 1200:
        raise Mistake(f"{where}: the first month of a step must be a whole number in 0..1200 or a date such as 2027-01, not {shown(said)}")
    return int(said)


def in_force(steps: Steps, month: float) -> float:
    """EUR a year of the last step that has begun; nothing before the first."""
    return next((euros for first, euros in reversed(steps) if first <= month), 0.0)


def most(budget: Any) -> float:
    """The most that a budget of a settled card sets aside in a year, EUR: itself, or the largest step of its calendar."""
    return max(map(float, budget.values())) if isinstance(budget, Mapping) else float(budget)


def set_aside(card: Mapping[str, Any], month: float) -> float:
    """EUR a year that a settled card sets aside in a month, its growing phase left out."""
    if not card["start"] <= month < card["start"] + card["months"]:
        return 0.0
    if not isinstance(card["budget"], Mapping):
        return float(card["budget"])
    return in_force(tuple((int(first), float(euros)) for first, euros in card["budget"].items()), month)
