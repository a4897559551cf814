"""City hall buys what makes the city greener, and with it green posts."""

from typing import Any

from sim.catalogue import Lever
from sim.declare import param
from sim.facts import sector_codes
from sim.tables import NOBODY
from sim.targeting import funded

DELIVERS = {"F": 0.5, "MN": 0.2, "H": 0.15, "ABDE": 0.15}
"""Shares of construction, engineering, transport and energy in what is bought (assumed)."""


class GreenProcurement(Lever):
    """Retrofit, clean transport and clean energy are ordered: the sectors that deliver want more posts, and green ones.

    Orders are paid when work is done: where green posts stay vacant, the money stays too, and the transition waits.
    """

    theme = "sustainability"
    works_on = "orders to employers"
    cost = param(
        95_000.0, "EUR/year", "of orders for one post", "assumed: pay, employer contributions and material of retrofit work", 1e4, 1e6
    )
    lag = param(12, "months", "until tenders are written and work begins in full", "assumed", 1, 60)

    def apply(self, city: Any) -> None:
        """Order what a month's money buys; pay for the share of posts that are filled."""
        if not funded(city, self):
            return
        c = city.conditions
        begun = min(1.0, (city.since_policy - self.start + 1) / self.lag)
        money = begun * min(city.hall.available(self), self.yearly(city.since_policy) / 12 / (1 + self.overhead))
        all_posts = money * 12 / (self.cost * city.price_level)
        jobs = city.facts.jobs.sum(axis=0)
        for code, share in DELIVERS.items():
            s = sector_codes().index(code)
            more = share * all_posts / jobs[s]
            c.demand[s] *= 1 + more
            c.green_work[s] = 1 - (1 - c.green_work[s]) / (1 + more)
            city.hall.pay(self, float(share * money * filled(city, s)), "employers")


def filled(city: Any, sector: int) -> float:
    """Share of a sector's green posts that are filled; of all its posts while none has turned green."""
    e, posts = city.employers, city.posts
    there = (e.sector[posts.employer] == sector) & (posts.slot < e.target[posts.employer])
    green = there & (posts.green == 1)
    asked = green if green.any() else there
    return float((posts.holder[asked] != NOBODY).mean()) if asked.any() else 0.0
