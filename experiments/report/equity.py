"""How equal the city is: several measures side by side, gaps, the worst cells, public money, origin; and who is kept out, by what.

Where each group stands is told from school to pay, with what its applications fail at.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.figures.drawing import Picture
from experiments.outcomes import inclusion, who_in_words, wording
from experiments.outcomes.crossings import OF_WHOM, said
from experiments.outcomes.definitions import END, LATE, WHOLE
from experiments.outcomes.equity import GAPS, PLACED
from experiments.outcomes.paired_effects import one
from experiments.outcomes.who_in_words import PICKED
from experiments.report.markup import cells, folded, outcomes_table, paragraph, pictures, section, table, titled

SPREAD = ("wage_gini", "earnings_gini", "wage_p90_p10", "wage_theil", "gini", "theil", "s80_s20", "palma", "atkinson_half", "atkinson_one",
          "atkinson_two", "poverty")  # fmt: skip
HOW = (
    "Wages are those of the employed alone: when the low paid lose their jobs, wages look more equal. Earnings count everybody in working "
    "life, who has no job with zero. The Theil index adds up: what lies between groups and what lies within them."
)
CELLS = (
    "Of all groups of two or three traits of whom an outcome is asked of at least 30 model residents: the one that is worst off in the "
    "baseline, and those for which the effect is best and worst. Their intervals hold for all groups that can be told at once "
    "(Bonferroni), because every group was looked at to find them. People are of all ages where no age is named."
)
ORIGIN = (
    "Origin is parents' schooling, ranks are within ten years of age. Most of today's adults went to school before the policy: what school "
    "and early support change shows after fifteen years and more. Children of the first month are drawn with little tie to their parents, "
    "so the link of those who grow up in the first twenty years is too weak."
)
FROM_SCHOOL_TO_PAY = (
    "Without the policy, calm world, mean of the last 5 years, all seeds together. Applications are those of people who looked for work "
    "when the month began. An application fails at the name or limitation when it would have been ranked first without what employers hold "
    "against it, all others as they were; whoever was turned down for another in any case counts as 'another was better'. Groups of too "
    "few people in the model are left out."
)
STEPS = ("Group", "Upper secondary, 20-24", "Degree, 25-34", "In the labour force, 20-64", "Unemployed of these", "Over-qualified",
         "Pay a month", "Policy: in work, points")  # fmt: skip
SEARCH = ("Group", "Applications a month", "Without any", *(words.capitalize() for words in inclusion.FATES.values()))


def equity(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """The section of equity."""
    found = tables["effects"]
    spread = titled(one(found, name, window=LATE) for name in SPREAD)
    body = pictures(drawn, "inequality") + outcomes_table("Inequality, calm world, mean of the last 5 years", spread)
    body += paragraph(HOW, "note") + standing_out(tables, drawn) + paragraph(CELLS, "note") + pictures(drawn, "public_money") + more(found)
    return section("equity", "How equal", body + paragraph(ORIGIN, "note"))


def standing_out(tables: Mapping[str, pd.DataFrame], drawn: Mapping[str, Picture]) -> str:
    """Who is worst off and who is helped most and least among all crossings: one sentence, one figure, all outcomes in a table."""
    found = tables["effects"]
    told = who_in_words.extremes(found, tables["groups_crossed"]) if "groups_crossed" in tables else ""
    return paragraph(told) + pictures(drawn, "crossed") + worst(found)


def worst(found: pd.DataFrame) -> str:
    """The groups that stand out, outcome by outcome."""
    rows = found[found.dimension.isin(PICKED) & (found.world == "calm") & (found.window == LATE)]
    rows = rows.sort_values("dimension", key=lambda column: column.map(PICKED.index), kind="stable")
    rows = rows.sort_values("outcome", key=lambda column: column.map(list(OF_WHOM).index), kind="stable")
    named = [(f"{wording.title_of(row.outcome)}, {row.dimension}: {row.group}", row) for _, row in rows.iterrows()]
    caption = "Groups that stand out, calm world, mean of the last 5 years; intervals for all groups at once"
    return outcomes_table(caption, named, "Outcome and group")


def more(found: pd.DataFrame) -> str:
    """Gaps, the parts of the Theil index, and origin; folded away."""
    gaps = [
        (f"{wording.title_of(name).partition(',')[0]}: {against(dimension)}", one(found, name, dimension=dimension, window=LATE))
        for name in (*(f"{outcome}_gap" for outcome in GAPS), "access_ratio") for dimension in PLACED
    ]  # fmt: skip
    parts = [
        (f"{wording.title_of(name)}: by {dimension}", one(found, name, dimension=dimension, window=LATE))
        for name in ("theil_between", "theil_within", "wage_theil_between", "wage_theil_within") for dimension in (*PLACED, "district")
    ]  # fmt: skip
    origin = titled(one(found, name, window=END) for name in ("rank_slope", "rise"))
    money = titled(one(found, name, window=WHOLE) for name in ("money_concentration", "money_reached"))
    made = outcomes_table("Gaps between the worse and the better placed, calm world, mean of the last 5 years", gaps)
    made += outcomes_table("Inequality between and within groups (Theil)", parts)
    made += outcomes_table("Whom public money reaches: below 0 the poor more", money)
    made += outcomes_table("Origin and income, 25-54, end of the run", origin)
    return folded("Gaps, within and between groups, origin", made)


def against(dimension: str) -> str:
    """'low against high education'."""
    worse, better = PLACED[dimension]
    return f"{dimension}, {worse} against {better}"


def kept_out(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """The section; nothing where no profile was kept."""
    if "inclusion" not in tables or len(tables["inclusion"]) == 0:
        return ""
    rows = tables["inclusion"]
    found = {group: inclusion.standing(rows, group) for group in inclusion.GROUPS_TOLD}
    there = {group: one for group, one in found.items() if one is not None}
    told = [inclusion.sentence(rows, group) for group in there]
    body = pictures(drawn, "inclusion") + "".join(paragraph(one) for one in told if one and "keep up" not in one)
    body += table("From school to pay", STEPS, [cells(line(rows, group, one)) for group, one in there.items()], "words")
    body += table("Of 100 applications", SEARCH, [cells(ends(group, one)) for group, one in there.items()], "words")
    return section("kept_out", "Who is kept out, and by what", body + paragraph(FROM_SCHOOL_TO_PAY, "note"))


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
