"""Many people from abroad arrive within a year or two."""

from typing import Any

from sim.catalogue import Shock
from sim.declare import param


class Newcomers(Shock):
    """Young families arrive without the language, without recognised schooling or acquaintances, and may not work at first.

    They live in the city from then on: they learn its language, look for work and find it, later than others.
    """

    size = ("share",)

    share = param(0.015, "share", "of residents who arrive in all", "evidence section 3: Germany 2015-16, about 1.5%", 0, 0.2)
    arriving = param(18, "months", "over which they arrive", "evidence section 3: 12-24", 1, 120)
    barred = param(9, "months", "until one may work", "assumed: asylum procedure; half at work after five years (section 3)", 0, 120)
    later = param(24, "months", "longer until women look for work: language courses wait until somebody cares for the children",
                  "assumed; IAB-BAMF-SOEP survey, remembered: women began courses a year or two later", 0, 120)  # fmt: skip
    gap = param(
        0.5, "SD", "by which skills in what is taught in a language lie below those of residents, whose tests are in it", "assumed", 0, 4
    )

    def apply(self, city: Any) -> None:
        """A month's share of those who arrive."""
        if city.since_policy - self.start < self.arriving and self.share > 0:
            c = city.conditions
            c.pulse[0] += self.share / self.arriving
            c.pulse_gap[0], c.pulse_barred[0], c.pulse_later[0] = self.gap, self.barred, self.later
