"""What to expect in a year when several shocks may strike: work lost by each, weighed by how often it comes."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.figures.style import BASELINE, INK, POLICY, framed, looking, source, written
from experiments.outcomes import wording
from experiments.outcomes.card_names import words_of


@looking
def draw(found: pd.DataFrame, manifest: Mapping[str, Any]) -> Figure:
    """Bars without and with the policy for each shock, and for all of them."""
    rows = found[found.outcome == "jobs_lost"]
    often = rows.frequency.fillna(1.0).to_numpy()
    whole = rows[rows.frequency.isna()].iloc[0]
    note = "Years of work lost to a shock over its horizon, times how often a year it strikes; means over seeds, against the calm twin."
    subtitle = "Years of work of residents that shocks cost in a year on average"
    fig, ax = framed(title_of(whole), subtitle, source(manifest, note), 3.4 + 0.9 * len(rows), 1, {"left": 0.2, "right": 0.96})
    places = -np.arange(len(rows))
    for shift, (side, colour, name) in zip(
        (0.2, -0.2), (("baseline", BASELINE, "without"), ("policy", POLICY, "with policy")), strict=True
    ):
        values = rows[side].to_numpy() * often / 12
        ax.barh(places + shift, values, height=0.36, color=colour, label=name)
        for y, value in zip(places + shift, values, strict=True):
            ax.annotate(f"{value:,.0f}", (value, y), (5, 0), textcoords="offset points", va="center", color=colour, weight="bold")
    names = [
        name if np.isnan(rate) else f"{name}\n({rate:g} a year)"
        for name, rate in zip(rows["shock"].map(words_of), rows.frequency, strict=True)
    ]
    ax.set_yticks(places, names)
    ax.axvline(0, color=INK, linewidth=1.2)
    ax.margins(x=0.12)
    ax.grid(axis="y", visible=False)
    ax.tick_params(axis="y", length=0, colors=INK)
    ax.legend(frameon=False, loc="upper right")
    return fig


def title_of(whole: pd.Series) -> str:
    """Whether the policy lowers the loss to expect."""
    if not wording.clear(whole):
        return f"Shocks cost {whole.baseline / 12:,.0f} years of work a year; no clear effect of the policy"
    less = "fewer" if whole.effect < 0 else "more"
    low, high = sorted((abs(whole.low) / 12, abs(whole.high) / 12))
    return f"With the policy shocks cost {abs(whole.effect) / 12:,.0f} ({low:,.0f} to {high:,.0f}) {less} years of work a year"


def png(figure: Figure) -> bytes:
    """The figure as a file."""
    return written(figure, "png", "portfolio")
