"""The hot steps as kernels and in NumPy: the same results, and how much longer NumPy takes."""

import argparse
from collections.abc import Callable
from typing import Any

import numpy as np

from experiments.bench import numpy_search, numpy_steps
from experiments.bench.rows import Row, times
from sim.behaviours import incomes, job_search, separation, skills
from sim.city import City
from sim.groups import CELLS, find_cells
from sim.histogram import BINS
from sim.observation import FIELDS, POOR_BELOW, count, number_cells

REPEATS = 7
ROUNDING = 1e-4
"""Largest difference that counts as rounding of 32-bit numbers, against the size of the numbers of a column."""


def measure(asked: argparse.Namespace) -> list[Row]:
    """The rows of this part."""
    city = City(residents=asked.residents).run(12)
    p = {behaviour.name(): behaviour.numbers for behaviour in city.behaviours}
    repeats = 3 if asked.quick else REPEATS
    rows, total = [], np.zeros(2)
    for name, kernel, columns in pairs(p):
        spent = np.array([times(lambda: prepared(city), step, repeats)[0] for step in (kernel, columns)])
        total += spent
        far = difference(*(after(city, step) for step in (kernel, columns)))
        note = f"kernel {1e3 * spent[0]:.3g} ms, NumPy {1e3 * spent[1]:.3g} ms; largest difference {far:.1g}"
        rows.append(Row(f"{name}: NumPy takes so much longer", spent[1] / spent[0], "x", note=note))
        rows.append(Row(f"{name}: largest difference of results", far, "of the column", ROUNDING))
    return [*rows, Row("all of them: NumPy takes so much longer", total[1] / total[0], "x", 1.0, least=True)]


def pairs(p: dict) -> list[tuple[str, Callable, Callable]]:
    """Each hot step as kernels and in NumPy."""
    return [
        ("separation", by_kernel_separation, lambda c: numpy_steps.separation(c, p["separation"], c.luck("separating"))),
        ("incomes", by_kernel_incomes, lambda c: numpy_steps.incomes(c, p["incomes"])),
        ("skills", by_kernel_skills, lambda c: numpy_steps.skills(c, p["skills"])),
        ("counting", by_kernel_count, lambda c: numpy_steps.count(c, c.line, *c.counted)),
        ("job search", by_kernel_search, lambda c: search(c, p["job_search"])),
    ]


def prepared(city: City) -> Any:
    """A copy of the city with everything the steps need, made before the clock starts."""
    twin: Any = city.branch()
    by_cell = np.zeros((CELLS, len(FIELDS))), np.full(CELLS, -1, np.int16), np.zeros(CELLS, np.int16)
    twin.counted = (*by_cell, np.zeros((len(city.facts.districts), len(FIELDS))), np.zeros((2, BINS)), np.zeros((2, BINS)))
    twin.line = np.float32(POOR_BELOW * np.median(twin.residents.equivalised))
    twin.numbers = {behaviour.name(): behaviour.numbers for behaviour in twin.behaviours}
    search = next(behaviour for behaviour in twin.behaviours if behaviour.name() == "job_search")
    twin.chances, twin.guide, twin.spread = search.chances, search.guide, job_search.spread_of_offers(twin)
    twin.seekers, twin.amount = job_search.choose_seekers(
        twin.luck("searching"), twin.numbers["job_search"], search.urge(twin.memory.hits[0], twin.memory.usual_hits[0]),
        twin.residents.columns, twin.conditions.guidance, twin.courses.load, twin.offers.course, twin.tally,
    )  # fmt: skip
    twin.found = None
    return twin


def by_kernel_separation(c: Any) -> None:
    """Jobs end."""
    separation.separate(
        c.luck("separating"),
        c.numbers["separation"],
        c.residents.columns,
        c.employers.columns,
        c.posts.columns,
        c.occupations,
        separation.fate_of_posts(c.numbers["separation"], c.employers.columns, c.posts.columns),
        c.conditions.layoffs,
        c.conditions.kept_on,
        c.tally,
    )


def by_kernel_incomes(c: Any) -> None:
    """Incomes."""
    incomes.pay_out(c.numbers["incomes"], c.facts.mean_wage, c.residents.columns, c.households.columns, c.memory.columns)
    incomes.share_out(c.numbers["incomes"], c.residents.columns, c.households.columns)


def by_kernel_skills(c: Any) -> None:
    """Skills."""
    skills.use_or_lose(c.numbers["skills"], c.residents.columns, c.occupations.need, c.occupations.use)


def by_kernel_count(c: Any) -> None:
    """Counting."""
    r, (cells, rows, occupied, *others) = c.residents, c.counted
    cell = np.empty(len(r), np.int16)
    find_cells(r.columns, cell)
    met = number_cells(r.present, cell)
    rows[met], occupied[: len(met)] = np.arange(len(met)), met
    count(r.columns, c.occupations.level, c.occupations.green, c.exposed, c.line, cell, cells, *others)


def by_kernel_search(c: Any) -> None:
    """Applications."""
    p, tables = c.numbers["job_search"], (c.residents.columns, c.employers.columns, c.posts.columns)
    made = job_search.apply_for_jobs(
        (c.luck("browsing"), c.luck("matching")), p, c.spread, c.seekers, c.amount, *tables, c.vacant, c.chances, c.guide,
        c.occupations, c.facts.travel, c.conditions.columns, c.tally,
    )  # fmt: skip
    sent = np.repeat(np.arange(len(c.seekers)), np.diff(made.start))
    c.found = np.stack([sent, made.vacancy, made.liking])


def search(c: Any, p: Any) -> None:
    """Applications in NumPy."""
    lucks = c.luck("browsing"), c.luck("matching")
    c.found = np.stack(numpy_search.applications(c, p, lucks, c.spread, c.seekers, c.amount, c.chances))


def after(city: City, step: Callable) -> list[np.ndarray]:
    """Every column that a step may change, after it."""
    twin = prepared(city)
    step(twin)
    columns = [getattr(table, name) for table in (twin.residents, twin.households, twin.posts, twin.memory) for name in table]
    return [*columns, *twin.counted, np.zeros(0) if twin.found is None else twin.found]


def difference(one: list[np.ndarray], other: list[np.ndarray]) -> float:
    """Largest difference of two sets of columns, against the size of the column; infinite when shapes differ."""
    return max(apart(a, b) for a, b in zip(one, other, strict=True))


def apart(a: np.ndarray, b: np.ndarray) -> float:
    """Largest difference of two columns against their size."""
    if a.shape != b.shape:
        return float("inf")
    size = max(1.0, float(np.abs(a).max(initial=0)))
    return float(np.abs(a.astype(np.float64) - b.astype(np.float64)).max(initial=0)) / size
