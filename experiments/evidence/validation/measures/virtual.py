"""Virtual experiments on the calm city: cheaper courses (row 51), unmet wishes (row 49), more tradable jobs (row 59)."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from experiments.evidence.validation.measures.learning import adults
from experiments.evidence.validation.recorder import mean, share
from sim.catalogue import Shock, make
from sim.city import City
from sim.declare import param
from sim.tables import COST, DISTANCE, FAMILY, HEALTH, NO_OFFER, NO_SEAT, NO_TIME, NOT_ADMITTED, REASONS, UNAWARE

PRICE_KEYS = ("row 51", "row 51 net")
WISH_KEYS = (
    "row 49 unmet", "row 49 schedule", "row 49 family", "row 49 cost", "row 49 distance", "row 49 offer", "row 49 health",
    "row 49 order",
)  # fmt: skip
BOOM_KEYS = ("row 59",)
BARRIERS = {"schedule": (NO_TIME,), "family": (FAMILY,), "cost": (COST,), "distance": (DISTANCE,), "offer": (NO_OFFER, NO_SEAT, UNAWARE),
            "health": (HEALTH,)}  # fmt: skip
UNMET = (NO_TIME, FAMILY, COST, DISTANCE, NO_OFFER, NO_SEAT, UNAWARE, NOT_ADMITTED, HEALTH)
HALF = {"share": 0.5, "most": 50_000, "below": 9, "budget": 1e9, "overhead": 0, "knows": 1, "every": 1200, "seats": 0}


class TradableDemand(Shock):
    """Firms that sell outside the city get more orders."""

    more = param(0.1, "share", "of demand added in fully tradable sectors", "assumed: large enough to be seen over luck", 0, 1)

    def apply(self, city: Any) -> None:
        """Add demand in proportion to how tradable a sector is."""
        city.conditions.demand *= 1 + self.more * city.sectors.tradable


def price(young: City, months: int) -> dict[str, float]:
    """Row 51: a year in which everybody pays half, against the same year at full price."""
    (starts, learners, paid), (more, more_learners, _) = (
        a_year_of_courses(young.branch(levers)) for levers in ((), [make("lever", "skills_vouchers", HALF, "row 51")])
    )
    cut = 0.5 * paid / young.price_level / 1000
    return {"row 51": share(more - starts, cut), "row 51 net": share(more_learners - learners, cut)}


def a_year_of_courses(city: City) -> tuple[float, float, float]:
    """Shares of adults who started a course and who learned anything in twelve months; mean price of the courses started."""
    who = np.flatnonzero(adults(city.residents))
    names, started, learned, prices = city.residents.id[who], np.zeros(len(who), bool), np.zeros(len(who), bool), []
    for _ in range(12):
        before = city.residents.offer[who]
        city.step()
        r = city.residents
        same = (r.id[who] == names) & (r.present[who] == 1)
        new = same & (before < 0) & (r.offer[who] >= 0)
        courses: Any = city.courses
        prices.append(courses.price[city.offers.course[r.offer[who][new]]])
        started |= new
        learned |= same & (r.learned[who] == 0)
    stay = same
    return share(started[stay].sum(), stay.sum()), share(learned[stay].sum(), stay.sum()), mean(np.concatenate(prices))


def wishes(young: City, months: int) -> dict[str, float]:
    """Row 49: asked in every month of a year which barriers kept her from her latest wish to learn."""
    city = young.branch()
    who = np.flatnonzero(adults(city.residents))
    names, named = city.residents.id[who], np.zeros((len(REASONS), len(who)), bool)
    for _ in range(12):
        city.residents.barriers[:] = 0
        city.step()
        named |= (city.residents.barriers[who] >> np.arange(len(REASONS))[:, None]) & 1 > 0
    stay = (city.residents.id[who] == names) & (city.residents.present[who] == 1)
    return barriers(named[:, stay])


def barriers(named: np.ndarray) -> dict[str, float]:
    """Shares of adults with an unmet wish, and of these by the barrier named; ``named`` has a row for each reason."""
    unmet = some(named, UNMET)
    found = {f"row 49 {name}": share((some(named, codes)).sum(), unmet.sum()) for name, codes in BARRIERS.items()}
    order = found["row 49 schedule"] > found["row 49 family"] > found["row 49 cost"]
    return {"row 49 unmet": share(unmet.sum(), len(unmet)), **found, "row 49 order": float(order)}


def some(named: np.ndarray, codes: Iterable[int]) -> np.ndarray:
    """Who named any of these."""
    return np.any(named[list(codes)], axis=0)


def boom(young: City, months: int) -> dict[str, float]:
    """Row 59: filled posts in the fifth year of more tradable demand, against the same city without."""
    years = min(60, months)
    calm, more = (jobs_at_the_end(young.branch((), shocks), years) for shocks in ([], [TradableDemand()]))
    sectors: Any = young.sectors
    tradable = sectors.tradable
    return {"row 59": share((1 - tradable) @ (more - calm), tradable @ (more - calm))}


def jobs_at_the_end(city: City, months: int) -> np.ndarray:
    """Filled posts by sector, mean of the last twelve months."""
    sectors: Any = city.sectors
    size, found = len(sectors.tradable), []
    for gone in range(months):
        city.step()
        if gone >= months - 12:
            sector = city.employers.sector[city.posts.employer]
            found.append(np.bincount(sector, weights=city.posts.holder != -1, minlength=size))
    return np.mean(found, axis=0)
