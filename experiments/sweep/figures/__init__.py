"""Pictures of a sweep, one function each, from the tables of its findings alone; each is kept as PNG and SVG."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.figures.drawing import Picture, keep_each
from experiments.figures.style import looking
from experiments.sweep.figures import box, flows, forest, front, groups, heat, lorenz, regret

FIGURES: dict[str, Callable] = {
    "ranking": forest.draw, "front": front.draw, "groups": groups.draw, "regret": regret.draw, "heat": heat.draw, "box": box.draw,
    "lorenz": lorenz.draw, "flows": flows.draw,
}  # fmt: skip


@looking
def draw_all(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], folder: Path) -> dict[str, Picture]:
    """All figures, as files in ``folder`` and as pictures for the page."""
    return keep_each(((name, drawn(draw, tables, manifest)) for name, draw in FIGURES.items()), folder)


def drawn(draw: Callable, tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> tuple | None:
    """A figure; nothing where an analysis that it needs has failed."""
    try:
        return draw(tables, manifest)
    except Exception:
        if not manifest.get("left_out"):
            raise
        return None
