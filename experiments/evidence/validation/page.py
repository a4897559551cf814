"""The page of a validation: the count, the pictures, every row, what misses and why, and how to repeat it."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from experiments.evidence.targets import targets
from experiments.evidence.validation import scoring, suspected_reasons
from experiments.figures.drawing import Picture
from experiments.inputs import regimes
from experiments.report import markup
from experiments.report.markup import cells, folded, paragraph, picture, section, table, whole_page, words_of

READING = (
    "A row is in range when the mean over seeds lies in the published band. The 90% interval (Student t over seeds) tells how far "
    "the model's number depends on luck, not how far it depends on the model's assumptions. Where a source gives a value without a "
    "range, the band is assumed and the row says so. Rows about things the model has no word for count as missed."
)
HEADS = ("Row", "What", "Target", "Model", "90% interval", "Band", "")
LINKS = {"answer": "Answer", "pictures": "Pictures", "A": "Tier A", "B": "Tier B", "E": "Experiments", "G": "Structure", "S": "Shocks",
         "V": "Policy studies", "missed": "What misses", "how": "How measured", "repeat": "Repeat"}  # fmt: skip
OWN_STYLE = """th:nth-child(2) { text-align: left; } td .note { font-size: .9rem; }
.evidence td:not(.words):not(:first-child) { white-space: nowrap; } .evidence td:nth-child(2) { min-width: 17rem; }
"""
CLASSES = {"in": "better", "below": "worse", "above": "worse", "not measured": "unclear"}


def page(found: pd.DataFrame, about: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """One HTML file that needs nothing else."""
    there = scoring.tiers(found)
    links = {to: name for to, name in LINKS.items() if to not in scoring.TIERS or to in there}
    parts = [
        section("answer", "The answer", paragraph(describe(found), "answer") + paragraph(READING, "note")),
        section("pictures", "Pictures", "".join(picture(one) for one in drawn.values())),
        *(section(tier, scoring.TIERS[tier], rows_of(found[found.tier == tier])) for tier in there),
        missed(found), how(found), repeat(about),
    ]  # fmt: skip
    return whole_page("Validation", links, heading(about), parts, OWN_STYLE)


def heading(about: Mapping[str, Any]) -> str:
    """What was validated, and how."""
    asked, city = about["setting"], about["city"]
    ran = (
        f"{city['title']} (counts of {city['year']}), {asked['residents']:,} model residents, {len(asked['seeds'])} seeds, "
        f"{asked['burn_in']} months of burn-in and {asked['months']} months measured, labour market: {asked['profile'].replace('_', ' ')}."
    )
    changed = ", ".join(f"{name} = {value:g}" for name, value in asked["parameters"].items())
    taken = regimes.describe(asked.get("regime", ""), asked["parameters"])
    more = paragraph(taken) + (paragraph(f"Parameters changed: {changed}.") if changed else "")
    return "<h1>Is this city like real cities?</h1>\n" + paragraph(ran, "note") + more


def describe(found: pd.DataFrame) -> str:
    """The counts as sentences."""
    said = []
    for tier in scoring.tiers(found):
        c = scoring.count(found, tier)
        rest = f", {c.left_out} cannot be measured in so small a city" if c.left_out else ""
        share = f" ({100 * c.inside / c.counted:.0f}%)" if c.counted else ""
        said.append(f"{scoring.TIERS[tier].partition(':')[0]}: {c.inside} of {c.counted} rows in range{share}{rest}.")
    return " ".join(said)


def rows_of(rows: pd.DataFrame) -> str:
    """The table of one tier."""
    signs = bool((rows.tier == "G").all())
    caption = f"Mean over seeds beside what {'has to come out' if signs else 'was published'}"
    made = table(caption, HEADS, [line(row) for row in rows.itertuples()], "evidence")
    return (paragraph(scoring.SIGNATURES, "note") if signs else "") + made


def line(row: Any) -> str:
    """One row: what the model does in this city stands below what was asked."""
    note = f"<br><span class='note'>{escape(row.note)}</span>" if row.note else ""
    numbers = (row.target, targets.shown(row.value, row.unit) or "-", scoring.interval(row), targets.band(row.least, row.most, row.unit))
    shown = "".join(f"<td>{escape(text)}</td>" for text in numbers)
    words = f"<td>{escape(row.key)}</td><td class='words'>{escape(row.what)}{note}</td>"
    return f"<tr>{words}{shown}<td class='words {CLASSES[row.verdict]}'>{row.verdict}</td></tr>"


def missed(found: pd.DataFrame) -> str:
    """What is out of range, on which side, and the suspected reason."""
    rows = [
        cells((row.key, row.what, f"{targets.shown(row.value, row.unit) or 'no value'}, {row.verdict}", suspected_reasons.why(row)))
        for row in scoring.missed(found).itertuples()
    ]
    made = table("Out of range, and the suspected reason where one is known", ("Row", "What", "Model", "Suspected reason"), rows, "words")
    return section("missed", "What misses, and why", made if rows else paragraph("Nothing."))


def how(found: pd.DataFrame) -> str:
    """How every row is measured, where the number is from, and how well its source is known."""
    rows = [cells((row.key, row.measured, row.source, row.standing)) for row in found.itertuples()]
    made = table("Definitions and sources", ("Row", "How measured, and the band", "Source", "Standing"), rows, "words")
    said = "Standing: read in the source, computed from it, quoted second-hand, remembered and to be checked, or assumed."
    return section("how", "How it is measured", paragraph(said) + folded("All rows", made))


def repeat(about: Mapping[str, Any]) -> str:
    """The command that repeats it, and the versions."""
    asked = about["setting"]
    some = ["--rows", f"'{','.join(asked['rows'])}'"] if asked.get("rows") else []
    return markup.repeat(about, " ".join(["learncity validate", *words_of(asked), "--profile", asked["profile"], *some]), asked)
