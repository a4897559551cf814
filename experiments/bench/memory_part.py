"""How much memory a city needs: peak of a fresh process."""

import argparse

from experiments.bench import fresh
from experiments.bench.rows import Row

MONTHS = 12
BARS = {1_000_000: 1500.0}


def measure(asked: argparse.Namespace) -> list[Row]:
    """The rows of this part."""
    sizes = [asked.residents] if asked.residents < 10_000 else [10_000, 100_000, *([] if asked.quick else [1_000_000])]
    rows = [Row("the model imported, no city", peak(0), "MB")]
    return rows + [Row(f"{size:,} residents", peak(size), "MB", BARS.get(size)) for size in sizes]


def peak(residents: int) -> float:
    """Megabytes at the peak of a process that draws and runs a city of this size."""
    return float(fresh.run(fresh.PEAK, residents, MONTHS))
