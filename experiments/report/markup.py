"""Small pieces of HTML."""

import json
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from experiments.figures.drawing import Picture


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


def made(about: Mapping[str, Any]) -> str:
    """When, how long, with which commit, code of the model (where it is known) and versions these results were made."""
    versions = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
    model = about.get("model_source") or about.get("model") or about.get("code")
    named = f", model {model}" if model else ""
    return f"Made {about['made_at']} in {about['wall_seconds']:g} s, commit {about['git_commit'] or 'unknown'}{named}; {versions}."


def repeat(about: Mapping[str, Any], command: str, whole: Any = None, said: str = "", title: str = "How to repeat it") -> str:
    """The section that repeats a result: the command, how it was made, and ``whole`` of what was asked, folded away."""
    full = "" if whole is None else folded("All that was asked", as_json(whole))
    return section("repeat", title, paragraph(said) + f"<pre>{escape(command)}</pre>" + paragraph(made(about), "note") + full)


def words_of(setting: Mapping[str, Any], names: Iterable[str] = ("city", "residents", "months", "burn_in")) -> list[str]:
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
    return f"<p{named}>{escape(text)}</p>\n" if text else ""


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
