"""What does the folder of a new city hold? Every file and column, with two districts of a known city as an example."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import numpy as np

from experiments.own_city.missing import OWN
from experiments.storage.disk import make_ready, write_whole
from sim import facts
from sim.declare import Mistake
from sim.facts.cities_of_counts import NUMBERS, CityFacts
from sim.facts.columns_of_counts import TABLES, columns_of
from sim.text_files import path_of, place_of

MEANING = {
    "title": ("text", "the city's name, as pages and figures show it"),
    "year": ("year", "of the counts"),
    "mean_wage": ("EUR a month", "mean wage of full-time workers before tax"),
    "in_migration": ("share a year", "of residents who have moved in across the border of the commuting area; 0.036 or 3.6%"),
    "out_migration": ("share a year", "of residents who move out across it"),
    "foreign_share": ("share", "of residents born abroad"),
    "disabled_share": ("share", "of residents aged 15 to 64 with a severe limitation"),
    "attainment_from": ("years", "youngest age counted in attainment.csv"),
}
"""Keys of city.yaml with unit and meaning."""
MAY = {
    "unemployment": ("0.075", "of the labour force, where activity.csv counts a register and a survey is to be held"),
    "gini": ("0.31", "of disposable income, to be held too"),
    "trend": ("attainment", "schooling is left to the model, not held"),
}
"""Keys that a city may tell besides, with an example and their meaning: what its fit is held to."""
EXAMPLE = "example: two districts of"
CAN_BE_LEFT_OUT = "can be left out and borrowed"


def write(folder: str, like: str) -> Path:
    """A new folder with the templates; Mistake when there is one already: nothing is ever overwritten."""
    home = place_of(path_of(folder, "city"), "city")
    if home.exists():
        raise Mistake(f"city: {home} is there already, and nothing is overwritten: choose another name")
    known = facts.city(like)
    files = texts(known, folder)
    make_ready(home, "city")
    for name, text in files.items():
        write_whole(home / name, text.encode())
    return home


def texts(known: CityFacts, name: str) -> dict[str, str]:
    """The files of a new city by their names; the example rows are two districts of a ``known`` one."""
    chosen = two_districts(known)
    tables = {f"{table}.csv": as_csv(heads_of(known, table), rows(known, table, chosen)) for table in TABLES}
    return {"city.yaml": about(known, name), **tables, "COLUMNS.md": columns(known, tables)}


def two_districts(known: CityFacts) -> list[int]:
    """The largest district, and the largest of the others with which every sector has a workplace."""
    first, *others = np.argsort(-known.districts.people, kind="stable").tolist()
    for other in others:
        if (known.jobs[[first, other]].sum(axis=0) > 0).all():
            return [first, other]
    raise Mistake(f"city: {known.title} has no two districts that can stand for an example: take another city with --like")


def heads_of(known: CityFacts, table: str) -> list[str]:
    """The columns of one table; ages are in the known city's bands."""
    if table == "age":
        return ["code", *(f"{low}-{high}" if high < 99 else f"{low}+" for low, high in known.ages)]
    return [column.name for column in columns_of(table)]


def rows(known: CityFacts, table: str, chosen: list[int]) -> list[list[str]]:
    """The chosen districts' rows, a blank for what is not published."""
    where = known.districts
    if table == "districts":
        return [[where.codes[d], where.names[d], f"{where.x_km[d]:g}", f"{where.y_km[d]:g}"] for d in chosen]
    return [[where.codes[d], *("" if np.isnan(n) else f"{n:.0f}" for n in known.counts[table][d])] for d in chosen]


def as_csv(head: list[str], lines: list[list[str]], separator: str = ",") -> str:
    """A table as text."""
    made = io.StringIO()
    csv.writer(made, delimiter=separator, lineterminator="\n").writerows([head, *lines])
    return made.getvalue()


def about(known: CityFacts, name: str) -> str:
    """city.yaml: every key with its unit, range and meaning, and an entry for every table."""
    lines = [
        f"# Every number here is {known.title}'s, as an example: write your own, with its source below. COLUMNS.md explains every column.",
        f"# What you have not got: take the line or the file out, then borrow it:  learncity city {name} --borrow {known.name}",
    ]
    for key, (unit, meaning) in MEANING.items():
        value = f'"Example: two districts of {known.title}"' if key == "title" else f"{getattr(known, key):g}"
        lines.append(f"{key}: {value:<{23 - len(key)}} # {unit}{allowed(key)}: {meaning}{'' if key in OWN else f'; {CAN_BE_LEFT_OUT}'}")
    lines += [f"# {key}: {value:<{21 - len(key)}} # {meaning}" for key, (value, meaning) in MAY.items()]
    lines.append("tables:                   # where each table comes from, and its licence; pages and manifests show it")
    for table in TABLES:
        source, licence = known.tables[table]["source"], known.tables[table]["licence"]
        lines.append(f"  {table}: {{source: {quoted(f'{EXAMPLE} {known.title} ({source})')}, licence: {quoted(licence)}}}")
    lines.append("assumed:                  # why you believe a number that nobody published; pages and manifests show it")
    lines += [f"  {key}: {quoted(f'example: the value of {known.title}')}" for key in NUMBERS if key not in ("year", "attainment_from")]
    return "\n".join(lines) + "\n"


def allowed(key: str) -> str:
    """The range of a number of city.yaml."""
    return f", {NUMBERS[key][0]:g} to {NUMBERS[key][1]:g}" if key in NUMBERS else ""


def quoted(text: str) -> str:
    """A text in quotes, on one line of YAML."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def columns(known: CityFacts, tables: dict[str, str]) -> str:
    """COLUMNS.md: every column of every table with its unit, range, meaning and example."""
    made = [
        "# The files of a city", "",
        "One row for each district, the same codes in every table, columns in any order. Counts are whole numbers of people, households "
        "or jobs, never shares. Write codes as text, so that a spreadsheet keeps 00100; save tables as 'CSV UTF-8'. Tables of one "
        "district must tell of the same people: totals may differ by 2%.", "",
        f"Needed: `title` and `year` in city.yaml, `districts.csv`, and one of `age.csv` (best), `sex.csv`, `activity.csv`. All else "
        f"{CAN_BE_LEFT_OUT} from another city, whole tables or single columns: `learncity city FOLDER --borrow {known.name}`; "
        "what is borrowed says so on every page and in every manifest.", "",
    ]  # fmt: skip
    for name, meaning in TABLES.items():
        head, first = tables[f"{name}.csv"].splitlines()[:2]
        example = dict(zip(next(csv.reader([head])), next(csv.reader([first])), strict=True))
        made += [f"## {name}.csv: {meaning}", ""]
        if name == "age":
            made += ["Bands as your office has them, such as 25-29; they begin at 0, follow without a gap, and the last one is open.", ""]
        made += ["| column | unit | range | meaning | example |", "| --- | --- | --- | --- | --- |"]
        declared = {column.name: column for column in columns_of(name)}
        for column, cell in example.items():
            one = declared.get(column) or replace(columns_of("age")[1], name=column, meaning=f"residents aged {column}")
            span = "" if one.is_text else f"{one.low:,.0f} to {one.high:,.0f}"
            blank = "; may be blank where not published" if one.optional else ""
            made.append(f"| {column} | {one.unit} | {span} | {one.meaning}{blank} | {cell} |")
        made.append("")
    return "\n".join(made)
