"""Figures for papers: axes from tables in the style that is in force, with their numbers and a caption, and the same bytes again.

Each takes a table of ``simulate`` or ``compare`` and an ``ax`` (a new figure of one column's width without), and returns the axes.
``rows_of(ax)`` are the numbers behind them, ``caption_of(ax)`` says what they show, ``save(ax, "figure.pdf")`` writes the file and its CSV.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from experiments.figures.style import ABOUT, LOOK, PRINT_DPI, band, written
from experiments.outcomes.definitions import LATE, definition_of, definitions
from sim.declare import Mistake, known_or_mistake, shown

ONE_COLUMN, TWO_COLUMNS = 3.5, 7.2
"""Inches: the widths that most journals ask for."""
SHAPE = 0.68
"""Height over width unless said."""
LABELS = ("scenario", "world", "shock")
"""Columns that tell curves apart, as far as they differ."""


def axes(width: float = ONE_COLUMN, height: float | None = None, columns: int = 1) -> Any:
    """New axes of a figure of this width in inches, in the style that is in force."""
    figure = Figure(figsize=(width, height or width * SHAPE / columns), layout="constrained")
    return figure.subplots(1, columns)


def course(monthly: pd.DataFrame, indicator: str = "unemployment", ax: Axes | None = None, by: Sequence[str] | None = None) -> Axes:
    """An indicator over the years: the mean over seeds with its 90% interval, a curve for each scenario, world and shock.

    ``monthly`` is the table of ``simulate``, or several of them concatenated; ``by`` are the columns whose values are curves.
    """
    check(monthly, ("seed", "month", indicator), "course")
    chosen = [name for name in LABELS if name in monthly and monthly[name].nunique() > 1] if by is None else list(by)
    ax, found = ax if ax is not None else axes(), []
    for label, rows in monthly.groupby(chosen, sort=False) if chosen else [((), monthly)]:
        wide = rows.pivot_table(index="seed", columns="month", values=indicator)
        mean, low, high = band(wide.to_numpy())
        years, said = wide.columns.to_numpy() / 12, dict(zip(chosen, label if isinstance(label, tuple) else (label,), strict=True))
        (line,) = ax.plot(years, mean, label=", ".join(str(value).replace("_", " ") for value in said.values()) or None)
        ax.fill_between(years, low, high, color=line.get_color(), alpha=0.2, linewidth=0)
        found.append(
            pd.DataFrame({**said, "month": wide.columns, "mean": mean, "low": low, "high": high, "seeds": wide.count().to_numpy()})
        )
    if chosen:
        ax.legend(frameon=False)
    finish(ax, indicator, "years since the policy date")
    seeds = monthly.seed.nunique()
    return telling(ax, pd.concat(found, ignore_index=True), f"{meaning(indicator)} Mean over {seeds} seeds and its 90% interval.")


def difference(policy: pd.DataFrame, other: pd.DataFrame, indicator: str = "unemployment", ax: Axes | None = None) -> Axes:
    """What one city has more than another of the same seeds, month by month: the mean of the paired differences and its 90% interval.

    Both are tables of ``simulate`` with the same seeds: the same luck in both, so that the difference is what the change did.
    """
    wide = []
    for table in (policy, other):
        check(table, ("seed", "month", indicator), "difference")
        wide.append(table.pivot_table(index="seed", columns="month", values=indicator))
    if not wide[0].index.equals(wide[1].index) or not wide[0].columns.equals(wide[1].columns):
        raise Mistake("difference: both tables need the same seeds and months; give simulate the same seeds=, first_seed= and months=")
    mean, low, high = band((wide[0] - wide[1]).to_numpy())
    years, ax = wide[0].columns.to_numpy() / 12, ax if ax is not None else axes()
    ax.axhline(0, color=mpl.rcParams["axes.edgecolor"], linewidth=0.8)
    (line,) = ax.plot(years, mean)
    ax.fill_between(years, low, high, color=line.get_color(), alpha=0.2, linewidth=0)
    finish(ax, indicator, "years since the policy date", "difference in ")
    rows = pd.DataFrame({"month": wide[0].columns, "difference": mean, "low": low, "high": high, "seeds": len(wide[0])})
    said = f"{meaning(indicator)} Difference between two cities with the same luck; mean over {len(wide[0])} seeds and its 90% interval."
    return telling(ax, rows, said)


def effects(
    compared: pd.DataFrame, outcome: str = "unemployment", dimension: str = "education", ax: Axes | None = None, world: str = "calm",
    window: str = LATE,
) -> Axes:  # fmt: skip
    """The effect on an outcome in every group of a dimension, and in the whole city, with 90% intervals: of a table of ``compare``."""
    check(compared, ("outcome", "dimension", "group", "effect", "low", "high"), "effects")
    known_or_mistake(outcome, compared.outcome.unique(), "outcome", "effects")
    known_or_mistake(dimension, compared.dimension.unique(), "dimension", "effects")
    asked = compared[(compared.outcome == outcome) & (compared.world == world) & (compared.window == window)]
    rows = asked[asked.dimension.isin(["all", dimension])].sort_values("dimension", key=lambda d: d != "all", kind="stable")
    rows = rows[rows.effect.notna()]
    if rows.empty:
        raise Mistake(f"effects: nothing is told of {outcome} by {dimension} in the {world} world, {window}")
    ax, at = ax if ax is not None else axes(), np.arange(len(rows))[::-1]
    ax.axvline(0, color=mpl.rcParams["axes.edgecolor"], linewidth=0.8)
    ax.errorbar(rows.effect, at, xerr=[rows.effect - rows.low, rows.high - rows.effect], fmt="o", capsize=2)
    ax.set_yticks(at, ["everybody" if group == "all" else str(group) for group in rows.group])
    title, unit = title_of(outcome), definition_of(outcome)[0]
    ax.set_xlabel(f"effect on {title.lower()}" if unit.startswith("share") else f"effect on {title.lower()}, {unit}")
    if unit.startswith("share"):
        ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=1))
    seeds = int(rows.seeds.max()) if "seeds" in rows else 0
    said = f"{meaning(outcome)} Paired effect by {dimension}, {world} world, {window}; 90% intervals over {seeds} seeds."
    return telling(ax, rows[["group", "effect", "low", "high"]].reset_index(drop=True), said)


def check(table: pd.DataFrame, columns: Sequence[str], figure: str) -> None:
    """Mistake unless the table has these columns."""
    if not isinstance(table, pd.DataFrame):
        raise Mistake(f"figures.{figure}: wants a table of simulate or compare, not {shown(table)}")
    for name in columns:
        known_or_mistake(name, [str(column) for column in table.columns], "column", f"figures.{figure}")


def title_of(outcome: str) -> str:
    """'Gap in unemployment' of unemployment_gap."""
    found = definitions().get(outcome)
    return found.title if found else outcome.replace("_", " ").capitalize()


def meaning(outcome: str) -> str:
    """What is shown, in a sentence."""
    return f"{title_of(outcome)}: {definition_of(outcome)[2].rstrip('.').lower()}."


def finish(ax: Axes, indicator: str, along: str, before: str = "") -> None:
    """Words and percents of the axes."""
    unit = definition_of(indicator)[0]
    ax.set_xlabel(along)
    ax.set_ylabel(f"{before}{indicator.replace('_', ' ')}" + ("" if unit.startswith("share") or not unit else f", {unit}"))
    if unit.startswith("share"):
        ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=None))


def telling(ax: Axes, rows: pd.DataFrame, caption: str) -> Axes:
    """The axes with the numbers they show and what these are."""
    ax.rows, ax.caption = rows, caption
    return ax


def rows_of(ax: Axes) -> pd.DataFrame:
    """The numbers behind axes that were drawn here."""
    return ax.rows


def caption_of(ax: Axes) -> str:
    """What axes that were drawn here show, as text for a caption."""
    return str(ax.caption)


def save(ax: Axes, file: str | Path) -> Path:
    """Write the axes' figure (.pdf, .svg or .png by its name) with a CSV of its numbers beside it: the same bytes for the same figure."""
    path = Path(file)
    kind = path.suffix.lstrip(".").lower()
    known_or_mistake(kind, ABOUT, "kind of file", f"save {path.name}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written(ax.figure, f"{kind}{PRINT_DPI}", path.stem, look={"pdf.fonttype": LOOK["pdf.fonttype"]}))
    drawn = [one for one in ax.figure.axes if hasattr(one, "rows")]
    for number, one in enumerate(drawn, 1):
        beside = path.with_name(f"{path.stem}{f'_{number}' if len(drawn) > 1 else ''}.csv")
        one.rows.to_csv(beside, index=False, float_format="%.8g")
    return path
