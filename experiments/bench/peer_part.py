"""The same rules as one Python object per resident: the same fates, and how much longer it takes."""

import argparse

import numpy as np
import pandas as pd

from experiments.bench.object_counts import fate_of, fate_of_objects
from experiments.bench.objects import ObjectCity
from experiments.bench.rows import Row, seconds
from sim.city import City

RESIDENTS, MONTHS, LAST, PACE, TURNS = 1500, 36, 12, 12, 3
INDICATORS = ("unemployment", "employment", "gini", "participation", "mean_wage")


def measure(asked: argparse.Namespace) -> list[Row]:
    """The rows of this part."""
    residents = min(RESIDENTS, asked.residents)
    months = min(MONTHS, asked.months)
    seeds = range(1, (2 if asked.quick else 6) + 1)
    both = [live_twice(City(residents=residents, seed=seed), months) for seed in seeds]
    alike = [share for _, _, share in both]
    what = f"residents with the very same work and employer after {months} months"
    note = f"{len(both)} seeds of {residents:,} residents; worst {100 * min(alike):.2f}%"
    rows = [Row(what, 100 * float(np.mean(alike)), "%", 99.0, least=True, note=note)]
    columns, objects = (np.array([pair[side] for pair in both]) for side in range(2))
    rows += [compared(name, columns[:, k], objects[:, k]) for k, name in enumerate(INDICATORS)]
    return rows + paces(asked)


def live_twice(city: City, months: int) -> tuple[list[float], list[float], float]:
    """Indicators of the last year as columns and as objects, and how many residents fare exactly alike."""
    peer = ObjectCity(city).run(months)
    city.run(months)
    one, other = fate_of(city), fate_of_objects(peer)
    alike = sum(other.get(who) == fate for who, fate in one.items()) / len(one)
    return late(city.history), late(peer.record.history()), alike


def late(history: pd.DataFrame) -> list[float]:
    """Means of the last year."""
    return [float(history[name][-LAST:].mean()) for name in INDICATORS]


def compared(name: str, columns: np.ndarray, objects: np.ndarray) -> Row:
    """Difference of the means in standard errors of the mean over seeds."""
    error = max(float(np.std(columns, ddof=1)) / len(columns) ** 0.5, 1e-12)
    away = abs(float(objects.mean() - columns.mean())) / error
    return Row(f"{name}: objects against columns", away, "standard errors", 2.0, note=f"{objects.mean():.5g} and {columns.mean():.5g}")


def paces(asked: argparse.Namespace) -> list[Row]:
    """Time of one resident and month, objects over columns: median month of the same city, in turns of a few months."""
    city = City(residents=asked.residents)
    spent: dict[str, list[float]] = {"objects": [], "columns": []}
    peer = ObjectCity(city)
    city.branch().run(1)
    for _ in range(TURNS):
        twin = city.branch()
        spent["columns"] += [seconds(twin.step) for _ in range(PACE)]
        spent["objects"] += [seconds(peer.step) for _ in range(PACE // TURNS)]
    objects, columns = (1e6 * float(np.median(spent[kind])) / asked.residents for kind in ("objects", "columns"))
    note = f"{asked.residents:,} residents, median month of a year"
    return [
        Row("objects: time per resident-month", objects, "us", note=note),
        Row("columns: time per resident-month", columns, "us", note=note),
        Row("objects take so much longer", objects / columns, "x", 100.0, least=True),
    ]
