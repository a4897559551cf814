"""A flood or an earthquake strikes one part of the city."""

from typing import Any

import numpy as np

from sim.catalogue import Shock
from sim.chance import exp
from sim.declare import param
from sim.facts import sector_codes
from sim.targeting import lift


class Disaster(Shock):
    """Work, classrooms and homes in a zone are destroyed and rebuilt; those hit search less for a while, unless prepared.

    Rebuilding brings work, above all to construction, so that after a year or two the city may have more jobs than before.
    Of districts larger than the whole zone only a share is struck.
    """

    size = ("zone",)

    zone = param(0.2, "share", "of residents who live in the zone", "chosen by the user", 0, 1)
    where = param(0, "row", "district in its middle", "chosen by the user", 0, 255)
    firms = param(0.16, "share", "of work in the zone that cannot go on at first",
                  "evidence section 3: unemployment +2-4 points for 6-12 months; calibrated to that size", 0, 1)  # fmt: skip
    rooms = param(0.7, "share", "of seats of providers in the zone that are lost at first", "evidence 8.1: capacity lost .7", 0, 1)
    homes = param(0.3, "share", "of homes in the zone that cannot be lived in at first", "assumed", 0, 1)
    leaves = param(0.6, "share", "of households without a home who leave the city", "assumed: Katrina, far more", 0, 1)
    hold = param(7, "months", "until clearing up is done", "evidence section 3: loss lasts 6-12 months; calibrated", 0, 24)
    rebuilding = param(12, "months", "time constant of rebuilding", "evidence section 3: a year, two to three in all", 1, 60)
    recall = param(0.6, "share", "of those laid off who are promised their job back", "assumed", 0, 1)
    orders = param(
        0.6,
        "years of work",
        "ordered to rebuild the place of one post destroyed, most of it from construction",
        "assumed: insurance covers two thirds",
        0,
        3,
    )
    dwellings = param(0.5, "years of work", "ordered to rebuild one home", "assumed: a third of its price is work on site", 0, 3)
    lost_time = param(0.6, "share", "of search that those in the zone lose at first, if nothing is prepared", "assumed", 0, 1)

    def apply(self, city: Any) -> None:
        """What is destroyed now, what is being rebuilt, and who is held up by it."""
        if self.zone <= 0:
            return
        c, e, r = city.conditions, city.employers, city.residents
        hit = zone_around(city, int(self.where), self.zone)
        struck = share_struck(city.facts.districts.people, hit, self.zone)
        after = city.since_policy - self.start
        left = struck * float(exp(-max(0.0, after - self.hold) / self.rebuilding))
        there = hit[e.district]
        np.maximum(c.damage, self.firms * left * there, out=c.damage)
        np.maximum(c.recall, self.recall, out=c.recall)
        lift(c.closed_rooms, hit, self.rooms * left)
        c.homes[hit] *= 1 - self.homes * left
        c.flight[hit] += struck * self.homes * self.leaves * (after < 12)
        held_up = (r.present == 1) & hit[r.district]
        c.guidance[held_up] *= 1 - self.lost_time * left * (1 - r.prepared[held_up])
        heads = city.households.head[city.households.head >= 0]
        families = np.count_nonzero(hit[r.district[heads]])
        lost = self.orders * self.firms * float(e.size[there].sum()) + self.dwellings * self.homes * families
        rebuild(city, lost * left * (after >= self.hold))


def rebuild(city: Any, yearly: float) -> None:
    """Orders to rebuild, in posts: a third of it work on the site."""
    for code, share in (("F", 0.35), ("C", 0.1), ("MN", 0.1), ("G", 0.1)):
        s = sector_codes().index(code)
        size = float(city.employers.size[city.employers.sector == s].sum())
        city.conditions.demand[s] *= 1 + share * yearly / max(size, yearly)


def share_struck(people: np.ndarray, hit: np.ndarray, share: float) -> float:
    """Share of the flagged districts that is struck: all, unless the zone is smaller than one of them."""
    return min(1.0, share * float(people.sum()) / float(people[hit].max()))


def zone_around(city: Any, middle: int, share: float) -> np.ndarray:
    """Districts nearest to the middle one until this share of residents lives there, as flags."""
    d = city.facts.districts
    middle = min(middle, len(d) - 1)
    order = np.lexsort((np.arange(len(d)), np.hypot(d.x_km - d.x_km[middle], d.y_km - d.y_km[middle])))
    reached = np.cumsum(d.people[order]) - d.people[order] < share * d.people.sum()
    flags = np.zeros(len(d), bool)
    flags[order[reached]] = True
    return flags
