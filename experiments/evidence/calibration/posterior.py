"""What history matching leaves: the sets that are kept, their weights, and one table from which everything is drawn."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.evidence.calibration import implausibility, waves
from experiments.evidence.calibration.emulators import Curves
from experiments.evidence.calibration.point import Search
from experiments.evidence.calibration.quantiles import quantiles

START = 0
"""The place of the numbers in force among those tried: every search tries them first."""
KEPT = 100
"""Sets in an ensemble at most: the nearest to the evidence."""


@dataclass(frozen=True)
class Posterior:
    """Places of the kept sets among those tried, nearest first, with their weights; rows out of reach; rows forgiven.

    The numbers in force, tried first, are always among them: an ensemble that leaves out what everything else is computed with would
    be of another model. ``in_force_ruled_out`` says when a row rules them out; then their weight is that of the furthest set kept.
    """

    places: np.ndarray
    weights: np.ndarray
    out_of_reach: tuple[str, ...]
    forgiven: int
    not_ruled_out: int
    in_force_ruled_out: bool = False


def keep_nearest(look: Search) -> Posterior:
    """The nearest of what no row rules out; weights fall with the distance (Epanechnikov) to zero just beyond the furthest."""
    fine, forgiven = waves.not_ruled_out(look)
    far = np.sqrt(implausibility.loss(look.bands.implausibility(look.values)))
    places = np.flatnonzero(fine)
    places = places[np.argsort(far[places], kind="stable")][:KEPT]
    if START not in places:
        places = np.append(places[: KEPT - 1], START)
    near = far[places[fine[places]]]
    furthest = near.max() if len(near) else 1.0
    weights = 1 - np.minimum(far[places] / max(1.05 * furthest, 1e-9), 1 / 1.05) ** 2
    rows = tuple(row for row, out in zip(look.bands.rows, waves.out_of_reach(look), strict=True) if out)
    return Posterior(places, weights / weights.sum(), rows, forgiven, int(fine.sum()), not fine[START])


def tried(look: Search, wave: np.ndarray, kept: Posterior) -> pd.DataFrame:
    """One line for each set tried: its wave, its distance, whether it is kept, where its numbers lie, how far each row is."""
    far = look.bands.implausibility(look.values)
    reachable = np.array([row not in kept.out_of_reach for row in look.bands.rows])
    weight = np.zeros(len(wave))
    weight[kept.places] = kept.weights
    parts = {
        "wave": wave,
        "loss": implausibility.loss(far),
        "decisive": implausibility.ranked(far[:, reachable], kept.forgiven),
        "inside": look.bands.inside(look.values).sum(axis=1),
        "weight": weight,
    }
    shares = pd.DataFrame(look.points, columns=look.space.paths)
    rows = pd.DataFrame(far, columns=list(look.bands.rows))
    return pd.concat([pd.DataFrame(parts), shares, rows], axis=1)


def numbers(look: Search, kept: Posterior) -> pd.DataFrame:
    """Every free number: its range, the value in force, the middle and the middle nine tenths of what is left."""
    lines = []
    for n, one in enumerate(look.space):
        low, middle, high = quantiles(look.points[kept.places, n], kept.weights, (0.05, 0.5, 0.95))
        lines.append({
            "path": one.path, "unit": one.unit, "least": one.low, "most": one.high,
            "usual": one.usual, "usual_share": one.to_share(one.usual),
            "low": one.from_share(low), "middle": one.from_share(middle), "high": one.from_share(high),
            "low_share": low, "middle_share": middle, "high_share": high, "reason": one.reason,
        })  # fmt: skip
    return pd.DataFrame(lines)


def influence(look: Search) -> pd.DataFrame:
    """How far each row moves, in its units, when a number rises by a tenth of its range near the best cities."""
    best = np.argsort(look.costs)[: max(4 * len(look.space), 2 * waves.WAVE)]
    curves = Curves(look.points[best], waves.filled(look.values)[best])
    centre = look.points[best[: waves.BEST]].mean(axis=0)
    step = 0.05 * np.eye(len(centre))
    moved = (curves.mean(centre + step) - curves.mean(centre - step)) / look.bands.unit
    return pd.DataFrame(moved, index=look.space.paths, columns=list(look.bands.rows))
