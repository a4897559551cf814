"""History matching: wave by wave, sets of numbers that no row rules out are sought where the city is still in doubt."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from emcee import EnsembleSampler
from emcee.moves import DEMove, DESnookerMove
from scipy.stats import qmc

from experiments.evidence.calibration import implausibility
from experiments.evidence.calibration.emulators import Curves
from experiments.evidence.calibration.implausibility import CUTOFF
from experiments.evidence.calibration.point import Search

WAVE = 250
"""Cities in a wave at most."""
LEAST_WAVES = 4
NEAREST = 2.0
"""How many waves' worth of the best cities the stand-in is fitted to."""
BEST = 50
"""The best cities, at most a twentieth of those tried: a row that most of them miss is out of reach."""
LEAST = 50
"""An ensemble of fewer sets would not tell how uncertain the numbers are."""
STEPS = 400
"""Steps of every walker through what the curves allow."""


def match(look: Search, budget: int, say: Callable[[Search], None] = lambda look: None) -> np.ndarray:
    """Try ``budget`` sets in waves; returns the wave of each (0: what was tried before, 1: the whole ranges)."""
    waves = np.zeros(len(look.points), int)
    rest = budget - len(look.points)
    sizes = [len(part) for part in np.array_split(np.arange(rest), max(LEAST_WAVES, -(-rest // WAVE)))]
    for number, size in enumerate(sizes, 1):
        points = strewn(look, size) if number == 1 else walked(look, size, number)
        look.try_out(points)
        waves = np.concatenate([waves, np.full(len(points), number)])
        say(look)
    return waves


def strewn(look: Search, size: int) -> np.ndarray:
    """Evenly over the whole ranges."""
    return qmc.Sobol(len(look.space), rng=1).random(2 ** int(np.ceil(np.log2(size))))[:size]


def walked(look: Search, size: int, number: int) -> np.ndarray:
    """Drawn from what curves fitted to the best so far do not rule out, by walkers that step along each other's differences."""
    best = np.argsort(look.costs)[: int(NEAREST * WAVE)]
    curves = Curves(look.points[best], filled(look.values)[best])
    luck = np.random.default_rng(number)
    walkers = max(size, 2 * len(look.space) + 2)
    start = look.points[best][luck.integers(0, max(1, len(best) // 2), walkers)]
    start = np.clip(start + 0.01 * luck.standard_normal(start.shape), 0, 1)
    moves = [(DEMove(), 0.8), (DESnookerMove(), 0.2)]
    sampler = EnsembleSampler(walkers, len(look.space), belief, args=(look, curves), moves=moves, vectorize=True)
    sampler.random_state = np.random.RandomState(number).get_state()
    return sampler.run_mcmc(start, STEPS, skip_initial_state_check=True).coords[:size]


def belief(points: np.ndarray, look: Search, curves: Curves) -> np.ndarray:
    """Log of how well the curves think of points: minus half the loss, their error added to each row's unit; none outside the ranges."""
    inside = ((points >= 0) & (points <= 1)).all(axis=1)
    mean = curves.mean(np.clip(points, 0, 1))
    unit = np.sqrt(look.bands.unit**2 + curves.sd**2)
    return np.where(inside, -implausibility.loss(look.bands.distance(mean) / unit) / 2, -np.inf)


def filled(values: np.ndarray) -> np.ndarray:
    """Rows that were not measured in a city take the middle of the others."""
    table = pd.DataFrame(values)
    return table.fillna(table.median()).fillna(0.0).to_numpy()


def out_of_reach(look: Search) -> np.ndarray:
    """Rows that most of the best cities miss by more than the cutoff: they say where the model falls short, not which numbers are wrong."""
    best = np.argsort(look.costs)[: min(BEST, max(5, len(look.points) // 20))]
    far = np.nan_to_num(look.bands.implausibility(look.values[best]), nan=CUTOFF)
    return (far > CUTOFF).mean(axis=0) > 0.5


def not_ruled_out(look: Search) -> tuple[np.ndarray, int]:
    """Which cities are left when so many further rows may lie beyond the cutoff: none, or as many as leave ``LEAST`` cities.

    The highest implausibility decides, or the second or a later one when the model is too far from the evidence for that
    (as in Vernon, Goldstein and Bower 2010).
    """
    far = look.bands.implausibility(look.values)[:, ~out_of_reach(look)]
    least = min(LEAST, max(1, len(far) // 10))
    for allowed in range(far.shape[1]):
        left = implausibility.ranked(far, allowed) <= CUTOFF
        if left.sum() >= least:
            break
    return left, allowed
