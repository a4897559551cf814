"""Rooms to learn in, round the corner, where incomes are low."""

from typing import Any

from sim.catalogue import Lever
from sim.declare import param
from sim.providers import CENTRE, offers_of, unmet
from sim.targeting import belong, funded, lift, poorest_first, want_seats


class LearningCentres(Lever):
    """Community learning centres get seats in low-threshold courses, rooms in the poorer districts, and events that draw people in.

    Who lives near a room looks there first: part of its learners would have gone to another provider.
    """

    theme = "community engagement"
    works_on = "districts"
    aims = ("district",)
    rooms = param(8, "districts", "that get a room of their own, poorest first", "chosen by the user", 0, 200)
    room_cost = param(9_000.0, "EUR/month", "for one room with its host", "assumed: rent and one post", 100, 100_000)
    near = param(0.7, "share", "of the way to a centre saved by a room nearby", "assumed", 0, 1)
    drawn = param(
        0.008, "share/month", "of the residents of such a district drawn into events", "assumed: learning neighbourhoods of Cork", 0, 0.2
    )

    seen = param(0.2, "share", "of looks at courses that residents of such a district turn to those in their room", "assumed", 0, 1)

    def apply(self, city: Any) -> None:
        """Pay the rooms first, then seats with what is left."""
        if not funded(city, self):
            return
        cost = self.room_cost * city.price_level
        open_rooms = poorest_first(city, self, min(self.rooms, city.hall.available(self) / max(cost, 1e-9)))
        city.hall.pay(self, len(open_rooms) * cost, "providers")
        c = city.conditions
        lift(c.satellite, open_rooms, self.near)
        c.meeting[open_rooms] += self.drawn
        rows = offers_of(city, CENTRE, threshold=1)
        c.promoted[rows] += city.offers.seats[rows]
        lift(c.advised, belong(city.residents.district, open_rooms, len(city.facts.districts)), self.seen)
        want_seats(city, self, rows, unmet(city)[rows], city.seat_cost)
