"""A lever in one file: it changes conditions, residents respond."""

from typing import Any

from sim.catalogue import Lever
from sim.declare import param


class FreeEvenings(Lever):
    """Courses move to evenings, so that a part of those kept away by working hours can come."""

    theme = "access"
    share = param(0.2, "share", "of the schedule barrier that is lifted", "assumed: for the example", 0, 1)

    def apply(self, city: Any) -> None:
        """Lift the barrier, and pay the teachers for it."""
        if city.hall.pay(self, city.hall.available(self), "providers") > 0:
            city.conditions.time_help += self.share
