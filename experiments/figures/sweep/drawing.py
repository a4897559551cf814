"""Draw every figure that the findings of a sweep can tell, and keep each as PNG and SVG."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.figures.drawing import Picture, draw_each
from experiments.figures.sweep import box, flows, forest, front, groups, heat, lorenz, regret

FIGURES = {
    "ranking": forest.draw, "front": front.draw, "groups": groups.draw, "regret": regret.draw, "heat": heat.draw, "box": box.draw,
    "lorenz": lorenz.draw, "flows": flows.draw,
}  # fmt: skip


def draw_all(tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any], folder: Path) -> dict[str, Picture]:
    """All figures, as files in ``folder`` and as pictures for the page."""
    return draw_each(FIGURES, tables, about, folder)
