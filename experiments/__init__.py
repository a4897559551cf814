"""Everything that touches disk, processes and screens: ask the model, run it, keep and show what came out."""

import importlib
from typing import Any

_HOMES = {
    **{name: "experiments.api" for name in ("simulate", "panel", "compare", "causes", "money", "who")},
    "open_store": "experiments.sweep.results",
    **dict.fromkeys(("ema_model", "salib_problem", "prim"), "experiments.sweep.research_tools"),
}

_ROOMS = ("figures", "sweep")


def __getattr__(name: str) -> Any:
    """The words of ``_HOMES``, imported on first use; ``sweep`` is a package that can be called."""
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    if name in _ROOMS:
        return importlib.import_module(f"experiments.{name}")
    raise AttributeError(f"module 'experiments' has no attribute {name!r}")


def __dir__() -> list[str]:
    """What can be asked for, imported or not."""
    return sorted([*_HOMES, *_ROOMS, *(name for name in globals() if name.startswith("__"))])
