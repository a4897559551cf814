"""A behaviour whose numbers differ by group: classes as in ``for``, each a number that files set and sweeps vary."""

from typing import Any

import numpy as np

from sim.by_group import param_by
from sim.catalogue import Behaviour, indicator
from sim.chance import draws


class OpenDays(Behaviour):
    """Schools open their doors: whoever comes knows afterwards what is on offer. Who comes differs by education and by age."""

    visits = param_by("education", {"low": 0.01, "medium": 0.02, "high": 0.04}, "share/month", "who come to an open day",
                      "assumed: for the example", 0, 1)  # fmt: skip
    eager = param_by("age", {"16-24": 1.5, "25-54": 1.0, "55-74": 0.5, "others": 0.0}, "factor", "on coming to an open day",
                     "assumed: for the example", 0, 5)  # fmt: skip

    def act(self, city: Any) -> None:
        """Some of those who do not know what is on offer come and see."""
        r = city.residents
        chance = self.by_resident("visits", city) * self.by_resident("eager", city)
        r.aware[draws(city.own_luck("open_days"), np.maximum(r.id, 0)) < chance] = 1


@indicator("share", by_group=False)
def knows_of_courses(city):  # noqa: ANN001, ANN201 - as packaged indicators are written
    """Residents of 18 and over who know what is on offer."""
    r = city.residents
    grown = (r.present == 1) & (r.age >= 18 * 12)
    return r.aware[grown].mean() if grown.any() else np.nan
