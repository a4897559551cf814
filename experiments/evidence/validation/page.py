"""The page of a validation: the count, the pictures, every row, what misses and why, and how to repeat it."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from experiments.evidence.targets import fitted, targets
from experiments.evidence.validation import bars, scoring
from experiments.figures.drawing import Picture
from experiments.inputs import regimes
from experiments.report import markup
from experiments.report.markup import cells, city_and_size, command_words, folded, paragraph, picture, section, table, whole_page

READING = (
    "A row is in range when the mean over seeds lies in the published band. The 90% interval (Student t over seeds) tells how far "
    "the model's number depends on luck, not how far it depends on the model's assumptions. A row whose interval is wider than its band "
    "and lies neither wholly in it nor wholly out of it is not told: it could not have been wrong. Of a band with one end counts, for its "
    "width, twice the way from the end to the published value; without such a value the interval must lie on one side of the end. "
    "Fitted: by what number, rule or search the row is named as a source; such a row tests nothing. Where a source gives a value without "
    "a range, the band is assumed and the row says so. Rows about things the model has no word for count as missed."
)
HEADS = ("Row", "What", "Target", "Model", "90% interval", "Band", "")
LINKS = {"answer": "Answer", "pictures": "Pictures", "A": "Tier A", "B": "Tier B", "I": "Inclusion", "G": "Structure", "E": "Experiments",
         "S": "Shocks", "V": "Policy studies", "T": "Verification", "missed": "What misses", "untold": "Not told", "how": "How measured",
         "repeat": "Repeat"}  # fmt: skip
OWN_STYLE = """th:nth-child(2) { text-align: left; } td .note { font-size: .9rem; }
.evidence td:not(.words):not(:first-child) { white-space: nowrap; } .evidence td:nth-child(2) { min-width: 17rem; }
"""
CLASSES = {"in": "better", "below": "worse", "above": "worse", "not told": "unclear", "not measured": "unclear"}


def page(found: pd.DataFrame, about: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """One HTML file that needs nothing else."""
    there = scoring.tiers(found)
    links = {to: name for to, name in LINKS.items() if to not in scoring.TIERS or to in there}
    parts = [
        section("answer", "The answer", paragraph(describe(found), "answer") + score(found) + paragraph(READING, "note")),
        section("pictures", "Pictures", "".join(picture(one) for one in drawn.values())),
        *(section(tier, scoring.TIERS[tier], of_tier(found, tier)) for tier in there),
        missed(found), untold(found), how(found), repeat(about),
    ]  # fmt: skip
    return whole_page("Validation", links, heading(about), parts, OWN_STYLE)


def heading(about: Mapping[str, Any]) -> str:
    """What was validated, and how."""
    asked, city = about["setting"], about["city"]
    ran = (
        f"{city_and_size(asked, city)}, "
        f"{asked['burn_in']} months of burn-in and {asked['months']} months measured, labour market: {asked['profile'].replace('_', ' ')}."
    )
    changed = ", ".join(f"{name} = {value:g}" for name, value in asked["parameters"].items())
    taken = regimes.describe(asked.get("regime", ""), asked["parameters"])
    more = paragraph(taken) + (paragraph(f"Parameters changed: {changed}.") if changed else "")
    return "<h1>Is this city like real cities?</h1>\n" + paragraph(ran, "note") + more


def describe(found: pd.DataFrame) -> str:
    """The counts of what nothing was fitted to as sentences, and how near the rows are."""
    said = []
    for tier in scoring.tiers(found):
        c = scoring.count(found, tier, free=tier != "A")
        if c.counted or c.left_out:
            free = "" if tier in "AT" else ", never fitted to"
            rest = f", {c.left_out} cannot be measured in so small a city" if c.left_out else ""
            untold = f", {c.not_told} not told" if c.not_told else ""
            share = f" ({100 * c.inside / c.counted:.0f}%)" if c.counted else ""
            said.append(f"{scoring.TIERS[tier].partition(':')[0]}{free}: {c.inside} of {c.counted} rows in range{share}{untold}{rest}.")
    return f"{' '.join(said)} {scoring.nearness(found)}"


def score(found: pd.DataFrame) -> str:
    """Every tier, and of it what nothing was fitted to."""
    rows = [cells((title, c.inside, c.outside, c.not_told, c.counted, c.left_out)) for title, c in scoring.scores(found)]
    heads = ("Rows", "In range", "Out", "Not told", "Of", "Too few residents to measure")
    return folded("The score in numbers", table("Verification and what was fitted to stand apart", heads, rows, "words"))


def of_bars(found: pd.DataFrame) -> str:
    """The bars of inclusion."""
    return table(bars.TITLE, bars.HEADS, [bar(line) for line in bars.table(found)], "words")


def bar(said: tuple[str, ...]) -> str:
    """One of them, its verdict in colour."""
    shown = "".join(f"<td>{escape(text)}</td>" for text in said[:-1])
    return f"<tr>{shown}<td class='{bars.CLASSES[said[-1]]}'>{said[-1]}</td></tr>"


def of_tier(found: pd.DataFrame, tier: str) -> str:
    """The rows of a tier; above those of inclusion stand its bars."""
    return (of_bars(found) if tier == "I" else "") + rows_of(found[found.tier == tier])


def rows_of(rows: pd.DataFrame) -> str:
    """The table of some rows of one tier."""
    signs = bool((rows.tier == "G").all())
    caption = f"Mean over seeds beside what {'has to come out' if signs else 'was published'}"
    made = table(caption, HEADS, [line(row) for row in rows.itertuples()], "evidence")
    return (paragraph(scoring.SIGNATURES, "note") if signs else "") + made


def line(row: Any) -> str:
    """One row: what the model does in this city stands below what was asked."""
    said = [*([f"fitted by {fitted.words(row.fitted)}"] if row.fitted else []), *([row.note] if row.note else [])]
    note = "".join(f"<br><span class='note'>{escape(one)}</span>" for one in said)
    numbers = (row.target, targets.shown(row.value, row.unit) or "-", scoring.interval(row), targets.band(row.least, row.most, row.unit))
    shown = "".join(f"<td>{escape(text)}</td>" for text in numbers)
    words = f"<td>{escape(row.key)}</td><td class='words'>{escape(row.what)}{note}</td>"
    return f"<tr>{words}{shown}<td class='words {CLASSES[row.verdict]}'>{row.verdict}</td></tr>"


def missed(found: pd.DataFrame) -> str:
    """What is out of range, on which side, and the suspected reason."""
    rows = [
        cells((row.key, row.what, f"{targets.shown(row.value, row.unit) or 'no value'}, {row.verdict}", scoring.why(row)))
        for row in scoring.missed(found).itertuples()
    ]
    made = table("Out of range, and the suspected reason where one is known", ("Row", "What", "Model", "Suspected reason"), rows, "words")
    return section("missed", "What misses, and why", made if rows else paragraph("Nothing."))


def untold(found: pd.DataFrame) -> str:
    """Rows that luck decides: neither in nor out."""
    rows = [
        cells((row.key, row.what, targets.shown(row.value, row.unit), scoring.interval(row), targets.band(row.least, row.most, row.unit)))
        for row in scoring.not_told(found).itertuples()
    ]
    made = table("Neither in nor out: more seeds or residents would tell", HEADS[:2] + HEADS[3:6], rows, "words")
    return section("untold", "What cannot be told", made if rows else paragraph("Nothing."))


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
    return markup.repeat(about, " ".join(["learncity validate", *command_words(asked), "--profile", asked["profile"], *some]), asked)
