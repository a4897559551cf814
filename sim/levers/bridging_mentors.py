"""Working natives who spend a year with somebody from elsewhere."""

from typing import Any

import numpy as np

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.declare import param
from sim.tables import EMPLOYED, INACTIVE, NATIVE, UNEMPLOYED
from sim.targeting import places, serve


class BridgingMentors(Lever):
    """Pairs of a working native and a resident from abroad meet for a year and stay acquaintances: jobs travel along such ties.

    Half of openings are never advertised, and who is spoken for meets less prejudice. Mentors are volunteers, few beyond those willing;
    what one is told of another does not hear of.
    """

    theme = "community engagement"
    works_on = "residents from abroad out of work or new in it"
    aims = KINDS
    cost = param(85.0, "EUR/month", "of a coordinator, training and meetings for one pair", "assumed: a coordinator for 60 pairs", 1, 2000)
    lasts = param(12, "months", "of a pair", "assumed: as usual in such programmes", 1, 60)
    willing = param(0.01, "share", "of working natives who would mentor at full trust", "assumed: half of those who tutor", 0, 0.2)
    ties = param(
        1.5, "people", "whom the resident gets to know through a pair: the mentor, and one in two of the mentor's circle", "assumed", 0, 5
    )

    def apply(self, city: Any) -> None:
        """As many pairs as there are mentors and money; who is out of work and came last comes first."""
        r = city.residents
        adult = (r.present == 1) & (r.age >= 18 * 12) & (r.age < 60 * 12)
        eligible = (
            adult
            & (r.foreign == 1)
            & ((r.activity == UNEMPLOYED) | (r.activity == INACTIVE) | ((r.activity == EMPLOYED) & (r.tenure < 12)))
        )
        natives = (r.present == 1) & (r.activity == EMPLOYED) & (r.origin == NATIVE) & (r.foreign == 0)
        mentors = self.willing * float(r.trust[natives].sum(dtype=np.float64))
        share = min(1.0, mentors / max(1, places(city, self, self.cost)))
        need = 2.0 * (r.activity == UNEMPLOYED) + (r.arrived > city.month - 60)
        paired = serve(city, self, eligible, self.cost, "staff", need=need, share=share, lasts=int(self.lasts))
        city.conditions.mentored[paired] = min(1.0, self.ties / self.lasts)
