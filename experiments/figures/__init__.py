"""Tables to pictures, the model is never run. ``course``, ``difference`` and ``effects`` are for papers, the other files for pages."""

import importlib
from typing import Any

_HOMES = {
    **dict.fromkeys(("axes", "caption_of", "course", "difference", "effects", "rows_of", "save", "ONE_COLUMN", "TWO_COLUMNS"), "paper"),
    **dict.fromkeys(("Picture", "draw_all"), "drawing"),
}


def __getattr__(name: str) -> Any:
    """The words of ``_HOMES``, imported on first use."""
    if name in _HOMES:
        return getattr(importlib.import_module(f"experiments.figures.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'experiments.figures' has no attribute {name!r}")


def __dir__() -> list[str]:
    """What papers use, and what pages do."""
    return sorted([*_HOMES, *(name for name in globals() if name.startswith("__"))])
