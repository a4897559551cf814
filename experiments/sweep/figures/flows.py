"""Who moves between states: people a year, and what the first portfolio changes in it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from experiments.figures.style import BASELINE, BETTER, INK, QUIET, WORSE, framed
from experiments.outcomes.verdicts import clear, verdicts
from experiments.sweep.figures.common import footnote, shown


class Move(NamedTuple):
    """An arrow: its flow, from where to where, how it bends, where its words stand, and whether more of it is better."""

    flow: str
    name: str
    start: tuple[float, float]
    end: tuple[float, float]
    bend: float
    words: tuple[float, float]
    better: int


STATES = {
    "At school": (0.1, 0.82), "Not looking": (0.1, 0.18), "Looking for work": (0.42, 0.5), "In work": (0.8, 0.5),
    "In a course": (0.42, 0.92), "Retired": (0.8, 0.1),
}  # fmt: skip
MOVES = (
    Move("graduates", "leave school", (0.16, 0.78), (0.35, 0.57), 0.0, (0.16, 0.63), 0),
    Move("entries", "begin to look", (0.16, 0.22), (0.35, 0.43), 0.0, (0.16, 0.37), 0),
    Move("hired_unemployed", "hired", (0.5, 0.54), (0.73, 0.54), -0.25, (0.635, 0.69), 1),
    Move("layoffs", "laid off", (0.73, 0.46), (0.5, 0.46), -0.25, (0.615, 0.29), -1),
    Move("hired_employed", "change employer", (0.76, 0.58), (0.84, 0.58), -1.6, (0.8, 0.8), 0),
    Move("retirements", "retire", (0.8, 0.43), (0.8, 0.17), 0.0, (0.87, 0.3), 0),
    Move("started", "start a course", (0.39, 0.57), (0.39, 0.86), 0.0, (0.3, 0.76), 1),
    Move("completed", "complete it", (0.45, 0.86), (0.45, 0.57), 0.0, (0.53, 0.8), 1),
)
NOTE = "People a year of the real city, mean over the run, without the portfolio; in brackets the change, coloured where its paired 90% " \
       "interval leaves out zero. Courses are also taken by people in work; quits, births, deaths and moves are not drawn."  # fmt: skip


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """States as boxes, moves as arrows as wide as they are frequent; nothing where flows were not kept."""
    found = tables["flows"]
    if len(found) == 0:
        return None
    first = shown(tables)[0]
    rows = found[(found.portfolio == first) & (found["shock"] == manifest["shocks_in_order"][0])]
    rows = rows.groupby("outcome")[["baseline", "effect", "low", "high", "seeds"]].mean()
    rows = rows.assign(clear=clear(verdicts(rows.assign(better=""), lived=rows.seeds * manifest["residents"])))
    title = title_of(rows, manifest["names"][first])
    subtitle = "Moves between states, people a year, and in brackets what the portfolio changes"
    fig, ax = framed(title, subtitle, footnote(manifest, NOTE), 7.6, 1, {"left": 0.02, "right": 0.98})
    ax.set_axis_off()
    ax.set_xlim(0, 0.95)
    ax.set_ylim(0, 1)
    for name, (x, y) in STATES.items():
        box(ax, name, x, y)
    widest = rows.baseline.reindex([move.flow for move in MOVES]).max()
    for move in MOVES:
        arrow(ax, move, rows.loc[move.flow], widest)
    return fig, title, f"Diagram of moves between states. {title}."


def box(ax: Axes, name: str, x: float, y: float) -> None:
    """A state."""
    ax.add_patch(
        FancyBboxPatch((x - 0.065, y - 0.045), 0.13, 0.09, "round,pad=0.01", facecolor="#f3f4f6", edgecolor=BASELINE, linewidth=1.4)
    )
    ax.text(x, y, name, ha="center", va="center", color=INK, fontsize=12.5, weight="bold")


def arrow(ax: Axes, move: Move, row: pd.Series, widest: float) -> None:
    """A move with its number and its change."""
    good = (row.effect > 0) == (move.better > 0)
    colour = (BETTER if good else WORSE) if row.clear and move.better else INK if row.clear else QUIET
    width = 1 + 7 * row.baseline / widest
    shape = {"connectionstyle": f"arc3,rad={move.bend}", "arrowstyle": "-|>", "mutation_scale": 12 + 1.5 * width}
    ax.add_patch(FancyArrowPatch(move.start, move.end, linewidth=width, color=colour, alpha=0.55, **shape))
    weight = "bold" if row.clear else "normal"
    said = f"{move.name}\n{row.baseline:,.0f} ({row.effect:+,.0f})"
    ax.text(*move.words, said, ha="center", va="center", fontsize=11.5, color=colour, weight=weight, linespacing=1.3)


def title_of(rows: pd.DataFrame, name: str) -> str:
    """What clearly changes in who gets and who loses work."""
    said = []
    for flow, what in (("started", "course starts"), ("hired_unemployed", "hires out of unemployment"), ("layoffs", "layoffs")):
        row = rows.loc[flow]
        if row.clear:
            said.append(f"{abs(row.effect):,.0f} {'more' if row.effect > 0 else 'fewer'} {what}")
    if not said:
        return f"Under {name} no move between states clearly changes"
    told = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"
    return f"Under {name} there are {told} a year"
