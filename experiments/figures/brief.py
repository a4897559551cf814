"""Three small figures for one sheet: the course of unemployment, whose unemployment changes, what was asked for and what was spent."""

import textwrap
from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import by_group, unemployment
from experiments.figures.small_multiples import GROUPS, of_groups
from experiments.figures.style import (
    BASELINE,
    INK,
    LOOK,
    POLICY,
    QUIET,
    band,
    colour_of,
    percents,
    shade_shock,
    telling,
    unbroken,
    whole_years,
)
from experiments.outcomes import definitions, paired_effects, wording
from experiments.outcomes.card_names import words_of
from sim.planned import Lever

WIDE, HIGH = 2.7, 2.75
"""Inches: three of them fill the width of a sheet, with letters that are read on paper."""
SMALL: dict[str, Any] = {
    "font.size": 7, "axes.titlesize": 7, "lines.linewidth": 1.5, "axes.linewidth": 0.5, "grid.linewidth": 0.5, "xtick.major.width": 0.5,
    "ytick.major.width": 0.5, "xtick.major.size": 2, "ytick.major.size": 2, "xtick.major.pad": 2, "ytick.major.pad": 2, "axes.labelpad": 2,
}  # fmt: skip


def small(title: str, subtitle: str, left: float = 0.13, right: float = 0.97) -> tuple[Figure, Axes]:
    """A figure of a third of a sheet: its finding in two lines (a third is rare), what is shown, and the axes at one height for all."""
    fig = Figure(figsize=(WIDE, HIGH))
    lines = textwrap.wrap(unbroken(title), 37)
    below = 0.055 * max(2, len(lines))
    fig.text(0.02, 0.99, "\n".join(lines), fontsize=8, weight="bold", va="top", linespacing=1.15)
    fig.text(0.02, 0.97 - below, subtitle, fontsize=7, color=QUIET, va="top")
    return fig, fig.subplots(gridspec_kw={"left": left, "right": right, "top": 0.9 - below, "bottom": 0.13})


@mpl.rc_context({**LOOK, **SMALL})
def course(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple:
    """Unemployment without and with the policy in calm years, and with both in the shock where one strikes."""
    record, monthly = manifest["question"], tables["monthly"]
    said = wording.finding(paired_effects.one(tables["effects"], "unemployment", window=definitions.LATE), "unemployment")
    title, years = wording.capital(said), record["months"] / 12
    calm, struck = monthly[monthly.shock == "none"], monthly[monthly.shock != "none"]
    strikes = len(struck) > 0 and definitions.shock_start(record["shock"], record["months"]) < record["months"]
    fig, ax = small(title, "Unemployed, % of labour force" + ("; dashed: in the shock" if strikes else "; band: 90% interval"))
    for world, (_, colour) in unemployment.NAMES.items():
        wide = calm[calm.world == world].pivot(index="seed", columns="month", values="unemployment")
        mean, low, high = band(wide.to_numpy())
        ax.fill_between(wide.columns / 12, low, high, color=colour, alpha=0.2, linewidth=0)
        ax.plot(wide.columns / 12, mean, color=colour)
        if strikes:
            hit = struck[struck.world == world].groupby("month").unemployment.mean()
            ax.plot(hit.index / 12, hit, color=colour, linewidth=1.1, linestyle=(0, (3, 1)))
    ax.set_ylim(0, ax.get_ylim()[1] * 1.05)
    if strikes:
        shade_shock(ax, record)
        for text in ax.texts:
            text.set_fontsize(6.5)
    for place, (name, colour) in enumerate(unemployment.NAMES.values()):
        ax.text(0.03 + 0.3 * place, 0.05, name, color=colour, weight="bold", transform=ax.transAxes)
    whole_years(ax, 0, years)
    percents(ax)
    alt = f"Line chart of unemployment over {years:g} years, with and without the policy: {said}."
    return telling(fig, unemployment.courses(monthly)), title, alt


@mpl.rc_context({**LOOK, **SMALL})
def who(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """A dot and its 90% interval for the unemployment of each group."""
    effects = tables["effects"]
    calm = effects[(effects.window == definitions.LATE) & (effects.world == "calm") & (effects.outcome == "unemployment")]
    keys = [("all", "all"), *GROUPS]
    rows = of_groups(calm, keys).set_index(["dimension", "group"])
    if len(rows) < 2:
        return None
    title = by_group.title_of(calm[calm.dimension.isin({dimension for dimension, _ in GROUPS}) & (calm.group != "other")])
    fig, ax = small(title, "Points of unemployment; line: 90% interval", 0.41)
    ax.axvline(0, color=INK, linewidth=0.7)
    for y, key in enumerate(keys):
        row = rows.loc[key] if key in rows.index else None
        if row is None or not np.isfinite(row.effect):
            ax.text(0, y, paired_effects.FEW, color=QUIET, ha="center", va="center", fontsize=6, backgroundcolor="white")
            continue
        ax.plot([100 * row.low, 100 * row.high], [y, y], color=colour_of(row.verdict), linewidth=1.8, solid_capstyle="round")
        ax.plot(100 * row.effect, y, "o", color=colour_of(row.verdict), markersize=4)
    ax.set_yticks(range(len(keys)), [by_group.words_of(*key) for key in keys])
    ax.set_ylim(len(keys) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0, colors=INK)
    ax.grid(axis="y", visible=False)
    ax.set_xlabel("left: lower; grey: not clear")
    return telling(fig, rows.reset_index()), title, f"Effects on unemployment of {len(rows)} groups with intervals. {title}."


@mpl.rc_context({**LOOK, **SMALL})
def money(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """For each lever an open bar of what was asked for, filled as far as it was spent; nothing without a lever."""
    rows = asked_and_spent(tables["ledger"], manifest["question"])
    if len(rows) == 0 or rows.asked.sum() <= 0:
        return None
    asked, spent = rows.asked.sum(), rows.spent.sum()
    title = (
        f"Of {wording.money(asked)} a year {wording.money(spent)} is spent"
        if spent < 0.995 * asked
        else f"{wording.money(spent)} a year is spent"
    )
    fig, ax = small(title, "EUR million a year; open: asked for, not spent", 0.05, 0.97)
    for y, row in enumerate(rows.itertuples()):
        ax.barh(y, row.asked / 1e6, color="none", edgecolor=BASELINE, linewidth=0.8, height=0.36)
        ax.barh(y, row.spent / 1e6, color=POLICY, height=0.36)
        ax.text(0, y - 0.27, f"{words_of(row.lever)}: {million(row.spent)} of {million(row.asked)}", va="bottom", color=INK)
    ax.set_ylim(max(len(rows) - 0.5, 3.5), -0.75)
    ax.set_xlim(0, 1.02 * rows[["asked", "spent"]].to_numpy().max() / 1e6)
    ax.set_yticks([])
    ax.grid(axis="y", visible=False)
    ax.spines["left"].set_visible(False)
    return telling(fig, rows), title, f"Bars of money asked for and spent by {len(rows)} levers. {title}."


def asked_and_spent(ledger: pd.DataFrame, record: Mapping[str, Any]) -> pd.DataFrame:
    """For each lever, the largest first: EUR a year asked for and spent in the calm world, means over all months and seeds."""
    months = record["months"]
    calm = ledger[(ledger.world == "policy") & (ledger.shock == "none")]
    spent = calm.groupby("lever").euros.sum() * 12 / months / len(record["seeds"])
    rows = [(name, set_aside(card, months) * 12 / months, float(spent.get(name, 0.0))) for name, card in record["levers"].items()]
    found = pd.DataFrame(rows, columns=["lever", "asked", "spent"])
    return found.sort_values("asked", ascending=False, kind="stable", ignore_index=True)


def set_aside(card: Mapping[str, Any], months: int) -> float:
    """EUR set aside for a lever in so many months after the policy date, as the model reckons it."""
    budget = card["budget"]
    steps = {int(month): float(euros) for month, euros in budget.items()} if isinstance(budget, Mapping) else budget
    lever = Lever(start=card["start"], months=card["months"], budget=steps, phase_in=card.get("phase_in", 0.0))
    return lever.in_first(max(0.0, min(months, card["start"] + card["months"]) - card["start"]))


def million(euros: float) -> str:
    """30.5."""
    return f"{euros / 1e6:.1f}"
