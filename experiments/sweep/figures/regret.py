"""What is good whatever comes: how far each portfolio is from the best one in every state of the world."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from experiments.figures.style import INK, POLICY, QUIET, framed
from experiments.sweep.figures.common import INCH_ROW, MOST, coloured, footnote, wrapped
from experiments.sweep.findings.regret import NOTHING

COLUMNS = 6
NOTE = "Regret: points of unemployment more than under the best option of that state; line: 90% interval from seeds drawn again."


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """A table of regrets, then the largest with its interval and the share of worlds in which both aims are met."""
    found = tables["robustness"]
    if len(found) < 3 or found.states.iloc[0] < 2:
        return None
    found = pd.concat([found[found.portfolio != NOTHING].head(MOST), found[found.portfolio == NOTHING]])
    names = list(found.portfolio)
    wide = tables["regrets"].pivot(index="portfolio", columns="state", values="regret").reindex(names)
    wide = wide[list(tables["regrets"].state.unique())]
    title = title_of(found, manifest)
    height = 3.6 + INCH_ROW * len(names)
    shape = {"left": 0.28, "wspace": 0.06, "width_ratios": [2, 1.3, 0.5]}
    fig, axes = framed(title, "Regret on unemployment, percentage points", footnote(manifest, NOTE), height, 3, shape)
    table(axes[0], 100 * wide.to_numpy(), list(wide.columns))
    lines(axes[1], found)
    shares(axes[2], found)
    for ax in axes:
        ax.set_ylim(len(names) - 0.5, -0.5)
        ax.set_yticks(range(len(names)), [])
        ax.tick_params(axis="y", length=0, colors=INK)
    axes[0].set_yticks(range(len(names)), wrapped(manifest, names), fontsize=10)
    return fig, title, f"Table of regrets of {len(names)} options in {wide.shape[1]} states. {title}."


def table(ax: Axes, regret: np.ndarray, states: list[str]) -> None:
    """Coloured cells; numbers where they fit."""
    coloured(ax, regret, "Oranges", 0, 1.6 * max(0.01, float(np.nanmax(regret))))
    if len(states) <= COLUMNS:
        for (y, x), value in np.ndenumerate(regret):
            ax.text(x, y, f"{value:.2f}", ha="center", va="center", fontsize=10.5, color=INK, weight="bold" if value == 0 else "normal")
        ax.set_xticks(range(len(states)), [state.replace(", ", "\n").replace(" from ", "\nfrom ") for state in states], fontsize=10)
    else:
        ax.set_xticks([])
        ax.set_xlabel(f"{len(states)} states (shocks and parameter sets)")
    ax.set_title("in each state")


def lines(ax: Axes, found: pd.DataFrame) -> None:
    """The largest regret and its interval."""
    places = range(len(found))
    ax.hlines(places, 100 * found.low, 100 * found.high, color=POLICY, linewidth=2.6, alpha=0.5)
    ax.plot(100 * found.max_regret, places, "o", color=POLICY, markersize=8)
    ax.set_title("at most")
    ax.set_xlim(left=0)
    ax.grid(axis="y", visible=False)


def shares(ax: Axes, found: pd.DataFrame) -> None:
    """In how many worlds unemployment falls and the Gini does not rise."""
    for y, share in enumerate(found.satisficing):
        ax.text(0.5, y, "" if np.isnan(share) else f"{share:.0%}", ha="center", va="center", color=INK)
    ax.set_title("both aims", loc="center")
    ax.set_xlim(0, 1)
    ax.set_xticks([0.5], ["worlds with less\nunemployment,\nno higher Gini"], fontsize=9, color=QUIET)
    ax.grid(False)
    ax.spines[["left", "bottom"]].set_visible(False)


def title_of(found: pd.DataFrame, manifest: Mapping[str, Any]) -> str:
    """Which option is never far from the best."""
    best = found[found.portfolio != NOTHING].iloc[0]
    near = int((found.low <= best.high).sum()) - 1
    name = manifest["names"][best.portfolio]
    most = "first" if best.max_regret == 0 else f"never more than {max(0.01, 100 * best.max_regret):.2f} points from the best"
    told = f"{name[:1].upper()}{name[1:]} is {most} in {int(best.states)} states"
    others = "the interval of 1 other option overlaps" if near == 1 else f"intervals of {near} other options overlap"
    return f"{told}; {others} with it" if near else told
