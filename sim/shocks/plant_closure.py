"""The largest employers that sell outside the city close."""

from typing import Any

from sim.catalogue import Shock
from sim.declare import param


class PlantClosure(Shock):
    """The largest tradable employers close in one month; local demand follows what residents earn and who works here.

    Of employers with more than twice the posts that are to go none closes: a small closure is that of a small plant.
    """

    size = ("share",)

    share = param(0.03, "share", "of all posts that go", "evidence section 3: 2-5% of jobs", 0, 0.3)

    def apply(self, city: Any) -> None:
        """Close them in the first month."""
        if city.since_policy == int(self.start):
            city.conditions.closing[0] += self.share
