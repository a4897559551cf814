"""Scenario discovery: between which limits of the varied numbers it happens."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.figures.style import INK, POLICY, QUIET, framed, looking
from experiments.figures.sweep.common import INCH_ROW, footnote

NOTE = "Box found by PRIM (EMA workbench). Grey: the range that was tried; blue: the part in the box; p: chance of such a limit by luck."


@looking
def draw(tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any]) -> tuple | None:
    """A bar for each limited number; nothing where no box was found."""
    box, found = tables["discovery"], about["discovery"]
    if len(box) == 0:
        return None
    title = f"In the box it happens in {found['density']:.0%} of {found['inside']} points, against " \
            f"{found['of_interest'] / found['points']:.0%} of all {found['points']}"  # fmt: skip
    subtitle = f"{found['asked'][:1].upper()}{found['asked'][1:]}"
    fig, ax = framed(title, subtitle, footnote(about, NOTE), 3.4 + 1.6 * INCH_ROW * len(box), 1, {"left": 0.3, "right": 0.8})
    for y, row in enumerate(box.itertuples()):
        span = row.highest - row.lowest
        ax.barh(y, 1, color="#e5e7eb", height=0.5)
        ax.barh(y, (row.most - row.least) / span, left=(row.least - row.lowest) / span, color=POLICY, height=0.5)
        limits = f"{row.least:.4g} to {row.most:.4g}\nof {row.lowest:.4g} to {row.highest:.4g}"
        ax.text(1.02, y, f"{limits}; p = {row.by_chance:.2g}", va="center", color=INK, fontsize=10)
    ax.set_yticks(range(len(box)), [name.split(".", 1)[1].replace("_", " ").replace(".", ", ") for name in box.number])
    ax.set_ylim(len(box) - 0.5, -0.5)
    ax.set_xticks([0, 1], ["lowest tried", "highest tried"], color=QUIET)
    ax.grid(False)
    ax.tick_params(length=0, colors=INK)
    ax.spines[["left", "bottom"]].set_visible(False)
    return fig, title, f"Ranges of {len(box)} numbers with the limits of the box. {title}."
