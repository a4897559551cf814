"""Online seats, devices, and somebody to ask when one is stuck."""

from typing import Any

import numpy as np

from sim.catalogue import Lever
from sim.declare import param
from sim.providers import ONLINE, offers_of, unmet
from sim.targeting import lift, serve, want_seats


class DigitalLearning(Lever):
    """More online courses, which need no travel; part of the money helps learners to stay on, those with few digital skills first.

    Most who start online never finish, the unsure least of all: seats alone widen the gap, coaching narrows it.
    """

    theme = "lifelong learning"
    coached = param(0.5, "share", "of the money for devices and coaches rather than seats", "chosen by the user", 0, 1)
    cost = param(60.0, "EUR/month", "for a device on loan and a coach, for one online learner", "assumed", 1, 1000)
    help = param(0.5, "share", "of the risk of dropping out that coaching takes away", "assumed: blended forms against online alone", 0, 1)

    def apply(self, city: Any) -> None:
        """Coach online learners, then ask for seats."""
        r = city.residents
        online = (r.present == 1) & (r.offer >= 0) & (city.courses.online[city.offers.course[np.maximum(r.offer, 0)]] == 1)
        weak = -np.round(4.0 * r.skill[:, 1].astype(np.float64))
        served = serve(city, self, online, self.cost, "providers", need=weak, share=self.coached, lasts=3)
        lift(city.conditions.coaching, served, self.help)
        rows = offers_of(city, (ONLINE,))
        want_seats(city, self, rows, unmet(city)[rows], city.seat_cost, share=1 - self.coached)
