"""How many adults learn, by education."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.figures.style import EDUCATION, framed, name_ends, percents, source, telling, whole_years
from experiments.outcomes import definitions, paired_effects, wording
from experiments.outcomes.definitions import THRESHOLDS


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple:
    """Year by year: solid with the policy, dashed without, one colour per level of education."""
    rows = tables["groups"]
    rows = rows[(rows.dimension == "education") & (rows.shock == "none")]
    rows = rows[rows.groupby("group").population.transform("mean") >= THRESHOLDS.least_told]
    means = rows.groupby(["world", "group", "month"]).participation.mean()
    note = "Means over seeds and over 12 months. Solid: with the policy; dashed: without."
    subtitle = "Residents of 25-64 who took part in learning in the last 12 months"
    title = title_of(tables["effects"])
    fig, ax = framed(title, subtitle, source(manifest, note), 6.2, 1, {"right": 0.79})
    ends = []
    for group, colour in EDUCATION.items():
        if not {("policy", group), ("baseline", group)} <= set(means.index.droplevel("month")):
            continue
        with_it, without = means["policy", group], means["baseline", group]
        ax.plot(without.index / 12, without, "--", color=colour, alpha=0.75, linewidth=2)
        ax.plot(with_it.index / 12, with_it, "-", color=colour, marker="o" if len(with_it) < 3 else None)
        ends.append((with_it.iloc[-1], f"{group} education", colour))
    years = manifest["question"]["months"] / 12
    ax.set_ylim(0, min(1.0, max(0.1, means.max() * 1.2)))
    whole_years(ax, 0, years)
    name_ends(ax, years, ends)
    percents(ax)
    shown = means.reset_index(name="participation")
    return telling(fig, shown), title, f"Line chart of adult learning by education, with and without the policy. {title}."


def title_of(effects: pd.DataFrame) -> str:
    """What happens to participation, and to the gap between low and high education."""
    all_of_them = wording.finding(paired_effects.one(effects, "participation", window=definitions.LATE), "adult learning")
    ratio = paired_effects.one(effects, "access_ratio", window=definitions.LATE)
    if not wording.clear(ratio):
        return f"{wording.capital(all_of_them)}; {wording.finding(ratio, 'the gap by education')}"
    gap = "narrows" if ratio.effect > 0 else "widens"
    return f"{wording.capital(all_of_them)}; the gap by education {gap}"
