"""Everything that touches disk, processes and screens: ask the model, run it, keep and show what came out."""

import importlib
from typing import Any

_HOMES = {"simulate": "experiments.api", "compare": "experiments.api", "open_store": "experiments.sweep.results"}


def __getattr__(name: str) -> Any:
    """``simulate``, ``compare`` and ``open_store``, imported on first use; ``sweep`` is a package that can be called."""
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    if name == "sweep":
        return importlib.import_module("experiments.sweep")
    raise AttributeError(f"module 'experiments' has no attribute {name!r}")
