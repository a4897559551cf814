"""Everything that touches disk, processes and screens: ask the model, run it, keep and show what came out."""

import importlib
from typing import Any

_HOMES = {"simulate": "experiments.asking", "compare": "experiments.asking"}


def __getattr__(name: str) -> Any:
    """``simulate`` and ``compare``, imported on first use."""
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'experiments' has no attribute {name!r}")
