"""How far luck spreads the paths, and how little of it is left in the paired difference: fans over seeds."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from experiments.figures.style import BASELINE, INK, POLICY, QUIET, band, framed, source, telling, whole_years
from experiments.outcomes import definitions, wording

WIDE, NARROW = (5, 95), (25, 75)
SIDES = {"baseline": BASELINE, "policy": POLICY}


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], outcome: str = "unemployment") -> tuple | None:
    """Above the paths of both worlds, below their difference seed by seed; a column for calm years and one for the shock."""
    monthly = tables["monthly"]
    worlds = [(name, monthly[(monthly.shock != "none") == hit]) for name, hit in (("Calm years", False), ("With the shock", True))]
    worlds = [(name, wide_of(rows, outcome)) for name, rows in worlds if len(rows)]
    if len(worlds[0][1]["policy"]) < 3:
        return None
    title = title_of(worlds[0][1])
    note = "Fan: the middle half and nine tenths of seeds; line: mean; dashed: 90% interval of the mean difference."
    what = wording.title_of(outcome)
    subtitle = f"{what}, %; below, with the policy less without it in the same seed, percentage points"
    shape = {"hspace": 0.2, "wspace": 0.12, "height_ratios": [1.1, 1]}
    fig, axes = framed(title, subtitle, source(manifest, note), 8.2, len(worlds), shape, 2, sharex=True, sharey="row", squeeze=False)
    for column, (name, wide) in zip(axes.T, worlds, strict=True):
        column[0].set_title(name)
        for side, colour in SIDES.items():
            fan(column[0], 100 * wide[side], colour)
        difference(column[1], 100 * (wide["policy"] - wide["baseline"]))
        whole_years(column[1], 0, manifest["question"]["months"] / 12)
    axes[0, 0].set_ylim(bottom=0)  # once all are drawn: it fixes the top of every column
    named(axes[0, 0])
    return telling(fig, spread_of(dict(worlds))), title, f"Fan charts of {what.lower()} and of its paired difference. {title}."


def wide_of(rows: pd.DataFrame, outcome: str) -> dict[str, pd.DataFrame]:
    """Seeds as rows, months as columns, for each side."""
    return {side: rows[rows.world == side].pivot(index="seed", columns="month", values=outcome) for side in SIDES}


def spread_of(worlds: Mapping[str, dict[str, pd.DataFrame]]) -> pd.DataFrame:
    """Mean and percentiles over seeds of both worlds and of their difference, for each month, shares."""
    ends, found = (*WIDE, *NARROW), []
    for years, wide in worlds.items():
        for line, rows in {**wide, "difference": wide["policy"] - wide["baseline"]}.items():
            about = {"years": years.lower(), "line": line, "month": rows.columns, "mean": rows.mean().to_numpy()}
            found.append(pd.DataFrame(about | {f"p{end}": rows.quantile(end / 100).to_numpy() for end in sorted(ends)}))
    return pd.concat(found)


def fan(ax: Axes, wide: pd.DataFrame, colour: str) -> None:
    """Two bands over seeds and their mean."""
    years = wide.columns / 12
    for ends, strength in ((WIDE, 0.15), (NARROW, 0.25)):
        low, high = wide.quantile(np.array(ends) / 100).to_numpy()
        ax.fill_between(years, low, high, color=colour, alpha=strength, linewidth=0)
    ax.plot(years, wide.mean(), color=colour, linewidth=1.8)


def difference(ax: Axes, wide: pd.DataFrame) -> None:
    """The fan of differences, and the interval of their mean."""
    fan(ax, wide, POLICY)
    _, low, high = band(wide.to_numpy())
    for end in (low, high):
        ax.plot(wide.columns / 12, end, "--", color=INK, linewidth=1)
    ax.axhline(0, color=INK, linewidth=1.2)


def named(ax: Axes) -> None:
    """Which colour is which."""
    for place, (said, colour) in enumerate((("without", BASELINE), ("with policy", POLICY))):
        ax.text(0.02 + 0.2 * place, 0.04, said, color=colour, weight="bold", transform=ax.transAxes)
    ax.tick_params(colors=QUIET)


def title_of(wide: Mapping[str, pd.DataFrame]) -> str:
    """How much narrower the paired difference is than luck."""
    late = {side: rows.iloc[:, -definitions.LATE_MONTHS :].mean(axis=1) for side, rows in wide.items()}
    alone, paired = float(late["policy"].std()), float((late["policy"] - late["baseline"]).std())
    if np.isnan(paired + alone):
        return "Too few people to tell how far luck spreads the paths"
    if paired == 0 or alone == 0:
        return "Both worlds go the same way in every seed"
    if alone < 1.2 * paired:
        return f"Luck moves the paths by {100 * alone:.2f} points and the paired difference by as much"
    return f"Luck spreads the paths {alone / paired:.1f} times as wide as the difference between the two worlds"
