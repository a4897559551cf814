"""What does a city's folder lack? Every file, key, source and column at once, and which of them another city can lend."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim import facts
from sim.declare import Mistake, nearest
from sim.facts.cities_of_counts import HOME, NUMBERS, folder_of
from sim.facts.columns_of_counts import TABLES, columns_of
from sim.facts.csv_rows import rows_of, why_not
from sim.facts.reading_counts import spelled
from sim.plain_yaml import read_mapping
from sim.showing import shown

OWN = ("title", "year")
"""Keys of city.yaml that nobody can lend."""
PEOPLE = ("age", "sex", "activity")
"""Tables that tell how many people live in a district: one of them must be the city's own."""


@dataclass(frozen=True)
class Missing:
    """A whole ``table`` (no ``name``), one column of it, its source, or a key of city.yaml (no ``table``); ``lent``: by another city."""

    table: str
    name: str
    told: str
    lent: bool


def missing_in(folder: str | Path) -> list[Missing]:
    """All that a folder lacks, in the order it is read. What cannot be read at all is left to the reader, which names the row."""
    home = folder_of(folder)
    files = {name: home / f"{name}.csv" for name in TABLES}
    counted = [name for name in PEOPLE if files[name].is_file() and not columns_missing(files[name], name)]
    found = keys_missing(home / "city.yaml", [name for name in TABLES if files[name].is_file()])
    for name, file in files.items():
        lent = name != "districts" and bool(counted)
        if file.is_file():
            columns = columns_missing(file, name)
            found += [Missing(name, column, f"column {shown(column)}{hint}", lent) for column, hint in columns.items()]
        else:
            found.append(Missing(name, "", why_not(file), lent))
    return found


def keys_missing(file: Path, own: list[str]) -> list[Missing]:
    """Keys of city.yaml, and the sources and licences of the city's ``own`` tables."""
    if not file.is_file():
        return [Missing("", "", why_not(file), False)]
    about = read_mapping(file)
    wanted = ("title", *NUMBERS, *(["tables"] if own else []))
    spare = [name for name in about if name not in (*wanted, "assumed", "tables")]
    found = [Missing("", name, f"key {name}{like(name, spare)}", name not in OWN) for name in wanted if name not in about]
    entries: Any = about.get("tables", None)
    if isinstance(entries, dict):
        for name in own:
            entry = entries.get(name) or {}
            lacking = [key for key in ("source", "licence") if isinstance(entry, dict) and key not in entry]
            found += [Missing("", f"tables: {name}: {key}", f"key {key} of tables: {name}", False) for key in lacking]
    return [one if one.name != "tables" else Missing("", "tables", one.told, False) for one in found]


def columns_missing(file: Path, table: str) -> dict[str, str]:
    """Declared columns that a table's head does not have, each with the name that may be meant; of 'age' only the code is declared."""
    try:
        head = {spelled(name): name for name in rows_of(file).head}
    except Mistake:
        return {}
    declared = [column.name for column in columns_of(table)][: 1 if table == "age" else None]
    known = {spelled(name) for name in declared}
    spare = [] if table == "age" else [said for name, said in head.items() if name not in known]
    return {name: like(name, spare) for name in declared if spelled(name) not in head}


def like(name: str, spare: list[str]) -> str:
    """Which of the words that are not known may be meant, if one is near."""
    hint = nearest(name, spare) if spare else ""
    return hint if "did you mean" in hint else ""


def listed(found: list[Missing]) -> list[str]:
    """What is missing, a line for each file."""
    lines: dict[str, list[str]] = {}
    for one in found:
        lines.setdefault(f"{one.table}.csv" if one.table else "city.yaml", []).append(one.told)
    return [f"  {file}: {', '.join(told)}" for file, told in lines.items()]


def check_whole(folder: str) -> None:
    """Mistake with everything that a user's folder lacks, and how to borrow what another city can lend."""
    home = folder_of(folder)
    found = [] if home.parent == HOME else missing_in(home)
    if not found:
        return
    own, lent = [one for one in found if not one.lent], [one for one in found if one.lent]
    told = [f"{home}: {len(found)} thing{'s are' if len(found) > 1 else ' is'} missing:"]
    if own:
        told += ["what only the city itself can tell:" if lent else "what the city itself must tell:", *listed(own)]
    if lent:
        told += [f"what another city can lend (learncity city {folder} --borrow {facts.cities()[0]}):", *listed(lent)]
    raise Mistake("\n".join(told))
