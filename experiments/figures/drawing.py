"""Draw every figure that the stored tables can tell, and keep each in the formats that are wanted, with its numbers beside it."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from experiments.figures import (
    brief,
    burden,
    by_group,
    causes,
    crossed,
    districts,
    fan,
    fiscal,
    inclusion,
    inequality,
    money,
    participation,
    profile,
    public_money,
    resilience,
    slump_work,
    small_multiples,
    spread,
    unemployment,
    unspent,
)  # fmt: skip
from experiments.figures.style import looking, written
from experiments.storage import formats, results_folder

FIGURES: dict[str, Callable] = {
    "brief_course": brief.course,
    "brief_who": brief.who,
    "brief_money": brief.money,
    "unemployment": unemployment.draw,
    "by_group": by_group.draw,
    "crossed": crossed.draw,
    "fan": fan.draw,
    "small_multiples": small_multiples.draw,
    "participation": participation.draw,
    "spread": spread.draw,
    "districts": districts.draw,
    "inequality": inequality.draw,
    "inclusion": inclusion.draw,
    "causes": causes.draw,
    "public_money": public_money.draw,
    "unspent": unspent.draw,
    "money": money.draw,
    "fiscal": fiscal.draw,
    "slump_work": slump_work.draw,
    "resilience": resilience.draw,
    "profile": profile.draw,
    "burden": burden.draw,
}
OF_A_FIGURE, TITLED = ("svg", "png", "png300", "pdf"), ("svg", "pdf")


class Picture(NamedTuple):
    """A drawn figure: its file name, its title, what it shows in words, and the SVG itself."""

    name: str
    title: str
    alt: str
    svg: str


@looking
def draw_all(tables: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any], folder: Path) -> dict[str, Picture]:
    """All figures, as files in ``folder`` and as pictures for the page."""
    return keep_each(((name, draw(tables, manifest)) for name, draw in FIGURES.items()), folder)


def keep_each(made: Iterable[tuple[str, tuple | None]], folder: Path) -> dict[str, Picture]:
    """Figures by their names, each kept before the next is drawn; None where the tables have nothing to draw."""
    return {name: kept(name, one, folder) for name, one in made if one is not None}


def keep(figure: Figure, name: str, title: str, folder: Path) -> str:
    """Write the figure in all formats that are wanted, with its rows beside it; returns the SVG for a page."""
    rows = getattr(figure, "rows", None)
    for kind in formats.wanted(folder, name):
        file = folder / f"{name}{formats.ENDINGS[kind]}"
        if kind in OF_A_FIGURE:
            results_folder.write_whole(file, written(figure, kind, name, title if kind in TITLED else ""))
        elif kind == "csv" and rows is not None:
            results_folder.write_whole(file, rows.to_csv(index=False, float_format="%.8g").encode())
    return for_page((folder / f"{name}.svg").read_text(encoding="utf-8"), name)


def for_page(svg: str, name: str) -> str:
    """The SVG element alone, scaling with the page, its marks told apart from those of other figures."""
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.S)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r'href="#', f'href="#{name}-', svg)
    return re.sub(r"url\(#", f"url(#{name}-", svg)


def kept(name: str, made: tuple, folder: Path) -> Picture:
    """Write one picture."""
    figure, title, alt = made
    return Picture(name, title, alt, keep(figure, name, title, folder))


def footnote(manifest: Mapping[str, Any]) -> str:
    """Where the numbers come from."""
    asked, city = manifest["setting"], manifest["city"]
    ran = f"{city['title']} ({city['year']} counts), {asked['residents']:,} model residents, {len(asked['seeds'])} seeds"
    months = f"{asked['burn_in']} months of burn-in, {asked['months']} measured"
    open_ = "Hollow: a band with one end or without width, not to scale. Arrow: further out than drawn."
    return f"{open_} Source: Learning City, {ran}, {months}; bands and their sources: table of the report."
