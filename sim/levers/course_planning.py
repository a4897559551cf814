"""Residents plan courses together with those who teach them."""

from typing import Any

from sim.catalogue import Lever
from sim.declare import param
from sim.targeting import belong, funded, lift, poorest_first


class CoursePlanning(Lever):
    """Meetings in the districts decide what is taught and when: seats follow applications sooner, hours suit those who came.

    It begins with meetings; the first programme made that way comes a year later. Those who speak up are mostly
    the educated, so hours suit them first.
    """

    theme = "community engagement"
    works_on = "districts"
    aims = ("district",)
    cost = param(6_000.0, "EUR/month", "for the meetings of one district", "assumed: one post", 100, 1e5)
    drawn = param(0.004, "share/month", "of its residents who come to a meeting", "assumed", 0, 0.1)
    first = param(12, "months", "until the first programme made that way", "assumed: catalogues are yearly", 0, 48)
    hastened = param(0.4, "share", "of the lag of seats that is saved where all districts meet", "assumed", 0, 0.9)
    heard = param(0.25, "share", "of the schedule barrier lifted for the high-educated", "assumed", 0, 1)
    heard_low = param(0.10, "share", "the same, for everybody else: fewer of them come and speak up", "assumed", 0, 1)

    def apply(self, city: Any) -> None:
        """Meet in as many districts as there is money for, poorest first; after a year the catalogue changes."""
        if not funded(city, self):
            return
        c, r, cost = city.conditions, city.residents, self.cost * city.price_level
        meets = poorest_first(city, self, city.hall.available(self) / cost)
        city.hall.pay(self, len(meets) * cost, "staff")
        c.meeting[meets] += self.drawn
        if city.since_policy - self.start >= self.first:
            people = city.facts.districts.people
            c.hastened[0] += self.hastened * people[meets].sum() / people.sum()
            here = belong(r.district, meets, len(city.facts.districts))
            lift(c.time_help, here & (r.attainment >= 5), self.heard)
            lift(c.time_help, here & (r.attainment < 5), self.heard_low)
