"""How an observed course is imposed on a city: through demand alone, the same for every sector, and everything else follows.

A course of demand is the factor itself. A course of vacancies is met by a controller: before each month is lived it is tried on copies
of the city with the same luck, and the factor is bisected until as many vacancies stand open in the end as were observed. The city then
lives that month once. The controller knows nothing but the number of vacancies, and what comes by group is the model's own doing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from sim.catalogue import Shock
from sim.city import City
from sim.declare import param
from sim.observation import MARKET

DEMAND, VACANCIES = "demand", "vacancies"
IMPOSES = (DEMAND, VACANCIES)
LEAST, MOST = 0.3, 2.0
"""Factors of demand that are tried (assumed: wider than any slump or boom that was seen)."""
STEP = 0.004
"""First step of the factor either way, doubled until the wanted number lies between."""
TRIES = 14
"""Copies of a month at most: the factor is then known to a few millionths."""
NEAR = 0.02
"""Within which share of what was observed a month counts as met."""
YEAR = 12


class ObservedCourse(Shock):
    """Demand in every sector, as far as it is told from outside month by month."""

    factor = param(1.0, "factor", "of demand in every sector this month", "chosen by the user: observed", LEAST, MOST)

    def apply(self, city: Any) -> None:
        """This month's demand."""
        city.conditions.demand *= self.factor


@dataclass(frozen=True)
class Month:
    """One imposed month: the factor of demand, what was wanted, and what came."""

    factor: float
    wanted: float
    reached: float

    @property
    def gap(self) -> float:
        """How far what came is from what was wanted, as a share of it."""
        return self.reached / self.wanted - 1


def impose(young: City, indices: tuple[float, ...], imposes: str) -> tuple[City, list[Month]]:
    """A copy of a city that lives through a course, and how each month of it was met; the city itself is left as it is."""
    shock = ObservedCourse()
    city = young.branch((), [shock])
    (driven,) = city.shocks
    usual = usual_vacancies(young)
    months = demand_months(city, driven, indices) if imposes == DEMAND else vacancy_months(city, driven, [usual * one for one in indices])
    return city, list(months)


def demand_months(city: City, driven: Any, indices: tuple[float, ...]) -> Iterator[Month]:
    """Live with the factors as they are."""
    for index in indices:
        driven.factor = index
        city.step()
        yield Month(index, index, demand_now(city))


def vacancy_months(city: City, driven: Any, wanted: list[float]) -> Iterator[Month]:
    """Find each month's factor on copies, then live it."""
    for target in wanted:
        driven.factor = factor_for(partial(tried, city), target, driven.factor)
        city.step()
        yield Month(driven.factor, target, vacancies(city))


def tried(city: City, factor: float) -> float:
    """Vacancies after a month with this factor, on a copy with the same luck."""
    shock = ObservedCourse(factor=factor)
    copy = city.branch((), [shock])
    copy.step()
    return vacancies(copy)


def factor_for(answer: Callable[[float], float], target: float, near: float) -> float:
    """The factor whose answer is nearest to the target, looked for from ``near``; answers rise with it, by steps of single posts."""
    known = {near: answer(near)}
    step, edge = STEP, near
    while (known[edge] < target) == (known[near] < target) and LEAST < edge < MOST and len(known) < TRIES:
        edge = min(max(edge + (step if known[near] < target else -step), LEAST), MOST)
        known[edge] = answer(edge)
        step *= 2
    low, high = sorted((near, edge))
    while len(known) < TRIES and min(abs(value - target) for value in known.values()) > 0.5 and high > low:
        middle = (low + high) / 2
        known[middle] = answer(middle)
        low, high = (middle, high) if known[middle] < target else (low, middle)
    return min(known, key=lambda factor: (abs(known[factor] - target), abs(factor - near)))


def demand_now(city: City) -> float:
    """Mean factor of demand over the sectors in the latest month."""
    factors: Any = city.conditions.demand
    return float(np.mean(factors))


def vacancies(city: City) -> float:
    """Vacant posts of the model at the end of the latest month."""
    return float(city.observations.markets[-1][MARKET.index("vacancies")])


def usual_vacancies(young: City) -> float:
    """What the first month of a course stands for: mean vacancies of the latest year."""
    return float(np.mean([look[MARKET.index("vacancies")] for look in young.observations.markets[-YEAR:]]))
