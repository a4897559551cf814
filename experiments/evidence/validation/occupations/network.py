"""Which occupations are near one another, how large are they, and how many posts will they want?"""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from experiments.inputs.paths import PACKAGE
from sim.declare import Mistake

PUBLISHED = "published US network"
STAY = 0.5502916755953751
"""Share of moves that stay in the occupation, in place of the published self-loops (del Rio-Chanona et al. 2021)."""
WEEKS = 6.75
"""Length of a step of that model, calibrated by its authors."""
DEPTH, CYCLE = 0.065, 4 / 3 * 10 * 52 / WEEKS
"""Swing of demand in their business cycle, and its length in steps: 2008 to 2018 is three quarters of one."""
BEFORE, HALFWAY = 99, 15 * 52 / WEEKS
"""Steps before anything changes, and until half of the automation has happened: 30 years in all."""


@dataclass(frozen=True)
class Network:
    """Occupations: staff at the start, share of tasks that can be automated, and weights of moves from row to column."""

    name: str
    employment: np.ndarray
    automation: np.ndarray
    mobility: np.ndarray

    @property
    def demand(self) -> np.ndarray:
        """Posts wanted before anything changes: staff and the first unemployed, so that aggregate demand is the labour force."""
        return 1.016 * self.employment


def mobility_folder() -> str:
    """The folder of the published network, in the folder named by LEARNCITY_DATA or in shared/data beside the checkout; '' without one."""
    chosen = os.environ.get("LEARNCITY_DATA")
    folder = (Path(chosen) if chosen else PACKAGE.parents[1] / "shared" / "data") / "occupational_mobility"
    if chosen and not folder.is_dir():
        raise Mistake(f"LEARNCITY_DATA: there is no folder {folder}")
    return str(folder.resolve()) if folder.is_dir() else ""


def network(folder: str) -> Network:
    """The published network of US occupations in this folder, or a made-up one."""
    return published(Path(folder)) if folder else made_up()


def published(folder: Path, stay: float | None = STAY) -> Network:
    """539 US occupations; with ``stay`` None the self-loops are those of the data."""
    import pandas as pd

    jobs, edges = pd.read_csv(folder / "occupations.csv"), pd.read_csv(folder / "edges.csv.gz")
    row, size = pd.Series(np.arange(len(jobs)), jobs.code), len(jobs)
    weights = np.zeros((size, size))
    weights[row[edges.source], row[edges.target]] = edges.weight
    moves = weights if stay is None else with_stayers(weights, stay)
    employment, automation = jobs.employment.to_numpy(float), jobs.automation_probability.to_numpy(float)
    return Network(PUBLISHED, employment, automation, moves)


def with_stayers(weights: np.ndarray, stay: float) -> np.ndarray:
    """The same moves between occupations, and this share of stayers; who moves nowhere else moves everywhere alike."""
    moves = weights.copy()
    np.fill_diagonal(moves, 0)
    out = moves.sum(axis=1, keepdims=True)
    moves = np.where(out > 0, moves / np.where(out > 0, out, 1), 1 / len(moves))
    np.fill_diagonal(moves, 0)
    return (1 - stay) * moves + stay * np.eye(len(moves))


def made_up(size: int = 40) -> Network:
    """Occupations on a line, near their neighbours, more easily reached upwards: some have too many seekers, as in the real one."""
    place, shuffled = np.arange(size), 7 * np.arange(size) % size
    up = place - place[:, None]
    near = np.exp(0.2 * up - np.abs(up) / 2.0)
    return Network("made-up network", 1.0 / (5 + shuffled), shuffled / (size - 1), with_stayers(near, STAY))


def cycle(net: Network, steps: int) -> np.ndarray:
    """Demand that swings with the business cycle, shape (steps, occupations)."""
    since = np.maximum(0, np.arange(steps) - BEFORE)
    return np.outer(1 - DEPTH * np.sin(2 * np.pi * since / CYCLE), net.demand)


def automated(net: Network, steps: int) -> np.ndarray:
    """Tasks go along an S-curve; shorter hours for all keep the number of posts, shape (steps, occupations)."""
    left = net.employment * (1 - net.automation)
    after = left * net.demand.sum() / left.sum()
    speed = np.log(1 / 0.0001 - 1) / HALFWAY
    done = 1 / (1 + np.exp(-speed * (np.arange(steps) - BEFORE - HALFWAY)))
    return net.demand + np.outer(done, after - net.demand)
