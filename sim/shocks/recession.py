"""Demand falls in every sector, stays low for a while, and comes back slowly."""

from typing import Any

from sim.catalogue import Shock
from sim.chance import exp
from sim.declare import param
from sim.kernels import rule


class Recession(Shock):
    """A demand recession of the size of 2008-13 in Europe: tradable sectors fall furthest."""

    size = ("depth",)

    depth = param(
        0.037, "share", "of demand lost at the bottom", "evidence section 3: unemployment +4 points; calibrated to that size", 0, 0.6
    )
    ramp = param(12, "months", "until the bottom", "evidence section 3: 6-18", 1, 60)
    bottom = param(9, "months", "at the bottom", "evidence section 3: 6-12", 0, 120)
    recovery = param(30, "months", "time constant of the recovery", "evidence section 3: 24-36", 1, 240)
    tradable = param(0.6, "share", "deeper in fully tradable sectors, shallower in local ones", "assumed", 0, 1)
    layoffs = param(
        0.5,
        "factor",
        "extra layoff risk at the bottom of a recession of the declared depth, in proportion to depth",
        "assumed: precaution",
        0,
        5,
    )

    def apply(self, city: Any) -> None:
        """Lower demand by this month's share of the depth."""
        now = profile(self.numbers, float(city.since_policy - self.start))
        weight = 1 + self.tradable * (city.sectors.tradable - city.sectors.tradable.mean())
        city.conditions.demand *= 1 - self.depth * now * weight
        city.conditions.layoffs *= 1 + self.layoffs * now * self.against_usual("depth")


@rule
def profile(p, month):
    """Share of the full depth this many months after the start."""
    if month < p.ramp:
        return (month + 1.0) / p.ramp
    return exp(-max(0.0, month - p.ramp - p.bottom) / p.recovery)
