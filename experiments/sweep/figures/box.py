"""Scenario discovery: between which limits of the varied numbers it happens."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from experiments.figures.style import INK, POLICY, QUIET, framed
from experiments.sweep.figures.common import INCH_ROW, footnote
from experiments.sweep.labels import short_of

NOTE = "Box found by PRIM (EMA workbench). Grey: the range that was tried; blue: the part in the box; p: chance of such a limit by luck."


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """A bar for each limited number; nothing where no box was found."""
    box, found = tables["discovery"], manifest["discovery"]
    if len(box) == 0:
        return None
    title = f"With {limits(box)} it happens in {found['density']:.0%} of {found['inside']} points; of all, in {share(found):.0%}"
    subtitle = f"{found['asked'][:1].upper()}{found['asked'][1:]}"
    height = 3.8 + 1.6 * INCH_ROW * len(box)
    fig, ax = framed(title, subtitle, footnote(manifest, NOTE), height, 1, {"left": 0.3, "right": 0.8})
    for y, row in enumerate(box.itertuples()):
        bar(ax, y, row)
    ax.set_yticks(range(len(box)), [spoken(name) for name in box.number])
    ax.set_ylim(len(box) - 0.5, -0.5)
    ax.set_xticks([0, 1], ["lowest tried", "highest tried"], color=QUIET)
    ax.grid(False)
    ax.tick_params(length=0, colors=INK)
    ax.spines[["left", "bottom"]].set_visible(False)
    return fig, title, f"Ranges of {len(box)} numbers with the limits of the box. {title}."


def bar(ax: Axes, y: int, row: Any) -> None:
    """One number: its range, the part in the box, and both in figures."""
    span = row.highest - row.lowest
    ax.barh(y, 1, color="#e5e7eb", height=0.5)
    ax.barh(y, (row.most - row.least) / span, left=(row.least - row.lowest) / span, color=POLICY, height=0.5)
    chance = "below 0.001" if row.by_chance < 0.001 else f"{row.by_chance:.3f}"
    least, most, lowest, highest = (short_of(row.number, end) for end in (row.least, row.most, row.lowest, row.highest))
    said = f"{least} to {most}\nof {lowest} to {highest}\np {chance}"
    ax.text(1.02, y, said, va="center", color=INK, fontsize=11)


def share(found: Mapping[str, Any]) -> float:
    """Of all points, those of interest."""
    return found["of_interest"] / found["points"]


def spoken(number: str) -> str:
    """'guidance' of 'levers.guidance.budget', 'job search distance' of 'parameters.job_search.distance'."""
    return number.removesuffix(".budget").split(".", 1)[1].replace("_", " ").replace(".", " ")


def limits(box: pd.DataFrame) -> str:
    """The first limits in words."""
    told = [f"{spoken(row.number)} from {short_of(row.number, row.least)} to {short_of(row.number, row.most)}"
            for row in box.head(2).itertuples()]  # fmt: skip
    return " and ".join(told)
