"""Work that cannot be done at home stops for some months, in some sectors nearly all of it."""

from typing import Any

import numpy as np

from sim.catalogue import Shock
from sim.chance import exp
from sim.declare import param
from sim.targeting import lift


class Pandemic(Shock):
    """Work stops as far as each sector did in 2020; short-time work keeps some staff on, most others are promised a recall.

    Work that can be done at home goes on there, and employers keep part of the skilled: the less educated lose more.
    With short_time as in Europe few lose their jobs; at 0 it is the pandemic of the United States. Classrooms close too.
    """

    size = ("strictness", "demand")

    strictness = param(0.98, "share", "of work stopped in the sector that halts first, unless it can be done at home",
                       "evidence section 3: hours -12% in the EU; calibrated", 0, 1)  # fmt: skip
    hold = param(3, "months", "of full strictness", "evidence section 3: fast, 2-4 months", 0, 60)
    easing = param(4, "months", "time constant of the easing", "evidence section 3: 4-8", 1, 60)
    recall = param(0.88, "share", "of those laid off who are promised their job back", "evidence section 3: .7-.9", 0, 1)
    short_time = param(
        0.97, "share", "of stopped staff kept on short time", "evidence section 3: EU +.5 points of unemployment, US +10; calibrated", 0, 1
    )
    rooms = param(
        0.7,
        "share",
        "of seats in rooms that are lost at the declared strictness, in proportion to it",
        "evidence 8.1: capacity lost .7",
        0,
        1,
    )
    demand = param(0.0, "share", "of demand lost besides", "assumed", 0, 0.5)

    def apply(self, city: Any) -> None:
        """Stop work that cannot be done at home, by how far the sector halts."""
        after = max(0.0, city.since_policy - self.start - self.hold)
        now = float(exp(-after / self.easing))
        c = city.conditions
        c.stopped[:] = 1 - (1 - c.stopped) * (1 - self.strictness * now * city.sectors.halts)
        if self.strictness > 0:
            np.maximum(c.recall, self.recall, out=c.recall)
            lift(c.at_home, slice(None), city.occupations.home)
            lift(c.short_time, slice(None), self.short_time)
            lift(c.closed_rooms, slice(None), min(1.0, self.rooms * now * self.against_usual("strictness")))
        c.demand *= 1 - self.demand * now
