"""The fast search: from the numbers in force to nearby ones with which more rows are in their bands."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.stats import qmc

from experiments.evidence.calibration import implausibility
from experiments.evidence.calibration.emulators import Curves
from experiments.evidence.calibration.evaluations import Evaluations
from experiments.evidence.calibration.free_parameters import Space
from experiments.evidence.calibration.implausibility import Bands

FIRST = 64
"""Cities around the start before the first guess, at most half of all."""
BATCH = 16
REACH = 0.25
"""How far from the best so far a guess may be, as a share of each range; it grows with success and shrinks without."""
NARROWEST = 0.03
FINALISTS = 6
PULL = 1.0
"""What it costs to move a number over all its range: numbers that no row needs stay where they are (assumed)."""


@dataclass
class Search:
    """What was tried, in the order it was tried."""

    space: Space
    bands: Bands
    start: np.ndarray
    evaluations: Evaluations
    seeds: tuple[int, ...]
    points: np.ndarray
    values: np.ndarray
    luck: np.ndarray
    counting: bool = False

    def try_out(self, points: np.ndarray) -> None:
        """Live these cities and remember what they said, less what is known to be the luck of their seeds."""
        sets = [self.space.values(point) for point in points]
        found = self.evaluations.at(sets, self.seeds)[list(self.bands.rows)].to_numpy()
        self.points = np.vstack([self.points, [self.space.shares(one) for one in sets]])
        self.values = np.vstack([self.values, found - self.luck])

    def cost(self, points: np.ndarray, values: np.ndarray) -> np.ndarray:
        """What the search makes small: distance, aimed a little inside the bands, or the count of misses; and moves nothing asks for."""
        moved = PULL * ((points - self.start) ** 2).sum(axis=-1)
        if self.counting:
            return implausibility.misses(self.bands, values) + moved / 10
        return implausibility.loss(self.bands.aimed.implausibility(values)) + moved

    @property
    def costs(self) -> np.ndarray:
        """The cost of everything tried."""
        return self.cost(self.points, self.values)

    def finalists(self, number: int) -> np.ndarray:
        """The points of the best."""
        return self.points[np.argsort(self.costs)[:number]]

    @property
    def best(self) -> int:
        """The place of the best."""
        return int(np.argmin(self.costs))


def begin(space: Space, bands: Bands, start: np.ndarray, evaluations: Evaluations, seeds: tuple[int, ...], luck: np.ndarray) -> Search:
    """A search that has tried nothing yet; ``luck`` is what these seeds are known to add to each row."""
    return Search(space, bands, start, evaluations, seeds, np.empty((0, len(space))), np.empty((0, len(bands.rows))), luck)


def search(look: Search, budget: int, say: Callable[[Search], None] = lambda look: None, count: bool = False) -> Search:
    """Try ``budget`` sets: a design around the start, then batches where curves fitted to the rows promise most.

    To ``count`` rows in range rather than distance, the search turns to that when half of its sets are tried: a count alone
    does not show the way from afar.
    """
    first = min(FIRST, budget // 2) - 1
    around = look.start + REACH * (2 * qmc.Sobol(len(look.space), rng=0).random(FIRST)[:first] - 1)
    look.try_out(np.vstack([look.start, np.clip(around, 0, 1)]))
    say(look)
    reach, luck = REACH, np.random.default_rng(0)
    while len(look.points) < budget:
        if count and not look.counting and len(look.points) >= budget / 2:
            look.counting, reach = True, REACH / 2
        before = look.costs.min()
        look.try_out(guesses(look, reach, luck)[: budget - len(look.points)])
        reach = min(2 * REACH, 1.3 * reach) if look.costs.min() < before else max(NARROWEST, 0.6 * reach)
        say(look)
    return look


def chosen(look: Search, seeds: tuple[int, ...]) -> np.ndarray:
    """The best of the finalists when each is lived with further seeds: the luck of one seed does not choose."""
    finalists = look.finalists(FINALISTS)
    found = look.evaluations.at([look.space.values(point) for point in finalists], seeds)[list(look.bands.rows)].to_numpy()
    return finalists[np.argmin(look.cost(finalists, found))]


def guesses(look: Search, reach: float, luck: np.random.Generator) -> np.ndarray:
    """A batch: the promised minimum within several reaches of the best, and points strewn around it."""
    centre = look.points[look.best]
    curves = fitted(look, centre)
    aimed = [promised(look, curves, centre, reach * share) for share in np.linspace(0.25, 1.0, BATCH // 2)]
    strewn = [np.clip(point + 0.25 * reach * luck.uniform(-1, 1, len(centre)), 0, 1) for point in aimed]
    return np.array([*aimed, *strewn])


def fitted(look: Search, centre: np.ndarray) -> Curves:
    """Curves through the nearer half of what was tried, at least the first design's number."""
    values = pd.DataFrame(look.values)
    values = values.fillna(values.median()).fillna(0.0).to_numpy()
    distance = np.linalg.norm(look.points - centre, axis=1)
    near = np.argsort(distance)[: max(2 * FIRST, len(distance) // 2)]
    return Curves(look.points[near], values[near])


def promised(look: Search, curves: Curves, centre: np.ndarray, reach: float) -> np.ndarray:
    """Where the curves promise the least cost within ``reach`` of the centre."""
    low, high = np.clip(centre - reach, 0, 1), np.clip(centre + reach, 0, 1)
    step = 1e-4

    def cost(point: np.ndarray) -> tuple[float, np.ndarray]:
        moved = np.vstack([point, point + step * np.eye(len(point))])
        found = look.cost(moved, curves.mean(moved))
        return found[0], (found[1:] - found[0]) / step

    return minimize(cost, centre, jac=True, method="L-BFGS-B", bounds=np.column_stack([low, high]), options={"maxiter": 60}).x
