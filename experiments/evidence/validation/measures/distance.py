"""How far people look for work: row 30."""

import numpy as np

from experiments.evidence.validation.measures.regress import weighted_slope
from experiments.evidence.validation.recorder import Month, Page
from sim.city import City
from sim.tables import EMPLOYED, UNEMPLOYED


class Distance(Page):
    """Hires by district of home and work, beside those that would be if distance did not matter."""

    keys = ("row 30",)

    def open(self, city: City) -> None:
        """No hires yet."""
        self.hires, self.expected = np.zeros((2, len(city.facts.districts), len(city.facts.districts)))

    def note(self, month: Month) -> None:
        """Hires of the unemployed of this month, and seekers times vacancies."""
        city, was, size = month.city, month.was, len(self.hires)
        posts, district = city.posts, month.now("district")
        where = city.employers.district
        hired = np.flatnonzero(month.same & (was.activity == UNEMPLOYED) & (month.now("activity") == EMPLOYED))
        work = where[posts.employer[month.now("post")[hired]]]
        seekers = np.bincount(district[month.same & (was.activity == UNEMPLOYED)], minlength=size)
        vacant = np.bincount(where[posts.employer[posts.vacant > 0]], minlength=size) + np.bincount(work, minlength=size)
        self.hires += np.bincount(district[hired].astype(np.int64) * size + work, minlength=size * size).reshape(size, size)
        if len(hired):
            self.expected += np.outer(seekers, vacant) * (len(hired) / (seekers.sum() * vacant.sum()))

    def close(self, city: City) -> dict[str, float]:
        """Decay by kilometre."""
        return {"row 30": -decay(self.hires, self.expected, city.facts.travel)}


def decay(hires: np.ndarray, expected: np.ndarray, km: np.ndarray) -> float:
    """Slope of log(hires / expected) on distance, over rings of a kilometre."""
    ring = km.astype(np.int64).ravel()
    got, usual, way = (np.bincount(ring, weights=w.ravel()) for w in (hires, expected, hires * km))
    there = (got > 0) & (usual > 0)
    return weighted_slope(np.log(got[there] / usual[there]), way[there] / got[there], got[there])
