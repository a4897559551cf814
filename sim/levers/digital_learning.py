"""Online seats, devices, and somebody to ask when one is stuck."""

from typing import Any

import numpy as np

from sim.catalogue import Lever
from sim.declare import param
from sim.providers import ONLINE, offers_of, unmet
from sim.targeting import funded, lift, places, want_seats


class DigitalLearning(Lever):
    """More online courses, which need no travel; part of the money lends devices and pays coaches who help learners to stay on.

    Most who start online never finish, the unsure least of all: seats alone widen the gap, coaching narrows it.
    """

    theme = "lifelong learning"
    coached = param(0.5, "share", "of the money for devices and coaches rather than seats", "chosen by the user", 0, 1)
    cost = param(60.0, "EUR/month", "for a device on loan and a coach, for one online learner", "assumed", 1, 1000)
    help = param(0.5, "share", "of the risk of dropping out that coaching takes away", "assumed: blended forms against online alone", 0, 1)

    def apply(self, city: Any) -> None:
        """Coach as many online learners as the money reaches, then ask for seats."""
        if not funded(city, self):
            return
        r = city.residents
        online = (r.present == 1) & (r.offer >= 0) & (city.courses.online[city.offers.course[np.maximum(r.offer, 0)]] == 1)
        rows, learners = offers_of(city, (ONLINE,)), max(1.0, float(online.sum()))
        coached = min(1.0, places(city, self, self.cost, self.coached) / learners)
        city.hall.pay(self, coached * float(online.sum()) * self.cost * city.price_level * city.weight, "providers")
        lift(city.conditions.blended, rows, self.help * coached)
        want_seats(city, self, rows, unmet(city)[rows], city.seat_cost, share=1 - self.coached)
