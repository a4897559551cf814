"""A city and its twin that differ in one thing: what both need, and what their difference is by year."""

from typing import Any

import numpy as np

from experiments.evidence.targets.targets import over_seeds
from sim.city import City
from sim.declare import known_or_mistake
from sim.tables import UNEMPLOYED

EIGHTEEN, SIXTY_FIVE = 18 * 12, 65 * 12
LEAST_SHARE = 0.01
"""Of posts, from which on an occupation is large enough for its openings and seekers to be counted (chosen here)."""
FIXED_POSTS = {"demand.entry": 0.0, "demand.spends": 0.0}
"""Numbers with which firms neither enter nor leave and sell as much whatever residents earn, so that posts are fixed."""


def adults(residents: Any) -> np.ndarray:
    """Rows of the residents of 18 to 64."""
    return np.flatnonzero((residents.present == 1) & (residents.age >= EIGHTEEN) & (residents.age < SIXTY_FIVE))


def with_numbers(city: City, numbers: dict[str, float]) -> City:
    """The same city, whose rules have these numbers from now on, such as {'demand.entry': 0}; Mistake for unknown ones."""
    for path, value in numbers.items():
        card, _, number = path.partition(".")
        rule = behaviour(city, card)
        known_or_mistake(number, rule.declared, "number", path)
        setattr(rule, number, rule.declared[number].check(value, card))
    return city


def behaviour(city: City, name: str) -> Any:
    """A behaviour of this city with the numbers it lives by; Mistake for an unknown one."""
    by_name = {one.name(): one for one in city.behaviours}
    known_or_mistake(name, by_name, "behaviour", "behaviour")
    return by_name[name]


def by_year(months: np.ndarray) -> np.ndarray:
    """Means of whole years."""
    return months[: len(months) // 12 * 12].reshape(-1, 12).mean(axis=1)


def lowest_year(courses: np.ndarray) -> tuple[float, float, float, int]:
    """Mean over seeds of the year in which it is lowest, its 90% interval, and the seeds; shape of ``courses``: (seeds, years)."""
    return min((over_seeds(year) for year in courses.T), key=lambda year: year[0])


def highest_year(courses: np.ndarray) -> tuple[float, float, float, int]:
    """The same of the year in which it is highest."""
    return max((over_seeds(year) for year in courses.T), key=lambda year: year[0])


def told_by_year(courses: np.ndarray) -> str:
    """'+0.2 -0.1 ... (+-0.3)': means over seeds by year, and the mean half-width of their intervals; shape (seeds, years)."""
    years = [over_seeds(year) for year in courses.T]
    half = np.mean([(high - low) / 2 for _, low, high, _ in years])
    return " ".join(f"{mean:+.2f}" for mean, *_ in years) + f" (+-{half:.2f})"


class Tightness:
    """Vacancies and seekers by occupation, summed over the months that it looks at."""

    def __init__(self, city: City) -> None:
        occupations: Any = city.occupations
        self.vacancies, self.seekers, self.posts = np.zeros((3, len(occupations.schooling)))

    def look(self, city: Any) -> None:
        """Vacancies on which this month's seekers could come, and seekers by the occupation they are in or had last."""
        r, posts, size = city.residents, city.posts, len(self.posts)
        out = (r.present == 1) & (r.activity == UNEMPLOYED) & (r.occupation >= 0)
        self.vacancies += np.bincount(posts.occupation[city.vacant.post], minlength=size)
        self.seekers += np.bincount(r.occupation[out], minlength=size)
        self.posts += np.bincount(posts.occupation[posts.slot < city.employers.target[posts.employer]], minlength=size)

    def per_seeker(self) -> np.ndarray:
        """Vacancies a seeker by occupation; not a number in occupations with few posts."""
        large = self.posts >= LEAST_SHARE * self.posts.sum()
        return np.where(large, self.vacancies / np.maximum(self.seekers, 1), np.nan)

    def scarcest(self, share: float) -> np.ndarray:
        """Whether each occupation is among this share of the large ones with the most vacancies a seeker."""
        found = self.per_seeker()
        return np.nan_to_num(found, nan=-1.0) >= np.nanquantile(found, 1 - share)
