"""Pictures of a sensitivity study: a tornado for levels and one for leads, the closer look, and how stable the order of policies is."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from experiments.figures.drawing import Picture, keep_each
from experiments.figures.style import GRID, INK, POLICY, QUIET, UNCLEAR, framed, looking
from experiments.outcomes.card_names import words_of
from experiments.outcomes.wording import change, interval

SHOWN = 8
"""Numbers drawn for each answer."""
INCH_ROW = 0.30
PLACES = ("#0072B2", "#56B4E9", "#bfdbfe", "#e5e7eb", "#d1d5db", "#9ca3af", "#6b7280", "#4b5563", "#374151")
LUCK_AT = 0.26


@looking
def draw_all(tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any], folder: Path) -> dict[str, Picture]:
    """All pictures as files and for the page."""
    screened = tables["screened"]
    made = {
        "tornado": tornado(screened[screened.kind == "level"], about, "outcomes"),
        "tornado_leads": tornado(screened[screened.kind == "lead"], about, "leads"),
        "close_look": close_look(tables["indices"], about),
        "order": order(tables["ranking"], about),
    }
    return keep_each(made.items(), folder)


def tornado(screened: pd.DataFrame, about: Mapping[str, Any], what: str) -> tuple:
    """The largest mean steps of each answer, with their sign, beside the bar that luck alone reaches."""
    asked = list(screened.asked.unique())
    told = screened[screened.told].path.nunique()
    title = f"{told} of {screened.path.nunique()} assumed numbers move the {what} more than luck does"
    subtitle = f"Size of a step of two thirds of a number's range, its 90% interval; the {SHOWN} largest; tick: what its own luck reaches"
    height = 2.4 + len(asked) * (0.62 + INCH_ROW * min(SHOWN, screened.path.nunique()))
    shape = {"left": 0.33, "right": 0.84, "hspace": 0.32}
    fig, axes = framed(title, subtitle, footnote(about), height, 1, shape, len(asked), squeeze=False)
    for ax, name in zip(axes[:, 0], asked, strict=True):
        bars(ax, screened[screened.asked == name])
    return fig, title, f"{title}. Every number's step is in the table below."


def bars(ax: Axes, rows: pd.DataFrame) -> None:
    """One answer: its numbers, the largest step on top."""
    largest = rows.sort_values(["told", "size"], ascending=False).head(SHOWN)
    for y, row in enumerate(largest.itertuples()):
        colour = POLICY if row.told else UNCLEAR
        ax.plot([0, row.size], [y, y], color=colour, linewidth=9, solid_capstyle="butt", alpha=0.75)
        ax.plot([row.bar, row.bar], [y - 0.38, y + 0.38], color=INK, linewidth=1.8)
        ax.plot([row.low, row.high], [y, y], color=INK, linewidth=1.6)
        mixed = abs(row.mu) < row.size / 2
        size = f"{change(row.size, row.unit).lstrip('+')} either way" if mixed else change(row.mu, row.unit)
        said = size if row.told else "not told from luck"
        ax.text(1.02, y, said, transform=ax.get_yaxis_transform(), va="center", fontsize=9.5, color=INK if row.told else QUIET)
    ax.set_xlim(0, 1.05 * float(largest[["bar", "high"]].max().max()))
    ax.set_ylim(len(largest) - 0.4, -0.7)
    ax.set_yticks(range(len(largest)), list(largest.path), fontsize=9.5)
    ax.tick_params(axis="both", length=0, colors=INK)
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.set_title(largest.what.iloc[0], fontsize=12, weight="bold", color=INK, pad=4)
    ax.spines["bottom"].set_visible(False)


def close_look(found: pd.DataFrame, about: Mapping[str, Any]) -> tuple:
    """Shares of variance: alone and in company, for the most important numbers and every answer."""
    paths, asked = list(found.path.unique()), list(found.what.unique())
    clear = found[found.told]
    top = clear.sort_values("total", ascending=False).iloc[0] if len(clear) else None
    title = (
        f"{top.path} decides most: {top.total:.0%} of the variance of {top.what.lower()}"
        if top is not None
        else "No number is told from luck"
    )
    subtitle = "Share of variance that goes with a number, alone or in company; grey: not told from luck; dot: withheld"
    height = 4.0 + 0.42 * len(asked)
    fig, ax = framed(title, subtitle, footnote(about), height, 1, {"left": 0.47, "right": 0.98, "bottom": 2.3 / height})
    total = found.pivot(index="what", columns="path", values="total").loc[asked, paths].to_numpy()
    sure = found.pivot(index="what", columns="path", values="told").loc[asked, paths].to_numpy(bool)
    withheld = found.pivot(index="what", columns="path", values="total_withheld").loc[asked, paths].to_numpy(bool)
    ax.imshow(np.where(sure, np.clip(total, 0, 1), np.nan), cmap="Blues", vmin=0, vmax=1.2, aspect="auto")
    for y, x in np.ndindex(total.shape):
        colour = ("white" if total[y, x] > 0.7 else INK) if sure[y, x] else UNCLEAR
        said = "\u00b7" if withheld[y, x] else f"{total[y, x]:.0%}"
        ax.text(x, y, said, ha="center", va="center", fontsize=10, color=colour)
    ax.set_yticks(range(len(asked)), asked, fontsize=9.5)
    ax.set_xticks(range(len(paths)), paths, fontsize=9.5, rotation=25, ha="right")
    ax.tick_params(axis="both", length=0, colors=INK)
    ax.grid(visible=False)
    ax.spines[["left", "bottom"]].set_visible(False)
    return fig, title, f"{title}. Intervals are in the table below."


def order(ranking: pd.DataFrame, about: Mapping[str, Any]) -> tuple:
    """How often each policy has each place, over the sets of numbers and by luck alone."""
    rows = ranking[ranking.stage == "all numbers"]
    outcomes, policies = list(rows.outcome.unique()), rows.policy.nunique()
    firsts = rows[(rows.place == 1) & (rows.usual_place == 1)]
    least = firsts.sort_values("share").iloc[0]
    named = f"{words_of(least.policy)} comes first by '{least.what[0].lower()}{least.what[1:]}'"
    title = f"Least sure: {named} in {least.share:.0%} of the sets of numbers"
    subtitle = "Share of sets with a policy in each place (dark: first), mean gain, nine tenths; thin: if only luck differed"
    height = 2.6 + len(outcomes) * (0.5 + 0.46 * policies)
    fig, axes = framed(
        title, subtitle, footnote(about), height, 1, {"left": 0.22, "right": 0.7, "hspace": 0.4}, len(outcomes), squeeze=False
    )
    for ax, outcome in zip(axes[:, 0], outcomes, strict=True):
        stacked(ax, rows[rows.outcome == outcome])
    return fig, title, f"{title}. All shares are in the table below."


def stacked(ax: Axes, rows: pd.DataFrame) -> None:
    """One outcome: a policy a line, its places side by side."""
    names = list(rows[rows.place == 1].sort_values("usual_place").policy)
    for y, name in enumerate(names):
        own = rows[rows.policy == name].sort_values("place")
        for column, at, height in (("share", y - 0.08, 0.5), ("by_luck", y + LUCK_AT, 0.12)):
            starts = np.append(0, own[column].cumsum().to_numpy()[:-1])
            ax.barh(at, own[column], left=starts, height=height, color=[PLACES[place - 1] for place in own.place], edgecolor="white")
        one = own.iloc[0]
        gained = f"{change(one.mean_gain, one.unit)} ({interval(one.low, one.high, one.unit)})"
        said = f"first in {one.share:.0%} (luck alone {one.by_luck:.0%})\n{gained}"
        ax.text(1.01, y, said, transform=ax.get_yaxis_transform(), va="center", fontsize=9)
    ax.set_xlim(0, 1)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_yticks(range(len(names)), [words_of(name) for name in names], fontsize=10)
    ax.set_xticks([])
    ax.tick_params(axis="both", length=0, colors=INK)
    ax.grid(visible=False)
    ax.set_title(
        f"{rows.what.iloc[0]}: {rows.agreement.iloc[0]:.0%} of pairs in their usual order", fontsize=12, weight="bold", color=INK, pad=4
    )
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.axvline(0.5, color=GRID, linewidth=1, zorder=0)


def footnote(about: Mapping[str, Any]) -> str:
    """Where the numbers come from."""
    asked, city = about["setting"], about["city"]
    where = (
        f"{city['title']} ({city['year']} counts), {asked['residents']:,} model residents, {len(asked['seeds'])} seeds with the same luck"
    )
    sets = " and ".join(f"{count:,} sets of numbers ({stage})" for stage, count in about["runs"].items())
    windows = "Means of the last five years; resilience: five years after the shock."
    return f"Source: Learning City, {where}; {asked['burn_in']} + {asked['months']} months; {sets}. {windows}"
