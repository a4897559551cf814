"""What was counted of every group, from the cube of all cells: kept by runs and by sweeps alike."""

from typing import Any

import numpy as np

from sim.observation import FIELDS, GROUPS, SHAPE


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
