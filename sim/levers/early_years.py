"""Places in early education for small children from homes with little schooling."""

from typing import Any

import numpy as np

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.declare import param
from sim.tables import CHILD, EMPLOYED, INACTIVE
from sim.targeting import belong, lift, serve, temper


class EarlyYears(Lever):
    """Small children get a place in early education, those from homes with little schooling first; their parents can work or learn.

    Children look for work fifteen years later and more: within ten years only the parents' time shows in the labour market.
    """

    theme = "inclusive education"
    works_on = "small children and the parents at home with them"
    aims = KINDS
    cost = param(900.0, "EUR/month", "for one place", "assumed: a full-day place in Finland, less fees", 50, 5000)
    gain = param(0.04, "SD/year", "extra learning of a child with a place",
                 "assumed: a quarter of an SD at school entry, half of it fades; compare evidence V27", 0, 0.5)  # fmt: skip
    takes = param(0.75, "share", "of families who take a place that is offered", "assumed: parents who stay at home decline", 0, 1)
    care_help = param(0.6, "share", "of the caring barrier of the parents that a place lifts", "assumed", 0, 1)
    lag = param(18, "months", "until staff and rooms for all places are found", "assumed", 1, 60)

    def apply(self, city: Any) -> None:
        """Fill the places there are staff for, lowest schooling of parents first."""
        r, c = city.residents, city.conditions
        small = (r.present == 1) & (r.activity == CHILD) & (r.age >= 12)
        small &= temper(city, 1, r.id) < self.takes
        opened = min(1.0, (city.since_policy - self.start + 1) / self.lag)
        served = serve(city, self, small, self.cost, "pupils", need=-np.round(r.parents_schooling), share=opened, lasts=60)
        c.support[served] += self.gain
        at_home = belong(r.household, r.household[served], len(city.households)) & (r.activity >= EMPLOYED) & (r.activity <= INACTIVE)
        lift(c.care_help, at_home, self.care_help)
