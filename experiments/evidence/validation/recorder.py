"""A recorder of a city: pages note what their rows need, month by month, beside the running model."""

from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np

from sim.city import City

KEPT = ("id", "activity", "post", "offer", "searching", "tenure", "age", "attainment")


class Month:
    """A month that has passed: ``was`` holds columns of its beginning, ``same`` the rows in which the same person still lives."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.was = SimpleNamespace(**{name: getattr(city.residents, name).copy() for name in KEPT})
        self.was.present = city.residents.present == 1

    def live(self) -> "Month":
        """Let the city live through it."""
        self.city.step()
        r, n = self.city.residents, len(self.was.id)
        self.same = self.was.present & (r.id[:n] == self.was.id) & (r.present[:n] == 1)
        return self

    def now(self, name: str) -> np.ndarray:
        """A column at the end of the month, of the rows that were there at its beginning."""
        return getattr(self.city.residents, name)[: len(self.same)]


class Page:
    """One page: what it notes, and the keys of the rows that it answers in the end."""

    keys: ClassVar[tuple[str, ...]] = ()

    def open(self, city: City) -> None:
        """Before anything is noted."""

    def early(self, month: Month) -> None:
        """A month of the year before the recording begins, for what needs a past."""

    def note(self, month: Month) -> None:
        """A month has passed."""

    def year(self, city: City) -> None:
        """Twelve months have passed."""

    def close(self, city: City) -> dict[str, float]:
        """The rows, and points of curves as 'curve NAME X'."""
        return {}


class Yearly(Page):
    """A page of rows that are found again and again: ``found`` holds those of each year or quarter, the rows are their means."""

    def open(self, city: City) -> None:
        """Nothing found yet."""
        self.found: list[dict[str, float]] = []

    def close(self, city: City) -> dict[str, float]:
        """Means over the years, of a row over those in which it was found."""
        return {key: mean([one[key] for one in self.found if key in one]) for key in self.keys}


class Recorder:
    """Pages kept beside a city."""

    def __init__(self, city: City, pages: list[Page]) -> None:
        self.city, self.pages = city, pages
        for page in pages:
            page.open(city)

    def early(self, months: int) -> "Recorder":
        """Live so many months that are not noted yet."""
        for _ in range(months):
            month = Month(self.city).live()
            for page in self.pages:
                page.early(month)
        return self

    def live(self, months: int) -> dict[str, float]:
        """Live so many months and note them; what the pages say in the end."""
        for gone in range(1, months + 1):
            month = Month(self.city).live()
            for page in self.pages:
                page.note(month)
                if gone % 12 == 0:
                    page.year(self.city)
        return {key: float(value) for page in self.pages for key, value in page.close(self.city).items()}


def grown(column: np.ndarray, rows: int, blank: Any) -> np.ndarray:
    """A column of one's own, lengthened with blanks when the city has got more rows."""
    if column.shape[-1] >= rows:
        return column
    more = np.full((*column.shape[:-1], rows - column.shape[-1]), blank, column.dtype)
    return np.concatenate([column, more], axis=-1)


def share(top: float, bottom: float) -> float:
    """top / bottom; not a number when there is nobody."""
    return float(top) / float(bottom) if bottom else float("nan")


def mean(values: Any) -> float:
    """The mean of what there is; not a number when there is nothing."""
    there = np.asarray(values, float)
    there = there[np.isfinite(there)]
    return float(there.mean()) if len(there) else float("nan")
