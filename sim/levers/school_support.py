"""Tutors and small groups for pupils whose parents had little schooling."""

from typing import Any

import numpy as np

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.declare import param
from sim.tables import PUPIL
from sim.targeting import serve


class SchoolSupport(Lever):
    """Pupils from homes with little schooling get extra lessons at school; those who need it most come first.

    It pays after ten years and more, when they look for work; nothing moves before.
    """

    theme = "inclusive education"
    works_on = "pupils from homes with little schooling"
    aims = KINDS
    cost = param(1500.0, "EUR/year", "for one pupil", "assumed: small-group tutoring, 60-90 hours", 50, 20_000)
    gain = param(
        0.10,
        "SD/year",
        "extra learning of a supported pupil",
        "evidence V28: mentoring +.29 SD in mathematics (SE .14), a third kept",
        0,
        0.5,
    )
    below = param(12.5, "years", "schooling of parents below which a pupil is eligible", "assumed", 5, 20)

    def apply(self, city: Any) -> None:
        """Support as many eligible pupils as the money reaches, lowest schooling of parents first."""
        r = city.residents
        eligible = (r.present == 1) & (r.activity == PUPIL) & (r.parents_schooling < self.below)
        served = serve(city, self, eligible, self.cost / 12, "pupils", need=-np.round(r.parents_schooling))
        city.conditions.support[served] += self.gain
