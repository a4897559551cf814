"""Least squares and spreads on model data."""

import numpy as np


def slopes(y: np.ndarray, *columns: np.ndarray) -> np.ndarray:
    """Coefficients of an ordinary least squares regression with a constant, which comes last."""
    x = np.column_stack([*columns, np.ones(len(y))]).astype(np.float64)
    if len(y) <= x.shape[1]:
        return np.full(x.shape[1], np.nan)
    return np.linalg.lstsq(x, np.asarray(y, np.float64), rcond=None)[0]


def weighted_slope(y: np.ndarray, x: np.ndarray, weight: np.ndarray) -> float:
    """Slope of a weighted regression on one variable with a constant."""
    if len(y) < 3 or weight.sum() <= 0:
        return float("nan")
    dx, dy = x - np.average(x, weights=weight), y - np.average(y, weights=weight)
    return float((weight * dx * dy).sum() / (weight * dx * dx).sum())


def gini(values: np.ndarray) -> float:
    """Gini index, exact."""
    if len(values) == 0 or values.sum() <= 0:
        return float("nan")
    v = np.sort(values.astype(np.float64))
    n = len(v)
    return float((2 * np.arange(1, n + 1) - n - 1) @ v / (n * v.sum()))


def share_of(values: np.ndarray, low: float, high: float) -> float:
    """Share of the total that goes to people between two population shares."""
    v = np.sort(values.astype(np.float64))
    first, last = round(low * len(v)), round(high * len(v))
    return float(v[first:last].sum() / v.sum()) if len(v) else float("nan")


def smooth(series: np.ndarray, over: int = 12) -> np.ndarray:
    """Moving averages over so many months along the first axis, shorter by that much."""
    sums = np.cumsum(np.concatenate([np.zeros_like(series[:1], np.float64), series]), axis=0)
    return (sums[over:] - sums[:-over]) / over


def loop(x: np.ndarray, y: np.ndarray) -> float:
    """Signed area of a closed path over the box around it: above 0 counter-clockwise."""
    box = np.ptp(x) * np.ptp(y)
    area = 0.5 * (x @ np.roll(y, -1) - y @ np.roll(x, -1))
    return float(area / box) if box > 0 else float("nan")
