"""What comes back: spending, taxes gained and benefits saved, year by year, against the city without the policy."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from experiments.figures.style import BASELINE, INK, POLICY, WORSE, framed, source, telling
from experiments.outcomes import paired_effects, wording
from experiments.outcomes.definitions import WHOLE

PARTS = {
    "spending_in_year": ("spent", -1, WORSE),
    "taxes_in_year": ("taxes gained", 1, POLICY),
    "benefits_in_year": ("benefits saved", -1, "#8a6d00"),
}


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """Stacked bars with the balance and its interval; nothing for a run of less than a year."""
    effects = tables["effects"]
    rows = effects[(effects.world == "calm") & effects.window.str.startswith("year ")]
    wide = rows.pivot(index="window", columns="outcome", values=["effect", "low", "high"]).sort_index() / 1e6
    if len(wide) == 0:
        return None
    title = title_of(paired_effects.one(effects, "balance_total", window=WHOLE), len(wide))
    note = "Calm world, means over seeds; line: change of the public balance with its 90% interval. Income taxes and contributions only."
    subtitle = "Change against the city without the policy, EUR million a year; above zero is better for the public purse"
    fig, ax = framed(title, subtitle, source(manifest, note), 6.2, 1, {"right": 0.97})
    years = np.arange(1, len(wide) + 1)
    above, under = np.zeros(len(wide)), np.zeros(len(wide))
    for outcome, (name, sign, colour) in PARTS.items():
        part = sign * wide["effect", outcome].to_numpy()
        ax.bar(years, part, bottom=np.where(part >= 0, above, under), color=colour, width=0.7, alpha=0.85, label=name)
        above, under = above + np.maximum(part, 0), under + np.minimum(part, 0)
    balance = {end: wide[end, "balance_year"].to_numpy() for end in ("effect", "low", "high")}
    ax.fill_between(years, balance["low"], balance["high"], color=BASELINE, alpha=0.25, linewidth=0)
    ax.plot(years, balance["effect"], color=INK, marker="o", label="balance")
    ax.axhline(0, color=INK, linewidth=1.2)
    ax.set_xlabel("year after the policy starts")
    ax.margins(y=0.2)
    ax.legend(frameon=False, ncols=4, loc="upper left")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.grid(axis="x", visible=False)
    return telling(fig, rows), title, f"Stacked bars of spending, taxes gained and benefits saved by year. {title}."


def title_of(total: pd.Series, years: int) -> str:
    """Whether what comes back covers what is spent, over the whole run."""
    over = f"Over {years} year{'s' if years > 1 else ''}"
    if not wording.clear(total):
        told = "" if total.verdict.startswith("one seed") else f" (EUR {wording.interval(total.low, total.high, total.unit)})"
        return f"{over} it cannot be told whether taxes gained and benefits saved cover what is spent{told}"
    if total.effect > 0:
        return f"{over} more comes back than is spent: the public balance is {wording.money(total.effect)} better in all"
    return f"{over} what comes back does not cover what is spent: the public balance is {wording.money(-total.effect)} worse in all"
