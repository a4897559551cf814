"""Which month of the policy is a date? Month 0 is the policy date; '2029-06' is so many months after it."""

import re
from typing import Any

from sim.declare import Mistake, shown

DATE = re.compile(r"(\d{4})-(\d{1,2})")


def is_date(value: Any) -> bool:
    """Whether somebody wrote a date: a year and a month, such as 2029-06."""
    return isinstance(value, str) and DATE.fullmatch(value.strip()) is not None


def counted(date: Any, where: str) -> int:
    """Months from the year 0 to a date such as '2029-06'; Mistake for what is none."""
    found = DATE.fullmatch(date.strip()) if isinstance(date, str) else None
    if not found:
        raise Mistake(f"{where} must be a year and a month such as 2029-06, not {shown(date)}")
    year, month = int(found[1]), int(found[2])
    if not 1 <= month <= 12:
        raise Mistake(f"{where}: {shown(date)} has no month {month}; months are 01 to 12")
    return 12 * year + month - 1


def date_of(month: int, policy_date: str) -> str:
    """'2029-06': so many months after the policy date."""
    year, of_year = divmod(counted(policy_date, "policy_date") + month, 12)
    return f"{year:04d}-{of_year + 1:02d}"


def policy_date_of(said: Any, counts_year: int) -> str:
    """The date of month 0: as said, else the January after the year of the city's counts.

    The months in which a city settles before it (``burn_in``) are none of its calendar: it is still the city that was counted.
    """
    return f"{counts_year + 1:04d}-01" if said is None else date_of(0, date_in(said))


def date_in(said: Any) -> str:
    """A policy date as written, checked."""
    counted(said, "policy_date")
    return str(said)


def month_of(date: str, policy_date: str, where: str) -> int:
    """So many months after the policy date; Mistake for a date before it."""
    month = counted(date, where) - counted(policy_date, "policy_date")
    if month < 0:
        raise Mistake(f"{where}: {date} is {-month} months before the policy date {policy_date}, the first month in which anything acts")
    return month


def in_months(numbers: dict[str, Any], policy_date: str, where: str) -> dict[str, Any]:
    """The numbers of a card with months for the dates of its start, its end and its calendar of budgets."""
    found = dict(numbers)
    for word in ("start", "end"):
        if is_date(found.get(word)):
            found[word] = month_in(found[word], policy_date, f"{where}: {word}")
    if isinstance(found.get("budget"), dict):
        calendar: dict[Any, Any] = {}
        for month, euros in found["budget"].items():
            at = month_in(month, policy_date, f"{where}: budget") if is_date(month) else month
            if str(at) in map(str, calendar):
                raise Mistake(f"{where}: budget: {month} is month {at}, which is there already")
            calendar[at] = euros
        found["budget"] = calendar
    return found


def month_in(date: str, policy_date: str, where: str) -> int:
    """The month of a date, where a policy date is known."""
    if not policy_date:
        raise Mistake(f"{where}: {date} is a date; only a scenario or a run knows the date of month 0, write a month counted from it")
    return month_of(date, policy_date, where)
