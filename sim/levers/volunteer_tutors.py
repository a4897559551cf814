"""Residents who give an evening a week to somebody who learns."""

from typing import Any

import numpy as np

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.declare import param
from sim.targeting import lift, places, serve


class VolunteerTutors(Lever):
    """Volunteers sit down with learners who find it hardest, and fewer of these drop out; a coordinator brings them together.

    Volunteers come where people trust each other: money alone finds none beyond those willing.
    """

    theme = "community engagement"
    works_on = "learners who find it hardest"
    aims = KINDS
    willing = param(
        0.02, "share", "of adults over 25 who would tutor at full trust", "assumed: a tenth of those who volunteer at all", 0, 0.5
    )
    learners = param(1.5, "people", "with whom one volunteer works", "assumed", 0.1, 20)
    cost = param(45.0, "EUR/month", "of coordination, training and materials for one volunteer", "assumed: a coordinator for 80", 1, 1000)
    help = param(0.3, "share", "of the risk of dropping out that a tutor takes away", "assumed: evidence V25, the dose is small", 0, 1)

    def apply(self, city: Any) -> None:
        """As many pairs as there are volunteers, lowest basic skills first."""
        r = city.residents
        grown = (r.present == 1) & (r.age >= 25 * 12) & (r.age < 80 * 12)
        volunteers = self.willing * float(r.trust[grown].sum(dtype=np.float64))
        each = self.cost / self.learners
        share = min(1.0, volunteers * self.learners / max(1, places(city, self, each)))
        weak = -np.round(4.0 * r.skill[:, 0].astype(np.float64))
        served = serve(city, self, (r.present == 1) & (r.offer >= 0), each, "staff", need=weak, share=share, lasts=3)
        lift(city.conditions.coaching, served, self.help)
