"""Over which months an outcome is read, and the names of years and of tenths of income."""

from collections.abc import Mapping
from typing import Any

from experiments.yardsticks import YARDSTICKS

LATE, ALWAYS, WHOLE, AFTER = "last 5 years", "all years", "whole run", "5 years after the shock"
BEFORE, END = "before the shock", "end of the run"
LATE_MONTHS, AFTER_MONTHS = 60, int(YARDSTICKS.horizon)


def shock_start(shock: Mapping[str, Mapping[str, Any]], months: int) -> int:
    """Month after which the first shock acts; the end of the run when none does."""
    return int(min((card["start"] for card in shock.values()), default=months))


def year(number: int) -> str:
    """The name of a year after the policy date."""
    return f"year {number:02d}"


def tenth(number: int) -> str:
    """The name of a tenth of household income, the poorest being the first."""
    return f"tenth {number:02d}"
