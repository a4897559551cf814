"""Neighbourhoods that organise their own learning, and a festival of learning every year."""

from typing import Any

from sim.catalogue import Lever
from sim.declare import param
from sim.targeting import aimed_districts, funded, lift, poorest_first


class LearningNeighbourhoods(Lever):
    """Part-time staff help a neighbourhood to learn together: people come to events, get to know each other, trust and try more.

    Once a year a festival makes the whole city curious; three months later half of that is gone. What grows is trust,
    wishes and acquaintances, not jobs in the first years.
    """

    theme = "community engagement"
    works_on = "districts"
    aims = ("district",)
    areas = param(12, "districts", "at most, poorest first", "chosen by the user", 0, 200)
    growth = param(2.0, "districts/year", "that join", "Cork: two pilots in 2015, four in 2017", 0.1, 50)
    area_cost = param(
        3_500.0, "EUR/month", "for one neighbourhood", "Cork: two part-time staff for four areas; rooms and small grants assumed", 100, 1e5
    )
    drawn = param(0.012, "share/month", "of its residents drawn into events", "assumed", 0, 0.2)
    mixing = param(0.3, "share", "of those who come who get to know somebody new", "assumed", 0, 1)
    festival = param(250_000.0, "EUR", "for a festival in a city of 650,000", "assumed: EUR 0.4 a resident", 0, 1e7)
    curious = param(0.15, "log-odds", "added to everybody's wish to learn by a festival", "assumed: small peer effect, evidence 8.1", 0, 2)
    halves = param(3.0, "months", "in which that halves", "evidence 8.1: an awareness pulse halves in three months", 0.5, 24)

    def apply(self, city: Any) -> None:
        """A twelfth of the festival is put aside, the staff are paid; the festival is in the last month of every year."""
        if not funded(city, self):
            return
        c, hall, since = city.conditions, city.hall, city.since_policy - int(self.start)
        year = self.yearly(city.since_policy) / (1 + self.overhead)
        price = self.festival * city.price_level * city.facts.people / 650_000
        there, people = aimed_districts(city, self), city.facts.districts.people
        price *= float(people[there].sum() / people.sum())
        price *= price < 0.6 * year
        cost = self.area_cost * city.price_level
        many = min(self.areas, self.growth * (1 + since / 12), (year - price) / 12 / max(cost, 1e-9))
        joined = poorest_first(city, self, max(0.0, many))
        hall.pay(self, len(joined) * cost + (price if since % 12 == 11 else 0.0), "staff")
        c.meeting[joined] += self.drawn
        lift(c.mixing, joined, self.mixing)
        if price > 0 and since >= 11:
            c.buzz[there] += self.curious * 0.5 ** ((since - 11) % 12 / self.halves)
