"""Pictures of a trial by group: who takes the lever up, and who gains from it."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from experiments.evidence.trials.effects import OWN
from experiments.evidence.trials.estimates import Estimate, mean, rows_for
from experiments.figures.style import GRID, INK, POLICY, QUIET, UNCLEAR, colour_of, framed, source
from experiments.outcomes.verdicts import verdicts

GROUPS = ("all", "education", "sex", "search")
WINDOW = 12
"""Months over which figures average what a single month shows too noisily."""
TWINS = {
    "usual": "Each person against her twin in the same city without the lever",
    "kept_out": "Each person against her twin in the same city, kept out of courses for two years",
    "one_bout": "Each person against her twin in the same city, who never starts a course; nobody starts one after the first year",
}


def twins(about: Mapping[str, Any]) -> str:
    """Who is compared with whom, for the footnote."""
    return f"{TWINS[about['trial']['control']]}; 90% intervals over seeds."


def window(sums: pd.DataFrame, most: int) -> tuple[int, int]:
    """The months that are averaged: up to ``most``, as many as there are."""
    last = min(most, int(sums.month.max()))
    return max(1, last - WINDOW // 2), last


def of_groups(sums: pd.DataFrame) -> list[tuple[str, str]]:
    """Groups in the order they are read."""
    there = sums[["dimension", "group"]].drop_duplicates().itertuples(index=False)
    found = [(row.dimension, row.group) for row in there if row.dimension in GROUPS]
    order = {"low": 0, "medium": 1, "high": 2}
    return sorted(found, key=lambda key: (GROUPS.index(key[0]), order.get(key[1], 0), key[1]))


def label(dimension: str, group: str) -> str:
    """A group in words."""
    return {"all": "everybody", "education": f"{group} education"}.get(dimension, group)


def take_up(sums: pd.DataFrame, about: Mapping[str, Any]) -> tuple | None:
    """Who takes it up, and how much of that would have happened anyway."""
    month = int(sums.month.max())
    rows = [(key, *use_of(sums, month, key)) for key in of_groups(sums)]
    rows = [row for row in rows if np.isfinite(row[1].value)]
    if not rows:
        return None
    title = gradient_in_words({key: use.value for key, use, _ in rows})
    note = f"By month {month}; line: 90% interval over seeds. Anyway: her twin does the same within a year of her own start."
    fig, ax = framed(title, "Share of those offered who took it up", source(about, note), 3.2 + 0.42 * len(rows), 1, {"left": 0.24})
    for y, (_, use, anyway) in enumerate(rows):
        ax.barh(y, 100 * use.value * anyway, color=UNCLEAR, height=0.62, label="would have anyway" if y == 0 else None)
        ax.barh(y, 100 * use.value * (1 - anyway), left=100 * use.value * anyway, color=POLICY, height=0.62,
                label="because of it" if y == 0 else None)  # fmt: skip
        ax.plot([100 * end for end in use.interval], [y, y], color=INK, linewidth=2)
    tidy(ax, rows)
    ax.set_xlabel("per cent")
    ax.set_xlim(0, None)
    if any(anyway > 0 for _, _, anyway in rows):
        ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, frameon=False, fontsize=11)
    return fig, title, f"Bars of take-up by group. {title}."


def use_of(sums: pd.DataFrame, month: int, key: tuple[str, str]) -> tuple[Estimate, float]:
    """Take-up of a group, and the share of it that would have happened anyway."""
    who = {"dimension": key[0], "group": key[1]}
    anyway = rows_for(sums, "deadweight", "learned", (month, month), **who)
    return mean(sums, "take_up", "take-up", (month, month), **who), float(anyway.top.sum() / max(anyway.bottom.sum(), 1e-9))


def gradient_in_words(use: dict[tuple[str, str], float]) -> str:
    """Who takes it up more, by education where there is a choice."""
    low, high = (use.get(("education", name)) for name in ("low", "high"))
    if low is None or high is None:
        return f"{100 * use['all', 'all']:.0f}% of those offered took it up"
    more = "more" if low > high else "less"
    return f"The low-educated take it up {more} often than the high-educated: {100 * low:.0f}% against {100 * high:.0f}%"


def tidy(ax: Axes, rows: list) -> None:
    """Names of the groups down the side."""
    ax.set_yticks(range(len(rows)), [label(*row[0]) for row in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.grid(axis="y", visible=False)
    ax.tick_params(axis="y", length=0, colors=INK)
    ax.spines["left"].set_color(GRID)
    ax.xaxis.label.set_color(QUIET)


def groups(sums: pd.DataFrame, about: Mapping[str, Any]) -> tuple | None:
    """Which takers gain: employment and earnings in the second year after each took it up."""
    months = window(sums, 24)
    found = {outcome: [(key, effect_on(sums, outcome, months, key)) for key in of_groups(sums)] for outcome in ("employed", "earnings")}
    rows = [row for row in found["employed"] if np.isfinite(row[1].value)]
    if not rows:
        return None
    title = gains_in_words(rows)
    grey = "Grey: not clear, all groups being asked at once."
    note = f"Means of months {months[0]}-{months[1]} after each took it up. {twins(about)} {grey}"
    height = 3.2 + 0.42 * len(rows)
    subtitle = "Effect on those who took it up, against their twins"
    fig, axes = framed(title, subtitle, source(about, note), height, 2, {"left": 0.24}, sharey=True)
    for ax, (outcome, scale, name) in zip(axes, (("employed", 100, "points of employment"), ("earnings", 1, "EUR a month")), strict=True):
        ax.axvline(0, color=INK, linewidth=1.2)
        known = [one for _, one in found[outcome] if np.isfinite(one.value)]
        for y, (one, said) in enumerate(zip(known, told(known), strict=True)):
            dot(ax, y, one, scale, said)
        ax.set_xlabel(name)
        tidy(ax, rows)
    return fig, title, f"Effects on takers by group with intervals. {title}."


def effect_on(sums: pd.DataFrame, outcome: str, months: tuple[int, int], key: tuple[str, str]) -> Estimate:
    """Effect on the takers of a group."""
    return mean(sums, "taken_up", outcome, months, clock=OWN, dimension=key[0], group=key[1])


def told(effects: list[Estimate]) -> list[str]:
    """Effects on several groups in words; they are asked together."""
    rows = [(one.value, *one.interval, one.seeds, "higher") for one in effects]
    return verdicts(pd.DataFrame(rows, columns=["effect", "low", "high", "seeds", "better"]))


def dot(ax: Axes, y: float, one: Estimate, scale: float, said: str) -> None:
    """One effect with its interval, coloured by what is ``said`` of it."""
    low, high = one.interval
    ax.plot([scale * low, scale * high], [y, y], color=colour_of(said), linewidth=3, solid_capstyle="round")
    ax.plot(scale * one.value, y, "o", color=colour_of(said), markersize=9)


def gains_in_words(rows: list[tuple[tuple[str, str], Estimate]]) -> str:
    """Whose employment clearly rises or falls among those who took it up."""
    said = told([one for _, one in rows])
    up, down = ([label(*key) for (key, _), one in zip(rows, said, strict=True) if one == way] for way in ("better", "worse"))
    if not up and not down:
        return "Taking it up changes employment clearly for no group"
    parts = [f"rises clearly for {', '.join(up)}"] if up else []
    parts += [f"falls clearly for {', '.join(down)}"] if down else []
    return f"After taking it up employment {'; it '.join(parts)}"
