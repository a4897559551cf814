"""What cannot be had cheaper: effect on unemployment against yearly spending, with the Pareto front."""

import textwrap
from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from experiments.figures.style import INK, POLICY, QUIET, UNCLEAR, framed
from experiments.sweep.figures.common import footnote, world, worlds
from experiments.sweep.findings.ranking import MAIN

NAMED = 8
NOTE = (
    "Dot: mean; line: paired 90% interval; blue: no other portfolio does more for less (on the means; luck may decide between neighbours)."
)


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """A panel for each shock; nothing for a single portfolio."""
    found = tables["front"][tables["front"].outcome == MAIN]
    if found.portfolio.nunique() < 2:
        return None
    panels = worlds(manifest)
    title = title_of(found[found["shock"] == panels[0]])
    fig, axes = framed(title, "Effect on unemployment, percentage points, against spending a year (down and left is better)",
                       footnote(manifest, NOTE), 6.8, len(panels), {"wspace": 0.1, "bottom": 0.31}, squeeze=False, sharey=True)  # fmt: skip
    letters = lettered(found)
    label = "EUR million a year" + ("" if manifest["baseline"] == "none" else " beyond the baseline")
    for ax, shock in zip(axes[0], panels, strict=True):
        points(ax, found[found["shock"] == shock], letters, label)
        ax.set_title(world(shock))
    key = "   ".join(f"{letter}: {manifest['names'][name]}" for name, letter in letters.items())
    fig.text(0.02, 0.125, wrap(key), fontsize=9.5, color=INK, va="bottom", linespacing=1.3)
    return fig, title, f"Scatter of effect against cost with the front. {title}."


def wrap(text: str) -> str:
    """Lines that fit below the picture."""
    return "\n".join(textwrap.wrap(text, 145)[:4])


def lettered(found: pd.DataFrame) -> dict[str, str]:
    """A letter for each portfolio on a front, cheapest first."""
    on = found[found.on_front].groupby("portfolio").cost.mean().sort_values().index
    return {name: chr(ord("A") + k) for k, name in enumerate(on[: 26 if len(on) <= 26 else NAMED])}


def points(ax: Axes, rows: pd.DataFrame, letters: dict[str, str], label: str) -> None:
    """Dots with their intervals, and the front as steps."""
    ax.axhline(0, color=INK, linewidth=1.2)
    for row in rows.itertuples():
        colour = POLICY if row.on_front else UNCLEAR
        ax.plot([row.cost / 1e6] * 2, [100 * row.low, 100 * row.high], color=colour, linewidth=2, alpha=0.55)
        ax.plot(row.cost / 1e6, 100 * row.effect, "o", color=colour, markersize=9)
        if row.portfolio in letters:
            at = ax.annotate(letters[row.portfolio], (row.cost / 1e6, 100 * row.effect), (7, 5), textcoords="offset points", weight="bold")
            at.set_path_effects([withStroke(linewidth=3, foreground="white")])
    edge = rows[rows.on_front].sort_values("cost")
    ax.step(edge.cost / 1e6, 100 * edge.effect, where="post", color=POLICY, linewidth=1.6)
    ax.set_xlabel(label, color=QUIET)
    ax.margins(x=0.1, y=0.12)


def title_of(rows: pd.DataFrame) -> str:
    """How many are worth their money."""
    on = int(rows.on_front.sum())
    return f"{on} of {len(rows)} portfolios are on the front in calm years: no other does more against unemployment for less"
