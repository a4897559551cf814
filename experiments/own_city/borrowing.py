"""How is a city's folder completed from another city? What is missing is written into it, and marked as borrowed; nothing is lost."""

import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from experiments.own_city.lent_counts import HOW, WORK, Columns, Town, ages, lent
from experiments.own_city.missing import PEOPLE, Missing, listed, missing_in
from experiments.own_city.templates import as_csv, quoted
from experiments.storage.disk import write_whole
from sim import facts
from sim.declare import Mistake
from sim.facts.cities_of_counts import HOME, NUMBERS, CityFacts, folder_of, read_about
from sim.facts.columns_of_counts import CLASSES, MONEY, TABLES, columns_of
from sim.facts.csv_rows import rows_of
from sim.facts.reading_counts import Table, age_band, read_counts
from sim.plain_yaml import parse_mapping
from sim.text_files import text_of

BLANK = "not published: left blank"
ORDER = (*PEOPLE, *(name for name in TABLES if name not in PEOPLE and name != "districts"))
"""Tables in the order they are completed: the people first, whom the others count."""


def borrow(folder: str, lender: str) -> list[str]:
    """Complete a user's folder from another city; lines that say what was borrowed. Files that change are kept as NAME.bak.

    Nothing is written unless the whole city can be read afterwards; Mistake says what only the city itself can tell.
    """
    home, known = folder_of(folder), facts.city(lender)
    if home.parent == HOME:
        raise Mistake(f"city: {home.name} comes with Learning City and is whole: borrow for a folder of your own")
    found = missing_in(home)
    own = [one for one in found if not one.lent]
    if own:
        raise Mistake("\n".join([f"{home}: nothing was borrowed: only the city itself can tell these:", *listed(own)]))
    if not found:
        return [f"{home}: nothing is missing, nothing was borrowed"]
    with tempfile.TemporaryDirectory() as place:
        draft = Path(place) / home.name
        draft.mkdir()
        for file in facts.files_of(home):
            if file.is_file():
                shutil.copy(file, draft)
        try:
            numbers = {one.name: getattr(known, one.name) for one in found if one.name in NUMBERS and not one.table}
            if "mean_wage" in numbers and (draft / "income.csv").is_file():
                numbers["mean_wage"] = wage_by_income(draft, found, known)
            (draft / "city.yaml").write_text(marked(draft / "city.yaml", found, known, numbers), encoding="utf-8")
            complete(draft, found, known)
            facts.city(draft)
        except Mistake as mistake:
            raise Mistake(f"nothing was borrowed: {str(mistake).replace(str(draft), str(home))}") from None
        for name in dict.fromkeys(["city.yaml", *(f"{one.table}.csv" for one in found if one.table)]):
            keep(home / name)
            write_whole(home / name, (draft / name).read_bytes())
    lines = [f"  {what}: {told}" for what, told in marks(found, known).items()]
    return [f"Borrowed from {known.title} {known.year} and marked in {home / 'city.yaml'}:", *lines]


def keep(file: Path) -> None:
    """A copy of a file that will change, beside it; one that is kept already stays."""
    if file.is_file():
        names = (file.with_name(f"{file.name}{n}.bak") for n in ("", *(f".{k}" for k in range(2, 1000))))
        shutil.copy(file, next(name for name in names if not name.exists()))


def marks(found: list[Missing], known: CityFacts) -> dict[str, str]:
    """What is borrowed, by key, table or table.column, and where it comes from."""
    made, by = {}, f"borrowed from {known.title} {known.year}"
    for one in found:
        if one.name == "mean_wage":
            made[one.name] = f"{by}: its ratio of wage to income where this city's incomes are known ({known.assumed.get(one.name, '')})"
        elif not one.table:
            made[one.name] = f"{by} ({known.assumed.get(one.name, 'as its counts have it')})"
        elif one.name in CLASSES:
            made[f"{one.table}.{one.name}"] = BLANK
        else:
            what = f"{one.table}.{one.name}" if one.name else one.table
            made[what] = f"{by}: {HOW[one.table]} ({known.tables[one.table]['source']})"
    return made


def wage_by_income(folder: Path, found: list[Missing], known: CityFacts) -> float:
    """The mean wage that goes with the city's own incomes as the known city's goes with its: a wage of another year would not."""
    own = read_own(folder, "income", columns_lacking(found, "income"), read_counts(folder, "districts").codes)
    for k, name in enumerate(MONEY):
        if name in own and not np.isnan(own[name]).all():
            ratio = np.nanmedian(own[name]) / np.nanmedian(known.counts["income"][:, k])
            return round(known.mean_wage * float(ratio))
    return known.mean_wage


def marked(file: Path, found: list[Missing], known: CityFacts, numbers: dict[str, float]) -> str:
    """city.yaml with the missing keys, and a mark for all that is borrowed: a table in its source, everything else under 'assumed'."""
    text, told = text_of(file).rstrip("\n") + "\n", marks(found, known)
    about = parse_mapping(text, str(file))
    tables = {one.table: {"source": told[one.table], "licence": known.tables[one.table]["licence"]} for one in found if not one.name}
    assumed = {name: why for name, why in told.items() if name not in tables}
    wanted = {**about, **numbers}
    for key, more in (("tables", tables), ("assumed", assumed)):
        if more:
            wanted[key] = {**(about.get(key) or {}), **more}
    made = text + "".join(f"{name}: {value:g}\n" for name, value in numbers.items())
    flow = {name: f"{{source: {quoted(entry['source'])}, licence: {quoted(entry['licence'])}}}" for name, entry in tables.items()}
    made = with_entries(made, "tables", flow)
    made = with_entries(made, "assumed", {name: quoted(why) for name, why in assumed.items()})
    try:
        if parse_mapping(made, str(file)) == wanted:
            return made
    except Mistake:
        pass  # written in a way that lines cannot be put into: the same content in the plain form, the comments are in the copy
    return yaml.safe_dump(wanted, allow_unicode=True, sort_keys=False, width=1000)


def with_entries(text: str, key: str, entries: dict[str, str]) -> str:
    """The text with entries at the beginning of one mapping, in place of those of the same name."""
    if not entries:
        return text
    head = re.search(rf"^{key}:[ \t]*(#.*)?\n", text, re.MULTILINE)
    if not head:
        return text + f"{key}:\n" + "".join(f"  {name}: {value}\n" for name, value in entries.items())
    before, after = text[: head.end()], text[head.end() :]
    block = re.match(r"(?:[ \t]+.*\n|[ \t]*(?:#.*)?\n)*", after)
    inside = block[0] if block else ""
    for name in entries:
        inside = re.sub(rf"^([ \t]+){re.escape(name)}:.*\n(?:\1[ \t]+.*\n)*", "", inside, flags=re.MULTILINE)
    indent = next(iter(re.findall(r"^([ \t]+)[^\s#]", inside, re.MULTILINE)), "  ")
    made = "".join(f"{indent}{name}: {value}\n" for name, value in entries.items())
    return before + made + inside + after[len(block[0]) if block else 0 :]


def complete(folder: Path, found: list[Missing], known: CityFacts) -> None:
    """Write the missing tables and columns of a folder whose city.yaml is whole."""
    about: dict[str, Any] = read_about(folder / "city.yaml")
    codes = read_counts(folder, "districts").codes
    lacking = {name: columns_lacking(found, name) for name in ORDER}
    own = {name: read_own(folder, name, lacking[name], codes) for name in ORDER if (folder / f"{name}.csv").is_file()}
    if "age" not in own:
        append(folder, "age", codes, ages(known, *who_lives_there({name: own[name] for name in own if not lacking[name]}, about)))
    table = read_counts(folder, "age", codes)
    bands = tuple(age_band(table, name) for name in table.columns if name != "code")
    people, employed = table.numbers().sum(axis=1), own.get("activity", {}).get("employed")
    for name in ORDER[1:]:
        if lacking[name]:
            town = Town(
                people, table.numbers(), bands, people if employed is None else employed, about["mean_wage"], about["attainment_from"]
            )
            made = lent(known, name, own.get(name, {}), lacking[name], town)
            append(folder, name, codes, made)
            employed = made.get("employed", employed)


def who_lives_there(own: dict[str, Columns], about: dict[str, Any]) -> tuple[np.ndarray, np.ndarray | None, int]:
    """Residents by district from the tables that are whole, and how many of them have which age at least: adults, or all but children."""
    people = np.sum(list(next(own[name] for name in PEOPLE if name in own).values()), axis=0)
    if "attainment" in own:
        return people, np.sum(list(own["attainment"].values()), axis=0), int(about["attainment_from"])
    if "activity" in own:
        return people, people - own["activity"]["children"] * people / np.maximum(np.sum(list(own["activity"].values()), axis=0), 1), WORK
    return people, None, 0


def columns_lacking(found: list[Missing], table: str) -> list[str]:
    """The columns that one table has to borrow: all but the code when it is missing itself."""
    named = [one.name for one in found if one.table == table]
    return [column.name for column in columns_of(table)][1:] if "" in named else named


def read_own(folder: Path, table: str, lacking: list[str], codes: list[str]) -> Columns:
    """The columns that a city has, by the rules of every table: what it lacks is read as nothing, and left out again."""
    if not lacking:
        read = read_counts(folder, table, codes)
    else:
        with tempfile.TemporaryDirectory() as place:
            shutil.copy(folder / f"{table}.csv", place)
            append(Path(place), table, codes, {name: np.zeros(len(codes)) for name in lacking})
            read = placed(read_counts(Path(place), table, codes), folder)
    return {name: values for name, values in read.columns.items() if values.dtype.kind == "f" and name not in lacking}


def placed(table: Table, folder: Path) -> Table:
    """The table, said to be of the city's folder."""
    return Table(folder / table.file.name, table.at, table.rows, table.columns)


def append(folder: Path, table: str, codes: list[str], columns: Columns) -> None:
    """Columns at the right end of a table, in a new file where there is none; a blank for NaN."""
    file = folder / f"{table}.csv"
    cells = {name: dict(zip(codes, values.tolist(), strict=True)) for name, values in columns.items()}
    head, lines, separator = ["code"], [[code] for code in codes], ","
    if file.is_file():
        read = rows_of(file)
        head, lines = list(read.head), [list(row) for _, row in read.lines]
        separator = ";" if ";" in text_of(file).partition("\n")[0] else ","
    at = [name.casefold() for name in head].index("code")
    for name, values in cells.items():
        head.append(name)
        for line in lines:
            value = values.get(line[at], 0.0)
            line.append("" if np.isnan(value) else f"{np.rint(value):.0f}")
    file.write_text(as_csv(head, lines, separator), encoding="utf-8")
