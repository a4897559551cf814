"""Sobol indices with 90% intervals: the share of an answer's variance that goes with each number, from a polynomial in all of them.

Quadratic Legendre polynomials are fitted to the answers of evenly spread sets (Sudret 2008, Reliability Engineering and System Safety 93).
What they do not explain, luck and sharper bends, belongs to no number. The luck that a coefficient's square holds is taken off, so that a
number that does nothing has a share around 0, on either side. The usual estimator (Saltelli 2010) needs many more runs: for the law
of tests/evidence/test_sensitivity.py its interval of a share of .9 was wider than .3 with 640 sets; here it is below .08 with 128.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import ndtri
from scipy.stats import qmc

from experiments.evidence.sensitivity.indices import RESAMPLES, SURE
from experiments.evidence.sensitivity.parameters import Moved
from experiments.evidence.sensitivity.questions import Asking, luck
from experiments.outcomes.intervals import LEVEL

WIDEST = 0.3
"""The widest 90% interval of a share that is told: a wider one could be nearly anything."""
SPARE = 2
"""Sets for each coefficient at least, else nothing is told."""


def spreading(numbers: int, samples: int, draw: int) -> np.ndarray:
    """Sets spread evenly over all ranges, as shares of each, shape (samples, numbers)."""
    more = int(np.ceil(np.log2(samples)))
    return qmc.Sobol(numbers, rng=draw).random_base2(more)[:samples]


def sobol(moved: Sequence[Moved], shares: np.ndarray, asking: Asking, draw: int) -> pd.DataFrame:
    """Each number's share of the answer's variance, alone (first) and in company (total); and the share that is luck (bar).

    A share with an interval wider than ``WIDEST`` is withheld. Shares are estimates and are never clipped to 0..1.
    """
    mean = asking.values.mean(axis=1)
    there = np.isfinite(mean)
    table = pd.DataFrame({"path": [one.path for one in moved]})
    terms = terms_of(len(moved))
    known = there.sum() >= SPARE * len(terms) and np.ptp(mean[there]) > 0
    first, total, errors = estimated(shares[there], mean[there], terms, draw) if known else (np.nan, np.nan, (np.nan, np.nan))
    for short, value, error in (("first", first, errors[0]), ("total", total, errors[1])):
        half = ndtri((1 + LEVEL) / 2) * error
        table[short], table[f"{short}_low"], table[f"{short}_high"] = value, value - half, value + half
        table[f"{short}_withheld"] = ~(2 * half <= WIDEST)
    table["bar"] = luck(asking.values[there]) / float(mean[there].var()) if known else np.nan
    table["told"] = (total - ndtri(1 - SURE / len(moved)) * errors[1] > 0) & ~table.total_withheld
    return table.assign(asked=asking.key, kind=asking.kind, what=asking.what, unit=asking.unit, spread=float(np.std(mean[there])))


def terms_of(numbers: int) -> np.ndarray:
    """Degrees of each number in each term of the polynomial, shape (terms, numbers): all of at most two, the constant first."""
    one, none = np.eye(numbers, dtype=int), np.zeros((1, numbers), int)
    both = [one[i] + one[k] for i in range(numbers) for k in range(i, numbers)]
    return np.vstack([none, one, both])


def terms_at(shares: np.ndarray, terms: np.ndarray) -> np.ndarray:
    """Every term at every set: products of Legendre polynomials of mean square one over the ranges, shape (sets, terms)."""
    x = 2 * shares - 1
    by_degree = np.stack([np.ones_like(x), np.sqrt(3) * x, np.sqrt(5) * (3 * x**2 - 1) / 2])
    return np.prod(by_degree[terms, :, np.arange(terms.shape[1])], axis=1).T


def estimated(
    shares: np.ndarray, answer: np.ndarray, terms: np.ndarray, draw: int
) -> tuple[np.ndarray, np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """First and total shares of every number, and their standard errors when other sets had been drawn."""
    columns, random = terms_at(shares, terms), np.random.default_rng(draw)
    first, total = split(columns, answer, terms)
    drawn = (random.integers(0, len(answer), len(answer)) for _ in range(RESAMPLES))
    other = np.array([split(columns[rows], answer[rows], terms) for rows in drawn])
    return first, total, (other[:, 0].std(axis=0, ddof=1), other[:, 1].std(axis=0, ddof=1))


def split(columns: np.ndarray, answer: np.ndarray, terms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and total shares from one fit: of the variance over the whole ranges, what the polynomial leaves unexplained included.

    A coefficient's square counts less what its own error adds to it.
    """
    found, *_ = np.linalg.lstsq(columns, answer, rcond=None)
    left = answer - columns @ found
    rest = float(left @ left) / max(1, len(answer) - len(found))
    squares = found**2 - rest * np.diag(np.linalg.pinv(columns.T @ columns))
    variance = squares[1:].sum() + rest
    parts = squares / (variance if variance > 0 else np.nan)
    alone = (terms > 0).sum(axis=1) == 1
    return parts @ ((terms > 0) & alone[:, None]), parts @ (terms > 0)
