"""Pictures of a validation: every row against its band, and the shapes that flows have."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from experiments.evidence.targets import targets
from experiments.evidence.validation import flow_figures, measures, scoring
from experiments.figures.drawing import Picture, footnote, kept
from experiments.figures.style import BETTER, INK, UNCLEAR, WORSE, framed, looking

COLOURS = {"in": BETTER, "below": WORSE, "above": WORSE, "not told": UNCLEAR, "not measured": UNCLEAR}
NAMES = {
    "A": "tier_a",
    "B": "tier_b",
    "I": "inclusion",
    "G": "structure",
    "E": "experiments",
    "S": "shocks",
    "V": "policy_studies",
    "T": "verification",
}
REACH = 1.6
"""Bands from either side of the band that are drawn; what lies further out is drawn at the edge as an arrow."""
INCH_ROW = 0.30


def draw_all(found: pd.DataFrame, by_seed: pd.DataFrame, about: Mapping[str, Any], folder: Path) -> dict[str, Picture]:
    """All pictures as files and for the page."""
    drawn = {}
    for tier in scoring.tiers(found):
        drawn[NAMES[tier]] = kept(NAMES[tier], bands(found[found.tier == tier], found, tier, about), folder)
    if by_seed.key.str.startswith("curve").any():
        drawn["shapes"] = kept("shapes", flow_figures.draw(by_seed, found, about), folder)
    return drawn


@looking
def bands(rows: pd.DataFrame, found: pd.DataFrame, tier: str, about: Mapping[str, Any]) -> tuple:
    """A dot and its interval for each row, on the scale of its own band."""
    rows = rows.reset_index(drop=True)
    c = scoring.count(found, tier)
    published = "" if tier == "G" else "published "
    title = f"{scoring.TIERS[tier].partition(':')[0]}: {c.inside} of {c.counted} rows lie in their {published}bands"
    title += f", {c.not_told} cannot be told" if c.not_told else ""
    subtitle = "Mean over seeds and 90% interval, each on the scale of its own band (shaded: from its least to its most; grey: not told)"
    height = 2.6 + INCH_ROW * len(rows)
    fig, ax = framed(title, subtitle, footnote(about), height, 1, {"left": 0.45, "right": 0.76})
    ax.axvspan(0, 1, color="#dbeafe", zorder=0)
    for y, row in enumerate(rows.itertuples()):
        mark(ax, y, row)
    ax.set_xlim(-REACH, 1 + REACH)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_yticks(range(len(rows)), [label(row) for row in rows.itertuples()], fontsize=9.5)
    ax.set_xticks([0, 1], ["least", "most"])
    ax.tick_params(axis="both", length=0, colors=INK)
    ax.tick_params(axis="x", top=True, labeltop=True)
    ax.grid(axis="x", visible=False)
    ax.spines[["left", "bottom"]].set_visible(False)
    return fig, title, f"{title}. Rows with their model value and band are in the table below."


def mark(ax: Axes, y: int, row: Any) -> None:
    """One row: its dot, its interval, and both numbers in words."""
    colour = COLOURS[row.verdict]
    value = targets.shown(row.value, row.unit) or ("not in the model" if row.key in measures.NOT_IN_THE_MODEL else "not measured")
    said = f"{value}   [{targets.band(row.least, row.most, row.unit)}]"
    ax.text(1.02, y, said, transform=ax.get_yaxis_transform(), va="center", fontsize=9.5, color=INK if row.inside else colour)
    if not np.isfinite(row.value):
        return
    at, low, high = (place(x, row) for x in (row.value, row.low, row.high))
    if np.isfinite(low) and np.isfinite(high):
        ax.plot(np.clip([low, high], -REACH, 1 + REACH), [y, y], color=colour, linewidth=2.6, solid_capstyle="round")
    beyond = not -REACH < at < 1 + REACH
    shape = ("<" if at < 0 else ">") if beyond else "o"
    edge = np.clip(at, -REACH + 0.03, 1 + REACH - 0.03)
    ax.plot(edge, y, shape, color=colour, markersize=8, markerfacecolor=colour if closed(row) else "white", markeredgewidth=1.8)


def closed(row: Any) -> bool:
    """Whether a band has two ends, so that there is a scale."""
    return bool(np.isfinite(row.least) and np.isfinite(row.most) and row.most > row.least)


def place(value: float, row: Any) -> float:
    """Where a value lies when the band goes from 0 to 1; in the middle or outside when the band has no width."""
    if closed(row):
        return (value - row.least) / (row.most - row.least)
    if value != row.value:
        return float("nan")
    return -0.5 if value < row.least else 1.5 if value > row.most else 0.5


def label(row: Any, most: int = 60) -> str:
    """The number of the row and what it is about, as far as it fits."""
    text = f"{row.what}   {row.key.removeprefix('row ').split()[0]}"
    return text if len(row.what) <= most else f"{row.what[: most - 3].rstrip()}...{text[len(row.what) :]}"
