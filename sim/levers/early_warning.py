"""A small team that watches the labour market month by month."""

from typing import Any

from sim.catalogue import Lever
from sim.declare import param
from sim.targeting import funded, under_way


class EarlyWarning(Lever):
    """Analysts with monthly registers see a crisis sooner and with less noise than quarterly surveys show it.

    Alone it changes nothing: it makes a reserve fund or a short-time agreement act sooner, and less often without cause.
    """

    theme = "crisis preparedness"
    works_on = "the statistics that planners read"
    cost = param(25_000.0, "EUR/month", "for the team and the data", "assumed: four posts", 1000, 1e6)
    saved = param(
        0.75, "share", "of the lag and noise of statistics that it saves", "evidence 8.1: reaction lag from 6 to 1-2 months", 0, 0.9
    )

    first = param(6, "months", "until the team sees anything", "assumed: analysts to hire, owners of registers to agree with", 0, 60)

    def apply(self, city: Any) -> None:
        """Pay the team; a half-paid team sees half as well."""
        if not funded(city, self) or not under_way(city, self):
            return
        paid = city.hall.pay(self, self.cost * city.price_level, "staff")
        city.conditions.watch[0] += 1
        city.conditions.monitoring[0] += self.saved * paid / (self.cost * city.price_level)
