"""Caseworkers who help the unemployed to search, and to look further than their last occupation."""

from typing import Any

import numpy as np

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.declare import param
from sim.tables import UNEMPLOYED
from sim.targeting import lift, serve, under_way


class Guidance(Lever):
    """Clients send more applications and, when they have searched for some months, to more occupations.

    A round lasts four months, from the fourth month of search on and once a year, because its effect does not last.
    Caseworkers must be found first. Part of what clients gain others lose: a vacancy is filled only once.
    """

    theme = "skill development for the local economy"
    works_on = "the unemployed"
    aims = KINDS
    cost = param(95.0, "EUR/month", "for one client", "assumed: a caseworker at EUR 5,000 a month for 50-60 clients", 5, 2000)
    search = param(1.2, "factor", "applications sent by a client", "evidence 8.1: x 1.2", 1, 2)
    broaden = param(
        0.3, "share", "of a client's search spread over similar occupations", "evidence V19: broader search; size assumed", 0, 1
    )
    after = param(3, "months", "of search before a round begins", "evidence V19: only for longer spells", 0, 24)
    round = param(4, "months", "of a round, once a year", "evidence 8.1: x 1.2 for four months", 1, 12)

    first = param(3, "months", "until the first clients are seen", "assumed: caseworkers to hire and train", 0, 60)

    def apply(self, city: Any) -> None:
        """Take on as many clients as there is money for: those who search longest first."""
        r, c = city.residents, city.conditions
        in_round = (r.searching >= self.after) & ((r.searching - int(self.after)) % 12 < self.round)
        seekers = (r.present == 1) & (r.activity == UNEMPLOYED) & in_round
        need = np.minimum(r.searching, 48) // 12
        staffed = under_way(city, self)
        served = serve(city, self, seekers, self.cost, "providers", need=need.astype(np.float64), share=staffed, lasts=4)
        c.guidance[served] *= self.search
        lift(c.broaden, served, self.broaden)
