"""Who has how much: Lorenz curves without and with the first portfolio, and what moves between them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from experiments.figures.style import BASELINE, INK, POLICY, QUIET, framed
from experiments.outcomes.verdicts import clear, verdicts
from experiments.sweep.figures.common import footnote, shown

NAMES = {"income": "Household income of all residents", "wage": "Wages of the employed"}
NOTE = "Last month, calm years or the first world. Below: change of the share that the poorest have, percentage points, with 90% interval."


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """Above the curves, below their paired difference; nothing where the spread was not kept."""
    found = tables["lorenz"]
    if len(found) == 0:
        return None
    first = shown(tables)[0]
    rows = found[(found.portfolio == first) & (found["shock"] == manifest["shocks_in_order"][0])]
    rows = rows.groupby(["what", "percentile"], as_index=False)[["baseline", "policy", "effect", "low", "high", "seeds"]].mean()
    rows = rows.assign(clear=clear(verdicts(rows.assign(better=""), ["what"], rows.seeds * manifest["residents"])))
    title = title_of(rows[rows.what == "income"], manifest["names"][first])
    subtitle = "Share of the sum that the poorest have, without and with the portfolio"
    shape = {"hspace": 0.32, "height_ratios": [1.7, 1]}
    fig, axes = framed(title, subtitle, footnote(manifest, NOTE), 8.6, 2, shape, 2, sharex=True, sharey="row")
    for column, (what, name) in zip(axes.T, NAMES.items(), strict=True):
        curves(column[0], rows[rows.what == what])
        change(column[1], rows[rows.what == what])
        column[0].set_title(name)
    return fig, title, f"Lorenz curves of incomes and wages. {title}."


def curves(ax: Axes, rows: pd.DataFrame) -> None:
    """Both curves and the line of equality."""
    at = np.append(0, rows.percentile / 100)
    ax.plot([0, 1], [0, 1], color=QUIET, linewidth=1, linestyle=":")
    for side, colour, style in (("baseline", BASELINE, "-"), ("policy", POLICY, "--")):
        share = np.append(0, rows[side])
        gini = 1 - 2 * float(np.trapezoid(share, at))
        ax.plot(at, share, style, color=colour, label=f"{'without' if side == 'baseline' else 'with'}: Gini {gini:.3f} from these points")
    ax.legend(frameon=False, loc="upper left", fontsize=11)
    ax.yaxis.set_major_formatter(PercentFormatter(1))
    ax.set_xlim(0, 1)


def change(ax: Axes, rows: pd.DataFrame) -> None:
    """The difference of the curves with its interval."""
    at = rows.percentile / 100
    ax.fill_between(at, 100 * rows.low, 100 * rows.high, color=POLICY, alpha=0.2, linewidth=0)
    ax.plot(at, 100 * rows.effect, color=POLICY)
    ax.axhline(0, color=INK, linewidth=1.2)
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    ax.set_xlabel("share of people, poorest first")


def title_of(rows: pd.DataFrame, name: str) -> str:
    """Whether the poorer half has more of all incomes."""
    half = rows[rows.percentile == 50].iloc[0]
    if half.clear:
        more = "more" if half.effect > 0 else "less"
        ends = sorted((abs(100 * half.low), abs(100 * half.high)))
        size = f"{abs(100 * half.effect):.2f} points ({ends[0]:.2f} to {ends[1]:.2f})"
        return f"The poorer half has {half.baseline:.0%} of all incomes; under {name} {size} {more}"
    return f"The poorer half has {half.baseline:.0%} of all incomes, with no clear change under {name}"
