"""Pictures of a back-cast: the course and how it was met, and each group's outcome beside the calm twin and what was observed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from experiments.evidence.backcast.course import ALL
from experiments.evidence.backcast.lived import furthest
from experiments.figures.drawing import Picture, kept
from experiments.figures.style import BASELINE, INK, POLICY, WORSE, framed, looking
from experiments.outcomes.wording import change, title_of

NAMES = {"demand": "Demand", "vacancies": "Vacancies"}


@looking
def draw_all(course: pd.DataFrame, groups: pd.DataFrame, about: Mapping[str, Any], folder: Path) -> dict[str, Picture]:
    """All pictures as files and for the page."""
    drawn = {"course": kept("course", draw_course(course, about), folder)}
    for dimension in groups.dimension.drop_duplicates():
        if dimension != ALL:
            drawn[dimension] = kept(f"by_{dimension}", draw_groups(groups[groups.dimension == dimension], dimension, about), folder)
    return drawn


def draw_course(course: pd.DataFrame, about: Mapping[str, Any]) -> tuple:
    """What was imposed, what was reached, and unemployment beside the calm twin."""
    what = NAMES[about["setting"]["imposes"]]
    worst = (course.unemployment_driven - course.unemployment_calm).rolling(12, min_periods=1).mean()
    at = int(worst.abs().idxmax())
    title = f"{what} as observed: unemployment {change(worst[at], 'share')} against the calm twin around {course.month[at]}"
    subtitle = f"Left: {what.lower()}, first month = 1; right: unemployment"
    fig, (left, right) = framed(title, subtitle, footnote(about), 5.6, 2, {"wspace": 0.22})
    months = np.arange(len(course))
    level = course.wanted / course["index"]
    left.plot(months, course.wanted / level, color=INK, linewidth=4.5, alpha=0.35, label="observed")
    left.plot(months, course.reached / level, color=POLICY, linewidth=1.8, label=f"reached (at most {furthest(course):.1%} off)")
    left.legend(frameon=False, loc="best")
    right.plot(months, course.unemployment_calm, color=BASELINE, label="calm twin")
    right.plot(months, course.unemployment_driven, color=POLICY, label="under the course")
    right.yaxis.set_major_formatter(PercentFormatter(1, decimals=1))
    right.legend(frameon=False, loc="best")
    for ax in (left, right):
        calendar(ax, list(course.month))
    return fig, title, f"{title}. Month by month in the table below."


def calendar(ax: Axes, months: list[str]) -> None:
    """Years along the bottom where they begin, or months of a short course."""
    starts = [n for n, month in enumerate(months) if month.endswith("-01")]
    shown = starts[:: 1 + len(starts) // 8] if len(starts) > 1 else list(range(0, len(months), max(1, len(months) // 4)))
    ax.set_xticks(shown, [months[n][:4] if len(starts) > 1 else months[n] for n in shown])
    ax.set_xlim(0, max(1, len(months) - 1))


def draw_groups(rows: pd.DataFrame, dimension: str, about: Mapping[str, Any]) -> tuple:
    """Unemployment of each group over the years, its calm twin, and what was observed."""
    own = rows[rows.outcome == "unemployment"]
    names = list(own.group.drop_duplicates())
    largest = own.loc[own.effect.abs().idxmax()] if own.effect.notna().any() else None
    title = (
        f"By {dimension}: {largest.group} {change(largest.effect, 'share')} in {int(largest.year)}, the most of any group"
        if largest is not None
        else f"By {dimension}: too few people to tell"
    )
    watched = "observed" in own and own.observed.notna().any()
    subtitle = "Unemployment; blue: under the course, 90% interval over seeds; grey: calm twin" + ("; dots: observed" if watched else "")
    fig, axes = framed(title, subtitle, footnote(about), 5.2, len(names), {"wspace": 0.12}, sharey=True, squeeze=False)
    for ax, name in zip(axes[0], names, strict=True):
        one = own[own.group == name].sort_values("year")
        ax.fill_between(one.year, one.value_low, one.value_high, color=POLICY, alpha=0.2, linewidth=0)
        ax.plot(one.year, one.calm, color=BASELINE)
        ax.plot(one.year, one.value, color=POLICY, marker="o", markersize=5)
        if watched:
            ax.plot(one.year, one.observed, "D", color=WORSE, markersize=7)
        ax.set_title(name)
        ax.xaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
        ax.yaxis.set_major_formatter(PercentFormatter(1))
    axes[0][0].set_ylim(bottom=0)
    return fig, title, f"{title}. {title_of('unemployment')} of every group and year is in the table below."


def footnote(about: Mapping[str, Any]) -> str:
    """Where the numbers come from."""
    asked, city = about["setting"], about["city"]
    ran = f"{city['title']} ({city['year']} counts), {asked['residents']:,} model residents, {len(asked['seeds'])} seeds"
    how = f"{asked['burn_in']} months of burn-in, {asked['months']} under the course of {asked['imposes']} from {asked['course']['first']}"
    return f"Source: Learning City, {ran}; {how}; the calm twin lives on without it, with the same luck. Some numbers are assumed."
