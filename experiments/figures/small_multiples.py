"""How each group fares over the years: one small picture for each, all on one scale."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from experiments.figures.by_group import title_of, words_of
from experiments.figures.style import BASELINE, POLICY, QUIET, band, framed, percents, source, telling, whole_years
from experiments.outcomes import definitions, paired_effects
from experiments.outcomes.definitions import THRESHOLDS

GROUPS = (
    ("education", "low"), ("education", "medium"), ("education", "high"), ("limitation", "limited"), ("age", "15-24"), ("age", "25-54"),
    ("age", "55-74"), ("parents", "low schooling"), ("sex", "women"), ("sex", "men"), ("origin", "native"), ("origin", "foreign-born"),
)  # fmt: skip
SHAPE = {"hspace": 0.42, "wspace": 0.1, "right": 0.98}


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """Twelve groups, unemployment without and with the policy, calm world, with 90% intervals of the mean."""
    rows = tables["groups"]
    rows = rows[rows.shock == "none"]
    effects = tables["effects"]
    late = effects[(effects.window == definitions.LATE) & (effects.world == "calm") & (effects.group != "other")]
    title = title_of(late[(late.outcome == "unemployment") & late.dimension.isin({dimension for dimension, _ in GROUPS})])
    note = "Yearly means, calm world; band: 90% interval of the mean over seeds; grey: without, blue: with the policy."
    fig, axes = framed(
        title, "Unemployed in % of the labour force of each group", source(manifest, note), 8.6, 4, SHAPE, 3, sharex=True, sharey=True
    )
    for ax, key in zip(axes.ravel(), GROUPS, strict=True):
        paths(ax, rows[(rows.dimension == key[0]) & (rows.group == key[1])])
        ax.set_title(words_of(*key), fontsize=12)
    finish(axes, manifest["question"]["months"] / 12, float(axes[0, 0].get_ylim()[1]))
    shown = yearly(of_groups(rows, GROUPS))
    return telling(fig, shown), title, f"Twelve small line charts of unemployment by group. {title}."


def of_groups(rows: pd.DataFrame, groups: Iterable[tuple[str, str]]) -> pd.DataFrame:
    """Rows of these groups (dimension, group)."""
    return rows[pd.MultiIndex.from_frame(rows[["dimension", "group"]]).isin(list(groups))]


def yearly(rows: pd.DataFrame) -> pd.DataFrame:
    """Unemployment of each group, world and year, mean over seeds, and how many residents of the model it speaks of; nothing of too few."""
    means = rows.groupby(["dimension", "group", "world", "month"], sort=False)[["unemployment", "population"]].mean().reset_index()
    few = means.groupby(["dimension", "group"]).population.transform("min") < THRESHOLDS.least_told
    return means.assign(unemployment=means.unemployment.mask(few))


def paths(ax: Axes, rows: pd.DataFrame) -> None:
    """Both worlds of one group: a gap in a year in which nobody was counted, nothing but a word where it is too small."""
    sizes = rows.groupby("world").population.sum() / max(1, rows.seed.nunique() * rows.month.nunique())
    if len(sizes) == 0 or sizes.min() < THRESHOLDS.least_told:
        ax.text(0.5, 0.5, paired_effects.FEW, color=QUIET, ha="center", va="center", transform=ax.transAxes)
        return
    for world, colour in (("baseline", BASELINE), ("policy", POLICY)):
        wide = rows[rows.world == world].pivot(index="seed", columns="month", values="unemployment")
        if wide.notna().any(axis=None):
            mean, low, high = band(wide.to_numpy())
            years = wide.columns / 12
            ax.fill_between(years, low, high, color=colour, alpha=0.2, linewidth=0)
            ax.plot(years, mean, color=colour, linewidth=2, marker="o" if len(years) < 3 else None)


def finish(axes: np.ndarray, years: float, top: float) -> None:
    """One scale for all."""
    axes[0, 0].set_ylim(0, min(1.0, top))
    for ax in axes.ravel():
        whole_years(ax, 0, years)
        percents(ax)
        ax.set_xlabel("")
    for ax in axes[-1]:
        ax.set_xlabel("years", fontsize=11)
