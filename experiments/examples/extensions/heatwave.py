"""A shock in one file: ``size`` names the number with which all its effects vanish."""

from typing import Any

from sim.catalogue import Shock
from sim.declare import param


class Heatwave(Shock):
    """A hot summer, in which people buy less and firms need fewer staff."""

    months = param(3, "month", "for how long it lasts", "assumed: for the example", 0, 12)
    depth = param(0.05, "share", "of demand lost at its height", "assumed: for the example", 0, 0.5)
    size = ("depth",)

    def apply(self, city: Any) -> None:
        """Every sector sells less."""
        city.conditions.demand *= 1 - self.depth
