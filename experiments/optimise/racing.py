"""Who stays in the race: candidates near the front get more seeds, round by round; those left meet seeds that nobody has seen."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from experiments.execution.progress import OnProgress
from experiments.optimise.inputs import Search
from experiments.optimise.search import Lab, Portfolio, aims_by_seed, first
from experiments.sweep.findings.ranking import undominated

KEPT = 0.5
"""Part of the candidates that goes into the next round."""
FINALISTS = 12
FRESH = 100_000
"""Seeds of the last look begin so much later than those of the search."""


def race(
    search: Search, found: Mapping[str, tuple[Portfolio, list[float]]], lab: Lab, on_progress: OnProgress
) -> tuple[pd.DataFrame, list[str]]:
    """Effects seed by seed of the last round, and the names of those on its front, at most FINALISTS."""
    means = pd.DataFrame({name: values for name, (_, values) in found.items()}, index=list(search.aims)).T
    seeds, rows = search.look, pd.DataFrame()
    while True:
        seeds = min(2 * seeds, int(search.how["seeds"]))
        stay = order(means)[: max(FINALISTS, int(np.ceil(KEPT * len(means))))]
        rows = aims_by_seed(lab.tried({name: found[name][0] for name in stay}, seeds, first(search), on_progress), search.aims)
        means = rows.groupby(level="portfolio").mean()
        if seeds >= int(search.how["seeds"]):
            return rows, order(means)[: min(FINALISTS, int(undominated(means.to_numpy()).sum()))]


def order(means: pd.DataFrame) -> list[str]:
    """Front after front; within a front those that have most room around them first."""
    left, found = means, []
    while len(left):
        on = undominated(left.to_numpy())
        part = left[on]
        found += list(part.index[np.argsort(-room(part.to_numpy()), kind="stable")])
        left = left[~on]
    return found


def room(points: np.ndarray) -> np.ndarray:
    """Crowding distance (Deb 2002): how far the neighbours on either side are, ends first."""
    distance = np.zeros(len(points))
    for column in points.T:
        at = np.argsort(column, kind="stable")
        span = column[at[-1]] - column[at[0]]
        distance[at[[0, -1]]] = np.inf
        if len(points) > 2 and span > 0:
            distance[at[1:-1]] += (column[at[2:]] - column[at[:-2]]) / span
    return distance


def fresh_look(search: Search, chosen: Mapping[str, Portfolio], lab: Lab, on_progress: OnProgress) -> pd.DataFrame:
    """The finalists on fresh seeds: no luck that helped them to be chosen is in these."""
    return aims_by_seed(lab.tried(chosen, search.fresh, first(search) + FRESH, on_progress), search.aims)
