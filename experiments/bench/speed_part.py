"""How fast the model is: one run on one core, larger cities, two runs at once in threads."""

import argparse
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import numpy as np

from experiments.bench.rows import Row, seconds, times
from sim.chance import draws, luck
from sim.city import City

LARGER, MONTHS = (100_000, 1_000_000), 24
DRAWS = 1_000_000
BEFORE = 392.0
"""Keyed draws that a resident-month took before people had an origin, a language and care, measured beside the reference loop."""


def measure(asked: argparse.Namespace) -> list[Row]:
    """The rows of this part."""
    city = City(residents=asked.residents)
    runs = times(city.branch, lambda twin: twin.run(asked.months), 3 if asked.quick else 5)
    one = per_resident_month(runs[0], asked.residents, asked.months)
    usual = (asked.residents, asked.months) == (10_000, 240)
    rows = [
        Row(f"{asked.residents:,} residents x {asked.months} months, best of {len(runs)}", runs[0], "s", 0.25 if usual else None),
        Row("the same, median", median(runs), "s"),
        Row("resident-months a second", 1 / one, "1/s", 1e7 if usual else None, least=True),
        *against_draws(one),
    ]
    rows += two_threads(city, asked.months, runs[0])
    short = per_resident_month(times(city.branch, lambda twin: twin.run(MONTHS), 3)[0], asked.residents, MONTHS)
    rows += [row for size in larger(asked) for row in larger_city(size, short, asked.residents)]
    return rows


def against_draws(one: float) -> list[Row]:
    """A resident-month in keyed draws of a fixed loop: machines, and releases, compare by it."""
    luck_now, who = luck(1, "lever", 0), np.arange(DRAWS)
    drawn = times(lambda: who, lambda names: draws(luck_now, names), 7)[0] / DRAWS
    return [
        Row("one keyed draw, the reference loop", 1e9 * drawn, "ns"),
        Row("a resident-month in such draws", one / drawn, "draws", note=f"{BEFORE:.0f} before people had origins, languages and care"),
    ]


def larger(asked: argparse.Namespace) -> list[int]:
    """Sizes of the larger cities; only one when time is short, none for a small trial."""
    if asked.residents < 10_000:
        return []
    return list(LARGER[:1] if asked.quick else LARGER)


def per_resident_month(spent: float, residents: int, months: int) -> float:
    """Seconds for one resident and month."""
    return spent / (residents * months)


def two_threads(city: City, months: int, alone: float) -> list[Row]:
    """Two cities at once: kernels hold no lock."""
    with ThreadPoolExecutor(2) as pool:
        both = min(seconds(lambda: list(pool.map(lambda twin: twin.run(months), (city.branch(), city.branch())))) for _ in range(2))
    return [
        Row(
            "two cities in two threads, against one after the other", 2 * alone / both, "x", note="two threads of one core give about 1.3 x"
        )
    ]


def larger_city(residents: int, short: float, size: int) -> list[Row]:
    """Time per resident and month against the city of the main run."""
    city = City(residents=residents, seed=2)
    spent = seconds(lambda: city.run(MONTHS))
    ratio = per_resident_month(spent, residents, MONTHS) / short
    largest = residents == LARGER[-1]
    rows = [
        Row(f"{residents:,} residents x {MONTHS} months", spent, "s"),
        Row(f"  time per resident-month against {size:,}", ratio, "x", 2.0),
    ]
    return rows + [Row("  at this pace, 240 months", spent * 240 / MONTHS, "s", 30.0)] * largest
