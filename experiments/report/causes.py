"""Why: whose life the plan changes, by which first event, and what that comes to in work, learning and pay."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.figures.drawing import Picture
from experiments.outcomes import causes
from experiments.outcomes.wording import change, interval, money
from experiments.report.markup import cells, folded, paragraph, pictures, section, table
from sim.groups import GROUPS

READING = (
    "The same people live in both cities with the same luck, until something happens to them in one and not in the other. That first "
    "event is the cause of their changed life; where somebody else is behind it whose life had changed before, the chain is followed "
    "to its root. Whatever differs from then on counts as of that cause, also what a long life would have brought anyway: causes "
    "add up to the whole effect without a rest, and those who are displaced and those who move up belong together."
)


def why(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """The section of causes."""
    if len(tables["causes"]) == 0:
        return ""
    body = paragraph(causes.sentence(tables)) + pictures(drawn, "causes")
    found, levers = causes.by_cause(tables), causes.by_lever(tables)
    rows = [
        cells((causes.TITLES[row.cause], *amounts(row), causes.CAUSES.get(row.cause, "the whole effect"))) for row in found.itertuples()
    ]
    heads = ("First cause", "Residents", "Job-years", "Years in courses", "Pay", "What it means")
    body += table("Changed lives and what they come to over the whole run, calm world, 90% intervals over seeds", heads, rows, "words")
    rows = [cells((title(row.root), *amounts(row), spent(row), price(row))) for row in levers.itertuples()]
    by_lever = ("Lever at the root", "Residents", "Job-years", "Years in courses", "Pay", "Spent in all", "Job-years for EUR 1 million")
    body += table("The same by the lever at the root of each chain", by_lever, rows, "words")
    return section("why", "Why", body + paragraph(READING, "note") + by_education(tables))


def amounts(row: Any) -> tuple[str, ...]:
    """Residents, job-years, years in courses and pay, each with its interval."""
    parts = []
    for name, _, unit in causes.AMOUNTS.values():
        value, low, high = (getattr(row, f"{name}{end}") for end in ("", "_low", "_high"))
        between = interval(low, high, unit)
        parts.append(change(value, unit) + (f" ({between})" if between != "-" else ""))
    return f"{row.changed:,.0f}", *parts


def title(root: str) -> str:
    """A root in words."""
    return causes.TITLES[root] if root == causes.WHOLE else causes.name_of(root).capitalize()


def spent(row: Any) -> str:
    """What the lever spent over the whole run."""
    return money(row.spent) if row.spent > 0 else "-"


def price(row: Any) -> str:
    """Job-years for each million spent, its interval that of the job-years."""
    if not row.spent > 0:
        return "-"
    value, low, high = (end / (row.spent / 1e6) for end in (row.job_years, row.job_years_low, row.job_years_high))
    between = interval(low, high, "job-years")
    return f"{value:+.1f}" + (f" ({between})" if between != "-" else "")


def by_education(tables: Mapping[str, pd.DataFrame]) -> str:
    """The causes of each education, folded away; groups are those of the twin without the plan."""
    rows = []
    for name in GROUPS["education"]:
        found = causes.by_cause(tables, group=("education", name))
        rows += [cells((name, causes.TITLES[row.cause], *amounts(row))) for row in found.itertuples()]
    heads = ("Education", "First cause", "Residents", "Job-years", "Years in courses", "Pay")
    return folded("Causes by education", table("Changed lives by education without the plan, over the whole run", heads, rows, "words"))
