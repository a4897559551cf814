"""Small pieces of HTML."""

from collections.abc import Iterable, Mapping
from html import escape

from experiments.figures.drawing import Picture


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
