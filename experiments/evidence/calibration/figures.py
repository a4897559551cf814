"""Pictures of a calibration: what is left of each number, how the waves close in, which rows bind, what trades against what."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, NullLocator, StrMethodFormatter

from experiments.evidence.calibration.implausibility import CUTOFF
from experiments.evidence.targets import targets
from experiments.figures.drawing import Picture, keep_each
from experiments.figures.style import BETTER, GRID, INK, POLICY, QUIET, UNCLEAR, WORSE, framed, looking

INCH_ROW = 0.30
HALF = 0.5
STRONG = 0.4
"""Correlations below this are never told by name."""
SHOWN = 26
"""Rows in the picture of what binds."""


@looking
def draw_all(tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any], folder: Path) -> dict[str, Picture]:
    """All pictures as files and for the page."""
    figures = {"numbers": numbers, "waves": waves, "binding": binding, "trade_offs": trade_offs}
    return keep_each(((name, draw(tables, about)) for name, draw in figures.items()), folder)


def numbers(tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any]) -> tuple:
    """What is left of every number's range."""
    found, tried = tables["numbers"], tables["tried"]
    narrow = int((found.high_share - found.low_share < HALF).sum())
    title = f"The evidence narrows {narrow} of {len(found)} numbers to less than half of their range"
    subtitle = "Bar: middle nine tenths of the sets that are left; tick: their middle; dots: sets; diamond: value in force"
    fig, ax = framed(title, subtitle, footnote(about), 2.6 + INCH_ROW * len(found), 1, {"left": 0.26, "right": 0.72})
    left = tried[tried.weight > 0]
    luck = np.random.default_rng(0)
    for y, row in enumerate(found.itertuples()):
        ax.plot([0, 1], [y, y], color=GRID, linewidth=9, solid_capstyle="butt", zorder=0)
        ax.plot([row.low_share, row.high_share], [y, y], color=POLICY, alpha=0.35, linewidth=9, solid_capstyle="butt")
        ax.scatter(
            left[row.path],
            y + luck.uniform(-0.2, 0.2, len(left)),
            s=220 * left.weight,
            color=POLICY,
            alpha=0.5,
            linewidths=0,
            rasterized=True,
        )
        ax.plot([row.middle_share] * 2, [y - 0.33, y + 0.33], color=POLICY, linewidth=2.4)
        ax.plot(row.usual_share, y, "D", color=WORSE, markersize=6)
        told = f"{row.low:.3g} to {row.high:.3g}   [{row.least:g} to {row.most:g}]"
        ax.text(1.02, y, told, transform=ax.get_yaxis_transform(), va="center", fontsize=9, color=INK)
    listed(ax, list(found.path))
    ax.set_xlim(-0.01, 1.01)
    ax.set_xticks([0, 0.5, 1], ["least allowed", "middle", "most allowed"])
    return fig, title, f"{title}. Each number's range is in the table below."


def listed(ax: Axes, names: list[str]) -> None:
    """One line each, from the top."""
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_yticks(range(len(names)), names, fontsize=9.5)
    ax.tick_params(axis="both", length=0, colors=INK)
    ax.grid(axis="y", visible=False)
    ax.spines[["left", "bottom"]].set_visible(False)


def waves(tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any]) -> tuple:
    """How far the sets of each wave are from the evidence."""
    tried = tables["tried"]
    groups = [(number, part) for number, part in tried.groupby("wave")]
    first, last = groups[min(1, len(groups) - 1)][1], groups[-1][1]
    came = f"from {first.loss.median():,.0f} to {last.loss.median():,.0f}"
    title = f"From wave 1 to wave {groups[-1][0]} the usual distance to the evidence goes {came}"
    subtitle = "Sum of squared implausibility of each set of numbers, all rows; blue: sets that are left"
    fig, ax = framed(title, subtitle, footnote(about), 6.2, 1, {"left": 0.1})
    luck = np.random.default_rng(0)
    for place, (_, part) in enumerate(groups):
        x = place + luck.uniform(-0.28, 0.28, len(part))
        colours = np.where(part.weight > 0, POLICY, UNCLEAR)
        ax.scatter(x, part.loss, s=14, c=colours, alpha=0.7, linewidths=0, rasterized=True)
        ax.plot([place - 0.36, place + 0.36], [part.loss.median()] * 2, color=INK, linewidth=2.2)
        ax.text(place + 0.38, part.loss.median(), f"{part.loss.median():,.0f}", va="center", fontsize=11)
    ax.set_yscale("log")
    ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    ax.yaxis.set_minor_locator(NullLocator())
    ax.set_xlim(-0.6, len(groups) - 0.2)
    names = ["near the numbers\nin force" if number == 0 else f"wave {number}\n{len(part)} sets" for number, part in groups]
    ax.set_xticks(range(len(groups)), names)
    ax.set_ylabel("distance (log scale)")
    ax.grid(axis="x", visible=False)
    return fig, title, f"{title}. Medians are written beside each wave."


def binding(tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any]) -> tuple:
    """Which rows the sets that are left still miss."""
    rows = tables["rows"].sort_values(["implausibility", "share_inside"], ascending=[False, True]).head(SHOWN).reset_index(drop=True)
    beyond = int((tables["rows"].implausibility > 1).sum())
    title = f"Most of the sets that are left miss {beyond} of {len(tables['rows'])} rows by more than one unit"
    subtitle = "Implausibility, median of the sets left: distance to the band in units of luck and tolerance; share of sets inside"
    fig, ax = framed(title, subtitle, footnote(about), 2.6 + INCH_ROW * len(rows), 1, {"left": 0.47, "right": 0.86})
    for y, row in enumerate(rows.itertuples()):
        colour = WORSE if row.implausibility > CUTOFF else BETTER if row.implausibility == 0 else QUIET
        ax.plot([0, row.implausibility], [y, y], color=colour, linewidth=8, solid_capstyle="butt")
        told = f"{row.share_inside:.0%} inside" + (", out of reach" if row.out_of_reach else "")
        ax.text(1.02, y, told, transform=ax.get_yaxis_transform(), va="center", fontsize=9.5)
    ax.axvline(CUTOFF, color=WORSE, linewidth=1.4, linestyle=":")
    ax.set_xlim(0, max(CUTOFF * 1.15, rows.implausibility.max() * 1.02))
    listed(ax, [f"{shortened(row.what)}   {row.key.removeprefix('row ')}" for row in rows.itertuples()])
    ax.text(CUTOFF, -0.75, "ruled out", color=WORSE, ha="center", fontsize=10)
    return fig, title, f"{title}. All rows are in the table below."


def shortened(text: str, most: int = 52) -> str:
    """A text as far as it fits."""
    return text if len(text) <= most else f"{text[: most - 3].rstrip()}..."


def trade_offs(tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any]) -> tuple:
    """How numbers go together among the sets that are left."""
    together = correlations(tables)
    names = list(together.columns)
    pairs = strongest(together, clear(tables))
    told = f"{pairs[0][0]} with {pairs[0][1]} ({pairs[0][2]:+.2f})" if pairs else "none"
    title = f"Numbers that can stand in for each other: {told}" if pairs else "No two numbers can stand in for each other"
    subtitle = (
        f"Correlation among the sets that are left (beyond {clear(tables):.2f}: written); blue: rise together, red: one for the other"
    )
    fig, ax = framed(title, subtitle, footnote(about), 11.5, 1, {"left": 0.24, "right": 0.98, "bottom": 0.24})
    shown = np.where(np.tri(len(names), k=-1, dtype=bool), together.to_numpy(), np.nan)
    ax.imshow(shown, cmap="RdBu", vmin=-1, vmax=1, aspect="auto")
    for y, x in zip(*np.nonzero(np.abs(np.nan_to_num(shown)) > clear(tables)), strict=True):
        ax.text(x, y, f"{shown[y, x]:.1f}".replace("0.", "."), ha="center", va="center", fontsize=7.5, color=INK)
    ax.set_yticks(range(len(names)), names, fontsize=8.5)
    ax.set_xticks(range(len(names)), names, fontsize=8.5, rotation=90)
    ax.tick_params(axis="both", length=0, colors=INK)
    ax.grid(visible=False)
    ax.spines[["left", "bottom"]].set_visible(False)
    return fig, title, f"{title}. Pairs: " + "; ".join(f"{one} and {other} {r:+.2f}" for one, other, r in pairs[:10])


def correlations(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Weighted correlations of the numbers among the sets that are left; 0 for a number that does not move."""
    left = tables["tried"][tables["tried"].weight > 0]
    paths = list(tables["numbers"].path)
    if len(left) < 3:
        return pd.DataFrame(np.eye(len(paths)), paths, paths)
    covered = np.cov(left[paths].to_numpy().T, aweights=left.weight)
    spread = np.sqrt(np.diag(covered))
    return pd.DataFrame(covered / np.maximum(np.outer(spread, spread), 1e-12), paths, paths)


def clear(tables: Mapping[str, pd.DataFrame]) -> float:
    """What a correlation must be beyond to be told: ``STRONG``, or three standard errors for so few sets."""
    weight = tables["tried"].weight
    return max(STRONG, min(1.0, 3 * float(np.sqrt((weight**2).sum()) / weight.sum())))


def strongest(together: pd.DataFrame, beyond: float) -> list[tuple[str, str, float]]:
    """Pairs beyond so much, the strongest first."""
    names = list(together.columns)
    pairs = [(one, other, float(together.loc[one, other])) for n, one in enumerate(names) for other in names[n + 1 :]]
    return sorted((pair for pair in pairs if abs(pair[2]) > beyond), key=lambda pair: -abs(pair[2]))


def footnote(about: Mapping[str, Any]) -> str:
    """Where the numbers come from."""
    asked, city = about["asked"], about["city"]
    ran = f"{city['title']} ({city['year']} counts), {asked['residents']:,} model residents, {asked['burn_in']} + {asked['months']} months"
    seeds = f"{len(asked['seeds'])} seed" + ("s" if len(asked["seeds"]) > 1 else "")
    what = f"{about['sets']} sets left of {asked['evaluations']:,} tried on {about['rows']} rows, labour market: {asked['profile']}"
    return f"Source: Learning City, {ran}, {seeds} for each set; {what}. Bands: {targets.FILE.name}."
