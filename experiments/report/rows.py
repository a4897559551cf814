"""Rows of effects as rows of a page."""

from collections.abc import Iterable
from html import escape

import pandas as pd

from experiments.outcomes import headline, wording
from experiments.outcomes.definitions import definition_of
from experiments.outcomes.resilience import CENSORED
from experiments.report.markup import table

CLASSES = {"better": "better", "worse": "worse", "no clear effect": "unclear"}
HEADS = ("Baseline", "Policy", "Effect", "90% interval", "Verdict")


def outcomes_table(
    caption: str, names: Iterable[tuple[str, pd.Series | None]], first: str = "Outcome", effects: pd.DataFrame | None = None
) -> str:
    """A table with one line per row of effects, each with its name; nothing when nothing was measured.

    From ``effects`` it is read in how many seeds a time was cut off by the horizon.
    """
    rows = [line(name, row, effects) for name, row in names if row is not None]
    return table(caption, (first, *HEADS), rows) if rows else ""


def line(name: str, row: pd.Series, effects: pd.DataFrame | None = None) -> str:
    """One effect; pointing at its name shows what it means."""
    said = headline.line("", row)
    if effects is not None and row.outcome in CENSORED:
        said = headline.censored(said, effects, CENSORED[row.outcome])
    return effect_row(name, row, said)


def effect_row(name: str, row: pd.Series, shown: headline.Row) -> str:
    """One effect in these words."""
    numbers = "".join(f"<td>{escape(text)}</td>" for text in (shown.baseline, shown.policy, shown.effect, shown.interval))
    verdict = f'<td class="words {CLASSES.get(shown.verdict, "")}">{escape(shown.verdict)}</td>'
    return f'<tr><td class="words" title="{escape(definition_of(row.outcome)[2])}">{escape(name)}</td>{numbers}{verdict}</tr>'


def titled(rows: Iterable[pd.Series | None]) -> list[tuple[str, pd.Series | None]]:
    """Rows with the titles of their outcomes."""
    return [("" if row is None else wording.title_of(row.outcome), row) for row in rows]
