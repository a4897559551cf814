"""A seat in a network of learning cities: somebody writes the reports, travels to the meetings, answers the other cities."""

from typing import Any

from sim.catalogue import Lever
from sim.declare import param


class NetworkMembership(Lever):
    """Staff who take part in a network of learning cities. By itself it changes nothing in the city: the gain is in what is adopted.

    Other cities' practices, tools, grants and recognition come with `learncity network`, where many cities live side by side.
    """

    theme = "global network"
    works_on = "the staff of city hall"
    staff = param(0.5, "posts", "for reports, meetings and visits", "assumed: half a post; members report every two years", 0, 20)
    post_cost = param(6_000.0, "EUR/month", "for one post with travel and fees", "assumed", 500, 30_000)

    def apply(self, city: Any) -> None:
        """Pay the staff."""
        city.hall.pay(self, self.staff * self.post_cost * city.price_level, "staff")
