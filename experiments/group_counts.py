"""What was counted of every group, from the cube of all cells: kept by runs and by sweeps alike."""

from typing import Any

import numpy as np

from experiments.equity import OF_GROUPS
from sim.observation import FIELDS, GROUPS, SHAPE

WEIGHTS = {name: f"{name}_months" for name in OF_GROUPS}
"""Columns of yearly tables that say over how many months the mean of an outcome was taken; that of others, over as many as possible."""


def group_counts(seen: Any, cube: np.ndarray) -> tuple[np.ndarray, list[tuple[str, str]]]:
    """Counted fields of every group of every dimension and of the districts, shape (fields, months, groups), and the groups' names."""
    cube = cube.reshape(-1, *SHAPE, len(FIELDS))
    half = len(SHAPE) // 2  # summing either half of the dimensions first reads the large cube only twice
    front, back = tuple(range(1, 1 + half)), tuple(range(1 + half, 1 + len(SHAPE)))
    sums = {front: cube.sum(axis=back, dtype=np.float64), back: cube.sum(axis=front, dtype=np.float64)}
    parts = [summed.sum(axis=tuple(k + 1 for k, a in enumerate(axes) if a != own)) for axes, summed in sums.items() for own in axes]
    parts.append(np.stack(seen.districts))
    labels = [(dimension, name) for dimension, names in GROUPS.items() for name in names]
    labels += [("district", str(number)) for number in range(parts[-1].shape[1])]
    return np.concatenate([np.moveaxis(part, 2, 0) for part in parts], axis=2), labels


def known_means(values: np.ndarray, starts: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Means over stretches of months along ``axis``, each beginning at one of ``starts``, and over how many months they were taken.

    Only months in which somebody was counted enter; where there are none the mean is not a number.
    """
    there = np.isfinite(values)
    months = np.add.reduceat(there, starts, axis=axis, dtype=np.int64)
    summed = np.add.reduceat(np.where(there, values, 0.0), starts, axis=axis)
    return np.divide(summed, months, out=np.full(summed.shape, np.nan), where=months > 0), months


def known_mean(values: np.ndarray, axis: int) -> np.ndarray:
    """Mean over the months in which somebody was counted; not a number, and no warning, where there are none."""
    there = np.isfinite(values)
    months = there.sum(axis=axis)
    summed = np.where(there, values, 0.0).sum(axis=axis)
    return np.divide(summed, months, out=np.full(summed.shape, np.nan), where=months > 0)
