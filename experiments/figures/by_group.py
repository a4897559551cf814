"""Who gains and who does not: effects by group with their intervals."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from experiments.figures.style import GRID, INK, QUIET, colour_of, framed, source, telling
from experiments.outcomes import definitions, paired_effects
from sim.groups import NAMED, PHRASES, UNITED

DIMENSIONS = {
    "all": "", "education": "education", "sex": "", "age": "age", "origin": "", "limitation": "limitation",
    "parents": "parents'", "language": "language",
}  # fmt: skip
SHORT = {
    ("limitation", "none"): "no limitation", ("limitation", "limited"): "any limitation", ("language", "little"): "little of the language",
    ("language", "some"): "some of the language", ("language", "good"): "language well",
}  # fmt: skip
LEFT_OUT = (("origin", "foreign background"), ("limitation", "limited"))
"""Groups of which the figure shows the parts."""
PANELS = {"unemployment": ("Unemployment, points", 100), "mean_income": ("Household income, EUR/month", 1)}
NOTE = "Dot: mean effect over the last 5 years, calm world; line: 90% interval; grey: no clear effect."


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple:
    """A forest: a dot and its 90% interval for each group, unemployment and income side by side."""
    effects = tables["effects"]
    calm = effects[(effects.window == definitions.LATE) & (effects.world == "calm") & (effects.group != "other")]
    asked = ~pd.MultiIndex.from_frame(calm[["dimension", "group"]]).isin(LEFT_OUT)
    rows = calm[calm.outcome.isin(PANELS) & calm.dimension.isin(DIMENSIONS) & asked]
    places = layout(rows)
    title = title_of(rows)
    note = f"{NOTE} Many intervals are shown: one in ten would leave out zero by chance."
    subtitle = "Effect of the policy on each group, against the same people without it"
    fig, axes = framed(title, subtitle, source(manifest, note), 2.4 + 0.42 * len(places), 2, {"left": 0.24}, sharey=True)
    for ax, (outcome, (name, scale)) in zip(axes, PANELS.items(), strict=True):
        forest(ax, rows[rows.outcome == outcome], places, scale)
        ax.set_title(name)
    labels = [words_of(dimension, group) for dimension, group in places]
    axes[0].set_yticks(list(places.values()), labels)
    axes[0].set_ylim(max(places.values()) + 0.8, -0.8)
    return telling(fig, rows), title, f"Effects by group with intervals. {title}."


def layout(rows: pd.DataFrame) -> dict[tuple[str, str], float]:
    """A height for each group, with air between the dimensions."""
    places, y = {}, 0.0
    for dimension in DIMENSIONS:
        for group in rows[rows.dimension == dimension].group.drop_duplicates():
            places[dimension, group] = y
            y += 1.0
        y += 0.5
    return ordered(places)


def ordered(places: dict[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """Every dimension in the order of its groups."""
    heights = sorted(places.values())
    names = sorted(places, key=lambda key: (list(DIMENSIONS).index(key[0]), rank_of(*key)))
    return dict(zip(names, heights, strict=True))


def rank_of(dimension: str, group: str) -> int:
    """Place of a group within its dimension."""
    known = NAMED.get(dimension, ())
    return known.index(group) if group in known else len(known)


def words_of(dimension: str, group: str) -> str:
    """A group in words."""
    if dimension == "all":
        return "everybody"
    if (dimension, group) in SHORT:
        return SHORT[dimension, group]
    if group in UNITED["origin"]["foreign-born"]:
        return f"from {group}"
    before = DIMENSIONS[dimension]
    return f"{before} {group}" if before in ("age", "parents'") else f"{group} {before}".strip()


def spoken(dimension: str, group: str) -> str:
    """A group within a sentence."""
    if dimension == "parents":
        return f"people whose parents had {group}"
    if group in PHRASES.get(dimension, {}):
        return f"people {PHRASES[dimension][group]}"
    short = words_of(dimension, group)
    if dimension == "origin":
        return f"{short} people"
    return f"people of {short}" if dimension in ("education", "age") else short


def forest(ax: Axes, rows: pd.DataFrame, places: dict[tuple[str, str], float], scale: float) -> None:
    """Dots and lines."""
    ax.axvline(0, color=INK, linewidth=1.2)
    ax.grid(axis="y", visible=False)
    for row in rows.itertuples():
        y, colour = places[row.dimension, row.group], colour_of(row.verdict)
        if not np.isfinite(row.effect):
            ax.text(0, y, paired_effects.FEW, color=QUIET, ha="center", va="center", fontsize=10, backgroundcolor="white")
            continue
        ax.plot([row.low * scale, row.high * scale], [y, y], color=colour, linewidth=3, solid_capstyle="round")
        ax.plot(row.effect * scale, y, "o", color=colour, markersize=9)
    ax.margins(x=0.12)
    better = rows.better.iloc[0] if len(rows) else ""
    ax.set_xlabel("better to the left" if better == "lower" else "better to the right")
    ax.tick_params(axis="y", length=0, colors=INK)
    ax.spines["left"].set_color(GRID)
    ax.xaxis.label.set_color(QUIET)


def title_of(rows: pd.DataFrame) -> str:
    """Whose unemployment clearly falls or rises, in words."""
    part = rows[(rows.outcome == "unemployment") & (rows.dimension != "all")]
    gain, lose = part[part.verdict == "better"], part[part.verdict == "worse"]
    if len(gain) == 0 and len(lose) == 0:
        return "No group's unemployment clearly changes"
    rises = f"it rises clearly for {named(lose)}" if len(lose) else ""
    if len(gain) == 0:
        return f"No group's unemployment clearly falls; {rises}"
    most = gain.loc[gain.effect.idxmin()]
    most_of_all = f", most for {spoken(most.dimension, most.group)}" if len(gain) > 2 else ""
    falls = f"Unemployment falls clearly for {named(gain)}{most_of_all}"
    return f"{falls}; {rises}" if rises else falls


def named(rows: pd.DataFrame) -> str:
    """'men and women', or '7 groups'."""
    if len(rows) > 2:
        return f"{len(rows)} groups"
    return " and ".join(spoken(row.dimension, row.group) for row in rows.itertuples())
