"""A contract with an employer and a place at college: young people learn a trade while they work in it."""

from typing import Any

import numpy as np

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.declare import param
from sim.pay import earnings
from sim.tables import UNEMPLOYED
from sim.targeting import backed, by_lot, funded, pay_each


class Apprenticeships(Lever):
    """Young unemployed people without a degree may be hired as apprentices: less pay, a certificate at the end, skill in one trade.

    Places are employers' vacancies, so there are fewest in a recession; colleges must find teachers first. What is learned
    is specific: it goes when the trade's tasks go.
    """

    theme = "skill development for the local economy"
    works_on = "young unemployed people without a degree"
    aims = KINDS
    promises = True
    contract = param(24, "months", "of an apprenticeship", "assumed: two to three years", 6, 48)
    bonus = param(0.25, "share", "of an apprentice's pay that the employer gets", "assumed", 0, 1)
    teaching = param(350.0, "EUR/month", "for the days at college", "assumed: a third of a college place", 0, 3000)
    until = param(30, "years", "of age until which one may begin", "chosen by the user", 17, 65)
    lag = param(24, "months", "until the colleges have found teachers for all", "assumed", 1, 60)
    opened = param(0.08, "share", "of vacancies below university level that employers open to an apprentice", "assumed", 0, 1)
    taken = param(5.0, "people", "to whom a contract is offered for each one signed in a month",
                  "assumed: as in the calm city, where one of five offered is hired in the month", 1, 100)  # fmt: skip

    def apply(self, city: Any) -> None:
        """Pay for those under contract; offer contracts for as many as money, teachers and vacancies allow."""
        if not funded(city, self):
            return
        r, c, real = city.residents, city.conditions, city.price_level * city.weight
        now = np.flatnonzero((r.present == 1) & (r.apprentice > 0))
        bonuses = self.bonus * earnings(r, now)
        owed = float((bonuses * city.weight + self.teaching * real) @ r.apprentice[now])
        pay_each(city, self, now, bonuses * city.weight, "employers")
        pay_each(city, self, now, self.teaching * real, "providers")
        each = self.contract * (self.teaching * city.price_level + self.bonus * 0.4 * city.facts.mean_wage)
        taught = min(1.0, (city.since_policy - self.start + 1) / self.lag)
        offered = min(backed(city, self, owed, each, self.taken), int(np.ceil(self.taken * taught * self.opened * open_posts(city))))
        young = (r.present == 1) & (r.activity == UNEMPLOYED) & (r.age >= 16 * 12) & (r.age < self.until * 12) & (r.attainment < 5)
        chosen = by_lot(city, self, young, offered, need=(r.attainment < 3).astype(np.float64))
        c.apprenticeship[chosen] = self.contract
        c.wage_aid[chosen] += self.bonus * self.contract / 12


def open_posts(city: Any) -> int:
    """Vacancies below university level (model posts)."""
    posts = city.posts
    return int(((posts.vacant > 0) & (city.occupations.level[posts.occupation] < 5)).sum())
