"""Public money is cut."""

from typing import Any

from sim.catalogue import Shock
from sim.declare import param


class Austerity(Shock):
    """Levers and providers get less money than planned, and public employers want fewer posts."""

    size = ("cut", "posts")

    months = param(60, "months", "for how long money is short", "assumed: 2010-15 in Europe", 0, 1200)
    cut = param(0.2, "share", "of the money of levers and providers that is cut", "assumed", 0, 1)
    posts = param(0.05, "share", "of public posts that go", "assumed: public employment fell by a few per cent", 0, 0.5)
    ramp = param(12, "months", "until the whole cut is felt", "assumed: one budget year", 1, 60)

    def apply(self, city: Any) -> None:
        """Less money, fewer public posts."""
        now = min(1.0, (city.since_policy - self.start + 1) / self.ramp)
        c = city.conditions
        c.budgets *= 1 - self.cut * now
        c.funding *= 1 - self.cut * now
        c.demand *= 1 - self.posts * now * city.sectors.public
