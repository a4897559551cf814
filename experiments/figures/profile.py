"""The resilience profile: how deep, how long, how much in all, what stays, who gets back, and who bears most of it."""

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from experiments.figures.style import BASELINE, INK, POLICY, QUIET, colour_of, framed, source, telling
from experiments.outcomes import paired_effects, wording
from experiments.outcomes.card_names import the_shock
from experiments.outcomes.definitions import AFTER, AFTER_MONTHS, shock_start
from experiments.outcomes.resilience import UNFINISHED
from experiments.outcomes.verdicts import FEW_LIVED


class Panel(NamedTuple):
    """One question: where its answer is in the table of effects, and how it is shown."""

    comparison: str
    outcome: str
    keys: dict[str, str]
    shown: Callable[[float], float]
    form: str
    below: str


PANELS = (
    Panel("How deep does it fall?", "robustness", {}, lambda v: 100 * (1 - v), "{:.1f}%", "of employment, in the worst quarter"),
    Panel("How long until 95% is back?", "recovery_months", {}, lambda v: v, "{:.0f} months", ""),
    Panel("What does it cost in all?", "jobs_lost", {}, lambda v: v / 12, "{:,.0f} years", "of work of residents"),
    Panel("What is still lost at the end?", "hysteresis", {}, lambda v: v, "{:.1f}%", "of employment, in the last year of the horizon"),
    Panel("Who has the income back?", "displaced_regained", {}, lambda v: 100 * v, "{:.0f}%", "of those who lost a job, two years later"),
    Panel("Do the low educated bear more?", "loss_burden", {"dimension": "education", "group": "low"}, lambda v: v, "{:.1f} times",
          "the loss of work of an average resident"),
)  # fmt: skip


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """Six questions, each answered without and with the policy; nothing when no shock strikes."""
    effects, record = tables["effects"], manifest["question"]
    found = [(panel, paired_effects.one(effects, panel.outcome, **{"world": "shock", "window": AFTER, **panel.keys})) for panel in PANELS]
    if found[0][1] is None:
        return None
    shock = the_shock(record["shock"])
    months = min(AFTER_MONTHS, record["months"] - shock_start(record["shock"], record["months"]))
    title = title_of(dict((panel.outcome, row) for panel, row in found), shock)
    subtitle = f"The same city in {shock} and without it, over {months} months, same luck"
    note = "Against the calm twin of each seed; 'less' and 'more' are paired differences with their 90% interval."
    fig, axes = framed(title, subtitle, source(manifest, note), 8.8, 2, {"wspace": 0.12, "hspace": 0.8, "left": 0.03, "top": 0.8}, rows=3)
    for ax, (panel, row) in zip(axes.ravel(), found, strict=True):
        bars(ax, panel, row, *below(panel, row, effects, months))
    return telling(fig, asked(found)), title, f"Six pairs of bars, without and with the policy: {title}."


def asked(found: list[tuple[Panel, pd.Series | None]]) -> pd.DataFrame:
    """The rows of effects behind the panels, each with its question."""
    rows = [{"question": panel.comparison, **row} for panel, row in found if row is not None]
    return pd.DataFrame(rows)


def bars(ax: Axes, panel: Panel, row: pd.Series | None, below: str, missed: tuple[int, int]) -> None:
    """A grey bar without and a blue one with the policy, and the difference in words.

    A bar is open, with an arrow, where in so many seeds (``missed``) the time was cut off by the horizon: it takes at least so long.
    """
    ax.set_title(panel.comparison, color=INK, weight="bold", pad=22)
    ax.set_axis_off()
    ax.text(0, 1.06, below, color=QUIET, fontsize=11.5, transform=ax.transAxes)
    values = [float("nan")] * 2 if row is None else [panel.shown(row.baseline), panel.shown(row.policy)]
    if row is None or not all(map(math.isfinite, values)):
        said = "not measured" if row is None or wording.clear(row) else row.verdict
        ax.text(0, 0.5, said, color=QUIET, transform=ax.transAxes)
        return
    low, high = min(0.0, *values), max(0.0, *values)
    room = (high - low) or 1.0
    for y, (name, value, colour) in enumerate(zip(("without", "with"), values, (BASELINE, POLICY), strict=True)):
        bar(ax, -y, value, colour, missed[y] > 0, 0.12 * room)
        said = f"{at_least(missed[y], int(row.seeds))}{panel.form.format(value)}  {name}"
        ax.text(max(value, 0) + (0.15 if missed[y] else 0.03) * room, -y, said, color=colour, va="center", weight="bold")
    ax.set_xlim(low, high + 1.1 * room)
    ax.set_ylim(-2.3, 0.5)
    ax.plot([0, 0], [-1.45, 0.45], color=INK, linewidth=1.2)
    ax.text(low, -1.95, difference(panel, row, missed), color=colour_of(row.verdict) if wording.clear(row) else QUIET, va="center")


def bar(ax: Axes, y: float, value: float, colour: str, unfinished: bool, reach: float) -> None:
    """Filled up to its value, or open and going on by an arrow."""
    ax.barh(y, value, color="none" if unfinished else colour, height=0.7, edgecolor=colour if unfinished else "none", linewidth=2,
            linestyle="--" if unfinished else "-")  # fmt: skip
    if unfinished:
        ax.annotate("", (value + reach, y), (value, y), arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 2})


def at_least(missed: int, seeds: int) -> str:
    """What stands before a time of which so many were cut off."""
    return "" if missed == 0 else "over " if missed == seeds else "at least "


def difference(panel: Panel, row: pd.Series, missed: tuple[int, int] = (0, 0)) -> str:
    """'1.2 months less (0.3 to 2.1)', or that nothing is clear."""
    if row.verdict == UNFINISHED and min(missed) == row.seeds:
        return "in no seed within the months looked at"
    if row.verdict == UNFINISHED:
        return "not over in every seed: no difference can be told"
    if not wording.clear(row):
        return "no clear difference" if row.verdict == "no clear effect" else row.verdict
    number, _, unit = panel.form.partition("}")
    change, *ends = (panel.shown(end) - panel.shown(0.0) for end in (row.effect, row.low, row.high))
    said = [f"{number}}}".format(size) for size in (abs(change), *sorted(abs(end) for end in ends))]
    return f"{said[0]}{unit.replace('%', ' points')} {'less' if change < 0 else 'more'} ({said[1]} to {said[2]})"


def below(panel: Panel, row: pd.Series | None, effects: pd.DataFrame, months: int) -> tuple[str, tuple[int, int]]:
    """What the bars count; of the time of recovery in how many seeds it is not over yet."""
    if panel.outcome != "recovery_months" or row is None:
        return panel.below, (0, 0)
    reached: Any = paired_effects.one(effects, "recovery_reached", world="shock", window=AFTER)
    missed = [round((1 - share) * row.seeds) for share in (reached.baseline, reached.policy)]
    if not any(missed):
        return "from the start of the shock", (0, 0)
    return f"not within {months} months in {missed[0]} of {row.seeds} seeds without, {missed[1]} with", (missed[0], missed[1])


def title_of(rows: Mapping[str, Any], shock: str) -> str:
    """What the policy clearly changes in how the city takes the shock; else how it takes it."""
    lost, depth = rows["jobs_lost"], rows["robustness"]
    if wording.clear(lost):
        less = "fewer" if lost.effect < 0 else "more"
        ends = sorted((abs(lost.low / 12), abs(lost.high / 12)))
        return f"With the policy {abs(lost.effect / 12):,.0f} ({ends[0]:,.0f} to {ends[1]:,.0f}) {less} years of work are lost in {shock}"
    if lost.verdict == FEW_LIVED or not math.isfinite(depth.baseline):
        return f"Too few people to tell what is lost in {shock}"
    fall = f"In {shock} {100 * (1 - depth.baseline):.1f}% of employment is lost at its worst"
    return f"{fall}; {wording.finding(lost, 'the work it costs')}"
