"""Who gains by district: a map of circles."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.patheffects import withStroke

from experiments.figures.style import INK, QUIET, UNCLEAR, framed, looking, source
from experiments.outcomes import definitions, paired_effects
from experiments.outcomes.verdicts import FEW_LIVED

NAMED = 8


@looking
def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """Circles where districts are, sized by people, coloured by the effect on unemployment."""
    effects = tables["effects"]
    wanted = (effects.outcome == "unemployment") & (effects.dimension == "district")
    rows = effects[wanted & (effects.world == "calm") & (effects.window == definitions.LATE)]
    rows = tables["districts"].merge(rows, on="group", how="left" if len(rows) else "inner").sort_values("people", ascending=False)
    if len(rows) < 2:
        return None
    told = rows[np.isfinite(rows.effect)]
    title = title_of(told)
    unknown = "" if len(told) == len(rows) else f" Hollow: {paired_effects.FEW} in the model to tell."
    note = f"Dark ring: clear, all districts being asked at once. Mean of the last 5 years, calm world.{unknown}"
    subtitle = "Effect on unemployment by district, points; the larger the circle, the more people live there"
    fig, ax = framed(title, subtitle, source(manifest, note), 8.2)
    circles(ax, rows)
    alt = f"Map of {len(rows)} districts as circles coloured by the effect on unemployment. {title}."
    return fig, title, alt


def circles(ax: Axes, rows: pd.DataFrame) -> None:
    """The map itself, with its colour scale."""
    effect = 100 * rows.effect.to_numpy()
    known = np.isfinite(effect)
    reach = max(0.1, float(np.percentile(np.abs(effect[known]), 95))) if known.any() else 0.1
    scale = ScalarMappable(Normalize(-reach, reach), "PuOr_r")
    clear = rows.verdict.isin(("better", "worse")).to_numpy()
    size = 900 * rows.people / rows.people.max()
    edge, width = np.where(clear, INK, "#d1d5db"), np.where(clear, 2.2, 0.6)
    ax.scatter(
        rows.x_km[known], rows.y_km[known], s=size[known], c=scale.to_rgba(effect[known]), edgecolors=edge[known], linewidths=width[known]
    )
    ax.scatter(rows.x_km[~known], rows.y_km[~known], s=size[~known], facecolors="none", edgecolors=UNCLEAR, linestyles="dotted")
    for row in to_name(rows).itertuples():
        at = ax.annotate(row.name, (row.x_km, row.y_km), (0, -22), textcoords="offset points", ha="center", fontsize=9.5)
        at.set_path_effects([withStroke(linewidth=2.5, foreground="white")])
    ax.set_aspect("equal")
    ax.grid(False)
    ax.set_xlabel("km east of the centre")
    ax.set_ylabel("km north of the centre")
    bar = ax.figure.colorbar(scale, ax=ax, shrink=0.7, pad=0.03, extend="both")
    bar.set_label("points of unemployment (purple: falls)", color=QUIET)
    bar.outline.set_visible(False)


def to_name(rows: pd.DataFrame) -> pd.DataFrame:
    """The most populous districts whose names would not cover each other."""
    span = max(np.ptp(rows.x_km), np.ptp(rows.y_km), 1.0)
    chosen: list[int] = []
    for k in range(len(rows)):
        here = rows.iloc[k]
        others = rows.iloc[chosen]
        near = (abs(others.x_km - here.x_km) < 0.3 * span) & (abs(others.y_km - here.y_km) < 0.06 * span)
        if not near.any() and len(chosen) < NAMED:
            chosen.append(k)
    return rows.iloc[chosen]


def title_of(rows: pd.DataFrame) -> str:
    """How many districts clearly gain or lose."""
    if len(rows) == 0:
        return "In no district are there people enough in the model to tell an effect"
    gain, lose = int((rows.verdict == "better").sum()), int((rows.verdict == "worse").sum())
    if (rows.verdict == FEW_LIVED).all():
        return "Too few seeds and residents to tell an effect in any district"
    if gain + lose == 0:
        return "In no district is there a clear effect on unemployment, all districts being asked at once"
    moved = f"Unemployment falls clearly in {gain} of {len(rows)} districts, rises clearly in {lose}"
    return f"{moved}; no clear effect in {len(rows) - gain - lose}"
