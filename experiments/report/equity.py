"""How equal the city is: several measures side by side, gaps, within and between groups, the worst cells, public money, origin."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.figures.drawing import Picture
from experiments.outcomes import who_in_words, wording
from experiments.outcomes.crossings import OF_WHOM
from experiments.outcomes.definitions import END, LATE, WHOLE
from experiments.outcomes.equity import GAPS, PLACED
from experiments.outcomes.paired_effects import one
from experiments.outcomes.who_in_words import PICKED
from experiments.report.markup import folded, outcomes_table, paragraph, pictures, section, titled

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
