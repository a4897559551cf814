"""A user's own indicators beside the packaged ones: asked of the counts of any month and group, or of the city when a month ends."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from sim.catalogue import indicators
from sim.declare import Mistake, known_or_mistake, shown
from sim.observation import Observations

CITY = "city"
"""A parameter of this name says that the function looks at the city itself; any other means the counts, as packaged indicators do."""


def asked_of_city(ask: Callable) -> bool:
    """Whether a function is asked of the city at the end of each month: one not declared as an indicator, or with a parameter ``city``."""
    return getattr(ask, "unit", None) is None or next(iter(inspect.signature(ask).parameters), CITY) == CITY


def parted(own: Mapping[str, Callable]) -> tuple[dict[str, Callable], dict[str, Callable]]:
    """A user's indicators asked of the city, and those asked of the counts; Mistake for a name that is taken."""
    for name in own:
        if name in indicators():
            raise Mistake(f"indicators: there is an indicator {shown(name)} already; give yours another name")
    of_city = {name: ask for name, ask in own.items() if asked_of_city(ask)}
    return of_city, {name: ask for name, ask in own.items() if name not in of_city}


class OwnObservations(Observations):
    """Counts of every month, of which a user's own indicators are asked too."""

    def __init__(self, city: Any) -> None:
        super().__init__(city)
        self.own: dict[str, Callable] = city.own_indicators

    @property
    def indicators(self) -> dict[str, Callable]:
        """Everything that is asked of the counts: the packaged indicators, then the user's own."""
        return {**indicators(), **self.own}

    def history(self) -> Any:
        """DataFrame: one row per month, one column per indicator of the whole city."""
        frame = super().history()
        return frame.assign(**self.answers()) if self.own else frame

    def answers(self, since: int = 0) -> dict[str, np.ndarray]:
        """The user's own indicators of the whole city, one number a month."""
        counted = self.counts(since=since)
        return {name: one_a_month(name, ask(counted), len(self.months[since:])) for name, ask in self.own.items()}

    def by_group(self, dimension: str) -> Any:
        """DataFrame month, dimension, group, indicator columns: every indicator that can be asked of a group."""
        rows = super().by_group(dimension)
        counted = self.counts(dimension) if self.own else None
        more = {name: np.asarray(ask(counted), float).ravel() for name, ask in self.own.items() if by_group(ask)}
        return rows.assign(**more) if more else rows

    def now(self, name: str) -> float:
        """One indicator of the latest month."""
        if name in self.own:
            return float(self.answers(since=len(self.months) - 1)[name][-1])
        known_or_mistake(name, [*self.indicators, *self.extra[-1]], "indicator", "indicator")
        return super().now(name)


def one_a_month(name: str, answer: Any, months: int) -> np.ndarray:
    """The answer as numbers, one a month; Mistake tells whoever wrote the indicator what it gave."""
    values = np.asarray(answer, float)
    if values.shape != (months,):
        raise Mistake(f"indicator {name}: asked of the counts of {months} months it must give as many numbers, not shape {values.shape}")
    return values


def by_group(ask: Callable) -> bool:
    """Whether an indicator is asked of groups as well."""
    return bool(getattr(ask, "by_group", False))
