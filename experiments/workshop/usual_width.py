"""How wide is the answer of one city? As wide as those of other luck lay apart for the last plan, until this plan's own are there."""

from typing import Any

import numpy as np

from experiments.inputs.comparison import Comparison

YEAR = 12
Arrays = dict[str, np.ndarray]


class UsualWidths:
    """Half-widths of the 90% interval of one city's difference, every twelve months, by city and size."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, int], np.ndarray] = {}

    def learn(self, comparison: Comparison, spread: Arrays) -> None:
        """From the whole spread of a plan that changes something; its half-widths are those of a mean of all seeds."""
        if comparison.levers and not np.all(spread["half"] == 0):
            self.known[place(comparison)] = np.sqrt(len(comparison.seeds)) * spread["half"][:, ::YEAR]

    def of(self, comparison: Comparison, group: dict[str, Any]) -> np.ndarray | None:
        """Shape (indicators of the city, years + 1), float32; None where nothing like it was lived, for groups, and for no plan."""
        found = self.known.get(place(comparison))
        if found is None or group or not comparison.levers:
            return None
        years = comparison.months // YEAR + 1
        longer = np.repeat(found[:, -1:], max(0, years - found.shape[1]), axis=1)
        return np.concatenate([found, longer], axis=1)[:, :years].astype(np.float32)


def place(comparison: Comparison) -> tuple[str, int]:
    """What the width depends on most: the city, and how many residents of the model live in it."""
    return comparison.city, comparison.residents
