"""Who is kept out: where each group stands from school to pay, and what its applications fail at."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.figures.drawing import Picture
from experiments.outcomes import inclusion
from experiments.outcomes.crossings import said
from experiments.report.markup import cells, paragraph, pictures, section, table

HOW = (
    "Without the policy, calm world, mean of the last 5 years, all seeds together. Applications are those of people who looked for work "
    "when the month began. An application fails at the name or limitation when it would have been ranked first without what employers hold "
    "against it, all others as they were; whoever was turned down for another in any case counts as 'another was better'. Groups of too "
    "few people in the model are left out."
)
HEADS = ("Group", "Upper secondary, 20-24", "Degree, 25-34", "In the labour force, 20-64", "Unemployed of these", "Over-qualified",
         "Pay a month", "Policy: in work, points")  # fmt: skip
SEARCH = ("Group", "Applications a month", "Without any", *(words.capitalize() for words in inclusion.FATES.values()))


def kept_out(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """The section; nothing where no profile was kept."""
    if "inclusion" not in tables or len(tables["inclusion"]) == 0:
        return ""
    rows = tables["inclusion"]
    found = {group: inclusion.standing(rows, group) for group in inclusion.GROUPS_TOLD}
    there = {group: one for group, one in found.items() if one is not None}
    told = [inclusion.sentence(rows, group) for group in there]
    body = pictures(drawn, "inclusion") + "".join(paragraph(one) for one in told if one and "keep up" not in one)
    body += table("From school to pay", HEADS, [cells(line(rows, group, one)) for group, one in there.items()], "words")
    body += table("Of 100 applications", SEARCH, [cells(ends(group, one)) for group, one in there.items()], "words")
    return section("kept_out", "Who is kept out, and by what", body + paragraph(HOW, "note"))


def line(rows: pd.DataFrame, group: Any, of: inclusion.Standing) -> tuple[str, ...]:
    """One group from school to pay, and what the policy changes."""
    shares = of.steps["upper"], of.steps["higher"], of.steps["active"], 1 - of.steps["found"], of.overqualified
    change = inclusion.changes(rows, group)["work"]
    return said(group), *map(percent, shares), inclusion.told("pay", of), f"{change:+.1f}" if np.isfinite(change) else "-"


def ends(group: Any, of: inclusion.Standing) -> tuple[str, ...]:
    """One group's applications by what becomes of them."""
    return said(group), f"{of.sent:.1f}", percent(of.silent), *(percent(of.fates[fate], "") for fate in inclusion.FATES)


def percent(value: float, unit: str = "%") -> str:
    """A share in whole per cent."""
    return f"{100 * value:.0f}{unit}" if np.isfinite(value) else "-"
