"""Whom public money reaches: euros for each resident, from the poorest tenth to the richest."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.figures.style import INK, POLICY, framed, source, telling
from experiments.outcomes import paired_effects
from experiments.outcomes.definitions import WHOLE

ALIKE = 0.05
"""Concentration below which hardly anybody would call it unequal: the poorer half then gets less than 54%."""


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """Bars over tenths of household income with their intervals; nothing when nothing is spent."""
    effects = tables["effects"]
    rows = effects[(effects.outcome == "money_per_person") & (effects.world == "calm")].sort_values("group")
    index = paired_effects.one(effects, "money_concentration", window=WHOLE)
    reached: Any = paired_effects.one(effects, "money_reached", window=WHOLE)
    if index is None or len(rows) == 0:
        return None
    title = title_of(rows, index)
    note = (
        f"Calm world, mean over the run and seeds; line: 90% interval. {reached.policy:.0%} of spending reached residents as cash, service "
        f"or seat; the rest went to institutions, empty seats and employers. Concentration index {index.policy:+.2f}."
    )
    subtitle = "Public money that reached a resident, EUR a year, by household income of that month"
    fig, ax = framed(title, subtitle, source(manifest, note), 5.8)
    places = range(1, len(rows) + 1)
    ax.bar(places, rows.policy, color=POLICY, width=0.7)
    spans = (rows.high - rows.low) / 2
    ax.errorbar(places, rows.policy, yerr=spans.fillna(0), fmt="none", ecolor=INK, elinewidth=2, capsize=4)
    ax.set_xticks(list(places))
    ax.set_xlabel("tenth of household income, poorest first")
    ax.set_ylabel("EUR a year")
    ax.set_ylim(bottom=0)
    ax.grid(axis="x", visible=False)
    return telling(fig, rows), title, f"Bars of public money per resident by tenth of household income. {title}."


def title_of(rows: pd.DataFrame, index: pd.Series) -> str:
    """Whether the poor or the rich get more of it."""
    share = rows.policy / rows.policy.sum()
    halves = f"the poorer half gets {share.iloc[:5].sum():.0%} of it"
    if abs(index.policy) < ALIKE or index.low <= 0 <= index.high:
        return f"Public money reaches rich and poor nearly alike: {halves}"
    return f"Public money goes more to the {'poor' if index.policy < 0 else 'rich'}: {halves}, the poorest fifth {share.iloc[:2].sum():.0%}"
