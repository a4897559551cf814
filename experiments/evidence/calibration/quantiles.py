"""Quantiles of weighted values; they stand alone, so that TRACE is told without the libraries of a calibration."""

import numpy as np


def quantiles(values: np.ndarray, weights: np.ndarray, at: tuple[float, ...]) -> list[float]:
    """Quantiles of weighted values."""
    order = np.argsort(values)
    passed = np.cumsum(weights[order]) - weights[order] / 2
    return [float(np.interp(share, passed / weights.sum(), values[order])) for share in at]
