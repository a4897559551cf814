"""Small pieces of HTML."""

import json
import re
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.figures.drawing import Picture
from experiments.figures.style import unbroken
from experiments.outcomes import headline, wording
from experiments.outcomes.definitions import definition_of
from experiments.outcomes.resilience import CENSORED

CLASSES = {"better": "better", "worse": "worse", "no clear effect": "unclear"}
LONG = 20
"""Characters of an interval that has room in one line of a table on paper."""
HEADS = ("Baseline", "Policy", "Effect", "90% interval", "Verdict")


def whole_page(title: str, links: Mapping[str, str], heading: str, parts: Iterable[str], own_style: str = "") -> str:
    """One HTML file that needs nothing else: heading, links to the sections if there are any, sections."""
    style = Path(__file__).with_name("style.css").read_text(encoding="utf-8") + own_style
    shown = "\n".join(f'<a href="#{anchor}">{escape(name)}</a>' for anchor, name in links.items())
    nav = f"<nav>{shown}</nav>\n" if shown else ""
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)} - Learning City</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>\n{style}</style>\n</head>\n'
        f"<body>\n<main>\n{heading}\n{nav}" + "\n".join(parts) + "\n</main>\n</body>\n</html>\n"
    )


def made(manifest: Mapping[str, Any]) -> str:
    """When, how long, with which commit, code of the model (where it is known) and versions these results were made."""
    versions = ", ".join(f"{name} {version}" for name, version in manifest["versions"].items())
    model = manifest.get("model_source") or manifest.get("model") or manifest.get("code")
    named = f", model {model}" if model else ""
    return f"Made {manifest['made_at']} in {manifest['wall_seconds']:g} s, commit {manifest['git_commit'] or 'unknown'}{named}; {versions}."


def repeat(manifest: Mapping[str, Any], command: str, whole: Any = None, said: str = "", title: str = "How to repeat it") -> str:
    """The section that repeats a result: the command, how it was made, and ``whole`` of what was asked, folded away."""
    full = "" if whole is None else folded("All that was asked", as_json(whole))
    kept = paragraph("; ".join(manifest.get("counts_kept", [])), "note")
    return section("repeat", title, paragraph(said) + f"<pre>{escape(command)}</pre>" + paragraph(made(manifest), "note") + kept + full)


def city_and_size(setting: Mapping[str, Any], city: Mapping[str, Any]) -> str:
    """'Helsinki (counts of 2022), 10,000 model residents, 20 seeds': how a page begins to say what was lived."""
    return f"{city['title']} (counts of {city['year']}), {setting['residents']:,} model residents, {len(setting['seeds'])} seeds"


def command_words(setting: Mapping[str, Any], names: Iterable[str] = ("city", "residents", "months", "burn_in")) -> list[str]:
    """A setting as words of a command: these names, the seeds, the regime if there is one, and numbers that are not as usual."""
    words = [f"{name}={setting[name]}" for name in names]
    words += [f"seeds={len(setting['seeds'])}", f"first_seed={setting['seeds'][0]}"]
    words += [f"regime={setting['regime']}"] if setting.get("regime") else []
    return words + [f"parameters.{name}={value}" for name, value in setting["parameters"].items()]


def as_json(value: Any) -> str:
    """Plain data to read."""
    return f"<pre>{escape(json.dumps(value, indent=2, ensure_ascii=False))}</pre>"


def folded(summary: str, body: str) -> str:
    """Behind a click; nothing when there is nothing."""
    return f"<details><summary>{escape(summary)}</summary>{body}</details>" if body else ""


def section(anchor: str, title: str, body: str) -> str:
    """A part of the page with its heading."""
    return f'<section id="{anchor}">\n<h2>{escape(title)}</h2>\n{body}\n</section>'


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph; nothing when there is nothing to say."""
    named = f' class="{kind}"' if kind else ""
    return f"<p{named}>{in_one_piece(text)}</p>\n" if text else ""


def in_one_piece(text: str) -> str:
    """The text for a page, in which no line ends within a number, an amount, or a span of years such as 25-54."""
    return re.sub(r"\d+-\d+", lambda found: f'<span class="whole">{found[0]}</span>', escape(unbroken(text)))


def table(caption: str, heads: Iterable[str], rows: Iterable[str], kind: str = "") -> str:
    """A table with its caption, of kind 'words' when its columns are texts; rows are ready-made."""
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "\n".join(rows)
    named = f"<caption>{escape(caption)}</caption>"
    whole = f"{named}<thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody>"
    return f'<div class="scroll"><table class="{kind}">{whole}</table></div>\n'


def cells(values: Iterable[object], kind: str = "words") -> str:
    """A row of text cells."""
    return "<tr>" + "".join(f'<td class="{kind}">{escape(str(value))}</td>' for value in values) + "</tr>"


def picture(drawn: Picture) -> str:
    """A figure with words for those who cannot see it."""
    svg = drawn.svg.replace("<svg", f'<svg role="img" aria-label="{escape(drawn.alt)}"', 1)
    return f"<figure>\n{svg}\n</figure>\n"


def pictures(drawn: Mapping[str, Picture], *names: str) -> str:
    """Those pictures that were drawn."""
    return "".join(picture(drawn[name]) for name in names if name in drawn)


def outcomes_table(
    caption: str, names: Iterable[tuple[str, pd.Series | None]], first: str = "Outcome", effects: pd.DataFrame | None = None
) -> str:
    """A table with one line per row of effects, each with its name; nothing when nothing was measured.

    From ``effects`` it is read in how many seeds a time was cut off by the horizon.
    """
    rows = [line(name, row, effects) for name, row in names if row is not None]
    return table(caption, (first, *HEADS), rows, "effects") if rows else ""


def line(name: str, row: pd.Series, effects: pd.DataFrame | None = None) -> str:
    """One effect; pointing at its name shows what it means."""
    said = headline.line("", row)
    if effects is not None and row.outcome in headline.RATIOS:
        said = headline.whole(said, row, effects)
    if effects is not None and row.outcome in CENSORED:
        said = headline.censored(said, effects, CENSORED[row.outcome])
    return effect_row(name, row, said)


def effect_row(name: str, row: pd.Series, shown: headline.Row) -> str:
    """One effect in these words."""
    return numbers_row(f'class="words" title="{escape(definition_of(row.outcome)[2])}"', name, shown)


def numbers_row(about: str, name: str, shown: headline.Row) -> str:
    """A name with these attributes, then what it was and is, the change and its verdict; each says its column, for narrow screens."""
    parts = zip(HEADS[:4], (shown.baseline, shown.policy, shown.effect, shown.interval), strict=True)
    numbers = "".join(f'<td class="{head.split()[-1].lower()}" data-head="{head}">{whole_numbers(text)}</td>' for head, text in parts)
    verdict = f'<td class="words verdict {CLASSES.get(shown.verdict, "")}">{escape(shown.verdict)}</td>'
    return f'<tr><th scope="row" {about}>{in_one_piece(name)}</th>{numbers}{verdict}</tr>'


def whole_numbers(text: str) -> str:
    """A number or an interval in one line; a long one may go on after 'to', and with what is said in brackets behind it."""
    parts = (
        text.replace(" (", "\n(").split("\n") if "(" in text else text.replace(" to ", " to\n").split("\n") if len(text) > LONG else [text]
    )
    return " ".join(f"<span>{escape(part)}</span>" for part in parts if part)


def titled(rows: Iterable[pd.Series | None]) -> list[tuple[str, pd.Series | None]]:
    """Rows with the titles of their outcomes."""
    return [("" if row is None else wording.title_of(row.outcome), row) for row in rows]
