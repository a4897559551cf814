"""How long a start takes: the first one ever, when kernels compile, and later ones."""

import argparse
import tempfile

from experiments.bench import fresh
from experiments.bench.rows import Row, seconds


def measure(asked: argparse.Namespace) -> list[Row]:
    """The rows of this part."""
    with tempfile.TemporaryDirectory() as empty:
        first, later = (start(empty) for _ in range(2))
    return [
        Row("first start ever, to the end of the first month", first, "s", 30.0, note="1,000 residents"),
        Row("a later start, to the end of the first month", later, "s", 3.0, note="1,000 residents"),
    ]


def start(cache: str) -> float:
    """Seconds from nothing to the end of the first month."""
    return seconds(lambda: fresh.run(fresh.FIRST_MONTH, LEARNCITY_CACHE=cache))
