"""Rows of effects as rows of a page."""

from collections.abc import Iterable
from html import escape

import pandas as pd

from experiments import headline, words
from experiments.meanings import meaning_of
from experiments.report.markup import table
from experiments.resilience import UNFINISHED

CLASSES = {"better": "better", "worse": "worse", "no clear effect": "unclear"}
HEADS = ("Baseline", "Policy", "Effect", "90% interval", "Verdict")


def outcomes_table(caption: str, names: Iterable[tuple[str, pd.Series | None]], first: str = "Outcome") -> str:
    """A table with one line per row of effects, each with its name; nothing when nothing was measured."""
    rows = [line(name, row) for name, row in names if row is not None]
    return table(caption, (first, *HEADS), rows) if rows else ""


def line(name: str, row: pd.Series) -> str:
    """One effect; pointing at its name shows what it means."""
    shown = recovery(headline.line("", row), row)
    numbers = "".join(f"<td>{escape(text)}</td>" for text in (shown.baseline, shown.policy, shown.effect, shown.interval))
    verdict = f'<td class="words {CLASSES.get(shown.verdict, "")}">{escape(shown.verdict)}</td>'
    return f'<tr><td class="words" title="{escape(meaning_of(row.outcome)[2])}">{escape(name)}</td>{numbers}{verdict}</tr>'


def titled(rows: Iterable[pd.Series | None]) -> list[tuple[str, pd.Series | None]]:
    """Rows with the titles of their outcomes."""
    return [("" if row is None else words.title_of(row.outcome), row) for row in rows]


def recovery(said: headline.Row, row: pd.Series) -> headline.Row:
    """Times that were cut off by the horizon in some seed, as 'at least so many months'."""
    if row.verdict != UNFINISHED:
        return said
    return said._replace(baseline=f"at least {said.baseline}", policy=f"at least {said.policy}")
