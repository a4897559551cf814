"""How a shock is measured against its calm twin: month by month, by group, and by people who are followed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.behaviours.separation import share_stopped
from sim.catalogue import make
from sim.city import City
from sim.tables import EMPLOYED, NOBODY

MONTHS = 120
Watch = Callable[[City, int], Any]


@dataclass
class ShockPath:
    """A city that has lived for ten years, and what was watched in it on the way, month by month."""

    city: City
    watched: list[dict[str, Any]] = field(default_factory=list)

    def rate(self, indicator: str, dimension: str = "", group: str = "") -> np.ndarray:
        """An indicator by month, of the city or of a group."""
        if not dimension:
            return self.city.history[indicator].to_numpy()[1:]
        rows = self.city.observations.by_group(dimension)
        return rows.loc[rows.group == group, indicator].to_numpy()[1:]


def simulate_shock(
    young: City, shock: str = "", numbers: dict[str, float] | None = None, months: int = MONTHS, **watch: Watch
) -> ShockPath:
    """Live on with a shock or in calm, watching something every month."""
    lived = ShockPath(young.branch((), [make("shock", shock, numbers or {}, "S")] if shock else []))
    for month in range(months):
        lived.city.step()
        lived.watched.append({name: look(lived.city, month) for name, look in watch.items()})
    return lived


def rise(calm: ShockPath, hit: ShockPath, indicator: str = "unemployment", dimension: str = "", group: str = "") -> np.ndarray:
    """Difference of a rate from that of the calm twin, in points, for the months that both have lived."""
    now, usual = (lived.rate(indicator, dimension, group) for lived in (hit, calm))
    months = min(len(now), len(usual))
    return 100 * (now[:months] - usual[:months])


def posts_in(sector: int) -> Watch:
    """Filled posts of a sector."""

    def count(city: City, month: int) -> float:
        return float(((city.posts.holder != NOBODY) & (city.employers.sector[city.posts.employer] == sector)).sum())

    return count


def stopped(city: City, month: int) -> float:
    """Share of the work of the employed that is stopped, less what employers' plans let go on."""
    r = city.residents
    at_work = (r.present == 1) & (r.activity == EMPLOYED)
    return float(share_stopped(city, r.post[at_work]).mean())


def at_work(ids: np.ndarray) -> Watch:
    """How many of these people are employed, of those still here."""

    def count(city: City, month: int) -> tuple[float, float]:
        r = city.residents
        here = (r.present == 1) & np.isin(r.id, ids)
        return float((here & (r.activity == EMPLOYED)).sum()), float(here.sum())

    return count


def in_exposed(exposed: np.ndarray) -> Watch:
    """Employed of 22-25 and of 26 and over in these occupations."""

    def count(city: City, month: int) -> tuple[float, float]:
        r = city.residents
        there = (r.present == 1) & (r.activity == EMPLOYED) & exposed[np.maximum(r.occupation, 0)] & (r.age >= 22 * 12)
        return float((there & (r.age < 26 * 12)).sum()), float((there & (r.age >= 26 * 12)).sum())

    return count


class Newcomers:
    """Remembers who came from abroad, when, and whether she is at work some years later: counts by years since arrival."""

    def __init__(self, years: tuple[int, ...]) -> None:
        self.years, self.came = years, dict[int, Any]()
        self.found = {(year, sex): [0.0, 0.0] for year in years for sex in (0, 1)}

    def __call__(self, city: City, month: int) -> None:
        """Note those who may not work yet as newcomers, and look up those who have been here for so many years."""
        r = city.residents
        new = (r.present == 1) & (r.barred > 0) & (r.age >= 18 * 12) & (r.age < 58 * 12)
        for who in r.id[new].tolist():
            self.came.setdefault(who, month)
        for year in self.years:
            due = np.array([who for who, when in self.came.items() if month == when + 12 * year - 1], np.int64)
            here = (r.present == 1) & np.isin(r.id, due)
            for sex in (0, 1):
                self.found[year, sex][0] += float((here & (r.sex == sex) & (r.activity == EMPLOYED)).sum())
                self.found[year, sex][1] += float((here & (r.sex == sex)).sum())

    def share(self, year: int, sexes: tuple[int, ...] = (0, 1)) -> float:
        """Share at work so many years after arrival; not a number when nobody is left."""
        at, of = (sum(self.found[year, sex][k] for sex in sexes) for k in (0, 1))
        return at / of if of else float("nan")
