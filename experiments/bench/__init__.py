"""Speed, memory, luck and compile time, measured against what a user would pick instead."""

import argparse
import importlib
import json
import platform
from collections.abc import Sequence
from pathlib import Path

from experiments.bench.rows import Row, print_rows

PARTS = {
    "speed": "one run, larger cities, two threads",
    "memory": "peak memory by size",
    "peer": "the same rules as one Python object per resident",
    "numpy": "the hot steps in NumPy",
    "luck": "what the same luck is worth",
    "noise": "how many seeds an effect needs, and what would need fewer",
    "compile": "the first start and later ones",
    "causes": "the cause of every changed life, beside two cities that nobody watches",
    "sweep": "what a cell costs beside the model, in small and in large sweeps",
}
EXAMPLE = """example:
  learncity bench --quick
  learncity bench --part speed --part peer --residents 10000 --months 240"""


def parser() -> argparse.ArgumentParser:
    """What the benchmark can be asked."""
    shape = argparse.RawDescriptionHelpFormatter
    made = argparse.ArgumentParser(prog="learncity bench", description=__doc__, epilog=EXAMPLE, formatter_class=shape)
    parts = "; ".join(f"{name}: {about}" for name, about in PARTS.items())
    made.add_argument("--part", action="append", choices=PARTS, help=f"only this part; may be repeated ({parts})")
    made.add_argument("--residents", type=int, default=10_000, help="residents of the main run (default 10000)")
    made.add_argument("--months", type=int, default=240, help="months of the main run (default 240)")
    made.add_argument("--quick", action="store_true", help="leave out the largest city and use fewer seeds")
    made.add_argument("--output", default="outputs/bench.json", help="where to write the figures (default outputs/bench.json)")
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print a table for each part, write the figures as JSON."""
    asked = parser().parse_args(argv)
    check(asked)
    found: dict[str, list[Row]] = {}
    for part in asked.part or PARTS:
        print(f"{part}: {PARTS[part]} ...", flush=True)
        found[part] = importlib.import_module(f"experiments.bench.{part}_part").measure(asked)
        print_rows(found[part])
        write(Path(asked.output), asked, found)
    print(f"Wrote {asked.output}")
    return 0


def check(asked: argparse.Namespace) -> None:
    """Mistake unless the sizes make sense."""
    from sim.city import check_whole

    check_whole("--residents", asked.residents, 100, 1_000_000)
    check_whole("--months", asked.months, 1, 1200)


def write(path: Path, asked: argparse.Namespace, found: dict[str, list[Row]]) -> None:
    """The figures so far, with what was asked and where they were measured."""
    path.parent.mkdir(parents=True, exist_ok=True)
    machine = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}
    parts = {part: [row.record() for row in rows] for part, rows in found.items()}
    text = json.dumps({"asked": vars(asked), "machine": machine, "parts": parts}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
