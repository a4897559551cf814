"""A second recession before the first is over."""

from typing import Any

from sim.catalogue import Shock
from sim.declare import param
from sim.shocks.recession import profile


class DoubleDip(Shock):
    """Two recessions in a row, as in Europe from 2008 to 2013: whoever was still searching after the first meets the second."""

    size = ("depth", "second")

    depth = param(
        0.024, "share", "of demand lost at the first bottom", "evidence section 3: unemployment +4 points by 2013; calibrated", 0, 0.6
    )
    second = param(0.022, "share", "of demand lost at the second bottom, besides what is left of the first", "calibrated as above", 0, 0.6)
    gap = param(33, "months", "from the beginning of the first to that of the second", "EU: 2008Q2 and 2011Q1", 6, 120)
    ramp = param(12, "months", "until each bottom", "evidence section 3: 6-18", 1, 60)
    bottom = param(9, "months", "at each bottom", "evidence section 3: 6-12", 0, 120)
    recovery = param(36, "months", "time constant of each recovery", "evidence section 3: 24-36", 1, 240)
    tradable = param(0.6, "share", "deeper in fully tradable sectors, shallower in local ones", "assumed", 0, 1)
    layoffs = param(
        0.5,
        "factor",
        "extra layoff risk where demand is lost to the declared depth, in proportion to what is lost",
        "assumed: precaution",
        0,
        5,
    )

    def apply(self, city: Any) -> None:
        """Lower demand by what is left of both."""
        since = float(city.since_policy - self.start)
        first = self.depth * profile(self.numbers, since)
        again = self.second * profile(self.numbers, since - self.gap) if since >= self.gap else 0.0
        weight = 1 + self.tradable * (city.sectors.tradable - city.sectors.tradable.mean())
        city.conditions.demand *= (1 - first * weight) * (1 - again * weight)
        city.conditions.layoffs *= 1 + self.layoffs * (first + again) / self.declared["depth"].default
