"""An agreement made beforehand: in a crisis hours are cut, not people."""

from typing import Any

import numpy as np

from sim.behaviours.separation import share_stopped
from sim.catalogue import Lever
from sim.declare import param
from sim.pay import earnings
from sim.tables import EMPLOYED
from sim.targeting import alarm, funded, lift


class ShortTimeProtocol(Lever):
    """When a crisis is seen, employers who took part in the agreement keep staff they have no work for, and city hall pays part.

    It saves jobs that come back. It costs money in quiet years too, and holds people in firms whose work does not come back.
    """

    theme = "crisis preparedness"
    works_on = "employers and the posts they have no work for"
    takes = param(0.6, "share", "of employers under the agreement", "assumed: evidence section 3, most hours of 2020 in Europe", 0, 1)
    pay = param(0.5, "share", "of the pay for hours not worked that is paid", "assumed: city and state together", 0, 1)
    points = param(
        0.008, "share", "of unemployment above the usual, or of work stopped, at which it begins", "chosen by the user", 0.001, 0.2
    )
    standby = param(1.0, "EUR/year", "for each post in the city, to keep the agreement alive", "assumed", 0, 100)

    def apply(self, city: Any) -> None:
        """Keep the agreement alive; in a crisis pay for as many as the money reaches."""
        if not funded(city, self):
            return
        c, e, hall = city.conditions, city.employers, city.hall
        c.watch[0] += 1
        hall.pay(self, self.standby / 12 * e.headcount.sum() * city.weight * city.price_level, "staff")
        stopped = max(float(c.stopped.max()), float(c.damage.max())) > self.points
        if not stopped and not alarm(city, self.points):
            return
        rows, wages = idle_wages(city)
        due = self.takes * self.pay * float(wages.sum())
        paid = hall.pay(self, due, "employers")
        hall.hand(rows, wages * (paid / max(1e-9, float(wages.sum()))))
        lift(c.short_time, slice(None), self.takes * paid / max(1.0, due))
        lift(c.kept_on, slice(None), self.takes * paid / max(1.0, due))


def idle_wages(city: Any) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the employed, and the pay of each for hours without work, EUR/month of the real city."""
    e, posts, r = city.employers, city.posts, city.residents
    works = np.flatnonzero((r.present == 1) & (r.activity == EMPLOYED))
    post = r.post[works]
    unwanted = posts.slot[post] >= e.target[posts.employer[post]]
    return works, np.maximum(share_stopped(city, post), unwanted) * earnings(r, works) * city.weight
