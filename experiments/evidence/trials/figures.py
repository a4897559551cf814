"""Pictures of a trial: effects month by month, who pays at each saturation, who takes it up, and who gains."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MultipleLocator

from experiments.evidence.trials.effects import OUTCOMES, OWN, POOLED, START
from experiments.evidence.trials.estimates import Estimate, mean, pick
from experiments.evidence.trials.group_figures import groups, take_up, twins, window
from experiments.evidence.trials.wording import enough
from experiments.figures.drawing import Picture, keep_each
from experiments.figures.style import INK, POLICY, WORSE, framed, looking, name_ends, source

TWIN = "#6b7280"
LINES = {
    START: {"offered": ("offered", POLICY), "not_offered": ("not offered", WORSE), "gap_even": ("gap", TWIN)},
    OWN: {"taken_up": ("took it up", POLICY)},
}
PANEL = {START: "Everybody in the trial", OWN: "Those who took it up"}


@looking
def draw_all(effects: pd.DataFrame, sums: pd.DataFrame, about: Mapping[str, Any], folder: Path) -> dict[str, Picture]:
    """All pictures as files and for the page."""
    made = {
        "employment": by_month(effects, "employed", about),
        "earnings": by_month(effects, "earnings", about),
        "saturation": saturation(sums, about),
        "take_up": take_up(sums, about),
        "groups": groups(sums, about),
    }
    return keep_each(made.items(), folder)


def by_month(effects: pd.DataFrame, outcome: str, about: Mapping[str, Any]) -> tuple | None:
    """Effects since the start of the trial, and on takers since each took it up: the dip, then the gain."""
    clocks = [clock for clock in LINES if len(pick(effects, next(iter(LINES[clock])), outcome, clock=clock))]
    if not clocks:
        return None
    title = dip_in_words(effects, outcome)
    scale, unit = (100, "points of employment") if OUTCOMES[outcome][0] == "share" else (1, "EUR a month, zero without a job")
    fig, _ = framed(title, f"Effect on {unit}", source(about, twins(about)), 6.4, len(clocks), {"right": 0.85, "wspace": 0.55})
    for ax, clock in zip(fig.axes, clocks, strict=True):
        curves(ax, effects, outcome, clock, scale)
    return fig, title, f"Line charts of the effect on {OUTCOMES[outcome][1]} by month. {title}."


def curves(ax: Axes, effects: pd.DataFrame, outcome: str, clock: str, scale: float) -> None:
    """One line with its band for each estimand, the zero line, and names at the ends."""
    ends, last = [], 0
    for estimand, (name, colour) in LINES[clock].items():
        rows = enough(pick(effects, estimand, outcome, clock=clock))
        if not len(rows):
            continue
        ax.fill_between(rows.month, scale * rows.low, scale * rows.high, color=colour, alpha=0.16, linewidth=0)
        ax.plot(rows.month, scale * rows.value, color=colour, linestyle="--" if estimand == "gap_even" else "-")
        ends.append((scale * rows.value.iloc[-6:].mean(), name, colour))
        last = max(last, int(rows.month.iloc[-1]))
    ax.axhline(0, color=INK, linewidth=1.2)
    ax.set_xlim(1, max(last, 2))
    name_ends(ax, max(last, 2), ends, gap=0.07)
    ax.set_title(PANEL[clock])
    ax.xaxis.set_major_locator(MultipleLocator(next(step for step in (1, 3, 6, 12, 24, 60, 1200) if last <= 6 * step)))
    ax.set_xlabel("months since the trial began" if clock == START else "months since each took it up")


def dip_in_words(effects: pd.DataFrame, outcome: str) -> str:
    """The lowest and the latest effect on takers."""
    rows = enough(pick(effects, "taken_up", outcome, clock=OWN))
    what = OUTCOMES[outcome][1].split(",")[0].capitalize()
    if len(rows) < 3:
        rows, whom = pick(effects, "offered", outcome), "those offered it"
    else:
        whom = "those who took it up"
    smooth = rows[["value", "low", "high"]].rolling(5, center=True, min_periods=1).mean()
    last, names = smooth.iloc[max(-3, -len(smooth))], rows.month.tolist()
    early = extreme(smooth.reset_index(drop=True), names, outcome) or "nothing clear before"
    late = told(last.value, outcome) if last.low > 0 or last.high < 0 else "no clear effect"
    return f"{what} of {whom}: {early}, {late} by month {names[-1]}"


def extreme(smooth: pd.DataFrame, months: list[int], outcome: str) -> str:
    """The dip where there is a clear one, otherwise the peak; nothing when neither is clear."""
    for clear, at in ((smooth.high.iloc[smooth.value.argmin()] < 0, smooth.value.argmin()),
                      (smooth.low.iloc[smooth.value.argmax()] > 0, smooth.value.argmax())):  # fmt: skip
        if clear:
            return f"{told(smooth.value.iloc[at], outcome)} around month {months[at]}"
    return ""


def told(value: float, outcome: str) -> str:
    """'-1.2 points', '+EUR 85'."""
    if OUTCOMES[outcome][0] == "share":
        return f"{100 * value:+.1f} points"
    return f"{'-' if value < 0 else '+'}EUR {abs(value):,.0f}"


def saturation(sums: pd.DataFrame, about: Mapping[str, Any]) -> tuple | None:
    """What is gained, lost and seen as a larger share is offered it."""
    levels = sorted({float(level) for level in sums.level.unique() if level != POOLED} - {0.0})
    if len(levels) < 2:
        return None
    months = window(sums, 12)
    lines = {name: [mean(sums, name, months=months, level=f"{level:g}") for level in levels] for name in LINES[START]}
    title = displacement_in_words(levels, lines["not_offered"])
    note = f"Means of months {months[0]}-{months[1]}. {twins(about)} Gap: offered less not offered, luck of the draw taken off."
    fig, ax = framed(title, "Effect on points of employment, by share offered it", source(about, note), 6.2, 1, {"right": 0.76})
    ends = []
    for name, (label, colour) in LINES[START].items():
        there = [(100 * level, one) for level, one in zip(levels, lines[name], strict=True) if np.isfinite(one.value)]
        draw_ranges(ax, there, colour)
        if there:
            ends.append((100 * there[-1][1].value, label, colour))
    ax.axhline(0, color=INK, linewidth=1.2)
    ax.set_xticks([100 * level for level in levels], [f"{100 * level:g}%" for level in levels])
    ax.set_xlabel("share of the eligible who are offered it")
    name_ends(ax, 100 * levels[-1] + 2, ends)
    return fig, title, f"Effects on those offered and not offered by saturation. {title}."


def draw_ranges(ax: Axes, there: list[tuple[float, Estimate]], colour: str) -> None:
    """Dots joined by a line, each with its interval."""
    ax.plot([x for x, _ in there], [100 * one.value for _, one in there], "o-", color=colour, markersize=8)
    for x, one in there:
        low, high = one.interval
        ax.plot([x, x], [100 * low, 100 * high], color=colour, linewidth=2, alpha=0.6)


def displacement_in_words(levels: list[float], left: list[Estimate]) -> str:
    """Whether those not offered it lose, and more at high saturation."""
    there = [(level, one) for level, one in zip(levels, left, strict=True) if np.isfinite(one.value)]
    if not there:
        return "Everybody was offered it: nobody is left to lose"
    (level, most) = there[-1]
    low, high = most.interval
    at = f"when {100 * level:g}% are offered it"
    if low <= 0 <= high:
        return f"No clear effect on those not offered, even {at}: {100 * most.value:+.1f} points ({100 * low:+.1f} to {100 * high:+.1f})"
    return f"Those not offered {'lose' if most.value < 0 else 'gain'} {abs(100 * most.value):.1f} points {at}"
