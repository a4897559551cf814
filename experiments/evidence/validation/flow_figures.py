"""The shapes of flows: job finding by spell, separation by tenure, age and education, earnings after displacement."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from experiments.evidence.targets import targets
from experiments.figures.style import BASELINE, POLICY, band, framed, looking

GREY = BASELINE


class Panel(NamedTuple):
    """One curve (or, without a name, the rows themselves) and the targets on it: key -> place along the axis."""

    curve: str
    title: str
    along: str
    up: str
    published: dict[str, float]
    decimals: int | None = None
    places: tuple[str, ...] = ()


LEVELS = ("low", "medium", "high")
PANELS = (
    Panel("hazard", "Job finding by spell", "completed months of search", "against the first month",
          {f"row 20 month {d}": d for d in (3, 6, 12, 24)}),
    Panel("tenure", "Separation by tenure", "years in the job", "against the first year",
          {f"row 22 year {y}": y for y in (1, 5, 10, 20)}),
    Panel("age", "Separation by age", "age", "against 30-39",
          {"row 23 20-24": 20, "row 23 25-29": 25, "row 23 40-49": 42.5, "row 23 50-54": 50}),
    Panel("", "Separation by education", "", "a month", {f"row 24 {g}": k for k, g in enumerate(LEVELS)}, 1, LEVELS),
    Panel("displacement", "Earnings of the displaced", "years after the year of the loss", "against stayers alike", {"row 38": 5}, 0),
    Panel("", "Adults who learn in a year", "", "of 25-64", {f"row 46 {g}": k for k, g in enumerate(LEVELS)}, 0, LEVELS),
)  # fmt: skip


@looking
def draw(by_seed: pd.DataFrame, found: pd.DataFrame, about: Mapping[str, Any]) -> tuple:
    """Six panels: the model's mean with its interval, and published values with their bands."""
    from experiments.figures.drawing import footnote

    keys = [key for panel in PANELS for key in panel.published]
    rows = found[found.key.isin(keys)]
    title = f"Shapes of flows: at {int(rows.inside.sum())} of {len(rows)} published points the model is in the band"
    subtitle = "Blue: model, mean over seeds and 90% interval; grey: published value and band"
    fig, whole = framed(title, subtitle, footnote(about).partition("drawn. ")[2], 9.0)
    place = whole.get_position()
    whole.remove()
    room = {"left": 0.09, "right": 0.98, "top": place.y1 - 0.03, "bottom": place.y0, "wspace": 0.42, "hspace": 0.5}
    known = targets.load(about["setting"]["profile"])
    for ax, panel in zip(fig.subplots(2, 3, gridspec_kw=room).flat, PANELS, strict=True):
        show(ax, panel, by_seed, known)
    return fig, title, title


def points(by_seed: pd.DataFrame, panel: Panel) -> tuple[np.ndarray, np.ndarray]:
    """Places along the axis and values by seed, shape (seeds, places)."""
    places = by_seed.key.map(panel.published)
    if panel.curve:
        own = by_seed.key.str.startswith(f"curve {panel.curve} ")
        places = by_seed.key[own].str.split().str[-1].astype(float)
    wide = by_seed.assign(x=places).dropna(subset="x").pivot(index="seed", columns="x", values="value").dropna(axis=1)
    return wide.columns.to_numpy(), wide.to_numpy()


def show(ax: Axes, panel: Panel, by_seed: pd.DataFrame, known: Mapping[str, targets.Target]) -> None:
    """One curve."""
    x, values = points(by_seed, panel)
    if len(x):
        mean, low, high = band(values)
        ax.fill_between(x, low, high, color=POLICY, alpha=0.22, linewidth=0)
        ax.plot(x, mean, color=POLICY, marker="o" if len(x) < 12 else None, markersize=5)
    for key, at in panel.published.items():
        line = known[key]
        ax.plot([at, at], [line.low, line.high], color=GREY, linewidth=5, alpha=0.45, solid_capstyle="butt")
        ax.plot(at, line.target, "D", color=GREY, markersize=6)
    ax.set_title(panel.title, fontsize=13)
    ax.set_xlabel(panel.along, fontsize=11)
    ax.set_ylabel(panel.up, fontsize=11)
    ax.tick_params(labelsize=10)
    if panel.places:
        ax.set_xticks(range(len(panel.places)), panel.places)
    if panel.decimals is not None:
        ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=panel.decimals))
    if panel.curve != "displacement":
        ax.set_ylim(bottom=0)
