"""The page of a calibration: what is left, how it was found, what binds, what trades against what, and how to repeat it."""

from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from experiments.evidence.calibration import figures
from experiments.evidence.calibration.implausibility import CUTOFF, MARGIN, TOLERANCE
from experiments.evidence.targets import targets
from experiments.figures.drawing import Picture
from experiments.report import markup
from experiments.report.markup import cells, command_words, folded, paragraph, picture, section, table, whole_page

LINKS = {"answer": "Answer", "numbers": "Numbers", "waves": "Waves", "rows": "Rows", "influence": "What moves what",
         "trade_offs": "Trade-offs", "how": "How it was found", "repeat": "Repeat"}  # fmt: skip
OWN_STYLE = """td:not(.words) { white-space: nowrap; }
.evidence th:nth-child(2), .evidence td:nth-child(2) { text-align: left; min-width: 17rem; }
td:first-child { text-align: left; }
"""
CLASSES = {"in": "better", "below": "worse", "above": "worse", "not measured": "unclear"}
CAUTION = (
    "An ensemble tells how uncertain the free numbers are, given these rows, these bands and this model. It does not tell how wrong "
    "the model's mechanisms are, and numbers with a published source stand still in it. Rows of tier B, experiments and policy "
    "studies were not looked at."
)


def page(tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """One HTML file that needs nothing else."""
    parts = [
        section("answer", "The answer", paragraph(describe(tables, about), "answer") + paragraph(CAUTION, "note")),
        section("numbers", "What is left of each number", picture(drawn["numbers"]) + table_of_numbers(tables["numbers"])),
        section("waves", "How the waves close in", picture(drawn["waves"])),
        section("rows", "Which rows bind", picture(drawn["binding"]) + table_of_rows(tables["rows"])),
        section("influence", "Which numbers move which rows", table_of_influence(tables["influence"])),
        section("trade_offs", "What can stand in for what", picture(drawn["trade_offs"]) + table_of_pairs(tables)),
        section("how", "How it was found", paragraph(method(about))),
        repeat(about),
    ]
    return whole_page("Calibration", LINKS, heading(about), parts, OWN_STYLE)


def heading(about: Mapping[str, Any]) -> str:
    """What was calibrated, and on what."""
    asked, city = about["asked"], about["city"]
    ran = (
        f"{city['title']} (counts of {city['year']}), {asked['residents']:,} model residents, {asked['burn_in']} months of burn-in and "
        f"{asked['months']} measured, labour market: {asked['profile'].replace('_', ' ')}; {len(asked['free'])} free numbers, "
        f"{about['rows']} rows of tier A."
    )
    return "<h1>Which cities does the evidence allow?</h1>\n" + paragraph(ran, "note")


def describe(tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any]) -> str:
    """What was found, as sentences."""
    numbers = tables["numbers"]
    narrow = numbers[numbers.high_share - numbers.low_share < figures.HALF]
    loose = len(numbers) - len(narrow)
    said = (
        f"Of {about['asked']['evaluations']:,} sets of numbers tried, {about['not_ruled_out']} are not ruled out and the nearest "
        f"{about['sets']} are kept. With them, each on a seed of its own, {about['rows_in_range']} of {about['rows']} rows are in range on "
        f"average; with the numbers in force it is {about['rows_in_range_before']}. "
        f"{len(narrow)} numbers are narrowed to less than half of their range; {loose} are not. "
    )
    out = "The numbers in force are ruled out by the rows they miss; they are among the sets with the least weight. "
    return said + (out if about.get("in_force_ruled_out") else "") + strictness(about)


def strictness(about: Mapping[str, Any]) -> str:
    """How strict the judgement could be."""
    missed = about["rows_out_of_reach"]
    out = f"No set reaches {', '.join(missed)}, which therefore rule out nothing. " if missed else ""
    other = "other " if missed else ""
    if about["rows_forgiven"] == 0:
        return f"{out}No set that is kept misses any {other}row by more than {CUTOFF:g} units."
    rows = "one row" if about["rows_forgiven"] == 1 else f"{about['rows_forgiven']} rows"
    return f"{out}A set that is kept may miss {rows} {'more ' if missed else ''}by more than {CUTOFF:g} units: with less, too few are left."


def table_of_numbers(numbers: pd.DataFrame) -> str:
    """Every free number."""
    heads = ("Number", "In force", "Middle", "Left (5 to 95%)", "Allowed", "Unit, and why it is free")
    rows = [
        f"<tr><td>{escape(row.path)}</td><td>{row.usual:g}</td><td>{row.middle:.3g}</td><td>{row.low:.3g} to {row.high:.3g}</td>"
        f"<td>{row.least:g} to {row.most:g}</td><td class='words'>{escape(row.unit)}; {escape(row.reason)}</td></tr>"
        for row in numbers.itertuples()
    ]
    return folded("All free numbers", table("Free numbers: what is left of their ranges", heads, rows))


def table_of_rows(rows: pd.DataFrame) -> str:
    """Every row, with the numbers in force and over the ensemble."""
    heads = ("Row", "What", "In force", "Ensemble", "90% interval", "Band", "Sets inside", "")
    made = [line(row) for row in rows.itertuples()]
    return folded("All rows", table("Means over seeds; in the ensemble each seed lives with its own set", heads, made, "evidence"))


def line(row: Any) -> str:
    """One row of the evidence."""
    numbers = (
        targets.shown(row.before, row.unit), targets.shown(row.value, row.unit),
        f"{targets.shown(row.low, row.unit)} to {targets.shown(row.high, row.unit)}",
        targets.band(row.least, row.most, row.unit), f"{row.share_inside:.0%}",
    )  # fmt: skip
    shown = "".join(f"<td>{escape(text)}</td>" for text in numbers)
    words = f"<td>{escape(row.key)}</td><td class='words'>{escape(row.what)}</td>"
    return f"<tr>{words}{shown}<td class='words {CLASSES[row.verdict]}'>{row.verdict}</td></tr>"


def table_of_influence(influence: pd.DataFrame, most: int = 6) -> str:
    """Each number's strongest rows."""
    moved = influence.set_index("path")
    order = moved.abs().sum(axis=1).sort_values(ascending=False).index
    rows = []
    for path in order:
        top = moved.loc[path].iloc[np.argsort(-moved.loc[path].abs().to_numpy())[:most]]
        told = ", ".join(f"{key.removeprefix('row ')} {value:+.1f}" for key, value in top.items() if abs(value) >= 0.1)
        rows.append(cells((path, f"{moved.loc[path].abs().sum():.1f}", told or "nothing by a tenth of a unit")))
    said = "Units of each row's implausibility by which it moves when the number rises by a tenth of its range, near the best sets."
    return paragraph(said) + table("Strongest first", ("Number", "All rows", "Rows moved most"), rows, "words")


def table_of_pairs(tables: Mapping[str, pd.DataFrame]) -> str:
    """Pairs of numbers that go together."""
    pairs = figures.strongest(figures.correlations(tables), figures.clear(tables))[:20]
    rows = [cells((one, other, f"{r:+.2f}")) for one, other, r in pairs]
    return folded("Pairs", table("Correlations among the sets that are left", ("Number", "Number", "Correlation"), rows)) if rows else ""


def method(about: Mapping[str, Any]) -> str:
    """How the sets were found."""
    waves = ", ".join(f"{size} in wave {number}" for number, size in about["waves"].items() if number != "0")
    return (
        "A row's implausibility is the distance of the model's number to the published band, divided by the spread from seed to seed plus "
        f"{TOLERANCE:.0%} of the band's width. All sets live with the same luck, and most of what that luck is known to do to each row is "
        f"taken off. The search begins near the numbers in force ({about['waves'].get('0', 0)} sets), aiming one unit (at most "
        f"{MARGIN:.0%} of the width) inside each band. Then come waves: {waves}. The first is spread evenly over the whole ranges; for "
        "each later one, curves fitted to every row stand in for the city, and sets are drawn from what they do not rule out, their own "
        "error counted. What is left is judged by the city itself, never by the curves. Weights fall with the distance to zero just beyond "
        "the furthest set that is kept."
    )


def repeat(about: Mapping[str, Any]) -> str:
    """The command that repeats it, and the versions."""
    asked = about["asked"]
    command = ["learncity calibrate --profile", asked["profile"], "--evaluations", str(asked["evaluations"]), *command_words(asked)]
    use = "learncity run parameters.ensemble=FOLDER/ensemble.csv"
    return markup.repeat(about, f"{' '.join(command)}\n{use}", asked, title="How to repeat and use it")
