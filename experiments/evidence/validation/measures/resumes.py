"""What a long spell costs in the eyes of employers, all else equal: row 21."""

from typing import Any

import numpy as np

from experiments.evidence.validation.recorder import Page, share
from sim.chance import draws, luck
from sim.city import City
from sim.tables import EMPLOYED, UNEMPLOYED

SHORT, LONG = 1, 9
"""Months of search that the resumes show: just begun, and eight months later."""


class Resumes(Page):
    """Once a year the same applications reach employers twice: once as of short, once as of long spells."""

    keys = ("row 21",)

    def open(self, city: City) -> None:
        """No resumes sent yet."""
        self.hired = np.zeros(2)

    def year(self, city: City) -> None:
        """Stop a copy of the city before hiring, show some of the unemployed in two ways, and let employers choose."""
        paused = until_hiring(city.branch())
        r = paused.residents
        lot = draws(luck(city.seed, "extension", city.month), np.maximum(r.id, 0))
        shown = np.flatnonzero((r.present == 1) & (r.activity == UNEMPLOYED) & (lot < 0.25))
        self.hired += [hired_as(paused, shown, months) for months in (SHORT, LONG)]

    def close(self, city: City) -> dict[str, float]:
        """How much fewer are hired."""
        return {"row 21": share(self.hired[1], self.hired[0]) - 1}


def until_hiring(city: City) -> City:
    """Live the month up to the moment when employers choose."""
    city.tally.fill(0)
    for behaviour in city.behaviours:
        if behaviour.name() == "hiring":
            return city
        behaviour.act(city)
    return city


def hired_as(paused: City, shown: np.ndarray, months: int) -> int:
    """How many of these are hired when their spell is so long."""
    twin: Any = paused.branch()
    twin.residents.searching[shown] = months
    next(b for b in twin.behaviours if b.name() == "hiring").act(twin)
    return int((twin.residents.activity[shown] == EMPLOYED).sum())
