"""What is asked of every set of numbers: levels of the city, and which policy leads by how much."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.evidence.sensitivity.evaluation import LEVELS, Answers
from experiments.outcomes.card_names import words_of
from experiments.outcomes.definitions import definition_of
from experiments.outcomes.wording import title_of


@dataclass(frozen=True)
class Asking:
    """One number asked of each set and seed, shape (sets, seeds)."""

    key: str
    kind: str
    what: str
    unit: str
    values: np.ndarray


def every(answers: Answers, policies: Sequence[str], leaders: Sequence[tuple[int, int]]) -> list[Asking]:
    """Levels, and the lead of the first policy over the second by each outcome."""
    levels = [Asking(name, "level", title_of(name), definition_of(name)[0], answers.levels[..., n]) for n, name in enumerate(LEVELS)]
    return levels + [lead(answers, n, name, policies, leaders[n]) for n, name in enumerate(LEVELS)]


def lead(answers: Answers, n: int, name: str, policies: Sequence[str], pair: tuple[int, int]) -> Asking:
    """By how much the first is better than the second; below zero where the order turns."""
    first, second = pair
    what = f"Lead of {words_of(policies[first])} over {words_of(policies[second])}: {title_of(name).lower()}"
    return Asking(f"lead {name}", "lead", what, definition_of(name)[0], answers.gains[..., n, first] - answers.gains[..., n, second])


def leaders_of(answers: Answers) -> list[tuple[int, int]]:
    """First and second policy by each outcome, by their mean gain over all sets and seeds."""
    order = [mean_order(answers, n) for n in range(len(LEVELS))]
    return [(int(places[0]), int(places[1])) for places in order]


def mean_order(answers: Answers, n: int) -> np.ndarray:
    """Policies from the largest mean gain to the smallest."""
    return np.argsort(-np.nanmean(answers.gains[:, :, n], axis=(0, 1)), kind="stable")


def luck(values: np.ndarray) -> float:
    """Variance of a mean over seeds that is luck: what is left beside the sets and the seeds themselves; shape (sets, seeds, ...)."""
    whole = values[np.isfinite(values).reshape(len(values), -1).all(axis=1)]
    sets, seeds = whole.shape[:2]
    rest = whole - whole.mean(axis=1, keepdims=True) - whole.mean(axis=0, keepdims=True) + whole.mean(axis=(0, 1), keepdims=True)
    return float((rest**2).sum() / ((sets - 1) * (seeds - 1)) / seeds)
