"""Who gains and who loses under each portfolio: effects on unemployment by group."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from experiments.figures.by_group import DIMENSIONS, rank_of, words_of
from experiments.figures.style import INK, framed
from experiments.outcomes import card_names, wording
from experiments.outcomes.definitions import LATE
from experiments.outcomes.equity import OF_GROUPS
from experiments.sweep.figures.common import coloured, footnote, left_out, shown, wrapped
from experiments.sweep.findings.ranking import MAIN
from sim.groups import UNITED

NOTE = "Mean over the last 5 years; bold: the paired 90% interval leaves out zero (about one in ten would by chance)."

PARTS = [("origin", name) for name in ("foreign background", *UNITED["origin"]["foreign-born"])]
PARTS += [("limitation", name) for name in UNITED["limitation"]["limited"]]
"""Groups for which the figure has no room: those born abroad and those with a limitation are one column each."""


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """Portfolios as rows, groups as columns, in the first world; nothing where groups were not kept."""
    names, shock = shown(tables), manifest["shocks_in_order"][0]
    rows = by_group(tables["effects"], shock)
    rows = rows[~pd.MultiIndex.from_frame(rows[["dimension", "group"]]).isin(PARTS)]
    if len(rows) == 0:
        return None
    columns = [key for key in dict.fromkeys(zip(rows.dimension, rows.group, strict=True))]
    wide = rows.pivot_table(index="portfolio", columns=["dimension", "group"], values=["effect", "clear"], aggfunc="mean")
    effect, clear = (wide[what].reindex(index=names, columns=columns) for what in ("effect", "clear"))
    title = title_of(rows[rows.portfolio == names[0]], manifest["names"][names[0]])
    note = " ".join(part for part in (NOTE, left_out(tables, names)) if part)
    height = 5.2 + 0.45 * max(3, len(names))
    subtitle = f"Effect on unemployment by group, percentage points, {card_names.world(shock)} (purple: falls)"
    fig, ax = framed(title, subtitle, footnote(manifest, note), height, 1, {"left": 0.3, "bottom": 2.6 / height})
    cells(ax, 100 * effect.to_numpy(float), clear.to_numpy(float) == 1)
    ax.set_yticks(range(len(names)), wrapped(manifest, names), fontsize=10)
    ax.set_xticks(range(len(columns)), [words_of(*key) for key in columns], rotation=55, ha="right", fontsize=10.5)
    return fig, title, f"Table of effects on unemployment of {len(columns)} groups under {len(names)} portfolios. {title}."


def by_group(effects: pd.DataFrame, shock: str) -> pd.DataFrame:
    """Effects on unemployment of every group, in one world, in the order people know."""
    rows = of_groups(effects, shock)
    return rows[rows.outcome == MAIN]


def of_groups(effects: pd.DataFrame, shock: str) -> pd.DataFrame:
    """Effects on every outcome of groups, in one world, in the order people know."""
    wanted = effects.outcome.isin(OF_GROUPS) & (effects.window == LATE) & (effects["shock"] == shock) & (effects.group != "other")
    unasked = (effects.outcome == "participation") & (effects.group == "15-24")  # learning is asked of people of 25 to 64
    rows = effects[wanted & ~unasked & effects.dimension.isin(DIMENSIONS)]
    rows = rows.assign(clear=lambda t: t.verdict.isin(("better", "worse")))
    rank = [rank_of(*key) for key in zip(rows.dimension, rows.group, strict=True)]
    rows = rows.assign(first=rows.dimension.map(list(DIMENSIONS).index), second=rank)
    return rows.sort_values(["first", "second", "group"], kind="stable")


def cells(ax: Axes, effect: np.ndarray, clear: np.ndarray) -> None:
    """Coloured cells with their numbers."""
    reach = max(0.1, float(np.nanpercentile(np.abs(effect), 97)))
    coloured(ax, effect, "PuOr_r", -1.6 * reach, 1.6 * reach)
    for (y, x), value in np.ndenumerate(effect):
        if np.isfinite(value):
            bold = "bold" if clear[y, x] else "normal"
            ax.text(
                x, y, f"{value:+.1f}", ha="center", va="center", fontsize=9.5, weight=bold, color="white" if abs(value) > reach else INK
            )


def title_of(rows: pd.DataFrame, name: str) -> str:
    """Who clearly gains and loses under the best of all."""
    part = rows[rows.dimension != "all"]
    gain, lose = (throughout(part, verdict) for verdict in ("better", "worse"))
    if len(gain) + len(lose) == 0:
        return f"Under {name} no group's unemployment clearly changes"
    worse = f"; it clearly rises for {len(lose)}" if len(lose) else "; for none it clearly rises"
    every = len(part.groupby(["dimension", "group"]))
    return wording.capital(f"under {name} unemployment clearly falls for {len(gain)} of {every} groups{worse}")


def throughout(rows: pd.DataFrame, verdict: str) -> list[tuple[str, str]]:
    """Groups with this verdict in every parameter set, in the order of the rows."""
    same = rows.assign(same=rows.verdict == verdict).groupby(["dimension", "group"], sort=False).same.all()
    return list(same[same].index)
