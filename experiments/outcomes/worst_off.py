"""Groups of two traits: the worst off of all, and the one that the policy helps least."""

from collections.abc import Iterator
from itertools import combinations
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from experiments.outcomes.definitions import THRESHOLDS
from experiments.outcomes.intervals import LEVEL, t_quantile
from sim import catalogue
from sim.observation import FIELDS, GROUPS, SHAPE

WORST, LEAST = "worst off", "least helped"
OF_WHOM = {
    "unemployment": ("unemployed", "employed"), "participation": ("adults",), "mean_wage": ("employed",), "mean_income": ("people",),
    "poverty": ("people",),
}  # fmt: skip
"""The counts that must add up to enough residents before a cell's number is shown; employment would only find students."""


def worst_cells(cells: pd.DataFrame) -> pd.DataFrame:
    """Rows of effects: of every outcome, world and window the cell that is worst off in the baseline, and the one helped least."""
    runs, counts, labels = of_two_traits(cells)
    counted = SimpleNamespace(**{name: counts[..., f] for f, name in enumerate(FIELDS)})
    found = []
    for outcome, base in OF_WHOM.items():
        people = sum(getattr(counted, name) for name in base)
        value = np.asarray(catalogue.indicators()[outcome](counted), float)
        for key, baseline, policy in pairs_of(runs):
            enough = np.minimum(people[baseline], people[policy]).mean(axis=0) >= THRESHOLDS.least_cell
            enough &= np.isfinite(value[baseline]).all(axis=0) & np.isfinite(value[policy]).all(axis=0)
            made = chosen(outcome, value[baseline][:, enough], value[policy][:, enough])
            names = [name for name, there in zip(labels, enough, strict=True) if there]
            found += [{**row, **key, "outcome": outcome, "group": names[row["group"]]} for row in made]
    return pd.DataFrame(found)


def of_two_traits(cells: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray, list[str]]:
    """Which run a row is, counts of every cell of two traits, shape (runs, cells, fields), and the cells' names."""
    by = ["window", "shock", "seed", "world"]
    run = cells.groupby(by, sort=True).ngroup().to_numpy()
    places = [pd.Categorical(cells[name], groups).codes for name, groups in GROUPS.items()]
    cube = np.zeros((run.max() + 1, *SHAPE, len(FIELDS)))
    cube[(run, *places)] = cells[list(FIELDS)].to_numpy()
    parts, labels = [], []
    for one, other in combinations(range(len(SHAPE)), 2):
        summed = cube.sum(axis=tuple(k + 1 for k in range(len(SHAPE)) if k not in (one, other)))
        named = [named_cell(one, a, other, b) for a in range(SHAPE[one]) for b in range(SHAPE[other])]
        flat = summed.reshape(len(cube), len(named), len(FIELDS))
        keep = [k for k, name in enumerate(named) if name]
        parts.append(flat[:, keep])
        labels += [named[k] for k in keep]
    return cells[by].drop_duplicates().sort_values(by, ignore_index=True), np.concatenate(parts, axis=1), labels


def named_cell(one: int, a: int, other: int, b: int) -> str:
    """A cell in words; nothing for ages outside working life."""
    groups = [name_of_cells(*pair) for pair in ((one, a), (other, b))]
    return ", ".join(groups) if all(groups) else ""


def name_of_cells(dimension: int, number: int) -> str:
    """A group in words that need no heading."""
    name, group = list(GROUPS.items())[dimension]
    said = group[number]
    if said == "other":
        return ""
    if name == "disability":
        return "disabled" if said == "disabled" else "not disabled"
    return {"education": f"{said} educated", "age": f"aged {said}", "parents": f"parents of {said}"}.get(name, said)


def pairs_of(runs: pd.DataFrame) -> Iterator[tuple[dict[str, str], np.ndarray, np.ndarray]]:
    """World and window with the runs of baseline and policy of the same seeds."""
    for (window, shock), part in runs.groupby(["window", "shock"], sort=False):
        wide = part.reset_index().pivot(index="seed", columns="world", values="index").reindex(columns=["baseline", "policy"]).dropna()
        if len(wide):
            key = {"window": window, "world": "calm" if shock == "none" else "shock"}
            yield key, wide.baseline.to_numpy(int), wide.policy.to_numpy(int)


def chosen(outcome: str, baseline: np.ndarray, policy: np.ndarray) -> Iterator[dict[str, Any]]:
    """The two cells, shape of both arrays (seeds, cells); the second has a wider interval, for all were looked at to find it."""
    seeds, many = baseline.shape
    if many == 0:
        return
    ask: Any = catalogue.indicators()[outcome]
    worse = 1 if ask.better == "lower" else -1
    effect = policy - baseline
    error = effect.std(axis=0, ddof=1) / np.sqrt(seeds) if seeds > 1 else np.full(many, np.nan)
    picks = {WORST: (int((worse * baseline.mean(axis=0)).argmax()), LEVEL),
             LEAST: (int((worse * effect.mean(axis=0)).argmax()), 1 - (1 - LEVEL) / many)}  # fmt: skip
    for dimension, (k, level) in picks.items():
        mean, half = effect[:, k].mean(), t_quantile(seeds, level) * error[k]
        yield {"dimension": dimension, "group": k, "baseline": baseline[:, k].mean(), "policy": policy[:, k].mean(), "effect": mean,
               "low": mean - half, "high": mean + half, "seeds": seeds}  # fmt: skip
