"""What pictures of a sweep share: footnotes, names, and how many portfolios fit."""

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from experiments.figures.style import INK
from experiments.outcomes import card_names, wording
from experiments.sweep.findings import decision
from experiments.sweep.findings.ranking import MAIN

MOST = 14
"""Portfolios in one picture; the tables have all."""
PANELS = 3
INCH_ROW = 0.42


def footnote(manifest: Mapping[str, Any], more: str = "") -> str:
    """Where the numbers come from."""
    seeds = len(manifest["seeds"])
    luck = f"{seeds} seeds, each in all worlds with the same luck" if seeds > 1 else "one seed"
    cities, years = ", ".join(manifest["cities"]).capitalize(), manifest["months"] / 12
    where = f"{cities}, {manifest['residents']:,} model residents, {years:.3g} years, {luck}"
    known = f"Source: Learning City, sweep '{manifest['title']}'; {where}."
    return " ".join(part for part in (more, known, "Some numbers are assumed; the report lists them.") if part)


def worlds(manifest: Mapping[str, Any]) -> list[str]:
    """The shocks that get a panel of their own."""
    return list(manifest["shocks_in_order"])[:PANELS]


def world(shock: str) -> str:
    """A shock as a heading."""
    return wording.capital(card_names.world(shock))


def shown(tables: Mapping[str, pd.DataFrame], most: int = MOST) -> list[str]:
    """The portfolios a picture shows: those with the best ranks on unemployment over all worlds, best first."""
    found = tables["ranking"]
    return list(found[found.outcome == MAIN].groupby("portfolio", sort=False)["rank"].mean().sort_values(kind="stable").index[:most])


def left_out(tables: Mapping[str, pd.DataFrame], names: list[str]) -> str:
    """How many are not shown."""
    every = tables["ranking"].portfolio.nunique()
    return f"The best {len(names)} of {every} portfolios." if len(names) < every else ""


def coloured(ax: Axes, values: np.ndarray, colours: str, low: float, high: float) -> None:
    """A cell for each value, the first row on top, drawn as shapes so that a page scales them."""
    rows, columns = values.shape
    ax.pcolormesh(np.arange(columns + 1) - 0.5, np.arange(rows + 1) - 0.5, values, cmap=colours, vmin=low, vmax=high,
                  edgecolors="white", linewidth=1.5)  # fmt: skip
    ax.set_ylim(rows - 0.5, -0.5)
    ax.grid(False)
    ax.tick_params(length=0, colors=INK)
    ax.spines[["left", "bottom"]].set_visible(False)


def wrapped(manifest: Mapping[str, Any], names: Iterable[str], width: int = 38) -> list[str]:
    """Names in words, broken into lines."""
    return ["\n".join(textwrap.wrap(decision.option(manifest, name), width)[:2]) for name in names]
