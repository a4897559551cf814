"""Numbers and effects as a planner says them: points, euros, and 'no clear effect' where that is the truth."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeGuard

import pandas as pd

from experiments.outcomes.card_names import the_shock
from experiments.outcomes.definitions import definitions
from experiments.outcomes.verdicts import CLEAR, FEW_LIVED, ONE_SEED, RULES, UNCLEAR

POINTS = ("share", "share/month")
TITLES = {
    "unemployment": "Unemployment",
    "employment": "Employment, 20-64",
    "long_term_share": "Long-term share of unemployed",
    "participation": "Adults learning in a year",
    "gini": "Gini of disposable income",
    "wage_p90_p10": "P90/P10 of wages",
    "mean_wage": "Mean wage",
    "mean_income": "Mean household income",
    "wage_gini": "Gini of wages, employed",
    "earnings_gini": "Gini of earnings, jobless as 0",
    "poverty": "At risk of poverty",
    "theil": "Theil of disposable income",
    "wage_theil": "Theil of wages, employed",
    "s80_s20": "S80/S20 of disposable income",
    "palma": "Palma ratio of disposable income",
    "atkinson_half": "Atkinson, aversion 1/2",
    "atkinson_one": "Atkinson, aversion 1",
    "atkinson_two": "Atkinson, aversion 2",
}


def title_of(outcome: str) -> str:
    """An outcome in words."""
    if outcome in definitions():
        return definitions()[outcome].title
    return TITLES.get(outcome, outcome.replace("_", " ").capitalize())


def other_plan(record: Mapping[str, Any]) -> str:
    """What the plan is held against: the name of a scenario; of a file its own, without where it lies."""
    return Path(record["baseline"]).stem if str(record["baseline"]).endswith((".yaml", ".yml")) else str(record["baseline"])


def level(value: float, unit: str) -> str:
    """A level: 7.2%, EUR 3,120, 0.271."""
    if not math.isfinite(value):
        return "-"
    if unit in POINTS:
        return f"{100 * value:.1f}%"
    if unit.startswith("EUR"):
        return money(value)
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def change(value: float, unit: str) -> str:
    """A change with its sign: -0.41 points, +EUR 12, +0.002; no sign where rounding leaves nothing of it."""
    if not math.isfinite(value):
        return "-"
    size = abs(value)
    if unit in POINTS:
        said = f"{100 * size:.2f} pts"
    elif unit.startswith("EUR"):
        said = money(size)
    else:
        said = f"{size:,.0f}" if size >= 100 else f"{size:.2f}" if size >= 1 else f"{size:.4f}"
    return said if not any(digit in said for digit in "123456789") else f"{'+' if value > 0 else '-'}{said}"


def money(euros: float) -> str:
    """EUR 8.0 million, EUR 41,200, EUR 950."""
    sign, size = "-" if euros < 0 else "", abs(euros)
    if size >= 999_500_000:
        return f"{sign}EUR {size / 1e9:.2f} billion"
    if size >= 999_500:
        return f"{sign}EUR {size / 1e6:.1f} million"
    return f"{sign}EUR {size:,.0f}"


def interval(low: float, high: float, unit: str) -> str:
    """The interval as 'low to high', the unit said once at most."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return "-"
    if unit.startswith("EUR"):
        return euros_between(low, high)
    return " to ".join(end(value, unit, low * high > 0) for value in (low, high))


def end(value: float, unit: str, clear: bool) -> str:
    """An end of an interval; one of a ``clear`` effect is not 0.00, however near it comes."""
    said = change(value, unit).removesuffix(" pts")
    if not clear or any(digit in said for digit in "123456789"):
        return said
    size = 100 * value if unit in POINTS else value
    return f"{size:+.{1 - math.floor(math.log10(abs(size))) - 1}f}"


def euros_between(low: float, high: float) -> str:
    """'+13.6 to +17.2 million', '-120 to +80'."""
    if max(abs(low), abs(high)) >= 999_500:
        return f"{low / 1e6:+.1f} to {high / 1e6:+.1f} million"
    return f"{low:+,.0f} to {high:+,.0f}"


def clear(row: pd.Series | None) -> TypeGuard[Any]:
    """Whether the interval of an effect leaves out zero."""
    return row is not None and row.verdict in CLEAR


def finding(row: pd.Series | None, what: str) -> str:
    """An effect as a sentence: 'unemployment falls by 0.4 points (0.3 to 0.5)' or 'no clear effect on unemployment (-0.1 points, -0.3 to
    +0.1)'; of too few no number."""
    if row is None:
        return f"{what}: not measured"
    if row.verdict == FEW_LIVED:
        return f"{FEW_LIVED} of {what}"
    if not clear(row):
        alone = row.verdict in (ONE_SEED, "too few people") or not math.isfinite(row.low)
        return f"{what}: {row.verdict}" if alone else f"{UNCLEAR} on {what} ({estimate(row)})"
    moves = "rises" if row.effect > 0 else "falls"
    ends = sorted((abs(row.low), abs(row.high)))
    said = [change(size, row.unit).lstrip("+").removesuffix(" pts") for size in (abs(row.effect), *ends)]
    points = " points" if row.unit in POINTS else ""
    return f"{what} {moves} by {said[0]}{points} ({said[1]} to {said[2]})"


def estimate(row: Any) -> str:
    """The estimate and its interval beside a verdict: '-0.12 points, -0.40 to +0.15', '+11,850 job-years, -2,276 to +25,976'."""
    size = change(row.effect, row.unit).replace("pts", "points")
    named = f"{size} job-years" if row.outcome == "job_years" else size
    return f"{named}, {interval(row.low, row.high, row.unit)}"


def capital(sentence: str) -> str:
    """The sentence with a capital first letter, nothing else changed."""
    return sentence[:1].upper() + sentence[1:]


def work_of(row: Any, people: float | None, less: str) -> str:
    """'about 2,300 job-years less (7.1 percent-months of employment, 3.0 to 11.2)', of so many ``people`` in work."""
    size, ends = abs(row.effect), sorted((abs(row.low), abs(row.high)))
    if people is None or not math.isfinite(people):
        said = f"{size / 12:.2f}% of the employment of a year"
    else:
        said = f"about {job_years_of(size, people):,.0f} job-years"
    return f"{said} {less} ({size:.1f} percent-months of employment, {ends[0]:.1f} to {ends[1]:.1f})"


def job_years_of(percent_months: float, people: float) -> float:
    """A percent-month is the work of one in a hundred people for a month."""
    return percent_months / 100 * people / 12


def late_shock(shock: Mapping[str, Mapping[str, Any]], months: float) -> str:
    """That shocks begin after the last month, when they do."""
    late = {name: card["start"] for name, card in shock.items() if card["start"] >= months}
    if not late:
        return ""
    begin = " and ".join(f"{the_shock(name)} begins after month {start:g}" for name, start in late.items())
    return capital(f"{begin}, but the last month is {months:g}, so that nothing is seen of {'it' if len(late) == 1 else 'them'}.")


def cost_sentence(row: pd.Series | None, jobs: pd.Series | None = None) -> str:
    """Cost per additional job-year, or why it cannot be given: from the ``jobs`` that it is told of, job-years with their interval."""
    if row is None:
        return "Cost per additional job-year: not measured."
    if row.verdict == "extra jobs":
        return (
            f"An additional job-year costs {money(row.effect)} ({money(row.low)} to {money(row.high)}), "
            "before taxes and benefits come back."
        )
    known = "" if jobs is None or not math.isfinite(jobs.low) else f" ({estimate(jobs)})"
    return {
        "extra jobs not clear": f"No clear number of extra jobs{known}, so a cost per additional job-year cannot be given.",
        "fewer jobs": f"There are fewer job-years than in the baseline{known}, so there is no cost per additional one.",
        "nothing more spent": "Nothing more is spent than in the baseline.",
        FEW_LIVED: "",
    }.get(row.verdict, "One seed: the cost per additional job-year has no interval.")


def value_sentence(row: pd.Series | None, cost: pd.Series | None = None) -> str:
    """What residents gain for each euro of net ``cost``, or why it cannot be told."""
    if row is None or row.verdict in ("nothing more spent", ONE_SEED, FEW_LIVED):
        return ""
    if row.verdict == "pays for itself":
        return "It pays for itself: taxes gained and benefits saved are clearly more than what is spent, and residents gain."
    if row.verdict == "saves money, residents lose":
        return "The public purse gains more than is spent, and residents lose income."
    if row.verdict == "net cost not clear":
        known = "" if cost is None or not math.isfinite(cost.low) else f" ({estimate(cost)})"
        return f"What residents gain for each euro of net cost cannot be told: the net cost may be zero{known}."
    return f"For each euro of net cost residents gain EUR {row.effect:.2f} of income ({row.low:.2f} to {row.high:.2f})."


def too_few(record: Mapping[str, Any]) -> str:
    """That nothing is told of so few seeds and residents, and what it takes."""
    return (
        f"too few to tell: {len(record['seeds'])} seeds of {record['residents']:,} residents of the model; an effect is told from "
        f"{RULES.least_seeds:g} seeds and {RULES.least_lived:,.0f} residents in all of them on"
    )
