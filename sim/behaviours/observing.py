"""Step 15: the month is counted."""

from typing import Any

import numpy as np

from sim.catalogue import Behaviour
from sim.chance import bell, draw
from sim.declare import param
from sim.observation import JOBLESS, WORK


class Observing(Behaviour):
    """Counts residents by group, wages, incomes, posts and seats: everything an indicator can ask for.

    Planners who follow the labour market see unemployment late and with the noise of a survey; monitoring saves part of both.
    """

    lag = param(8, "months", "until statistics have followed the labour market", "evidence 8.1: quarterly, one or two quarters late", 1, 36)
    noise = param(0.004, "share", "error of a month's survey of unemployment", "assumed: sampling error of a labour force survey", 0, 0.05)
    memory = param(60, "months", "over which planners average what is usual", "assumed", 12, 240)

    def act(self, city: Any) -> None:
        """Look at the city and remember."""
        city.observations.look(city, city.month + 1)
        if city.conditions.watch[0] > 0:
            self.inform(city, city.memory.columns, min(0.9, float(city.conditions.monitoring[0])))

    def inform(self, city: Any, m: Any, monitoring: float) -> None:
        """What planners know of unemployment moves towards what it is."""
        cells = city.observations.cells[-1]
        jobless, work = float(cells[:, JOBLESS].sum()), float(cells[:, WORK].sum())
        rate = jobless / max(1.0, jobless + work)
        if m.seen[0] < 0:
            m.seen[0], m.usual[0] = rate, rate
        rate += self.noise * (1 - monitoring) * bell(draw(city.luck("surveying"), 0))
        m.seen[0] = np.clip(m.seen[0] + (rate - m.seen[0]) / max(1.0, self.lag * (1 - monitoring)), 0, 1)
        m.usual[0] += (m.seen[0] - m.usual[0]) / self.memory
