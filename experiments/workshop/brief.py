"""What is a plan worth, in a few numbers? Some curves of a world, lived without keeping what its residents did."""

import json
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.inputs.comparison import Comparison
from experiments.workshop.messages import YEAR
from experiments.workshop.recording import StateRecording
from experiments.workshop.simulation import Cache, SimulatedWorld, World, grow_up, life_key, live_months, stable

Asked = tuple[tuple[str, str], ...]
"""Indicators, each with the group (as stable JSON) of whom it is asked."""


@dataclass(frozen=True)
class Brief:
    """Of one world of one seed: what was asked, by month, and what was spent."""

    curves: np.ndarray
    """Shape (asked, months + 1), in each indicator's unit; not a number where nobody was counted."""
    people: np.ndarray
    """Residents of the model in the groups asked of, the same shape."""
    spent: float
    """EUR a year, overhead included, mean of the whole time."""

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return int(self.curves.nbytes + self.people.nbytes) + 100

    def year_to(self, month: int) -> np.ndarray:
        """Of each thing asked the mean of the twelve months up to a month, as the page's sentence has it."""
        part = self.curves[:, max(1, month + 1 - YEAR) : month + 1]
        there = np.isfinite(part)
        counted = there.sum(axis=1)
        return np.where(counted > 0, np.where(there, part, 0.0).sum(axis=1) / np.maximum(counted, 1), np.nan)


def asked(things: Any) -> Asked:
    """(indicator, group as a mapping) pairs in the form that a cache can keep."""
    return tuple((indicator, stable(group)) for indicator, group in things)


def brief_key(comparison: Comparison, seed: int, world: World, things: Asked) -> tuple:
    """What a brief depends on."""
    return "brief", things, life_key(comparison, seed, world, None)


def live_briefly(comparison: Comparison, seed: int, world: World, things: Asked, cache: Cache) -> Generator[tuple | None, None, Brief]:
    """One world from the policy date to its end, or as it was lived before; yields every year."""
    key = brief_key(comparison, seed, world, things)
    found = cache.get(key)
    if found is not None:
        return found
    groups = [json.loads(group) for _, group in things]
    life = cache.get(life_key(comparison, seed, world, None))
    if life is None:
        spec = comparison.world(*world)
        city = spec.branch((yield from grow_up(spec, seed, cache)))
        recording = StateRecording(city, comparison.months) if any("district" in group for group in groups) else None
        life = yield from live_months(city, comparison.months, recording)
    brief = told(life, [indicator for indicator, _ in things], groups)
    return cache.put(key, brief, brief.nbytes)


def told(life: SimulatedWorld, indicators: list[str], groups: list[dict[str, Any]]) -> Brief:
    """What is asked of a life."""
    nobody = np.full(life.months + 1, np.nan)
    curves, people = [], []
    for indicator, group in zip(indicators, groups, strict=True):
        of_group: Mapping[str, np.ndarray] = life.of_group(group)
        curves.append(of_group.get(indicator, nobody))
        people.append(of_group.get("population", nobody) / life.weight)
    spent = float(life.spending.sum()) * YEAR / life.months if life.spending.size else 0.0
    return Brief(np.array(curves, np.float32), np.array(people, np.float32), spent)
