"""What the terminal shows: the table of effects, the answer, and what became of the money."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.console.printing import COLOURS, bold, styled, table_with, wide
from experiments.inputs import regimes
from experiments.outcomes import city_holds, headline, unspent_words, wording


def show_effects(effects: pd.DataFrame, record: dict[str, Any], sure: str = "") -> None:
    """The table of effects, the answer in one paragraph, and how ``sure`` it is."""
    console = wide(140)
    against = "no levers" if record["baseline"] == "none" else wording.other_plan(record)
    seeds, months = len(record["seeds"]), record["months"]
    told = f"{record['title']} against {against}, {record['residents']:,} residents, {seeds} seeds, {months} months"
    table = table_with(
        told,
        ("", "baseline", "policy", "effect", "90% interval", "verdict"),
        ("", "verdict"),
        caption=footnote(seeds),
        caption_justify="left",
    )
    section, taken = None, regimes.describe(record.get("regime", ""), record["parameters"])
    for row in headline.rows(effects):
        if row.section != section:
            table.add_section()
            table.add_row(bold(row.section))
            section = row.section
        table.add_row(row.label, *row[2:6], styled(row.verdict, COLOURS.get(row.verdict, "default")))
    console.print(table)
    console.print(headline.answer(effects, record), highlight=False)
    for more in (sure, taken):
        if more:
            console.print(more, highlight=False)


def show_money(unspent: pd.DataFrame, record: dict[str, Any]) -> None:
    """What was asked for and spent, and why not all: a sentence and a line for each lever, of a baseline with levers too."""
    console, months, seeds = wide(140), record["months"], len(record["seeds"])
    told = unspent_words.sentence(unspent, record)
    if not told:
        return
    console.print(told, highlight=False)
    for world, name in (("policy", record["title"]), ("baseline", wording.other_plan(record))):
        rows = unspent_words.of_world(unspent, world)
        if len(rows):
            title = f"{name}: {unspent_words.caption(months, seeds, 'in calm years')}"
            table = table_with(title, unspent_words.heads(months), ("Lever", "Why not"))
            for line in unspent_words.lines(rows):
                table.add_row(*line)
            console.print(table)


def show_city(city: Mapping[str, Any]) -> None:
    """Where the calm city lives elsewhere than its counts say, and whether what was fitted to it is stale."""
    for line in city_holds.warnings(city):
        wide(140).print(line, highlight=False, markup=False)


def footnote(seeds: int) -> str:
    """How to read the table."""
    pairs = f"paired over {seeds} seeds with the same luck in both worlds" if seeds > 1 else "one seed has no interval"
    return f"Means of the last 5 years unless said otherwise; intervals: Student t, {pairs}; cost: Fieller."
