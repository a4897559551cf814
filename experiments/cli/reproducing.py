"""`learncity reproduce`: the numbers of README and documentation, made again from scratch and held against what is told."""

import time
from pathlib import Path

import pandas as pd
from rich.table import Table

from experiments.cli.command import BROKEN, FINE
from experiments.console.printing import wide
from experiments.documentation.claims import CLAIMS
from experiments.storage.results_folder import write_csv
from sim.declare import known_or_mistake


def run(names: list[str], listed: bool, output: Path) -> int:
    """Make these claims again (all when none is named), tell each with its numbers, and keep the table; exit code 1 when one fails."""
    for name in names:
        known_or_mistake(name, CLAIMS, "claim", "reproduce")
    rows = [row(name, not listed) for name in names or CLAIMS]
    table = Table("claim", "file", "told", "again", "holds", "seconds")
    for one in rows:
        table.add_row(*(str(value) for value in one.values()))
    wide().print(table, highlight=False)
    if listed:
        return FINE
    write_csv(output / "claims.csv", pd.DataFrame(rows))
    wide().print(f"Wrote {output / 'claims.csv'}", highlight=False)
    return FINE if all(one["holds"] == "yes" for one in rows) else BROKEN


def row(name: str, make: bool) -> dict[str, str]:
    """One claim as told, and as made again."""
    claim = CLAIMS[name]
    sentence, _ = claim.told()
    began = time.monotonic()
    again = claim.measure() if make else []
    said = {"claim": name, "file": claim.file, "told": sentence, "again": ", ".join(f"{number:,.4g}" for number in again)}
    return {
        **said,
        "holds": ("yes" if claim.holds(again) else "NO") if make else "",
        "seconds": f"{time.monotonic() - began:.0f}" if make else "",
    }
