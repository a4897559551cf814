"""What an award does to a city: some people come, and events make residents proud of it."""

from typing import Any

from sim.catalogue import Shock
from sim.declare import param


class Recognition(Shock):
    """A city with an award is seen: people come from elsewhere, and celebrations raise trust. It teaches nobody anything."""

    visitors = param(0.0005, "share/year", "of residents who come from elsewhere", "assumed", 0, 0.05)
    pride = param(0.001, "share/month", "of residents who are drawn into events", "assumed", 0, 0.2)

    def apply(self, city: Any) -> None:
        """A month's share of those who come, and of the celebrations."""
        city.conditions.pulse[0] += self.visitors / 12
        city.conditions.meeting += self.pride
