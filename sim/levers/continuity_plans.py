"""Plans and digital seats that let courses go on when rooms are closed."""

from typing import Any

from sim.catalogue import Lever
from sim.declare import param
from sim.providers import ONLINE, offers_of, unmet
from sim.targeting import funded, want_seats


class ContinuityPlans(Lever):
    """Teachers are trained and platforms kept ready, so that most seats in closed rooms go on at a distance.

    Readiness costs money in every quiet year; some of it opens a few more online seats, and nothing else is seen of it.
    """

    theme = "crisis preparedness"
    works_on = "the seats of all courses"
    cost = param(60.0, "EUR/year", "to keep a seat ready to move", "assumed: licences and a day of training a teacher", 1, 5000)
    goes_on = param(0.57, "share", "of seats in closed rooms that go on where all are ready",
                    "evidence 8.1: capacity lost falls from .7 to .3", 0, 1)  # fmt: skip
    online = param(0.2, "share", "of the money for online seats that are used in quiet years", "chosen by the user", 0, 1)

    def apply(self, city: Any) -> None:
        """Keep as many seats ready as the money reaches; open some online."""
        if not funded(city, self):
            return
        rows = offers_of(city, ONLINE)
        want_seats(city, self, rows, unmet(city)[rows], city.seat_cost, share=self.online)
        all_ready = float(city.offers.seats.sum()) * self.cost / 12 * city.price_level * city.weight
        money = min(all_ready, (1 - self.online) * city.hall.available(self))
        city.hall.pay(self, money, "providers")
        city.conditions.backup[0] += self.goes_on * money / max(all_ready, 1e-9)
