"""Who bears the shock: work and income lost, from the poorest tenth to the richest."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from experiments.figures.style import BASELINE, INK, POLICY, QUIET, framed, source, telling
from experiments.outcomes import paired_effects, wording
from experiments.outcomes.card_names import the_shock
from experiments.outcomes.definitions import AFTER_MONTHS, shock_start, tenth
from sim.observation import TENTHS

PANELS = {"work_lost": "Work lost, % of months", "income_lost": "Household income lost, %"}


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """Two panels over tenths of household income before the shock; nothing when no shock strikes."""
    effects, record = tables["effects"], manifest["question"]
    rows = effects[(effects.dimension == "income") & (effects.world == "shock") & effects.outcome.isin(PANELS)]
    if len(rows) == 0:
        return None
    months = min(AFTER_MONTHS, record["months"] - shock_start(record["shock"], record["months"]))
    shock = the_shock(record["shock"])
    title = title_of(rows, months, shock)
    subtitle = f"Residents of 18-64 when {shock} began, by household income before it; mean over {months} months"
    note = (
        "Bars: without the policy; circles: with it, filled where the difference is clear. Against the calm twin; tenth 1 is the poorest."
    )
    fig, axes = framed(title, subtitle, source(manifest, note), 6.2, 2, {"wspace": 0.2})
    for ax, (outcome, name) in zip(axes, PANELS.items(), strict=True):
        tenths(ax, rows[rows.outcome == outcome].sort_values("group"), months)
        ax.set_title(name)
    return telling(fig, rows), title, f"Bars of work and income lost by tenth of household income. {title}."


def tenths(ax: Axes, rows: pd.DataFrame, months: int) -> None:
    """One bar and one dot for each tenth."""
    rows = rows.set_index("group").reindex([tenth(k + 1) for k in range(TENTHS)])
    places = range(1, TENTHS + 1)
    for x in (x for x, value in zip(places, rows.baseline, strict=True) if np.isnan(value)):
        ax.text(x, 0, paired_effects.FEW, color=QUIET, rotation=90, ha="center", va="bottom", fontsize=10)
    ax.bar(places, rows.baseline / months, color=BASELINE, width=0.7, label="without")
    ax.plot(places, rows.policy / months, "o", color=POLICY, markerfacecolor="white", markersize=9, label="with policy")
    clear = [wording.clear(row) for _, row in rows.iterrows()]
    ax.plot([x for x, told in zip(places, clear, strict=True) if told], rows.policy[clear] / months, "o", color=POLICY, markersize=9)
    ax.axhline(0, color=INK, linewidth=1.2)
    ax.set_xticks(list(places))
    ax.set_xlabel("tenth of household income before the shock")
    ax.grid(axis="x", visible=False)
    ax.legend(frameon=False)


def title_of(rows: pd.DataFrame, months: int, shock: str) -> str:
    """How much the poorest fifth and the richest fifth lose without the policy."""
    work = rows[rows.outcome == "work_lost"].set_index("group").baseline.reindex([tenth(k + 1) for k in range(TENTHS)]) / months
    if work.iloc[[0, 1, -2, -1]].isna().any():
        return f"Too few people to tell who bears {shock}"
    fifths = work.iloc[:2].mean(), work.iloc[-2:].mean()
    return f"In {shock} the poorest fifth loses {fifths[0]:.1f}% of its work, the richest fifth {fifths[1]:.1f}%, without the policy"
