"""Pictures of a search for portfolios: the front with what fresh seeds tell, and what the portfolios on it consist of."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from experiments.figures.drawing import Picture, keep_each
from experiments.figures.style import BASELINE, INK, POLICY, QUIET, UNCLEAR, framed, looking
from experiments.optimise.inputs import AIMS
from experiments.optimise.pareto_front import COST, unit
from experiments.outcomes import wording
from experiments.outcomes.card_names import words_of

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8a6d00", "#6b7280", "#4b2e83", "#9ca3af")
"""Okabe and Ito's colours, then greys: told apart also without seeing red or green."""


@looking
def draw_all(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], folder: Path) -> dict[str, Picture]:
    """Both figures, as files in ``folder`` and as pictures for the page."""
    return keep_each(((name, draw(tables, manifest)) for name, draw in FIGURES.items()), folder)


def footnote(manifest: Mapping[str, Any], more: str) -> str:
    """Where the numbers come from."""
    search = manifest["search"]
    ran = f"{str(manifest['city']).capitalize()}, {search['residents']:,} model residents, {manifest['months'] / 12:.3g} years"
    return f"{more} Source: Learning City, optimise; {ran}; same luck as the baseline. Some numbers are assumed; the report lists them."


def front(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple:
    """A panel for each aim against cost: all candidates pale, the front with intervals from fresh seeds."""
    aims = [aim for aim in manifest["search"]["aims"] if aim != COST][:3]
    found = tables["front"]
    ends = [wording.money(euros) for euros in (found.set_aside.min(), found.set_aside.max())]
    several = f"{len(found)} portfolios of {' to '.join(dict.fromkeys(ends))} a year"
    title = f"{several if len(found) > 1 else f'One portfolio of {ends[0]} a year'} that none beats on every aim"
    note = (
        "Grey: what two or more seeds told of each candidate; blue: the front on fresh seeds with 90% intervals; hollow: no longer on it."
    )
    fig, axes = framed(title, "Change against the baseline, by money set aside a year (down and left is better)", footnote(manifest, note),
                       6.6, len(aims), {"wspace": 0.3}, squeeze=False)  # fmt: skip
    for ax, aim in zip(axes[0], aims, strict=True):
        cloud(ax, tables["trials"], aim)
        points(ax, found, aim)
        ax.set_title(AIMS[aim][:1].upper() + AIMS[aim][1:], fontsize=12.5)
        ax.set_xlabel("EUR million a year", color=QUIET)
    return fig, title, f"Scatter of {len(aims)} aims against cost with the front. {title}."


def scale(aim: str) -> float:
    """Shares in points."""
    return 100.0 if unit(aim) in wording.POINTS else 1.0


def cloud(ax: Axes, trials: pd.DataFrame, aim: str) -> None:
    """Every candidate."""
    known = trials[aim].fillna(trials[f"{aim}_first"])
    ax.axhline(0, color=INK, linewidth=1.2)
    ax.plot(trials.set_aside / 1e6, scale(aim) * known, "o", color=UNCLEAR, markersize=4, alpha=0.5)


def points(ax: Axes, found: pd.DataFrame, aim: str) -> None:
    """The front with intervals and letters."""
    for row in found.itertuples():
        x, low, high = row.set_aside / 1e6, getattr(row, f"{aim}_low"), getattr(row, f"{aim}_high")
        ax.plot([x, x], [scale(aim) * low, scale(aim) * high], color=POLICY, linewidth=2, alpha=0.5)
        y = scale(aim) * getattr(row, aim)
        ax.plot(x, y, "o", color=POLICY, markersize=8, markerfacecolor=POLICY if row.holds else "white", markeredgewidth=1.8)
        at = ax.annotate(row.letter, (x, y), (6, 5), textcoords="offset points", weight="bold", fontsize=11)
        at.set_path_effects([withStroke(linewidth=3, foreground="white")])
    ax.margins(x=0.1, y=0.1)


def mixes(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple:
    """A bar for each portfolio of the front, cut into its levers."""
    found = tables["front"]
    levers = sorted(manifest["search"]["levers"], key=lambda lever: -found[lever].sum())
    levers = [lever for lever in levers if found[lever].sum() > 0]
    most, share = words_of(levers[0]), found[levers[0]].sum() / found.set_aside.sum()
    title = f"The largest part goes to {most}: {share:.0%} of what the front sets aside"
    subtitle = "EUR million a year, by lever, portfolios from cheapest to dearest"
    note = footnote(manifest, "Letters as in the other picture.")
    fig, ax = framed(title, subtitle, note, 3.6 + 0.42 * max(4, len(found)), 1, {"left": 0.06, "right": 0.72})
    left = np.zeros(len(found))
    for k, lever in enumerate(levers):
        width = found[lever].to_numpy() / 1e6
        colour = COLOURS[k] if k < len(COLOURS) else BASELINE
        ax.barh(range(len(found)), width, 0.7, left, color=colour, label=words_of(lever), edgecolor="white")
        left += width
    ax.set_yticks(range(len(found)), found.letter)
    ax.set_ylim(len(found) - 0.4, -0.6)
    ax.grid(axis="y", visible=False)
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1.02), frameon=False, fontsize=11)
    return fig, title, f"Stacked bars of the levers of {len(found)} portfolios. {title}."


FIGURES = {"portfolio_front": front, "portfolio_mixes": mixes}
