"""Posts at public employers that city hall creates for people who have long been out of work, each for some months."""

from typing import Any

import numpy as np

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.chance import draws, luck
from sim.declare import param
from sim.tables import UNEMPLOYED
from sim.targeting import backed, by_lot, funded, pay_each

PUBLIC = 0.7
"""Share of a sector's employers that are public from which posts are created there (administration, education, health)."""


class PublicJobs(Lever):
    """Long-term unemployed people work for some months in a post made for them, and search less while it lasts.

    It is a job as long as the money flows. Employers see in it a part of unemployment, so that little is left when it ends; some come
    back for the next one, and people who would have found other work hold one too.
    """

    theme = "inclusive education"
    works_on = "the long-term unemployed"
    aims = KINDS
    promises = True
    contract = param(8, "months", "of a post", "assumed: six to twelve months, as wage-subsidised municipal work in Finland", 1, 36)
    pays = param(1.0, "share", "of the pay, with what an employer pays on top of it, that city hall takes over", "assumed", 0.1, 1.5)
    beside = param(450.0, "EUR/month", "for supervision and tools", "assumed: a supervisor for ten", 0, 5000)
    after = param(12, "months", "of search after which somebody may have one", "chosen by the user", 0, 60)
    most = param(
        0.04, "share", "of the staff of public employers who may hold such posts at a time", "assumed: supervisors are few", 0, 0.5
    )
    lag = param(12, "months", "until public employers have found work for all", "assumed", 1, 60)
    worth = param(
        0.6, "share of mean wage", "that such a post is expected to pay when money is set aside for it", "assumed: simple work", 0.2, 2
    )

    def apply(self, city: Any) -> None:
        """Pay those who hold a post; offer more while there is money and room."""
        if not funded(city, self):
            return
        r, posts, e = city.residents, city.posts, city.employers
        now = np.flatnonzero((r.present == 1) & (r.temporary > 0))
        each = self.pays * r.wage[now].astype(np.float64) * city.weight + self.beside * city.price_level * city.weight
        owed = float(each @ r.temporary[now])
        pay_each(city, self, now, each, "employers")
        goes_on = posts.employer[r.post[now[r.temporary[now] > 1]]]
        held = np.bincount(goes_on, minlength=len(e))
        staff = np.where((city.sectors.public[e.sector] >= PUBLIC) & (e.closed == 0), e.headcount, 0)
        begun = min(1.0, (city.since_policy - self.start + 1) / self.lag)
        room = int(begun * self.most * staff.sum()) - len(goes_on)
        price = self.contract * (self.beside * city.price_level + self.pays * self.worth * city.facts.mean_wage)
        seekers = (r.present == 1) & (r.activity == UNEMPLOYED) & (r.searching >= self.after)
        chosen = by_lot(city, self, seekers, min(room, backed(city, self, owed, price, 1.0)), need=r.searching // 12.0)
        city.conditions.public_job[chosen] = self.contract
        city.conditions.created[:] += held + spread(city, staff, len(chosen))


def spread(city: Any, staff: np.ndarray, posts: int) -> np.ndarray:
    """So many new posts over employers, by lot and by the size of their staff, shape (employers,)."""
    if posts == 0 or staff.sum() == 0:
        return np.zeros(len(staff), np.int64)
    lots = draws(luck(city.seed, "lever", city.since_policy), city.residents.id[:posts])
    return np.bincount(np.searchsorted(np.cumsum(staff), lots * staff.sum(), side="right"), minlength=len(staff))
