"""Who stands out among all crossings of up to three traits: worst off without the policy, helped most, helped least."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from experiments.figures.style import GRID, INK, QUIET, colour_of, framed, source, telling
from experiments.outcomes import paired_effects, who_in_words, wording
from experiments.outcomes.crossings import ANYBODY, COLUMNS, LEAST, MOST_HELPED, WORST, candidates, group_of, said
from experiments.outcomes.definitions import LATE

PANELS = {"unemployment": ("Unemployment, points", 100), "mean_income": ("Income, EUR/month", 1)}
BLOCKS = {WORST: 3, MOST_HELPED: 4, LEAST: 4}
"""Groups shown of each kind; of two of which one is part of the other, the one that stands out more."""
NOTE = (
    "Picked by unemployment. Thick: 90% interval of a group that was chosen beforehand; thin: the interval that holds for all groups at "
    "once (Bonferroni), since all were looked at; grey: it includes zero. Cross: the effect drawn towards the mean by how much of the "
    "differences is luck."
)


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """Groups that stand out in unemployment, their effects on it and on income, with intervals for one and for all."""
    if "groups_crossed" not in tables:
        return None
    crossed = tables["groups_crossed"]
    calm = crossed[(crossed.window == LATE) & (crossed.world == "calm") & (crossed.district == ANYBODY)]
    blocks = standing_out(calm[calm.outcome == who_in_words.OUTCOME])
    if not blocks:
        return None
    title = title_of(tables["effects"], crossed)
    subtitle = "Effect of the policy on those worst off without it, helped most and helped least"
    shape = {"left": 0.47, "wspace": 0.12}
    fig, axes = framed(title, subtitle, source(manifest, NOTE), 8.4, 2, shape, sharey=True)
    places = layout(blocks)
    for ax, (outcome, (name, scale)) in zip(axes, PANELS.items(), strict=True):
        forest(ax, calm[calm.outcome == outcome].set_index(COLUMNS), places, scale)
        ax.set_title(name)
    labels(axes[0], blocks, places, manifest["city"]["people_per_resident"])
    shown = pd.concat([rows.assign(block=what) for what, rows in blocks.items()])[["block", *COLUMNS]]
    rows = shown.merge(calm[calm.outcome.isin(PANELS)], on=COLUMNS)
    return telling(fig, rows), title, f"Groups that stand out, with effects and intervals. {title}."


def standing_out(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The groups of each block, none part of another; nothing where no group has people enough."""
    rows = candidates(rows)
    worse = rows.better.map({"lower": 1.0, "higher": -1.0}).astype(float)
    ranks = {WORST: worse * rows.baseline, MOST_HELPED: -worse * rows.effect, LEAST: worse * rows.effect}
    return {what: apart(rows.loc[ranks[what].sort_values(ascending=False, kind="stable").index], many) for what, many in BLOCKS.items()
            if len(rows)}  # fmt: skip


def apart(rows: pd.DataFrame, many: int) -> pd.DataFrame:
    """The first so many rows of which no group is part of another's."""
    chosen: list[int] = []
    known: list[set] = []
    for place, row in enumerate(rows.to_dict("records")):
        group = set(group_of(row))
        if len(chosen) < many and not any(group <= other or other <= group for other in known):
            chosen.append(place)
            known.append(group)
    return rows.iloc[chosen]


def layout(blocks: Mapping[str, pd.DataFrame]) -> dict[tuple[str, tuple], float]:
    """A height for each group of each block, with room for the block's name."""
    places, y = {}, 0.0
    for what, rows in blocks.items():
        y += 1.0
        for key in rows[COLUMNS].itertuples(index=False, name=None):
            places[what, key] = y
            y += 1.0
        y += 0.3
    return places


def forest(ax: Axes, rows: pd.DataFrame, places: Mapping[tuple[str, tuple], float], scale: float) -> None:
    """Dots, intervals for one and for all, and the shrunk effect."""
    ax.axvline(0, color=INK, linewidth=1.2)
    ax.grid(axis="y", visible=False)
    for (_, key), y in places.items():
        row: Any = rows.loc[key]
        if row.verdict == paired_effects.FEW:
            ax.text(0, y, paired_effects.FEW, color=QUIET, ha="center", va="center", fontsize=10, backgroundcolor="white")
            continue
        colour = colour_of(row.verdict if row.low_of_all * row.high_of_all > 0 else "")
        ax.plot([row.low_of_all * scale, row.high_of_all * scale], [y, y], color=colour, linewidth=1.2)
        ax.plot([row.low * scale, row.high * scale], [y, y], color=colour, linewidth=4, solid_capstyle="round")
        ax.plot(row.effect * scale, y, "o", color=colour, markersize=9)
        ax.plot(row.shrunk * scale, y, "x", color=INK, markersize=7, markeredgewidth=2)
    ax.margins(x=0.06)
    ax.set_xlabel("better to the left" if len(rows) and rows.better.iloc[0] == "lower" else "better to the right")
    ax.tick_params(axis="y", length=0, colors=INK)
    ax.spines["left"].set_color(GRID)
    ax.xaxis.label.set_color(QUIET)


def labels(ax: Axes, blocks: Mapping[str, pd.DataFrame], places: Mapping[tuple[str, tuple], float], each: float) -> None:
    """Each group with its unemployment without the policy and its labour force; above each block what it shows."""
    named = {}
    for what, rows in blocks.items():
        for row in rows.to_dict("records"):
            people = round(row["counted"] * each, -2)
            told = f"{said(group_of(row))}\n{wording.level(row['baseline'], row['unit'])} of {people:,.0f} in the labour force"
            named[places[what, tuple(row[trait] for trait in COLUMNS)]] = told
        first = min(y for (block, _), y in places.items() if block == what)
        ax.annotate(what.capitalize(), (0, first - 0.72), xycoords=("axes fraction", "data"), xytext=(-8, 0), textcoords="offset points",
                    ha="right", va="center", weight="bold", color=QUIET)  # fmt: skip
    ax.set_yticks(list(named), list(named.values()), fontsize=10, linespacing=1.15)
    ax.set_ylim(max(named) + 0.8, 0.0)


def title_of(effects: pd.DataFrame, crossed: pd.DataFrame) -> str:
    """Who is helped most and least, or that luck cannot be told apart."""
    most, least = (who_in_words.picked(effects, who_in_words.OUTCOME, what, "calm") for what in (MOST_HELPED, LEAST))
    many = who_in_words.looked_at(crossed, who_in_words.OUTCOME)
    clear = [(row, how) for row, how in ((most, "most"), (least, "least")) if wording.clear(row)]
    if not clear:
        return f"No one of {many} groups of up to three traits clearly stands out in what the policy does to unemployment"
    parts = [f"{row.group} are helped {how} ({wording.change(row.effect, row.unit)})" for row, how in clear]
    return wording.capital(f"{' and '.join(parts)}, clear among all {many} groups")
