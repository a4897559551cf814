"""Who gains by district: a map of shapes, each coloured where its own estimate can be told."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.collections import PathCollection
from matplotlib.colors import Normalize
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Shape
from matplotlib.patheffects import withStroke

from experiments.figures import geojson, outlines, water
from experiments.figures.geojson import Outline
from experiments.figures.style import INK, QUIET, UNCLEAR, framed, source, telling
from experiments.outcomes import definitions, paired_effects, wording
from experiments.outcomes.intervals import t_quantile
from experiments.outcomes.shrinkage import shrunken
from experiments.outcomes.verdicts import FEW_LIVED

NAMED = 9
SHAPE = {"left": 0.02, "right": 0.98, "bottom": 0.16}
NOT_TOLD, TOO_FEW = "#d9dce1", "#ffffff"
COLUMNS = ["code", "name", "people", "effect", "low", "high", "seeds", "shrunken", "shrunken_low", "shrunken_high", "kept", "told"]
WATER = " Lined blue-green: water, as the city's file draws it, to find one's way."
SHAPES = {True: "the city's own outlines", False: "what lies nearer to a district's middle than to any other's, not its true border"}


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """Districts as shapes, coloured by the shrunken effect on unemployment where its interval leaves out zero, grey elsewhere."""
    rows, between = estimates(tables)
    if len(rows) < 2:
        return None
    shapes, own = shapes_of(rows, manifest.get(outlines.FILE))
    wet = water_of(rows, manifest.get(water.FILE), manifest.get(outlines.FILE))
    title = title_of(rows, between)
    few = f" White, dotted: {paired_effects.FEW} in the model to tell." if rows.effect.isna().any() else ""
    note = (
        f"Colour: the 90% interval of the district's estimate leaves out zero; grey: not told.{few} Estimates are shrunken towards the "
        f"city's effect (empirical Bayes, standard errors over seeds); {told_between(between)}. Shapes: {SHAPES[own]}."
        f"{WATER if wet else ''} Mean of the last 5 years, calm world."
    )
    fig, ax = framed(title, "Effect on unemployment by district, percentage points", source(manifest, note), 8.6, 1, SHAPE)
    areas(ax, rows, shapes, wet)
    alt = f"Map of {len(rows)} districts coloured by the shrunken effect on unemployment, grey where it cannot be told. {title}."
    return telling(fig, rows.reindex(columns=COLUMNS)), title, alt


def estimates(tables: Mapping[str, pd.DataFrame]) -> tuple[pd.DataFrame, float]:
    """Districts by people, each with its own estimate and the shrunken one, and the SD between districts beyond luck; shares."""
    effects = tables["effects"]
    wanted = (effects.outcome == "unemployment") & (effects.world == "calm") & (effects.window == definitions.LATE)
    rows = effects[wanted & (effects.dimension == "district")]
    rows = tables["districts"].merge(rows, on="group", how="left" if len(rows) else "inner")
    rows = rows.sort_values("people", ascending=False, kind="stable", ignore_index=True)
    city = paired_effects.one(effects, "unemployment", window=definitions.LATE)
    if city is None or len(rows) == 0:
        return rows.assign(shrunken=np.nan, shrunken_low=np.nan, shrunken_high=np.nan, kept=np.nan, told=False), 0.0
    half = np.array([t_quantile(pairs) if pairs > 1 else np.nan for pairs in rows.seeds.fillna(0)])
    errors = (rows.high - rows.low).to_numpy() / 2 / half
    of_city = t_quantile(city.seeds)
    found = shrunken(rows.effect.to_numpy(), errors, rows.people.to_numpy(float), city.effect, (city.high - city.low) / 2 / of_city)
    low, high = found.effect - of_city * found.error, found.effect + of_city * found.error
    told = ((low > 0) | (high < 0)) & (rows.verdict != FEW_LIVED).to_numpy()
    return rows.assign(shrunken=found.effect, shrunken_low=low, shrunken_high=high, kept=found.kept, told=told), found.between


def shapes_of(rows: pd.DataFrame, file: Path | None) -> tuple[list[Outline], bool]:
    """A shape for each district, and whether they are the city's own; where some have an outline, others have no shape."""
    places = rows.x_km.to_numpy(), rows.y_km.to_numpy()
    return (outlines.read(file, list(rows.code), *places), True) if file else (outlines.nearest(*places), False)


def water_of(rows: pd.DataFrame, file: Path | None, borders: Path | None) -> Outline:
    """Rings of the city's water; nothing where it has none."""
    return water.read(file, borders, list(rows.code), rows.x_km.to_numpy(), rows.y_km.to_numpy()) if file else []


def areas(ax: Axes, rows: pd.DataFrame, shapes: list[Outline], wet: Outline) -> None:
    """The map itself, with the scale of its colours, water, names of large districts and a bar of kilometres."""
    effect, told = 100 * rows.shrunken.to_numpy(), rows.told.to_numpy(bool)
    reach = max(0.1, float(np.percentile(np.abs(effect[told]), 95))) if told.any() else 0.1
    scale = ScalarMappable(Normalize(-reach, reach), "PuOr_r")
    unknown = rows.effect.isna().to_numpy()
    for chosen, face, line, style in (
        (unknown, TOO_FEW, UNCLEAR, "dotted"), (~told & ~unknown, NOT_TOLD, "white", "solid"), (told, None, "white", "solid"),
    ):  # fmt: skip
        for k in np.flatnonzero(chosen):
            colour = scale.to_rgba(effect[k]) if face is None else face
            over = 2 if geojson.holds(wet, rows.x_km[k], rows.y_km[k]) else 1
            one = PathCollection([closed(shapes[k])], facecolors=[colour], edgecolors=line, linewidths=1.1, linestyles=style, zorder=over)
            one.set_transform(ax.transData)
            ax.add_collection(one)
    ax.margins(0.01)
    ax.autoscale_view()
    ax.set_aspect("equal")
    ax.set_axis_off()
    if wet:
        ax.add_artist(PathPatch(closed(wet), facecolor=water.FILL, edgecolor=water.LINE, linewidth=0.8, hatch="--", zorder=1.5))
    for row in to_name(rows).itertuples():
        at = ax.annotate(row.name, (row.x_km, row.y_km), ha="center", va="center", fontsize=10, color=INK)
        at.set_path_effects([withStroke(linewidth=2.6, foreground="white")])
    kilometres(ax)
    if told.any():
        bar = ax.figure.colorbar(scale, ax=ax, shrink=0.6, pad=0.02, extend="both")
        bar.set_label("percentage points (purple: unemployment falls)", color=QUIET)
        bar.outline.set_visible(False)


def closed(rings: Outline) -> Shape:
    """Rings as one shape that is filled by winding, so that holes stay open."""
    return (
        Shape.make_compound_path(*(Shape(np.vstack([ring, ring[:1]]), closed=True) for ring in rings)) if rings else Shape(np.empty((0, 2)))
    )


def kilometres(ax: Axes) -> None:
    """A bar of a round length at the lower left; north is up."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    length = max((one for one in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if one <= 0.25 * (right - left)), default=0.1)
    ax.plot([left, left + length], [low, low], color=INK, linewidth=3, solid_capstyle="butt", clip_on=False)
    ax.text(left, low + 0.015 * (high - low), f"{length:g} km, north is up", color=INK, va="bottom", fontsize=11)


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


def told_between(between: float) -> str:
    """How unlike districts are beyond luck."""
    if between == 0:
        return "districts differ by no more than luck explains, so each stands at the city's effect"
    return f"beyond luck districts differ by {100 * between:.2f} points (SD)"


def title_of(rows: pd.DataFrame, between: float) -> str:
    """In how many districts an effect can be told, where most, and whether districts differ at all."""
    known = rows[np.isfinite(rows.effect)]
    if len(known) == 0:
        return "In no district are there people enough in the model to tell an effect"
    if (known.verdict == FEW_LIVED).all():
        return "Too few seeds and residents to tell an effect in any district"
    if known.shrunken.isna().all():
        return "One seed cannot tell an effect on any district from luck"
    told = known[known.told]
    if len(told) == 0:
        return f"In none of {len(known)} districts can an effect on unemployment be told from luck"
    if between == 0:
        moves = "falls" if told.shrunken.iloc[0] < 0 else "rises"
        return f"Unemployment {moves} all over the city; districts differ by no more than luck explains"
    falls, rises = told[told.shrunken < 0], told[told.shrunken > 0]
    parts = [f"{moves} in {len(some)}" for moves, some in (("falls", falls), ("rises", rises)) if len(some)]
    most = told.loc[told.shrunken.abs().idxmax()]
    by = wording.change(most.shrunken, "share").replace("pts", "points")
    return f"Of {len(known)} districts unemployment {' and '.join(parts)}; most in {most['name']} ({by})"
