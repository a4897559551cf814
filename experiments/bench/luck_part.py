"""What the same luck is worth: how few notice a changed fate, and how much sharper the effect of a lever gets."""

import argparse

import numpy as np

from experiments.bench.object_counts import fate_of
from experiments.bench.rows import Row
from sim import catalogue
from sim.city import City
from sim.leaving import leave_post
from sim.tables import UNEMPLOYED

RESIDENTS, BURN_IN, MONTHS, LAST = 4000, 12, 36, 12
BUDGET = 2e7
LEVERS = ("skills_vouchers", "guidance", "employer_training_subsidy")
INDICATORS = ("unemployment", "employment", "participation")
BAR = {"unemployment": 3.0, "employment": 3.0}


def measure(asked: argparse.Namespace) -> list[Row]:
    """The rows of this part."""
    residents = min(RESIDENTS, asked.residents)
    cities = [City(residents=residents, seed=seed).run(BURN_IN) for seed in range(1, (4 if asked.quick else 12) + 1)]
    rows = [Row("others with another employer a year after one changed fate", 100 * noticed(cities[:4]), "%", 1.0,
                note=f"mean of {4 * 3} changed fates, {residents:,} residents")]  # fmt: skip
    calm = [late(city.branch()) for city in cities]
    for name in LEVERS:
        policy = [late(city.branch([catalogue.levers()[name](budget=BUDGET)])) for city in cities]
        rows += [gained(name, k, np.array(calm), np.array(policy)) for k in range(len(INDICATORS))]
    return rows


def noticed(cities: list[City]) -> float:
    """Share of the other residents who have another employer a year later, mean over a few people in each city."""
    return float(np.mean([share for city in cities for share in shares_moved(city)]))


def shares_moved(city: City) -> list[float]:
    """That share for three people of one city who lose their jobs."""
    usual, workers = fate_of(city.branch().run(12)), np.flatnonzero(city.residents.post >= 0)
    return [share_moved(city, usual, int(workers[len(workers) * (n + 1) // 4])) for n in range(3)]


def share_moved(city: City, usual: dict, someone: int) -> float:
    """Share of the other residents with another employer than usual, a year after somebody lost her job."""
    twin = city.branch()
    name = int(twin.residents.id[someone])
    leave_post(twin.residents.columns, twin.posts.columns, someone, UNEMPLOYED)
    changed = fate_of(twin.run(12))
    others = [who for who in usual if who in changed and who != name]
    return sum(usual[who][1] != changed[who][1] for who in others) / len(others)


def late(city: City) -> list[float]:
    """Indicators of the last year of a run."""
    history = city.run(MONTHS).history
    return [float(history[name][-LAST:].mean()) for name in INDICATORS]


def gained(lever: str, k: int, calm: np.ndarray, policy: np.ndarray) -> Row:
    """Spread of the effect over seeds: independent seeds against the same luck."""
    paired = policy[:, k] - calm[:, k]
    independent = policy[:, k] - np.roll(calm[:, k], 1)
    ratio = float(np.std(independent, ddof=1) / max(np.std(paired, ddof=1), 1e-12))
    name = INDICATORS[k]
    note = f"effect {100 * paired.mean():+.2f} points; {len(paired)} seeds"
    return Row(f"{lever} on {name}: spread of the effect", ratio, "x smaller", BAR.get(name), least=True, note=note)
