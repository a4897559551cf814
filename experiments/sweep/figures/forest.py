"""Which portfolio is best under each shock: effects with paired 90% intervals, best on top."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from experiments.figures.style import GRID, INK, colour_of, framed
from experiments.outcomes.verdicts import FEW_LIVED
from experiments.sweep.figures.common import INCH_ROW, footnote, left_out, shown, world, worlds, wrapped
from experiments.sweep.findings.ranking import FIRST, MAIN, TIED, of

NOTE = "Dot: mean effect, last 5 years; line: paired 90% interval; star: first; hollow: clearly behind the first; grey: no clear effect."


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple:
    """A panel for each shock, a row for each portfolio."""
    names, panels = shown(tables), worlds(manifest)
    title = title_of(tables["ranking"], panels, manifest)
    note = " ".join(part for part in (NOTE, left_out(tables, names)) if part)
    height = 3.0 + INCH_ROW * max(4, len(names))
    subtitle = "Effect on unemployment against the baseline, percentage points (left is better)"
    fig, axes = framed(title, subtitle, footnote(manifest, note), height, len(panels), {"left": 0.3, "wspace": 0.08}, squeeze=False)
    for ax, shock in zip(axes[0], panels, strict=True):
        rows(ax, of(tables["ranking"], shock, MAIN).set_index("portfolio").reindex(names))
        ax.set_title(world(shock))
        ax.set_yticks(range(len(names)), [])
        ax.set_ylim(len(names) - 0.4, -0.6)
    axes[0, 0].set_yticks(range(len(names)), wrapped(manifest, names), fontsize=10)
    return fig, title, f"Dots with intervals for {len(names)} portfolios in {len(panels)} worlds. {title}."


def rows(ax: Axes, found: pd.DataFrame) -> None:
    """Dots and lines of one world."""
    ax.axvline(0, color=INK, linewidth=1.2)
    ax.grid(axis="y", visible=False)
    for y, row in enumerate(found.itertuples()):
        colour = colour_of(row.against_baseline)
        ax.plot([100 * row.low, 100 * row.high], [y, y], color=colour, linewidth=2.6, solid_capstyle="round")
        filled = row.against_first in (FIRST, TIED)
        mark, size = ("*", 15) if row.against_first == FIRST else ("o", 8)
        ax.plot(
            100 * row.effect, y, mark, color=colour, markersize=size, markerfacecolor=colour if filled else "white", markeredgewidth=1.8
        )
    ax.margins(x=0.1)
    ax.tick_params(axis="y", length=0, colors=INK)
    ax.spines["left"].set_color(GRID)


def title_of(found: pd.DataFrame, shocks: list[str], manifest: Mapping[str, Any]) -> str:
    """Who is first, or how many cannot be told apart."""
    firsts = {of(found, shock, MAIN).iloc[0].portfolio for shock in shocks}
    tied = [int((of(found, shock, MAIN).against_first == TIED).sum()) for shock in shocks]
    others = found.portfolio.nunique() - 1
    if (found.against_baseline == FEW_LIVED).all():
        return "Too few seeds and residents to tell which portfolio lowers unemployment most"
    if others == 0:
        return "One portfolio, against the city without it"
    near = f"{min(tied)} to {max(tied)}" if min(tied) < max(tied) else f"{tied[0]}" if tied[0] else "none"
    start = (
        f"{manifest['names'][firsts.pop()]} lowers unemployment most"
        if len(firsts) == 1
        else "Which portfolio is first depends on the world"
    )
    if others == 1:
        where = f"in {sum(map(bool, tied))} of {len(tied)} worlds" if len(tied) > 1 and any(tied) and not all(tied) else ""
        other = f"the other cannot be told apart from the first {where}".strip() if any(tied) else "the other is clearly behind"
        return f"{start[:1].upper()}{start[1:]}; {other}"
    return f"{start[:1].upper()}{start[1:]}; {near} of {others} others cannot be told apart from the first"
