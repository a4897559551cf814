"""What applications fail at, group by group."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.figures.style import INK, framed, source, telling
from experiments.outcomes import inclusion
from experiments.outcomes.crossings import said

COLOURS = {
    "hired": "#15803d", "another": "#86efac", "undecided": "#e5e7eb", "papers": "#7c3aed", "speech": "#2563eb", "skills": "#0891b2",
    "name": "#dc2626", "ranked": "#fbbf24",
}  # fmt: skip
NOTE = (
    "Applications of the unemployed, without the policy, calm world, last 5 years. Name or limitation: would have been ranked first "
    "without what employers hold against it."
)


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """A bar for each group, of 100 applications; nothing where no profile was kept."""
    if "inclusion" not in tables or len(tables["inclusion"]) == 0:
        return None
    rows = tables["inclusion"]
    found = {group: inclusion.standing(rows, group) for group in inclusion.GROUPS_TOLD}
    there = {
        said(group).removeprefix("people "): one for group, one in found.items() if one is not None and np.isfinite(one.fates["hired"])
    }
    if not there:
        return None
    title = title_of(rows)
    fig, ax = framed(
        title, "Of 100 applications of each group", source(manifest, NOTE), 3.6 + 0.42 * len(there), 1, {"left": 0.39, "top": 0.84}
    )
    left = np.zeros(len(there))
    for fate, words in inclusion.FATES.items():
        width = np.array([100 * one.fates[fate] for one in there.values()])
        ax.barh(range(len(there)), width, left=left, color=COLOURS[fate], label=words, height=0.7)
        left += width
    ax.set_yticks(range(len(there)), list(there))
    ax.set_ylim(len(there) - 0.4, -0.6)
    ax.set_xlim(0, 100)
    ax.tick_params(axis="y", length=0, colors=INK)
    ax.grid(axis="y", visible=False)
    ax.legend(loc="lower center", bbox_to_anchor=(0.3, 1.0), ncols=4, frameon=False, fontsize=10.5)
    shown = pd.DataFrame([{"group": name, "applications": one.sent, **one.fates} for name, one in there.items()])
    return telling(fig, shown), title, f"Bars of what becomes of applications by group. {title}."


def title_of(rows: pd.DataFrame) -> str:
    """How often the applications of those born furthest away succeed, against natives'."""
    far, native = (inclusion.standing(rows, (("origin", name),)) for name in ("Middle East and Africa", "native"))
    if far is None or native is None:
        return "What becomes of applications, group by group"
    many = [f"{100 * one.fates['hired']:.0f}" for one in (far, native)]
    return f"Of 100 applications of people born in the Middle East or Africa {many[0]} end in a job, of natives' {many[1]}"
