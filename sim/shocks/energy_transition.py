"""Energy and carbon become dear for good."""

from typing import Any

import numpy as np

from sim.catalogue import Shock
from sim.chance import exp, logistic
from sim.declare import param
from sim.facts import sector_codes

DELIVERS = {"F": 0.5, "MN": 0.3, "C": 0.2}
"""Construction, engineering and manufacturing get the work that takes the place of what goes, in these shares (assumed)."""


class EnergyTransition(Shock):
    """Employers lose demand by what they emit, along an S-curve; those who change their practice lose less, and green work grows.

    How fast they change depends on green skills: where these are scarce more jobs go, and green posts stay vacant.
    """

    size = ("price", "squeeze")

    price = param(0.06, "share", "of demand that an employer at intensity 1 loses in the end",
                  "assumed: high-emission employers lose 13-21% of demand unless they change; 7% of jobs, evidence section 3",
                  0, 0.25)  # fmt: skip
    years = param(10, "years", "until nearly all has happened", "evidence section 3: decades; assumed", 1, 40)
    squeeze = param(0.01, "share", "of all demand lost at first to dear energy", "assumed: 2022 in Europe", 0, 0.3)
    eases = param(12, "months", "time constant in which that passes", "assumed", 1, 60)
    pressed = param(
        0.012,
        "share/month",
        "of the way to low-carbon practice that firms go under the pressure of the declared price alone",
        "assumed",
        0,
        0.2,
    )
    created = param(0.8, "share", "of the posts lost that come back as green posts", "assumed: studies disagree on the net effect", 0, 2)

    def apply(self, city: Any) -> None:
        """Take demand by what is emitted still; part of it comes back as green work."""
        c, e, since = city.conditions, city.employers, city.since_policy - self.start
        now = float(logistic(12.0 * (since / (12.0 * self.years) - 0.5)))
        lost = np.minimum(0.9, self.price * now * city.sectors.emissions[e.sector] * (1 - e.cleaned))
        c.orders *= 1 - lost
        c.demand *= 1 - self.squeeze * float(exp(-since / self.eases))
        c.cleaning += self.pressed * (city.sectors.emissions[e.sector] > 1) * self.against_usual("price")
        if lost.any():
            self.create(city, float(lost @ e.size))

    def create(self, city: Any, posts: float) -> None:
        """Green posts in the sectors that deliver."""
        c, e = city.conditions, city.employers
        for code, share in DELIVERS.items():
            s = sector_codes().index(code)
            more = self.created * share * posts / max(float(e.size[e.sector == s].sum()), 1.0)
            c.demand[s] *= 1 + more
            c.green_work[s] = 1 - (1 - c.green_work[s]) / (1 + more)
