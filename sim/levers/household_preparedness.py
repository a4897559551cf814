"""Visits that teach households what to do in an emergency."""

from typing import Any

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.declare import param
from sim.targeting import serve


class HouseholdPreparedness(Lever):
    """Trained neighbours visit households: stores, insurance, papers, whom to call. Well prepared people show it to their acquaintances.

    It is forgotten over the years, and worth something only when there is a disaster: fewer months are lost to it.
    """

    theme = "crisis preparedness"
    works_on = "adults who are not prepared"
    aims = KINDS
    cost = param(35.0, "EUR", "for one visit and a kit", "assumed", 1, 1000)
    gain = param(0.6, "share", "of what is missing that a visit makes up", "assumed", 0, 1)
    ready = param(0.5, "share", "of preparedness from which nobody visits again", "assumed", 0, 1)

    def apply(self, city: Any) -> None:
        """Visit as many adults as there is money for who are not prepared."""
        r = city.residents
        unready = (r.present == 1) & (r.age >= 18 * 12) & (r.prepared < self.ready)
        city.conditions.drill[serve(city, self, unready, self.cost, "staff", lasts=1)] = self.gain
