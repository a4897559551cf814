"""`learncity profile`: the twelve areas of focus of learning cities, what stands for each in the model, and what nothing stands for."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.outcomes import paired_effects, wording
from experiments.outcomes.card_names import words_of
from experiments.outcomes.definitions import LATE, definitions
from experiments.report.markup import cells, paragraph, section, table, whole_page
from experiments.storage import disk, results_folder
from sim import catalogue
from sim.declare import known_or_mistake

FILE = Path(__file__).with_name("features.csv")
STANDS = ("yes", "partly", "no")
SOURCE = (
    "Areas: UNESCO Global Network of Learning Cities, Key Features of Learning Cities (2013). The wording of the features is paraphrased "
    "from memory and may merge or split some; the Guiding Documents have it."
)


@dataclass(frozen=True)
class Feature:
    """One feature of a learning city, and the cards and outcomes that stand for it."""

    area: str
    feature: str
    represented: str
    levers: tuple[str, ...]
    behaviours: tuple[str, ...]
    outcomes: tuple[str, ...]
    note: str


@cache
def features() -> tuple[Feature, ...]:
    """All features, in the order of the areas; Mistake for a name that the catalogue does not know."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(checked(row, f"{FILE.name}: row {n}") for n, row in enumerate(csv.DictReader(file), 2))


def checked(row: Mapping[str, str], where: str) -> Feature:
    """One row; whatever it names exists."""
    known: dict[str, Iterable[str]] = {
        "levers": catalogue.levers(),
        "behaviours": catalogue.behaviours(),
        "outcomes": [*catalogue.indicators(), *definitions()],
    }
    named = {kind: tuple(row[kind].split()) for kind in known}
    for kind, names in named.items():
        for name in names:
            known_or_mistake(name, known[kind], kind.rstrip("s"), where)
    known_or_mistake(row["represented"], STANDS, "word", where)
    filled: dict[str, Any] = {**row, **named}
    return Feature(**filled)


def areas() -> dict[str, list[Feature]]:
    """The features of each area."""
    found: dict[str, list[Feature]] = {}
    for one in features():
        found.setdefault(one.area, []).append(one)
    return found


def beyond() -> list[str]:
    """Levers that stand for no feature."""
    used = {name for one in features() for name in one.levers}
    return [name for name in catalogue.levers() if name not in used]


def write(folder: Path | None, output: str) -> Path:
    """The page: beside the results of a run and with its effects, or by itself."""
    effects, about = None, None
    if folder is not None:
        tables, about = results_folder.open_results(folder)
        effects = tables["effects"]
    home = results_folder.result_folder(output, "profile") if folder is None else folder
    disk.make_ready(home)
    disk.write_whole(home / "profile.html", page(effects, about).encode())
    return home / "profile.html"


def page(effects: pd.DataFrame | None, about: Mapping[str, Any] | None) -> str:
    """One HTML file that needs nothing else."""
    count = {stand: sum(one.represented == stand for one in features()) for stand in STANDS}
    said = (f"Of {len(features())} features in {len(areas())} areas of focus the model represents {count['yes']}, "
            f"{count['partly']} in part, and {count['no']} not at all.")  # fmt: skip
    of_run = paragraph(f"With the effects of {about['question']['title']}, last five years, calm world.", "note") if about else ""
    parts = [section(f"area-{n}", f"{n}  {area}", of_area(some, effects)) for n, (area, some) in enumerate(areas().items(), 1)]
    heading = "<h1>A learning city, feature by feature</h1>\n" + paragraph(said, "answer") + paragraph(SOURCE, "note") + of_run
    return whole_page("Profile", {}, heading, [*parts, missing()])


def of_area(some: list[Feature], effects: pd.DataFrame | None) -> str:
    """What stands for the features of an area, and what a run did to their outcomes."""
    named = [(one, [spoken(names) for names in (one.levers, one.behaviours, one.outcomes)]) for one in some]
    rows = [cells((one.feature, one.represented, *stand_for, one.note)) for one, stand_for in named]
    told = table("What stands for it", ("Feature", "In the model", "Levers", "Mechanisms", "Outcomes", "Note"), rows, "words")
    return told + (changes(some, effects) if effects is not None else "")


def spoken(names: tuple[str, ...]) -> str:
    """Names as words."""
    return ", ".join(map(words_of, names)) or "-"


def changes(some: list[Feature], effects: pd.DataFrame) -> str:
    """Paired effects on the outcomes of an area, those that the run has for the whole city."""
    names = list(dict.fromkeys(name for one in some for name in one.outcomes))
    found = [paired_effects.one(effects, name, window=window) for name in names for window in (LATE, "whole run")]
    rows = [
        f"<tr><td class='words'>{escape(wording.title_of(row.outcome))}</td>"
        f"<td>{escape(changed(row))}</td><td>{escape(wording.interval(row.low, row.high, row.unit))}</td>"
        f"<td class='words'>{escape(row.verdict)}</td></tr>"
        for row in found if row is not None
    ]  # fmt: skip
    return table("What the policy changed", ("Outcome", "Effect", "90% interval", ""), rows) if rows else ""


def changed(row: Any) -> str:
    """A change in the words of every other page, with its unit where a number alone would not tell it."""
    said = wording.change(row.effect, row.unit)
    own = row.unit in wording.POINTS or row.unit.startswith("EUR") or row.unit in ("", "index", "ratio") or said == "-"
    return said if own else f"{said} {row.unit}"


def missing() -> str:
    """Features that nothing stands for, and levers that stand for none."""
    rows = [cells((one.area, one.feature, one.note)) for one in features() if one.represented == "no"]
    absent = table("Nothing in the model stands for these", ("Area", "Feature", "Why"), rows, "words")
    more = f"Levers beyond these features, of crisis preparedness: {spoken(tuple(beyond()))}."
    return section("absent", "What the model cannot represent", absent + paragraph(more, "note"))
