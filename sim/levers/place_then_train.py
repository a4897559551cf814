"""A coach with few clients finds a job for somebody whom health limits, and stays with her in it."""

from typing import Any

import numpy as np

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.chance import draws, luck
from sim.declare import param
from sim.tables import EMPLOYED, INACTIVE, UNEMPLOYED
from sim.targeting import lift, serve, temper


class PlaceThenTrain(Lever):
    """Coaches go with people whom health limits straight to employers, for a real job first and what it asks for then.

    It is dear, for a coach has at most twenty clients; it opens doors that a letter of application does not, and a post that a client
    gets another applicant does not. Who does not want to work is not made to.
    """

    theme = "inclusive education"
    works_on = "people out of work whom health limits and who want to work"
    aims = KINDS
    cost = param(330.0, "EUR/month", "for one client", "assumed: a coach at EUR 6,600 a month for twenty clients", 10, 5000)
    wants = param(0.33, "share", "of those limited and outside the labour force who want to work and can",
                  "assumed: a third of those out of work whom health limits", 0, 1)  # fmt: skip
    starts = param(0.07, "share/month", "of clients outside the labour force who begin to look for work", "assumed", 0, 1)
    search = param(
        1.3,
        "factor",
        "applications of a client, with her coach",
        "assumed; Frederick and VanderWeele 2019: 1.63 times as many in work",
        1,
        3,
    )
    meets = param(0.5, "share", "of employers in the coaches' circle to whom a client is introduced", "assumed, as above", 0, 1)
    circle = param(0.25, "share", "of employers that coaches know", "assumed", 0, 1)
    lag = param(18, "months", "until coaches for all are trained", "assumed: two months of training, then a caseload that grows", 1, 60)

    def apply(self, city: Any) -> None:
        """Take on as many as there are coaches and money for; those severely limited come first."""
        r, c = city.residents, city.conditions
        limited = (r.present == 1) & (r.limitation > 0) & (r.age >= 18 * 12) & (r.age < 64 * 12)
        keen = (r.activity == UNEMPLOYED) | ((r.activity == INACTIVE) & (temper(city, 5, r.id) < self.wants))
        keen |= (r.activity == EMPLOYED) & (r.tenure < 6)  # the coach stays for a while
        begun = min(1.0, (city.since_policy - self.start + 1) / self.lag)
        served = serve(city, self, limited & keen, self.cost, "providers", need=r.limitation.astype(np.float64), share=begun, lasts=12)
        seeking = served[r.activity[served] != EMPLOYED]
        c.activated[seeking] = np.maximum(c.activated[seeking], self.starts)
        c.guidance[seeking] *= self.search
        lift(c.introduced, seeking, self.meets)
        c.takes_in[draws(luck(city.seed, "lever", (1 << 20) + 6), city.employers.id) < self.circle] = 1
