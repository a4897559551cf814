"""How long a start takes: the first one ever, when kernels compile, and later ones."""

import argparse
import tempfile

from experiments.bench import fresh
from experiments.bench.rows import Row, seconds


def measure(asked: argparse.Namespace) -> list[Row]:
    """The rows of this part."""
    with tempfile.TemporaryDirectory() as empty:
        first, later = start(empty, fresh.COMPILED_FIRST), start(empty)
    return [
        Row("first start ever, to the end of the first month", first, "s", 30.0, note="1,000 residents; as every command starts"),
        Row("a later start, to the end of the first month", later, "s", 3.0, note="1,000 residents"),
    ]


def start(cache: str, before: str = "") -> float:
    """Seconds from nothing to the end of the first month."""
    return seconds(lambda: fresh.run(before + fresh.FIRST_MONTH, LEARNCITY_CACHE=cache))
