"""Inequality among the employed only, among all in working life, and in household incomes: what the shock does, and the policy."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from experiments.figures.style import INK, QUIET, colour_of, framed, source, telling
from experiments.outcomes import definitions, paired_effects, wording
from experiments.outcomes.card_names import the_shock
from experiments.outcomes.definitions import AFTER_MONTHS, shock_start
from experiments.outcomes.intervals import paired
from experiments.outcomes.verdicts import FEW_LIVED, verdicts

MEASURES = {
    "wage_gini": "wages of\nthe employed", "earnings_gini": "earnings, no job\ncounted as zero", "gini": "household\nincomes",
}  # fmt: skip


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple:
    """Changes of three Gini indices with their intervals: by the policy in calm years and, where one strikes, by the shock alone."""
    record = manifest["question"]
    effects = tables["effects"]
    calm = effects[(effects.world == "calm") & (effects.window == definitions.LATE) & (effects.dimension == "all")]
    panels = {"By the policy, calm years (last 5)": calm[calm.outcome.isin(MEASURES)]}
    shock = the_shock(record["shock"])
    by_shock = of_shock(tables["monthly"], record)
    if len(by_shock):
        panels = {f"By {shock}, without the policy": by_shock, **panels}
    title = title_of(by_shock, panels["By the policy, calm years (last 5)"], shock)
    note = (
        "Dot: mean change; line: 90% interval; blue more equal, orange less, grey not clear. Who loses a job leaves the first index alone."
    )
    fig, axes = framed(title, "Change of the Gini index, points (0 all alike, 100 one has all)", source(manifest, note), 5.6, len(panels),
                       {"left": 0.17, "wspace": 0.15}, sharey=True, squeeze=False)  # fmt: skip
    for ax, (name, rows) in zip(axes.ravel(), panels.items(), strict=True):
        dots(ax, rows.set_index("outcome"))
        ax.set_title(name)
    axes[0, 0].set_yticks([-k for k in range(len(MEASURES))], list(MEASURES.values()))
    axes[0, 0].set_ylim(-len(MEASURES) + 0.4, 0.6)
    columns = ["change", "outcome", "effect", "low", "high", "seeds", "verdict"]
    shown = pd.concat([rows.assign(change=name) for name, rows in panels.items()]).reindex(columns=columns)
    return telling(fig, shown), title, f"Changes of three Gini indices with intervals. {title}."


def of_shock(monthly: pd.DataFrame, record: Mapping[str, Any]) -> pd.DataFrame:
    """What the shock does without the policy, over its horizon, against the calm twin."""
    start = shock_start(record["shock"], record["months"])
    rows = monthly[(monthly.world == "baseline") & (monthly.month > start) & (monthly.month <= start + AFTER_MONTHS)]
    means = (
        rows.assign(side=(rows.shock != "none").map({True: "policy", False: "baseline"})).groupby(["seed", "side"])[list(MEASURES)].mean()
    )
    wide = means.rename_axis(columns="outcome").stack().unstack("side").reset_index()
    if not {"baseline", "policy"} <= set(wide.columns):
        return pd.DataFrame()
    found = paired(wide, ["outcome"])
    return found.assign(verdict=verdicts(found.assign(better="lower"), lived=paired_effects.residents_lived(record)))


def dots(ax: Axes, rows: pd.DataFrame) -> None:
    """A dot with its interval for each measure."""
    ax.axvline(0, color=INK, linewidth=1.2)
    for y, name in enumerate(MEASURES):
        if name not in rows.index:
            ax.text(0, -y, paired_effects.FEW, color=QUIET, ha="center", va="bottom")
            continue
        row, colour = rows.loc[name], colour_of(rows.loc[name].verdict)
        ax.plot([100 * row.low, 100 * row.high], [-y, -y], color=colour, linewidth=3, solid_capstyle="round")
        ax.plot(100 * row.effect, -y, "o", color=colour, markersize=10)
    ax.grid(axis="y", visible=False)
    ax.margins(x=0.15)
    ax.set_xlabel("points (left: more equal)")
    ax.tick_params(axis="y", length=0, colors=INK)


def title_of(by_shock: pd.DataFrame, by_policy: pd.DataFrame, shock: str) -> str:
    """Whether looking at the employed alone would mislead, and what the policy does."""
    row = paired_effects.one(by_policy.assign(dimension="all", group="all"), "earnings_gini")
    policy = wording.finding(row, "inequality of earnings with the policy")
    if wording.clear(row):
        ends = sorted((abs(100 * row.low), abs(100 * row.high)))
        moves = "rises" if row.effect > 0 else "falls"
        policy = f"with the policy inequality of earnings {moves} by {abs(100 * row.effect):.2f} points ({ends[0]:.2f} to {ends[1]:.2f})"
    if len(by_shock) == 0 or (row is not None and row.verdict == FEW_LIVED):
        return wording.capital(policy)
    moved = by_shock.set_index("outcome").effect.reindex(MEASURES)
    if np.isnan(moved["earnings_gini"]):
        return wording.capital(f"too few people to tell what happens to inequality of earnings in {shock}; {policy}")
    if moved["wage_gini"] < 0 < moved["earnings_gini"]:
        return f"In {shock} wages look more equal because the low paid lose their jobs; earnings of all do not; {policy}"
    return wording.capital(f"inequality of earnings moves by {100 * moved['earnings_gini']:+.1f} points in {shock}; {policy}")
