"""History matching: wave by wave, sets of numbers that no row rules out are sought where the city is still in doubt."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.stats import qmc

from experiments.evidence.calibration import implausibility
from experiments.evidence.calibration.emulators import Curves
from experiments.evidence.calibration.implausibility import CUTOFF
from experiments.evidence.calibration.point import Search

WAVE = 250
"""Cities in a wave."""
NEAREST = 2.0
"""How many waves' worth of the best cities the stand-in is fitted to."""
BEST = 50
"""The best cities, of which most must reach a row for it to count."""
STEPS = 400
"""Steps of every walker through what the stand-in allows."""


def match(look: Search, budget: int, say: Callable[[Search], None] = lambda look: None) -> np.ndarray:
    """Try ``budget`` sets in waves; returns the wave of each (0: what was tried before, 1: the whole ranges)."""
    waves = np.zeros(len(look.points), int)
    number = 0
    while len(look.points) < budget:
        number += 1
        size = min(WAVE, budget - len(look.points))
        points = strewn(look, size) if number == 1 else walked(look, size, number)
        look.try_out(points)
        waves = np.concatenate([waves, np.full(len(points), number)])
        say(look)
    return waves


def strewn(look: Search, size: int) -> np.ndarray:
    """Evenly over the whole ranges."""
    return qmc.Sobol(len(look.space), rng=1).random(2 ** int(np.ceil(np.log2(size))))[:size]


def walked(look: Search, size: int, number: int) -> np.ndarray:
    """Drawn from what a stand-in for the city, fitted to the best so far, does not rule out (differential-evolution walk, ter Braak 2006)."""
    best = np.argsort(look.costs)[: int(NEAREST * WAVE)]
    values = filled(look.values)[best]
    curves = Curves(look.points[best], values)
    luck = np.random.default_rng(number)
    walkers = look.points[best][luck.integers(0, max(1, len(best) // 2), size)]
    return walk(lambda points: doubt(look, curves, points), walkers, luck)


def doubt(look: Search, curves: Curves, points: np.ndarray) -> np.ndarray:
    """Half the loss that the stand-in expects, its own error added to the unit of each row."""
    mean = curves.mean(points)
    unit = np.sqrt(look.bands.unit**2 + curves.sd**2)
    return implausibility.loss(look.bands.distance(mean) / unit) / 2


def walk(cost: Callable[[np.ndarray], np.ndarray], walkers: np.ndarray, luck: np.random.Generator) -> np.ndarray:
    """Walkers that step along differences of two others and accept by Metropolis' rule, within the ranges."""
    now, costs = walkers.copy(), cost(walkers)
    size, numbers = now.shape
    stride = 2.38 / np.sqrt(2 * numbers)
    for step in range(STEPS):
        one, other = luck.integers(0, size, (2, size))
        far = 1.0 if step % 10 == 9 else stride
        new = now + far * (now[one] - now[other]) + 0.003 * luck.standard_normal(now.shape)
        new = np.abs(new)
        new = 1 - np.abs(1 - new)
        inside = ((new >= 0) & (new <= 1)).all(axis=1)
        asked = cost(np.clip(new, 0, 1))
        taken = inside & (np.log(luck.random(size)) < costs - asked)
        now[taken], costs[taken] = new[taken], asked[taken]
    return now


def filled(values: np.ndarray) -> np.ndarray:
    """Rows that were not measured in a city take the middle of the others."""
    table = pd.DataFrame(values)
    return table.fillna(table.median()).fillna(0.0).to_numpy()


def out_of_reach(look: Search) -> np.ndarray:
    """Rows that most of the best cities miss by more than the cutoff: they say where the model falls short, not which numbers are wrong."""
    best = np.argsort(look.costs)[:BEST]
    far = np.nan_to_num(look.bands.implausibility(look.values[best]), nan=CUTOFF)
    return (far > CUTOFF).mean(axis=0) > 0.5


def not_ruled_out(look: Search) -> np.ndarray:
    """Whether each city tried has at most one other row beyond the cutoff (the second highest decides, Vernon et al. 2010)."""
    far = look.bands.implausibility(look.values)[:, ~out_of_reach(look)]
    return implausibility.ranked(far, 1) <= CUTOFF
