"""What was asked for, what was spent, and why the rest was not: a bar for each lever."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.patches import Patch

from experiments.figures.style import BASELINE, INK, POLICY, WORSE, framed, source, telling
from experiments.outcomes import wording
from experiments.outcomes.card_names import words_of
from experiments.outcomes.unspent import SHORT, main_reasons, nearly_all
from experiments.outcomes.unspent_words import of_world, over

MOST = 12
"""Bars that can be read from the back of a room; levers that leave least are counted only."""
PARTS = (("reached", "handed out", POLICY), ("overhead", "administration", BASELINE), ("unspent", "not spent", "#f3c9a8"))


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """Stacked bars in EUR million over the whole run, the reasons written beside them; nothing when nothing is asked for."""
    rows, months = of_world(tables["unspent"]), manifest["question"]["months"]
    if len(rows) == 0:
        return None
    shown = rows.sort_values("unspent", ascending=False, kind="stable").head(MOST).sort_values("asked", kind="stable")
    title = title_of(rows, months)
    more = f" {len(rows) - MOST} more levers, which leave less, are in the table." if len(rows) > MOST else ""
    note = f"Calm world, means over seeds. Reasons: shares of what was not spent.{more}"
    subtitle = f"EUR million in total over {over(months)}, as people of the real city; beside each bar why the rest was not spent"
    fig, ax = framed(title, subtitle, source(manifest, note), 3.4 + 0.5 * len(shown), 1, {"left": 0.235, "right": 0.64})
    bottom = pd.Series(0.0, index=shown.index)
    for column, _, colour in PARTS:
        ax.barh([words_of(name) for name in shown.lever], shown[column] / 1e6, left=bottom / 1e6, color=colour, height=0.62)
        bottom += shown[column]
    for y, row in enumerate(shown.itertuples()):
        colour = INK if nearly_all(row) else WORSE
        ax.annotate(beside(row), (row.asked / 1e6, y), (6, 0), textcoords="offset points", va="center", fontsize=12, color=colour,
                    annotation_clip=False)  # fmt: skip
    ax.set_xlim(0, shown.asked.max() / 1e6)
    ax.set_xlabel(f"EUR million in {over(months)}")
    ax.grid(axis="y", visible=False)
    ax.tick_params(axis="y", length=0, colors=INK)
    handles = [Patch(color=colour, label=name) for _, name, colour in PARTS]
    ax.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, borderaxespad=0.2)
    told = [f"{words_of(row.lever)}: {row.spent / 1e6:.1f} of {row.asked / 1e6:.1f} million, {row.why}" for row in shown.itertuples()]
    return telling(fig, rows), title, f"Bars of money asked for and spent by lever. {title}. {'; '.join(told)}."


def beside(row: Any) -> str:
    """'89% not spent: do not know 63%, no wish 22%'."""
    if nearly_all(row):
        return "nearly all spent"
    named = main_reasons(row)
    reasons = ", ".join(f"{SHORT[reason]} {share:.0%}" for reason, share in named) if len(named) > 1 else SHORT[named[0][0]]
    return f"{row.unspent / row.asked:.0%} not spent: {reasons}"


def title_of(rows: pd.DataFrame, months: int) -> str:
    """How much of what was asked for was spent, and which lever leaves most."""
    asked, spent, a_year = (wording.money(euros) for euros in (rows.asked.sum(), rows.spent.sum(), rows.spent.sum() / months * 12))
    said = f"Of {asked} asked for over {over(months)}, {spent} were spent ({a_year} a year)"
    most = rows.loc[rows.unspent.idxmax()]
    if nearly_all(most):
        return said
    return f"{said}; most of the rest was for {words_of(most.lever)}"
