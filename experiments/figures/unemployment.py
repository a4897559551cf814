"""Unemployment month by month in the four worlds."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from experiments.figures.style import BASELINE, POLICY, band, framed, name_ends, percents, shade_shock, source, telling, whole_years
from experiments.outcomes import definitions, paired_effects, wording
from experiments.outcomes.definitions import shock_start

NAMES = {"baseline": ("without", BASELINE), "policy": ("with policy", POLICY)}
SHAPE = {"right": 0.87, "wspace": 0.36}


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple:
    """Two panels, calm and shock; two lines each, with 90% intervals of the mean over seeds."""
    record, monthly = manifest["question"], tables["monthly"]
    said = wording.finding(paired_effects.one(tables["effects"], "unemployment", window=definitions.LATE), "unemployment")
    strikes = shock_start(record["shock"], record["months"]) < record["months"]
    shocked = monthly[(monthly.shock != "none") & strikes]
    panels = [(monthly[monthly.shock == "none"], "Calm years"), (shocked, "The same years with a shock")]
    panels = [panel for panel in panels if len(panel[0])]
    title = wording.capital(said)
    note = "Band: 90% interval of the mean over seeds. Title: paired difference in the last 5 years, calm world."
    fig, _ = framed(title, "Unemployed in % of the labour force", source(manifest, note), 6.4, len(panels), SHAPE, sharey=True)
    for ax, (rows, name) in zip(fig.axes, panels, strict=True):
        paths(ax, rows)
        ax.set_title(name)
    top = max(ax.get_ylim()[1] for ax in fig.axes)
    fig.axes[0].set_ylim(0, top * 1.08)
    if len(shocked):
        shade_shock(fig.axes[-1], record)
    for ax, (rows, _) in zip(fig.axes, panels, strict=True):
        finish(ax, rows, record["months"] / 12)
    alt = f"Two charts of monthly unemployment over {record['months'] / 12:g} years, with and without the policy: {said}."
    return telling(fig, courses(monthly)), title, alt


def courses(monthly: pd.DataFrame) -> pd.DataFrame:
    """Unemployment of each world and month: the mean over seeds and its 90% interval, shares of the labour force."""
    found = []
    for (world, shock), rows in monthly.groupby(["world", "shock"], sort=False):
        wide = rows.pivot(index="seed", columns="month", values="unemployment")
        mean, low, high = band(wide.to_numpy())
        found.append(pd.DataFrame({"world": world, "shock": shock, "month": wide.columns, "mean": mean, "low": low, "high": high}))
    return pd.concat(found)


def paths(ax: Axes, rows: pd.DataFrame) -> None:
    """A line with its band for each world."""
    for world, (_, colour) in NAMES.items():
        wide = rows[rows.world == world].pivot(index="seed", columns="month", values="unemployment")
        mean, low, high = band(wide.to_numpy())
        ax.fill_between(wide.columns / 12, low, high, color=colour, alpha=0.18, linewidth=0)
        ax.plot(wide.columns / 12, mean, color=colour)


def finish(ax: Axes, rows: pd.DataFrame, years: float) -> None:
    """Axis words, and names beside the lines."""
    ends = rows[rows.month > rows.month.max() - 6].groupby("world").unemployment.mean()
    name_ends(ax, years, [(ends.get(world, float("nan")), *named) for world, named in NAMES.items()])
    whole_years(ax, 0, years)
    percents(ax)
