"""Two levers at once: the effect of every mix, and what it is beyond the sum of both alone."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from experiments.figures.style import INK, framed
from experiments.outcomes.card_names import words_of
from experiments.sweep.figures.common import coloured, footnote, world
from experiments.sweep.findings.ranking import MAIN
from experiments.sweep.labels import short_of

NOTE = "Mean effect on unemployment, points (purple falls); bold: clear among all mixes. Beyond the sum: both levers " \
       "together less each alone, all against the lowest mix, seed by seed."  # fmt: skip


def draw(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """Left the mixes, right the difference from additivity, in the first world; nothing where no two levers were crossed."""
    grid, beyond = tables["grid"], tables["together"]
    if len(grid) == 0:
        return None
    shock = manifest["shocks_in_order"][0]
    grid = grid[(grid.outcome == MAIN) & (grid["shock"] == shock)]
    one, other = grid.one.iloc[0], grid.other.iloc[0]
    pair = (beyond.one == one) & (beyond.other == other) & (beyond.outcome == MAIN) & (beyond["shock"] == shock)
    title = title_of(beyond[pair], one, other)
    fig, axes = framed(
        title, f"{world(shock)}: effect on unemployment, percentage points", footnote(manifest, NOTE), 6.4, 2, {"wspace": 0.28}
    )
    mixes(axes[0], grid, "effect", "Every mix", one, other)
    mixes(axes[1], beyond[pair].assign(effect=beyond.beyond), "effect", "Beyond the sum of both alone", one, other)
    return fig, title, f"Heat maps over two levers. {title}."


def mixes(ax: Axes, rows: pd.DataFrame, value: str, title: str, one: str, other: str) -> None:
    """One heat map: the first lever up, the second to the right."""
    wide, told = 100 * rows.pivot(index="a", columns="b", values=value), rows.pivot(index="a", columns="b", values="clear")
    reach = max(0.05, float(np.nanmax(np.abs(wide.to_numpy()))))
    coloured(ax, wide.to_numpy(), "PuOr_r", -1.5 * reach, 1.5 * reach)
    ax.invert_yaxis()
    for (y, x), number in np.ndenumerate(wide.to_numpy()):
        weight = "bold" if told.to_numpy()[y, x] == True else "normal"  # noqa: E712  a mix that was not run is not a number
        ax.text(x, y, f"{number:+.2f}", ha="center", va="center", color=INK, weight=weight)
    ax.set_title(title)
    ax.set_xticks(range(wide.shape[1]), [short_of(other, b) for b in wide.columns])
    ax.set_yticks(range(wide.shape[0]), [short_of(one, a) for a in wide.index])
    ax.set_xlabel(spoken(other))
    ax.set_ylabel(spoken(one))


def spoken(path: str) -> str:
    """'guidance, EUR a year' of 'levers.guidance.budget'."""
    _, lever, number = path.split(".")
    told = "EUR a year" if number == "budget" else number.replace("_", " ")
    return f"{words_of(lever)}, {told}"


def title_of(rows: pd.DataFrame, one: str, other: str) -> str:
    """Whether the two help each other."""
    names = [words_of(path.split(".")[1]) for path in (one, other)]
    both = f"{names[0]} and {names[1]}" if names[0] != names[1] else f"two numbers of {names[0]}"
    clear = rows[rows.clear.astype(bool)]
    start = both[:1].upper() + both[1:]
    if len(clear) == 0:
        return f"{start} add up: no mix does clearly more or less than both alone"
    counts = ((int((clear.beyond < 0).sum()), "more"), (int((clear.beyond > 0).sum()), "less"))
    told = ", ".join(f"{count} clearly {way}" for count, way in counts if count)
    return f"{start}: of {len(rows)} mixes, {told} effective than both alone"
