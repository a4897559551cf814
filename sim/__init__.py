"""Learning City: what happens to a city that invests in learning. The model; it knows no screens."""

import importlib
from typing import Any

_HOMES = {
    "LearningCity": "sim.model", "Resident": "sim.agents", "Provider": "sim.agents", "Employer": "sim.agents",
    "City": "sim.city", "MONTH": "sim.city", "Mistake": "sim.declare",
}  # fmt: skip
__all__ = ["MONTH", "City", "Employer", "LearningCity", "Mistake", "Provider", "Resident", "levers", "shocks"]


def __getattr__(name: str) -> Any:
    """Import on first use, so that asking for help or a scenario does not wait for numba and Mesa."""
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    if name in ("levers", "shocks"):
        return importlib.import_module(f"sim.{name}")
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
