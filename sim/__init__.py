"""Learning City: what happens to a city that invests in learning. The model; it knows no screens."""

import importlib
from typing import TYPE_CHECKING, Any

_HOMES = {
    "LearningCity": "sim.model", "Resident": "sim.agents", "Provider": "sim.agents", "Employer": "sim.agents",
    "City": "sim.city", "MONTH": "sim.city", "Mistake": "sim.declare", "Behaviour": "sim.catalogue", "Lever": "sim.planned",
    "Shock": "sim.catalogue", "indicator": "sim.catalogue", "param": "sim.declare", "param_by": "sim.by_group", "column": "sim.tables",
}  # fmt: skip
_FOLDERS = ("behaviours", "indicators", "levers", "shocks")
if TYPE_CHECKING:
    from sim import behaviours, indicators, levers, shocks
    from sim.agents import Employer, Provider, Resident
    from sim.by_group import param_by
    from sim.catalogue import Behaviour, Shock, indicator
    from sim.city import MONTH, City
    from sim.declare import Mistake, param
    from sim.model import LearningCity
    from sim.planned import Lever
    from sim.tables import column
__all__ = [
    "MONTH", "Behaviour", "City", "Employer", "LearningCity", "Lever", "Mistake", "Provider", "Resident", "Shock",
    "behaviours", "column", "indicator", "indicators", "levers", "param", "param_by", "shocks",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import on first use, so that asking for help or a scenario does not wait for numba and Mesa."""
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    if name in _FOLDERS:
        if name in ("levers", "shocks"):
            importlib.import_module("sim.portraits")  # from then on they tell their cards
        return importlib.import_module(f"sim.{name}")
    raise AttributeError(f"module 'sim' has no attribute {name!r}")


def __dir__() -> list[str]:
    """What can be asked for, imported or not."""
    return sorted([*__all__, *(name for name in globals() if name.startswith("__"))])
