"""Lessons in the language of the city at work, in working hours."""

from typing import Any

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.chance import draws, luck
from sim.declare import param
from sim.tables import EMPLOYED
from sim.targeting import by_lot, pay_each, places


class WorkplaceLanguage(Lever):
    """Employees who lack the language are taught it where they work, a few hours a week; their employer pays part.

    It reaches only those who have a job already, and only where the employer takes part; some employers would have taught them anyway.
    """

    theme = "inclusive education"
    works_on = "employees from abroad who lack the language of the city"
    aims = KINDS
    hours = param(80.0, "hours", "of lessons in a course", "inclusion.csv G10: at least 70 lessons", 10, 1000)
    lasts = param(6, "months", "of a course", "assumed: three hours a week", 1, 24)
    price = param(1300.0, "EUR", "of such a course, for one learner", "assumed: EUR 100 a lesson, six to a class", 50, 20_000)
    employer = param(0.4, "share", "of the price that the employer pays", "inclusion.csv G10: 30-50%", 0, 1)
    takes_part = param(0.35, "share", "of employers that take part", "assumed: most who hire people without the language do not", 0, 1)
    below = param(0.75, "share", "command of the language below which somebody is taught", "assumed: B2, as most work asks", 0.1, 1)

    def apply(self, city: Any) -> None:
        """Teach as many as the money reaches; the lot for places is drawn anew for every course."""
        r = city.residents
        works = (r.present == 1) & (r.activity == EMPLOYED) & (r.language < self.below)
        willing = draws(luck(city.seed, "lever", (1 << 20) + 4), city.employers.id) < self.takes_part
        works[works] = willing[city.posts.employer[r.post[works]]]
        each = self.price * (1 - self.employer) / self.lasts
        taught = by_lot(city, self, works, places(city, self, each), lasts=int(self.lasts))
        pay_each(city, self, taught, each * city.price_level * city.weight, "providers")
        city.conditions.language_hours[taught] += self.hours / self.lasts
