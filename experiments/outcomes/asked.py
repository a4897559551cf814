"""What is asked for: the money that a plan sets aside for its levers, told apart in EUR a month, a year, and over the horizon."""

from collections.abc import Mapping
from typing import Any

from sim import steps

Levers = Mapping[str, Mapping[str, Any]]
"""Cards by name, each with every number in force."""
YEAR = 12


def in_month(card: Mapping[str, Any], month: int) -> float:
    """EUR set aside for a lever in a month, counted from the policy date (0 is the first). All sums that are asked for come from here."""
    return steps.set_aside(card, month) / YEAR


def most(card: Mapping[str, Any]) -> float:
    """EUR a year set aside for a lever while it acts, at most."""
    return steps.most(card["budget"])


def in_total(levers: Levers, months: int) -> float:
    """EUR set aside for these levers over so many months."""
    return sum(in_month(card, month) for card in levers.values() for month in range(months))


def a_year(levers: Levers, months: int) -> float:
    """EUR a year set aside for these levers together, in the months in which it is most."""
    return max((YEAR * sum(in_month(card, month) for card in levers.values()) for month in range(months)), default=0.0)
