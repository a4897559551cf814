"""The page of a sensitivity study: the answer, what moves what, whether the order of policies survives, and how to repeat it."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from experiments.evidence.sensitivity.shares import WIDEST
from experiments.figures.drawing import Picture
from experiments.outcomes.card_names import words_of
from experiments.outcomes.wording import change, interval
from experiments.report import markup
from experiments.report.markup import cells, city_and_size, command_words, folded, paragraph, picture, section, table, whole_page

LINKS = {"answer": "Answer", "order": "Order", "leads": "What decides the order", "levels": "What decides outcomes", "close": "Closer look",
         "numbers": "Numbers", "how": "Reading", "repeat": "Repeat"}  # fmt: skip
FIRM = 0.9
OWN_STYLE = "td:not(.words) { white-space: nowrap; } td:first-child, td.words { text-align: left; }\n"
READING = (
    "Screening (Morris 1991): from random places, one number at a time takes a step of two thirds of its range; shown is the root mean "
    "square of the change it makes. All sets live with the same seeds, so each step is seen once a seed, and what the seeds of one step "
    "differ by is its luck. A number is told from luck when its steps are larger than their own luck would make those of one of so many "
    "numbers in one study of twenty (F test). Closer look (Sobol indices of a quadratic polynomial fitted to evenly spread "
    "sets): the share of an answer's variance that goes with a number, alone (first) or in company (total), withheld when its interval is "
    "wider than 30 points. Luck and sharper bends belong to no number. Shares are estimates and are not clipped: that of an idle number "
    "lies around 0, on either side. Intervals are 90%, from resampling."
)
CAUTION = (
    "Ranges are half to double the value in force unless numbers.csv says otherwise: they are assumed too, and say how much depends on a "
    "number, not how likely a value is. Moved numbers are not calibrated again, so many of these cities miss the evidence; an order of "
    "policies that survives here is robust, one that does not may still hold near the evidence."
)


def page(tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """One HTML file that needs nothing else."""
    screened = tables["screened"]
    parts = [
        section("answer", "The answer", paragraph(headline(tables), "answer") + listed(describe(tables)) + paragraph(CAUTION, "note")),
        section("order", "Does the order of policies survive?", picture(drawn["order"]) + table_of_order(tables["ranking"])),
        section("leads", "What decides the order", picture(drawn["tornado_leads"]) + steps(screened[screened.kind == "lead"])),
        section("levels", "What decides the outcomes", picture(drawn["tornado"]) + steps(screened[screened.kind == "level"])),
        section("close", "A closer look at the most important", picture(drawn["close_look"]) + shares(tables["indices"])),
        section("numbers", "The numbers that were moved", table_of_numbers(tables["numbers"])),
        section("how", "How to read it", paragraph(READING)),
        repeat(about),
    ]
    return whole_page("Sensitivity", LINKS, heading(about), parts, OWN_STYLE)


def heading(about: Mapping[str, Any]) -> str:
    """What was asked, and how."""
    asked, city = about["setting"], about["city"]
    ran = (
        f"{city_and_size(asked, city)}, "
        f"{asked['burn_in']} months before and {asked['months']} after the policy date, calm and under {', '.join(asked['shock'])}; "
        f"{len(asked['numbers'])} assumed and calibrated numbers; policies: {', '.join(words_of(name) for name in asked['policies'])}."
    )
    return "<h1>What do the assumed numbers decide?</h1>\n" + paragraph(ran, "note")


def headline(tables: Mapping[str, pd.DataFrame]) -> str:
    """How many orders hold, and how many numbers matter."""
    rows, screened = tables["ranking"], tables["screened"]
    firsts = rows[(rows.stage == "all numbers") & (rows.place == 1) & (rows.usual_place == 1)]
    firm = int((firsts.share >= FIRM).sum())
    told = screened[screened.told].path.nunique()
    order = f"By {firm} of {len(firsts)} outcomes one policy comes first in at least {FIRM:.0%} of the sets of numbers."
    return f"{order} {told} of {screened.path.nunique()} numbers move any answer by more than luck does."


def listed(lines: list[str]) -> str:
    """Sentences one below the other."""
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>\n"


def describe(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """The answer as sentences: the order first, then what decides."""
    rows = tables["ranking"]
    firsts = rows[(rows.stage == "all numbers") & (rows.place == 1) & (rows.usual_place == 1)]
    said = [
        f"{row.what}: {words_of(row.policy)} comes first in {row.share:.0%} of {row.sets} sets of numbers; "
        f"if only luck differed it would in {row.by_luck:.0%}."
        for row in firsts.itertuples()
    ]
    clear = tables["indices"][tables["indices"].told]
    for what, own in clear.groupby("what", sort=False):
        best = own.sort_values("total", ascending=False).head(3)
        said.append(f"{what} depends most on {', '.join(f'{row.path} ({row.total:.0%})' for row in best.itertuples())}.")
    wide = int(tables["indices"].total_withheld.sum())
    if wide:
        of = len(tables["indices"])
        said.append(f"{wide} of {of} shares are withheld: their interval is wider than {WIDEST:.0%}; more samples tell.")
    silent = [what for what in tables["indices"].what.unique() if what not in set(clear.what)]
    if silent:
        said.append(f"Not told from luck, whatever the number: {'; '.join(silent).lower()}.")
    return said


def table_of_order(ranking: pd.DataFrame) -> str:
    """Places, beside luck."""
    rows = ranking[ranking.place == 1].sort_values(["stage", "outcome", "usual_place"], kind="stable")
    lines = [
        cells((row.stage, row.what, words_of(row.policy), row.usual_place, f"{row.share:.0%}", f"{row.by_luck:.0%}",
               change(row.mean_gain, row.unit), interval(row.low, row.high, row.unit),
               f"{row.agreement:.0%}", f"{row.agreement_by_luck:.0%}"))
        for row in rows.itertuples()
    ]  # fmt: skip
    heads = (
        "Stage",
        "By",
        "Policy",
        "Usual place",
        "First in",
        "By luck alone",
        "Mean gain",
        "Nine tenths of the sets",
        "Pairs as usual",
        "By luck",
    )
    return folded("All places", table("How often each policy is first, and its gain over the city without levers", heads, lines, "words"))


def steps(screened: pd.DataFrame) -> str:
    """Every number's mean step."""
    lines = [
        cells((row.what, row.path, change(row.size, row.unit).lstrip("+"), interval(row.low, row.high, row.unit),
               change(row.mu, row.unit), change(row.bar, row.unit).lstrip("+"), "yes" if row.told else "no"))
        for row in screened.sort_values(["what", "size"], ascending=[True, False]).itertuples()
    ]  # fmt: skip
    heads = ("Answer", "Number", "Size of a step", "90% interval", "Mean with sign", "Luck reaches", "Told from luck")
    return folded("All numbers", table("Steps of the screening", heads, lines, "words"))


def shares(found: pd.DataFrame) -> str:
    """Sobol indices."""
    lines = [
        cells((row.what, row.path, *share(row.first, row.first_low, row.first_high, row.first_withheld),
               *share(row.total, row.total_low, row.total_high, row.total_withheld), f"{row.bar:.0%}", "yes" if row.told else "no"))
        for row in found.itertuples()
    ]  # fmt: skip
    heads = ("Answer", "Number", "Alone", "90% interval", "In company", "90% interval", "Luck's share", "Told from luck")
    return folded("All shares", table("Shares of variance", heads, lines, "words"))


def share(value: float, low: float, high: float, withheld: bool) -> tuple[str, str]:
    """A share and its interval; a word where the interval is too wide."""
    return ("withheld", "too wide") if withheld else (f"{value:.0%}", f"{low:.0%} to {high:.0%}")


def table_of_numbers(moved: pd.DataFrame) -> str:
    """What was moved, and how far."""
    lines = [
        cells((row.path, f"{row.usual:g}", f"{row.low:g} to {row.high:g}", row.unit, row.meaning, row.tag, "yes" if row.top else ""))
        for row in moved.sort_values("importance", ascending=False).itertuples()
    ]
    heads = ("Number", "In force", "Moved", "Unit", "Meaning", "Standing", "Looked at closely")
    return folded("All numbers", table("Most important first", heads, lines, "words"))


def repeat(about: Mapping[str, Any]) -> str:
    """The command that repeats it, and the versions."""
    asked = about["setting"]
    words = command_words(asked, ("trajectories", "top", "samples", "draw", "city", "residents", "months", "burn_in"))
    return markup.repeat(about, " ".join(["learncity sensitivity", *words, f"policies={','.join(asked['policies'])}"]), asked)
