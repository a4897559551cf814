"""Who the cities are: size, region, what they want, what they can spend, and in what their labour markets and learning differ."""

from dataclasses import dataclass

import numpy as np

from experiments.network.adoption_rules import GOALS
from sim.behaviours.course_supply import CourseSupply
from sim.behaviours.enrolment import Enrolment
from sim.behaviours.job_search import JobSearch
from sim.behaviours.separation import Separation
from sim.chance import bells, draws, luck
from sim.declare import Parameters, param

WHO, WHERE, OWN = range(3)
"""Which of a city's lots is drawn."""


class Context(Parameters):
    """In what cities differ from the embedded one; half of it they share with their region."""

    turnover = param(0.25, "log points", "spread of the risk of losing a job", "assumed: unemployment of 4-12% between cities", 0, 1)
    offer = param(0.20, "log points", "spread of places in courses for each adult", "assumed", 0, 1)
    wish = param(0.25, "log-odds", "spread of the wish to learn", "assumed: participation of 20-60% between countries", 0, 2)
    search = param(0.15, "log points", "spread of applications sent", "assumed: job finding differs between countries, row 16", 0, 1)
    size = param(0.4, "log points", "spread of residents of the model", "assumed", 0, 1)
    regional = param(0.5, "share", "of the variance of these that cities of a region have in common", "assumed", 0, 1)
    purse = param(
        60.0, "EUR/resident/year", "that a usual city can spend on learning", "assumed: two thirds of the shipped scenarios", 0, 1000
    )
    purse_spread = param(0.4, "log points", "spread of that", "assumed", 0, 2)


AXES = ("turnover", "offer", "wish", "search", "size")


@dataclass(frozen=True)
class Cities:
    """All cities as arrays, shape (cities,); ``context`` has one column for each of AXES, in standard deviations."""

    seeds: np.ndarray
    residents: np.ndarray
    region: np.ndarray
    x: np.ndarray
    y: np.ndarray
    goal: np.ndarray
    purse: np.ndarray
    context: np.ndarray
    parameters: tuple[dict[str, float], ...]

    def __len__(self) -> int:
        return len(self.seeds)

    @property
    def distance(self) -> np.ndarray:
        """Context distance of each pair, shape (cities, cities): 1 for two cities picked at random, about."""
        apart = self.context[:, None, :] - self.context[None, :, :]
        return np.sqrt((apart**2).sum(axis=2) / (2 * len(AXES)))


def draw(seed: int, cities: int, regions: int, residents: int, rules: Context) -> Cities:
    """The cities of one network: the same ones for the same seed, whoever else is there."""
    who = np.arange(cities)
    lots = draws(luck(seed, "founding", WHO), np.arange(2 * cities)).reshape(cities, 2)
    region = np.minimum((lots[:, 0] * regions).astype(int), regions - 1)
    context = contexts(seed, region, regions, rules.regional)
    middle = draws(luck(seed, "founding", WHERE), np.arange(2 * regions)).reshape(regions, 2)
    spot = bells(luck(seed, "settling", WHERE), np.arange(2 * cities)).reshape(cities, 2)
    x, y = (1000 * middle[region] + 60 * spot).T
    purse = rules.purse * np.exp(rules.purse_spread * bells(luck(seed, "founding", OWN), who))
    size = np.maximum(100, np.round(residents * np.exp(rules.size * context[:, 4] - rules.size**2 / 2))).astype(int)
    goal = np.minimum((lots[:, 1] * len(GOALS)).astype(int), len(GOALS) - 1)
    parameters = tuple(numbers_of(row, rules) for row in context)
    return Cities(seed * 100_000 + who, size, region, x, y, goal, purse, context, parameters)


def contexts(seed: int, region: np.ndarray, regions: int, shared: float) -> np.ndarray:
    """Standard normal numbers, partly those of the region, within two standard deviations, shape (cities, axes)."""
    own = bells(luck(seed, "traits", WHO), np.arange(len(AXES) * len(region))).reshape(-1, len(AXES))
    common = bells(luck(seed, "traits", WHERE), np.arange(len(AXES) * regions)).reshape(-1, len(AXES))
    return np.clip(np.sqrt(shared) * common[region] + np.sqrt(1 - shared) * own, -2, 2)


def numbers_of(context: np.ndarray, rules: Context) -> dict[str, float]:
    """The parameters of a city's model that its context decides, as values within their declared ranges."""
    turnover, offer, wish, search, _ = context
    separation, enrolment = Separation.declared, Enrolment.declared
    found = {f"separation.{level}": separation[level].default * np.exp(rules.turnover * turnover) for level in ("low", "medium", "high")}
    found["course_supply.starts"] = min(2.0, CourseSupply.declared["starts"].default * np.exp(rules.offer * offer))
    found |= {f"enrolment.{level}": enrolment[level].default + rules.wish * wish for level in ("low", "medium", "high")}
    found["job_search.sent"] = JobSearch.declared["sent"].default * np.exp(rules.search * search)
    return {name: float(value) for name, value in found.items()}
