"""Does the order of the policies survive other numbers, and how much of its changing is luck?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from experiments.evidence.sensitivity.evaluation import LEVELS, Answers
from experiments.evidence.sensitivity.questions import mean_order
from experiments.outcomes.definitions import definition_of
from experiments.outcomes.wording import title_of

DRAWS = 4000


def table(answers: Answers, policies: Sequence[str], draw: int) -> pd.DataFrame:
    """For each outcome, policy and place: the share of sets in which it has that place, and the share by luck alone."""
    found = [of_outcome(answers.gains[:, :, n], n, answers, policies, draw) for n in range(len(LEVELS))]
    return pd.concat(found, ignore_index=True)


def of_outcome(gains: np.ndarray, n: int, answers: Answers, policies: Sequence[str], draw: int) -> pd.DataFrame:
    """One outcome; gains of shape (sets, seeds, policies)."""
    gains = gains[np.isfinite(gains).all(axis=(1, 2))]
    means = gains.mean(axis=1)
    alone = by_luck(gains, draw)
    order = mean_order(answers, n)
    rows = []
    for policy, name in enumerate(policies):
        low, high = np.quantile(means[:, policy], [0.05, 0.95])
        for place in range(len(policies)):
            rows.append({
                "outcome": LEVELS[n], "what": title_of(LEVELS[n]), "unit": definition_of(LEVELS[n])[0], "policy": name, "place": place + 1,
                "share": float((places(means)[:, policy] == place).mean()), "by_luck": float((places(alone)[:, policy] == place).mean()),
                "mean_gain": float(means[:, policy].mean()), "low": float(low), "high": float(high),
                "usual_place": int(np.flatnonzero(order == policy)[0]) + 1, "sets": len(means), "agreement": agreement(means, order),
                "agreement_by_luck": agreement(alone, order),
            })  # fmt: skip
    return pd.DataFrame(rows)


def places(gains: np.ndarray) -> np.ndarray:
    """The place of each policy in each row, 0 the best."""
    return np.argsort(np.argsort(-gains, axis=1, kind="stable"), axis=1, kind="stable")


def by_luck(gains: np.ndarray, draw: int) -> np.ndarray:
    """Mean gains of sets that differ by luck alone: the grand mean and what the seeds of a set differ by."""
    sets, seeds, policies = gains.shape
    rest = gains - gains.mean(axis=1, keepdims=True) - gains.mean(axis=0, keepdims=True) + gains.mean(axis=(0, 1))
    rest = rest.reshape(-1, policies) * np.sqrt(sets * seeds / ((sets - 1) * (seeds - 1)))
    drawn = np.random.default_rng(draw).integers(0, len(rest), (DRAWS, seeds))
    return gains.mean(axis=(0, 1)) + rest[drawn].mean(axis=1)


def agreement(gains: np.ndarray, order: np.ndarray) -> float:
    """Share of pairs of policies that are in their usual order, mean over rows (Kendall's tau is twice this less one)."""
    ordered = gains[:, order]
    first, second = np.triu_indices(len(order), 1)
    return float((ordered[:, first] > ordered[:, second]).mean())
