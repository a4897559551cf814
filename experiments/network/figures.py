"""Pictures of a network: how practices spread, how unlike cities become, what membership is worth, and who meets whom."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator, PercentFormatter

from experiments.figures.drawing import Picture, keep_each
from experiments.figures.style import BASELINE, BETTER, INK, QUIET, UNCLEAR, WORSE, framed, looking, name_ends
from experiments.network.adoption_rules import GOALS
from experiments.network.findings import without_effect
from experiments.network.simulation import ALONE, UNTOUCHED

COLOURS = {UNTOUCHED: "#9ca3af", ALONE: BASELINE, "regional": "#0072B2", "thematic": "#D55E00", "random": "#8a6d00", "hub": "#7b3294"}
Tables = Mapping[str, pd.DataFrame]


@looking
def draw_all(tables: Tables, manifest: Mapping[str, Any], folder: Path) -> dict[str, Picture]:
    """All pictures as files and for the page."""
    return keep_each(((name, draw(tables, manifest)) for name, draw in FIGURES.items()), folder)


def source(manifest: Mapping[str, Any], more: str) -> str:
    """The footnote that every figure has."""
    question = manifest["question"]
    ran = f"{question['cities']} cities around {manifest['city']['title']}, about {question['residents']:,} model residents each, one draw"
    return f"{more} Source: Learning City, {ran}. Numbers of exchange are mostly assumed; the page lists them."


def titled(manifest: Mapping[str, Any], practice: str) -> str:
    """A practice in words."""
    return manifest["question"]["practices"][practice]["title"]


def diffusion(tables: Tables, manifest: Mapping[str, Any]) -> tuple:
    """One panel for each practice, one line for each world."""
    rows, names = tables["adoption"], list(manifest["question"]["practices"])
    columns = 3 if len(names) > 4 else 2
    lines = -(-len(names) // columns)
    title = title_of_diffusion(tables, manifest)
    note = "A practice counts from the month it runs. Worlds share cities, luck and rules; only who hears of whom differs."
    size = (2.6 + 2.6 * lines, columns, {"wspace": 0.28, "hspace": 0.42}, lines)
    said = "Share of cities that use each practice, by year"
    fig, axes = framed(title, said, source(manifest, note), *size, sharex=True, sharey=True, squeeze=False)
    most = max(0.05, rows.in_use.max())
    for ax, name in zip(axes.flat, names, strict=False):
        for world, part in rows[rows.practice == name].groupby("world", sort=False):
            ax.plot(part.year + 1, part.in_use, color=COLOURS[world], linewidth=1.8, linestyle="--" if world == ALONE else "-", label=world)
        ax.set_title(titled(manifest, name), fontsize=11.5)
        ax.set_ylim(0, 1.08 * most)
        ax.yaxis.set_major_formatter(PercentFormatter(1, 0))
        ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    for ax in axes[-1]:
        ax.set_xlabel("year", fontsize=11)
    for ax in list(axes.flat)[len(names) :]:
        ax.set_visible(False)
    axes[0, 0].legend(frameon=False, fontsize=9.5, loc="upper left")
    return fig, title, f"Adoption curves of {len(names)} practices in {rows.world.nunique()} worlds. {title}."


def title_of_diffusion(tables: Tables, manifest: Mapping[str, Any]) -> str:
    """The practice that spreads furthest, and whether it deserves it."""
    last = tables["adoption"].query("year == year.max()")
    best = last.loc[last[last.world != ALONE].in_use.idxmax()]
    works = "clearly betters no goal" if best.practice in without_effect(tables["truth"]) else "works"
    said = f", which {works}" if len(tables["truth"]) else ""
    return f"{titled(manifest, best.practice)}{said}, goes furthest: {best.in_use:.0%} of cities in the {best.world} network"


def unlike(tables: Tables, manifest: Mapping[str, Any]) -> tuple:
    """Standard deviation between cities against the untouched ones, by goal."""
    wide = tables["spread"].pivot(index=["outcome", "year"], columns="world", values="std")
    change = 100 * wide.sub(wide[UNTOUCHED], axis=0).drop(columns=UNTOUCHED)
    title = title_of_spread(change, wide[UNTOUCHED].groupby("outcome").last())
    note = "Standard deviation between cities, less that of the same cities untouched, points of each goal."
    subtitle = "How unlike cities are, against the same cities without any practice"
    fig, axes = framed(title, subtitle, source(manifest, note), 5.2, len(GOALS), {"wspace": 0.3})
    for ax, goal in zip(axes, GOALS, strict=True):
        for world in [ALONE, *manifest["question"]["kinds"]]:
            line = change.loc[goal, world]
            ax.plot(line.index + 1, line, color=COLOURS[world], linewidth=1.8, linestyle="--" if world == ALONE else "-", label=world)
        ax.axhline(0, color=INK, linewidth=1)
        ax.set_title(goal)
        ax.set_xlabel("year")
        ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes[0].legend(frameon=False, fontsize=9.5)
    return fig, title, f"Spread between cities by year for {', '.join(GOALS)}. {title}."


def title_of_spread(change: pd.DataFrame, usual: pd.Series) -> str:
    """Where the spread between cities changes most in the last years, over all worlds, against what it is untouched."""
    last = change.groupby("outcome").apply(lambda rows: rows.tail(max(1, len(rows) // 4)).mean())
    goal, world = last.abs().stack().idxmax()
    by, of = last.loc[goal, world], 100 * usual[goal]
    how = "grows" if by > 0 else "shrinks"
    return f"The spread between cities {how} by at most {abs(by):.2f} of {of:.1f} points ({goal}, {world})"


def worth(tables: Tables, manifest: Mapping[str, Any]) -> tuple:
    """Each network against the same cities alone: points gained in every goal."""
    rows = tables["worth"][tables["worth"].against == ALONE]
    title = title_of_worth(rows)
    note = (
        "Last quarter of the years, paired with the same cities left alone, same luck; mean and 90% interval over cities. Cities of one "
        "network are not independent of each other: other draws of the network would differ by more than these intervals."
    )
    kinds = manifest["question"]["kinds"]
    said, size = "Points for the better against the same cities without a network", (2.9 + 0.55 * len(kinds), len(GOALS))
    fig, axes = framed(title, said, source(manifest, note), *size, {"left": 0.11, "wspace": 0.12}, sharey=True)
    for ax, goal in zip(axes, GOALS, strict=True):
        part = rows[rows.outcome == f"gain in {goal}"].set_index("world").loc[kinds]
        dots(ax, part)
        ax.set_title(goal)
    axes[0].set_yticks(range(len(kinds)), kinds)
    return fig, title, f"Effect of each kind of network on {', '.join(GOALS)}. {title}."


def dots(ax: Axes, part: pd.DataFrame) -> None:
    """A dot and its interval for each world."""
    for y, row in enumerate(part.itertuples()):
        colour = {"better": BETTER, "worse": WORSE}.get(row.verdict, UNCLEAR)
        ax.plot([row.low, row.high], [y, y], color=colour, linewidth=2.4)
        ax.plot(row.effect, y, "o", color=colour, markersize=8)
    ax.axvline(0, color=INK, linewidth=1)
    ax.set_ylim(len(part) - 0.5, -0.5)
    reach = max(0.02, 1.1 * np.nanmax(np.abs(part[["low", "high"]].to_numpy())))
    ax.set_xlim(-reach, reach)
    ax.xaxis.set_major_locator(MaxNLocator(4, symmetric=True))
    ax.grid(axis="y", visible=False)
    ax.tick_params(axis="y", length=0, colors=INK)


def title_of_worth(rows: pd.DataFrame) -> str:
    """How many of the comparisons are clear."""
    gains = rows[rows.outcome.str.startswith("gain in ")]
    better, worse = (int((gains.verdict == way).sum()) for way in ("better", "worse"))
    if better + worse == 0:
        return f"What membership is worth: nothing that chance could not give (none of {len(gains)} comparisons is clear)"
    return f"What membership is worth: better in {better} and worse in {worse} of {len(gains)} comparisons"


def doubtful(tables: Tables, manifest: Mapping[str, Any]) -> tuple | None:
    """Use of the practice that looks best for what it does, and what cities believe of it."""
    names = list(dict.fromkeys(tables["fashion"].practice))
    showy = [name for name in names if manifest["question"]["practices"][name]["appeal"] > 1] or names
    if not showy:
        return None
    name = showy[0]
    rows, fate = tables["adoption"].query("practice == @name"), tables["fashion"].query("practice == @name").set_index("world")
    best = fate.loc[fate.peak.idxmax()]
    real = tables["truth"].query("practice == @name and outcome in @GOALS")
    truth = ", ".join(f"{row.outcome} {100 * row.effect:+.2f} ({100 * row.low:+.2f} to {100 * row.high:+.2f})" for row in real.itertuples())
    fall = (
        f"half of them drop it within {best.halved_after:.0f} years"
        if np.isfinite(best.halved_after)
        else f"{best.end:.0%} still use it at the end"
    )
    title = f"{titled(manifest, name)}: up to {best.peak:.0%} of cities take it up, and {fall}"
    note = f"By itself it moves, in points: {truth or 'not lived alone'}. Believed: mean over cities of the effect on what each wants."
    fig, (left, right) = framed(
        title, "A practice that looks better than it is", source(manifest, note), 5.6, 2, {"wspace": 0.32, "right": 0.88}
    )
    for ax, column, scale in ((left, "in_use", 1), (right, "believed", 1)):
        ends = []
        for world, part in rows.groupby("world", sort=False):
            ax.plot(part.year + 1, scale * part[column], color=COLOURS[world], linestyle="--" if world == ALONE else "-", linewidth=1.9)
            ends.append((float(scale * part[column].iloc[-1]), world, COLOURS[world]))
        ax.set_xlabel("year")
        ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        name_ends(ax, float(rows.year.max() + 1), ends, 0.075)
    left.set_title("cities that use it")
    left.yaxis.set_major_formatter(PercentFormatter(1, 0))
    right.set_title("effect they believe it has, points")
    right.axhline(0, color=INK, linewidth=1)
    return fig, title, f"Use of a practice without much effect over time, and what is believed of it. {title}."


def who_meets(tables: Tables, manifest: Mapping[str, Any]) -> tuple:
    """The networks drawn: a dot for each city, darker the more practices it uses in the end."""
    kinds, cities, links = manifest["question"]["kinds"], tables["cities"], tables["links"]
    last = tables["practices"].query("year == year.max()").groupby(["world", "city"]).in_use.sum()
    title = f"Who meets whom, and how much each city does after {manifest['question']['years']} years"
    note = "Dots: cities where they lie, sized by residents; darker: more practices in use. Lines: meetings once a year."
    rows = -(-len(kinds) // 2)
    size = (2.0 + 4.2 * rows, min(2, len(kinds)), {"wspace": 0.08, "hspace": 0.18, "left": 0.03}, rows)
    fig, axes = framed(title, "The networks", source(manifest, note), *size, squeeze=False)
    most = max(1, int(last.max()))
    for ax, kind in zip(axes.flat, kinds, strict=False):
        pairs, at = links[links.kind == kind], cities[["x_km", "y_km"]].to_numpy()
        ax.add_collection(LineCollection(at[pairs[["a", "b"]].to_numpy()], colors="#cbd5e1", linewidths=0.5, zorder=1))
        size = 16 + 60 * cities.residents / cities.residents.max()
        seen = ax.scatter(
            *at.T, s=size, c=last[kind].to_numpy(), cmap="viridis_r", vmin=0, vmax=most, edgecolors="white", linewidths=0.5, zorder=2
        )
        ax.set_title(f"{kind}: {len(pairs):,} links")
        ax.set_aspect("equal")
        ax.axis("off")
    for ax in list(axes.flat)[len(kinds) :]:
        ax.set_visible(False)
    bar = fig.colorbar(seen, ax=axes, shrink=0.6, pad=0.02, ticks=range(most + 1))
    bar.set_label("practices in use", color=QUIET)
    bar.outline.set_visible(False)
    return fig, title, f"{len(kinds)} networks of {len(cities)} cities. {title}."


FIGURES: dict[str, Callable] = {"diffusion": diffusion, "worth": worth, "doubtful": doubtful, "unlike": unlike, "who_meets": who_meets}
