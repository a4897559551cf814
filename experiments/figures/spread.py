"""How wages, incomes and skills shift from the bottom to the top."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from experiments.figures.style import INK, colour_of, framed, source, telling
from experiments.outcomes import definitions, paired_effects, wording
from experiments.outcomes.intervals import paired
from experiments.outcomes.verdicts import verdicts

PANELS = {"wage": "Wages, %", "income": "Household incomes, %", "skill": "Skill of adults, SD"}


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """Change of each percentile at the end of the run, with 90% intervals."""
    changes = changed(tables["spread"])
    if len(changes) == 0:
        return None
    lived = paired_effects.residents_lived(manifest["question"])
    changes = changes.assign(verdict=verdicts(changes.assign(better="higher"), ["what"], lived))
    note = "Last month, calm world. Dot: mean change of the percentile; line: 90% interval; grey: no clear change."
    title = title_of(tables["effects"])
    subtitle = "Change at each percentile, from the lowest to the highest"
    fig, axes = framed(title, subtitle, source(manifest, note), 6.2, 3, {"wspace": 0.32})
    for ax, (what, name) in zip(axes, PANELS.items(), strict=True):
        dots(ax, changes[changes.what == what])
        ax.set_title(name)
    return telling(fig, changes.drop(columns=["baseline", "policy"])), title, f"Change of wages, incomes and skills by percentile. {title}."


def changed(spread: pd.DataFrame) -> pd.DataFrame:
    """Paired change of each percentile: in % of the baseline, skills in SD."""
    calm = spread[spread.shock == "none"]
    wide = calm.pivot(index=["what", "percentile", "seed"], columns="world", values="value").reset_index()
    base = wide.baseline.where((wide.what == "skill") | (wide.baseline > 0))
    relative = np.where(wide.what == "skill", wide.policy - base, 100 * (wide.policy / base - 1))
    return paired(wide.assign(baseline=0.0, policy=relative), ["what", "percentile"])


def dots(ax: Axes, rows: pd.DataFrame) -> None:
    """A dot with its interval for each percentile."""
    ax.axhline(0, color=INK, linewidth=1.2)
    for x, row in enumerate(rows.itertuples()):
        colour = colour_of(row.verdict)
        ax.plot([x, x], [row.low, row.high], color=colour, linewidth=3, solid_capstyle="round")
        ax.plot(x, row.effect, "o", color=colour, markersize=8)
    ax.set_xticks(range(len(rows)), [f"{p:.0f}" for p in rows.percentile])
    ax.set_xlabel("percentile")
    ax.grid(axis="x", visible=False)
    ax.margins(y=0.15)


def title_of(effects: pd.DataFrame) -> str:
    """Inequality in words."""
    gini = wording.finding(paired_effects.one(effects, "gini", window=definitions.LATE), "income inequality (Gini)")
    wages = wording.finding(paired_effects.one(effects, "wage_p90_p10", window=definitions.LATE), "the P90/P10 ratio of wages")
    return f"{wording.capital(gini)}; {wages}"
