"""Pictures of a sweep, one function each, from the tables of its findings alone; each is kept as PNG and SVG."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.figures.drawing import Picture, draw_each
from experiments.sweep.figures import box, flows, forest, front, groups, heat, lorenz, regret

FIGURES = {
    "ranking": forest.draw, "front": front.draw, "groups": groups.draw, "regret": regret.draw, "heat": heat.draw, "box": box.draw,
    "lorenz": lorenz.draw, "flows": flows.draw,
}  # fmt: skip


def draw_all(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], folder: Path) -> dict[str, Picture]:
    """All figures, as files in ``folder`` and as pictures for the page."""
    return draw_each({name: unless_left_out(draw) for name, draw in FIGURES.items()}, tables, manifest, folder)


def unless_left_out(draw: Callable) -> Callable:
    """A figure that is nothing where an analysis that it needs has failed."""

    def drawn(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
        try:
            return draw(tables, manifest)
        except Exception:
            if not manifest.get("left_out"):
                raise
            return None

    return drawn
