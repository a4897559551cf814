"""The page of a trial: the answer, effects month by month, who pays, who takes it up, the money, and how to repeat it."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from experiments.evidence.trials import wording
from experiments.evidence.trials.effects import ESTIMANDS, OWN, START
from experiments.figures.drawing import Picture
from experiments.report import markup, trust
from experiments.report.markup import cells, city_and_size, command_words, paragraph, pictures, section, table, whole_page

READING = (
    "Luck belongs to each person, so everybody has a twin: herself, in the same city without the lever and with the same luck. Effects are "
    "differences between twins. What a real trial could see, offered against not offered, stands below them. Intervals are 90%, Student t "
    "over seeds; they tell how far a number depends on luck, not on the model's assumptions."
)
OWN_STYLE = """#tables th { text-align: right !important; } #tables th:first-child { text-align: left !important; }
#tables td { white-space: nowrap; }
"""
LINKS = {"answer": "Answer", "months": "Month by month", "tables": "Tables", "who": "Who", "words": "What is what", "assumed": "Assumed",
         "repeat": "Repeat", "city": "City"}  # fmt: skip


def page(effects: pd.DataFrame, about: Mapping[str, Any], drawn: Mapping[str, Picture]) -> str:
    """One HTML file that needs nothing else."""
    title = about["question"]["title"]
    parts = [
        section("answer", "The answer", paragraph(about["answer"], "answer") + warnings(about) + paragraph(READING, "note")),
        section("months", "Month by month", pictures(drawn, "employment", "earnings", "saturation")),
        section("tables", "In numbers", numbers(effects, about)),
        section("who", "Who takes it up, and who gains", pictures(drawn, "take_up", "groups")),
        meanings(), trust.assumed(None, about, None), repeat(about), trust.city(None, about, None),
    ]  # fmt: skip
    return whole_page(title, LINKS, heading(about), parts, OWN_STYLE)


def heading(about: Mapping[str, Any]) -> str:
    """Title, question, and how the trial was made."""
    asked, city = about["question"], about["city"]
    ran = (f"{city_and_size(asked, city)}, "
           f"{asked['burn_in']} months lived before, {asked['months']} months followed.")  # fmt: skip
    told = paragraph(wording.design_in_words(about), "note") + paragraph(ran, "note")
    return f"<h1>{escape(asked['title'])}</h1>\n{paragraph(asked['story'], 'story')}{told}"


def warnings(about: Mapping[str, Any]) -> str:
    """Effects beyond what has been published."""
    return "".join(f'<p class="worse">{escape(text)}</p>\n' for text in about["beyond"])


def numbers(effects: pd.DataFrame, about: Mapping[str, Any]) -> str:
    """Effects on employment and earnings at some months."""
    months, made = about["question"]["months"], ""
    heads = ("", *(f"Month {month}" for month in wording.moments(months)))
    for clock in (START, OWN):
        for outcome, name in (("employed", "employment, points"), ("earnings", "earnings, EUR a month")):
            rows = [row(*line) for names in (wording.TRUE, wording.SEEN)
                    for line in wording.lines(effects, names, outcome, months, clock=clock)]  # fmt: skip
            made += table(f"Effect on {name}, with 90% interval, by {wording.CLOCKS[clock]}", heads, rows) if rows else ""
    return made


def row(label: str, values: list[str]) -> str:
    """A line of a table."""
    step = ' class="step"' if label.startswith(" ") else ""
    return f"<tr><td{step}>{escape(label.strip())}</td>" + "".join(f"<td>{in_two_lines(text)}</td>" for text in values) + "</tr>"


def in_two_lines(text: str) -> str:
    """The number, and its interval below."""
    value, bracket, interval = text.partition(" (")
    return f"{escape(value)}<br><span class='note'>{escape(interval.rstrip(')'))}</span>" if bracket else escape(text)


def meanings() -> str:
    """What each line compares."""
    rows = [cells((wording.SHORT.get(name, name.replace("_", " ").capitalize()).strip(), text)) for name, text in ESTIMANDS.items()]
    return section("words", "What is what", table("Who is compared with whom", ("Line", "Meaning"), rows, "words"))


def command(about: Mapping[str, Any]) -> str:
    """The command that repeats it, with every word that matters."""
    asked, how = about["question"], about["trial"]
    shares = ",".join(f"{share:g}" for share in how["shares"])
    words = [f"lever={how['lever']}", f"eligible={how['eligible']}"]
    words.append(f"share={shares}" if len(how["shares"]) == 1 else f"saturation={shares} over={how['over']}")
    words += [f"control={how['control']}"] if how["control"] != "usual" else []
    words += [f"levers.{how['lever']}.{name}={value:g}" for name, value in how["numbers"].items()]
    words += [f"shock.{name}.{key}={value:g}" for name, card in asked["shock"].items() for key, value in card.items()]
    return " ".join(["learncity trial", *words, *command_words(asked)])


def repeat(about: Mapping[str, Any]) -> str:
    """How to repeat it."""
    return markup.repeat(about, command(about), about["question"], "The same trial again:")
