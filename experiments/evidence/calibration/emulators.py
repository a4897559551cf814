"""A fast stand-in for the city: what each row would be at parameters nobody has lived yet."""

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
from sklearn.linear_model import RidgeCV

PENALTIES = np.logspace(-3, 3, 13)
"""Strengths of the pull of coefficients towards zero, chosen for each row by leaving one city out."""


class Curves:
    """A quadratic in every parameter for each row: cheap to fit, good near the points it was fitted to."""

    def __init__(self, points: np.ndarray, values: np.ndarray) -> None:
        self.centre, self.scale = values.mean(axis=0), np.maximum(values.std(axis=0), 1e-12)
        self.model = RidgeCV(PENALTIES, alpha_per_target=True).fit(terms(points), (values - self.centre) / self.scale)
        misses = values - self.mean(points)
        spare = max(1, len(points) - points.shape[1])
        self.sd = np.sqrt((misses**2).sum(axis=0) / spare)

    def mean(self, points: np.ndarray) -> np.ndarray:
        """Every row (columns) at every point (lines)."""
        return self.model.predict(terms(points)) * self.scale + self.centre


def terms(points: np.ndarray) -> np.ndarray:
    """Parameters and their squares, counted from the middle of their ranges."""
    middle = np.asarray(points, float) - 0.5
    return np.hstack([middle, middle**2])


class Processes:
    """A Gaussian process for each row around its quadratic: dearer, and it knows how sure it is."""

    def __init__(self, points: np.ndarray, values: np.ndarray) -> None:
        self.curves = Curves(points, values)
        left = (values - self.curves.mean(points)) / self.curves.scale
        self.models = [process(points, left[:, row]) for row in range(values.shape[1])]

    def mean_and_sd(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Every row at every point, and how far off it may be, luck of the seeds left out."""
        found = [model.predict(points, return_std=True) for model in self.models]
        mean = self.curves.mean(points) + np.stack([one for one, _ in found], axis=1) * self.curves.scale
        return mean, np.stack([sd for _, sd in found], axis=1) * self.curves.scale


def process(points: np.ndarray, left: np.ndarray) -> GaussianProcessRegressor:
    """One row's process; what luck adds is noise."""
    kernel = ConstantKernel(0.1, (1e-4, 10)) * RBF(1.5, (0.3, 30)) + WhiteKernel(0.1, (1e-5, 10))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return GaussianProcessRegressor(kernel, n_restarts_optimizer=0, random_state=0).fit(points, left)
