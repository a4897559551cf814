"""Online seats, devices, and somebody to ask when one is stuck."""

from typing import Any

import numpy as np

from sim.catalogue import Lever
from sim.declare import param
from sim.providers import ONLINE, offers_of, unmet
from sim.targeting import funded, lift, pay_each, places, want_seats


class DigitalLearning(Lever):
    """More online courses, which need no travel; part of the money lends devices and pays coaches who help learners to stay on.

    Seats alone change little, for many like online courses less, learn less in them and leave: the unsure above all. With coaching
    more come, first those who wish to learn anyway.
    """

    theme = "lifelong learning"
    works_on = "online courses and whoever sits in them"
    coached = param(0.5, "share", "of the money for devices and coaches rather than seats", "chosen by the user", 0, 1)
    cost = param(60.0, "EUR/month", "for a device on loan and a coach, for one online learner", "assumed", 1, 1000)
    help = param(0.5, "share", "of the losses of learning online that coaching makes up for", "assumed: blended forms", 0, 1)

    def apply(self, city: Any) -> None:
        """Coach as many online learners as the money reaches, then ask for seats."""
        if not funded(city, self):
            return
        r = city.residents
        online = (r.present == 1) & (r.offer >= 0) & (city.courses.online[city.offers.course[np.maximum(r.offer, 0)]] == 1)
        rows, learners = offers_of(city, ONLINE), max(1.0, float(online.sum()))
        coached = min(1.0, places(city, self, self.cost, self.coached) / learners)
        pay_each(city, self, np.flatnonzero(online), coached * self.cost * city.price_level * city.weight, "providers")
        lift(city.conditions.blended, rows, self.help * coached)
        want_seats(city, self, rows, unmet(city)[rows], city.seat_cost, share=1 - self.coached)
