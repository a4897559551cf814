"""Asked, spendable, spent, and why not all: the sentence at the top and the lines of its table, for page and terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from experiments.inputs import budgets
from experiments.outcomes import wording
from experiments.outcomes.card_names import CALM, words_of
from experiments.outcomes.unspent import nearly_all

NAMED, LEAST = 2, 0.1
"""Levers that the sentence names, and the share of all that is unspent from which one is."""
STEADY = 0.005
"""Share by which the sum over the horizon may differ from the years times what is asked for a year."""


def of_world(found: pd.DataFrame, world: str = "policy", shock: str = CALM) -> pd.DataFrame:
    """The levers of a world for which money was set aside, the largest sum first."""
    rows = found[(found.world == world) & (found["shock"] == shock) & (found.asked > 0)]
    return rows.sort_values("asked", ascending=False, kind="stable")


def sentence(found: pd.DataFrame, record: Mapping[str, Any]) -> str:
    """What was asked for and what was spent in calm years, and why not all; of a baseline with levers too."""
    said = [told(of_world(found), record["levers"], record["months"], "")]
    if record.get("baseline_levers"):
        said.append(
            told(of_world(found, "baseline"), record["baseline_levers"], record["months"], f"Under {wording.other_plan(record)}, of")
        )
    return " ".join(part for part in said if part)


def told(rows: pd.DataFrame, levers: Mapping[str, Mapping[str, Any]], months: int, begin: str) -> str:
    """'Of EUR 20.0 million a year asked for (EUR 400 million over 20 years), EUR 6.4 million a year were spent: why.'"""
    if len(rows) == 0:
        return ""
    years, sums = months / 12, rows[["asked", "spent"]].sum()
    steady = abs(sums.asked - budgets.a_year(levers, months) * years) <= STEADY * sums.asked
    if steady:
        whole = f"{begin or 'Of'} {wording.money(sums.asked / years)} a year asked for ({wording.money(sums.asked)} over {over(months)})"
        whole += f", {wording.money(sums.spent / years)} a year were spent ({wording.money(sums.spent)} in all)"
    else:
        whole = f"{begin or 'Of'} {wording.money(sums.asked)} asked for over {over(months)} in all (at most "
        whole += f"{wording.money(budgets.a_year(levers, months))} a year), {wording.money(sums.spent)} were spent"
    left = [row for row in rows.sort_values("unspent", ascending=False, kind="stable").itertuples() if not nearly_all(row)]
    left = [row for row in left if row.unspent >= LEAST * rows.unspent.sum()][:NAMED]
    if not left:
        return f"{whole}: nearly all of it."
    if len(rows) == 1:
        return f"{whole}: {left[0].why}."
    return f"{whole}. Not spent were, above all, {' and '.join(part_of(row, years if steady else 0) for row in left)}."


def part_of(row: Any, years: float) -> str:
    """'EUR 3.5 million of 4.0 million a year for skills vouchers (why)'; in all where nothing is said of years."""
    sums = [wording.money(euros / (years or 1)) for euros in (row.unspent, row.asked)]
    return f"{sums[0]} of {sums[1].removeprefix('EUR ')} {'a year' if years else 'in all'} for {words_of(row.lever)} ({row.why})"


def over(months: int) -> str:
    """'20 years', '6 months'."""
    return f"{months / 12:g} year{'' if months == 12 else 's'}" if months % 12 == 0 else f"{months} months"


def heads(months: int) -> tuple[str, ...]:
    """Columns of the table."""
    return ("Lever", "Asked a year", f"Asked in {over(months)}", "Spendable", "Handed out", "Overhead", "Spent", "Unspent", "Why not")


def caption(months: int, seeds: int, world: str) -> str:
    """What the table shows, and how its columns are told apart."""
    mean = f"mean over {seeds} seeds" if seeds > 1 else "one seed"
    return f"EUR million of the real city, {world}, {mean}: the first column a year, all others in total over {over(months)}"


NOTE = (
    "Spendable: what administration and months of preparation leave to be handed out; what is handed out and its overhead are spent. "
    "Money that is not spent in a month stays with its lever and may be spent later. Why not: what stood in the way in the months from "
    "which the money is left, as the city's own rules met it; reasons of entitled people are weighed by how many they are."
)


def lines(rows: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    """A line of texts for each lever, and one for all of them together."""
    columns = ("asked_a_year", "asked", "spendable", "reached", "overhead", "spent", "unspent")
    for row in rows.itertuples():
        yield (words_of(row.lever), *(millions(getattr(row, name)) for name in columns), row.why)
    if len(rows) > 1:
        yield ("all levers", *(millions(rows[name].sum()) for name in columns), "")


def millions(euros: float) -> str:
    """'1,200', '36.0', '0.45' of EUR million; '0' where nothing is."""
    size = euros / 1e6
    return f"{size:,.0f}" if size >= 99.95 else f"{size:.1f}" if size >= 0.95 else f"{size:.2f}" if size >= 0.005 else "0"
