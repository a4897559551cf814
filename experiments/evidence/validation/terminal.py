"""What the terminal shows of a validation: a bar, a table for each tier, the misses, and where everything is."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from rich.table import Table
from rich.text import Text

from experiments.console.printing import Console, bold, styled, table_with, wide
from experiments.evidence.targets import fitted, targets
from experiments.evidence.validation import bars, scoring
from experiments.inputs import regimes

COLOURS = {"in": "green", "below": "red", "above": "red", "not told": "yellow", "not measured": "dim"}


def show(table: pd.DataFrame, about: Mapping[str, Any]) -> None:
    """A table for each tier, the counts, the misses."""
    console = wide(190)
    for tier in scoring.tiers(table):
        console.print(of_tier(table[table.tier == tier], scoring.TIERS[tier]))
    show_bars(console, table)
    console.print(bold(scoring.counts(table)), highlight=False)
    console.print(scoring.nearness(table), highlight=False)
    show_misses(console, table)
    asked = about["setting"]
    console.print(f"{asked['city']}, {asked['residents']:,} residents, {len(asked['seeds'])} seeds, {asked['burn_in']} months of burn-in, "
                  f"{asked['months']} months measured, labour market: {asked['profile']}.", highlight=False)  # fmt: skip
    if asked.get("regime"):
        console.print(regimes.describe(asked["regime"], asked["parameters"]), highlight=False)


def of_tier(rows: pd.DataFrame, title: str) -> Table:
    """The rows of one tier."""
    table = table_with(title, ("row", "what", "target", "model", "90% interval", "band", "", "fitted by"), ("row", "what", "", "fitted by"))
    for row in rows.itertuples():
        value, said = targets.shown(row.value, row.unit), targets.band(row.least, row.most, row.unit)
        verdict = styled(row.verdict, COLOURS[row.verdict])
        what = Text.assemble(row.what, (f"\n{row.note}", "dim")) if row.note else row.what
        table.add_row(row.key, what, row.target, value or "-", scoring.interval(row), said, verdict, fitted.words(row.fitted))
    return table


def show_bars(console: Console, found: pd.DataFrame) -> None:
    """The bars of inclusion, where their rows were measured."""
    lines = bars.table(found)
    if lines:
        table = table_with(bars.TITLE, bars.HEADS, (bars.HEADS[0], ""))
        for *said, verdict in lines:
            table.add_row(*said, styled(verdict, bars.COLOURS[verdict]))
        console.print(table)


def show_misses(console: Console, table: pd.DataFrame) -> None:
    """Every row that is out, and the suspected reason where one is known; then those that cannot be told."""
    missed = scoring.missed(table)
    if len(missed):
        console.print(bold(f"\nOut of range ({len(missed)})"), highlight=False)
    for row in missed.itertuples():
        value, said = targets.shown(row.value, row.unit) or "no value", targets.band(row.least, row.most, row.unit)
        console.print(f"{row.key}: {row.what}: {value}, band {said}. {scoring.why(row)}", highlight=False, soft_wrap=True, markup=False)
    untold = scoring.not_told(table)
    if len(untold):
        said = f"Not told, neither in nor out, for the interval is wider than what matters ({len(untold)}): {', '.join(untold.key)}."
        console.print(said, highlight=False, soft_wrap=True, markup=False)
