"""Whom does a user's table of people hold? A CSV or Parquet of one row per person, mapped and checked cell by cell, like counts."""

import difflib
import hashlib
import io
import json
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.declare import Mistake, known_or_mistake, nearest
from sim.facts.columns_of_people import OF_A_FRAME, OLDEST_MONTHS, ToldColumn, columns_of_people
from sim.facts.csv_rows import split, text_in, why_not
from sim.facts.own_occupations import Work
from sim.facts.reading_counts import like, spelled
from sim.plain_yaml import read_mapping
from sim.showing import shown
from sim.text_files import decoded, path_of
from sim.written_numbers import UNPUBLISHED, decimal_mark, number_of

NAMES = ("people.csv", "people.parquet")
"""What such a table is called beside the tables of a city."""
MOST_BYTES, MOST_ROWS = 2_000_000_000, 20_000_000
ABOUT = ("columns", "words", "ignore")
NO_NAME = ("", "-", "-1", "nan", "na", "n/a", "none", "null")
"""What stands where there is no household or partner: other texts are names."""
OF_AGE = 120
"""Years above which an age must be one in months."""


@dataclass(frozen=True, eq=False)
class PeopleFile:
    """People of a file: ``columns`` by name, float64, one value a row, NaN where nothing is told; names of rows as whole numbers."""

    file: str
    columns: dict[str, np.ndarray]
    in_months: bool
    passed_over: tuple[str, ...]
    word: str
    """A hash of all that was read."""

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))


_READ: dict[tuple[str, str, tuple[str, ...]], PeopleFile] = {}


def files_beside(home: Path) -> list[Path]:
    """The table of people in a city's folder and its map of columns; nothing where there is none."""
    found = [home / name for name in NAMES if (home / name).is_file()]
    if len(found) > 1:
        raise Mistake(f"{home}: holds {' and '.join(one.name for one in found)}: take one of them out")
    return [*found, *(map_of(one) for one in found if map_of(one).is_file())]


def map_of(file: Path) -> Path:
    """The file beside a table that tells what its columns and words mean: synth.yaml beside synth.csv."""
    return file.with_suffix(".yaml")


def read_people(source: Any, districts: Any, work: Work | None = None) -> PeopleFile:
    """People of a CSV, a Parquet or a pandas DataFrame, for a city of these districts and this work (the catalogue's unless said).

    Mistake names file, row, column and range.
    """
    if not isinstance(source, str | Path):
        return checked(table_of(source), "people", {}, columns_of_people(districts, work), "")
    file = path_of(source, "people")
    if not file.is_file():
        raise Mistake(f"people: {file}: {why_not(file) if file.parent.is_dir() else 'the file is missing'}")
    if file.stat().st_size > MOST_BYTES:
        raise Mistake(f"{file}: is larger than {MOST_BYTES / 1e6:,.0f} MB, the most that is read")
    content, beside = file.read_bytes(), map_of(file)
    about = read_mapping(beside) if beside.is_file() else {}
    for key in about:
        known_or_mistake(key, ABOUT, "key", str(beside))
    word = hashlib.sha256(content + json.dumps([about, districts.codes, districts.names], sort_keys=True, default=str).encode()).hexdigest()
    kept = str(file), word, (*work.codes, *work.titles) if work else ()
    if kept not in _READ:
        if len(_READ) > 3:
            _READ.clear()
        _READ[kept] = checked(frame_in(file, content), str(file), about, columns_of_people(districts, work), word)
    return _READ[kept]


def table_of(frame: Any) -> Any:
    """A DataFrame with its index as a column 'row', when it has that name."""
    if not hasattr(frame, "columns") or not hasattr(frame, "reset_index"):
        raise Mistake(f"people: must be a CSV or Parquet file or a pandas DataFrame, not {shown(frame)}")
    return frame.reset_index() if frame.index.name == "row" else frame.reset_index(drop=True)


def frame_in(file: Path, content: bytes) -> Any:
    """The table as a DataFrame: cells of a CSV as text."""
    import pandas as pd

    if file.suffix.casefold() == ".parquet" or content[:4] == b"PAR1":
        try:
            return table_of(pd.read_parquet(io.BytesIO(content)))
        except Exception as error:
            raise Mistake(f"{file}: is no Parquet file that can be read ({type(error).__name__})") from None
    if len(content) < 1000 or b"\0" in content[:10_000] or content.startswith(b"PK\x03\x04"):
        text_in(file)
    text = decoded(content, str(file))
    first = text[: text.find("\n") + 1 or len(text)]
    if not first.strip():
        raise Mistake(f"{file}: needs a row of column names and at least one row below")
    head, separator = split(file, first)[-1][1], max(",;\t|", key=first.count)
    check_twice(head, str(file))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(io.StringIO(text), sep=separator, dtype=str, keep_default_na=False, skip_blank_lines=False,
                            skipinitialspace=True, header=0, names=head, index_col=False, on_bad_lines="error")  # fmt: skip
    except (ValueError, pd.errors.ParserError, pd.errors.ParserWarning) as error:
        raise Mistake(
            f"{file}: not rows of a CSV file ({str(error).strip()}): are its quotes in pairs, and no commas in numbers?"
        ) from None
    return frame


def checked(frame: Any, file: str, about: Mapping[str, Any], known: Mapping[str, ToldColumn], word: str) -> PeopleFile:
    """Every column that is asked for, every cell in its range."""
    named = columns_in(frame, file, about, known)
    words = own_words(file, about, known)
    if not 0 < len(frame) <= MOST_ROWS:
        raise Mistake(f"{file}: has {len(frame):,} rows of people; 1 to {MOST_ROWS:,} can be read")
    found = {name: values_of(frame[column], known[name], file, words.get(name, {})) for name, column in named.items()}
    if "row" in frame and "partner" in found:
        found["id"] = values_of(frame["row"], known["id"], file, {})
    blank = np.logical_and.reduce([np.isnan(values) for values in found.values()])
    if blank[:-1].any():
        raise Mistake(f"{file}: row {int(np.flatnonzero(blank)[0]) + 2}: tells nothing of anybody: take it out")
    found = {name: values[~blank] for name, values in found.items()}
    ages = found["age"]
    in_months = bool(np.nanmedian(ages) > OF_AGE) if not np.isnan(ages).all() else False
    for row in np.flatnonzero(ages > (OLDEST_MONTHS if in_months else 109))[:1]:
        raise Mistake(f"{file}: row {row + 2}: age = {ages[row]:g} is outside 0..{'1319 (months)' if in_months else '109 (years)'}")
    found["row"] = np.flatnonzero(~blank) + 2.0
    check_households(file, found, named)
    return PeopleFile(file, found, in_months, tuple(str(one) for one in frame.columns if one not in named.values()), word)


def columns_in(frame: Any, file: str, about: Mapping[str, Any], known: Mapping[str, ToldColumn]) -> dict[str, str]:
    """Which column of the file is which, by its own name or as the map says; Mistake for one that is nearly a name."""
    map_, ignore = about.get("columns") or {}, about.get("ignore") or []
    where = str(map_of(Path(file)))
    if not isinstance(map_, Mapping) or not isinstance(ignore, list):
        raise Mistake(f"{where}: columns must map each name here to one of the file, and ignore must be a list of columns")
    heads = [str(one) for one in frame.columns]
    check_twice(heads, file)
    for name, column in map_.items():
        known_or_mistake(name, known, "column", f"{where}: columns")
        known_or_mistake(column, heads, f"column of {Path(file).name}", f"{where}: columns: {name}")
    named = {str(name): str(column) for name, column in map_.items()}
    for head in heads:
        name = spelled(head)
        if head in named.values() or head in ignore:
            continue
        if name in known and name not in named:
            named[name] = head
        elif name not in OF_A_FRAME and name not in known:
            near = difflib.get_close_matches(name, [one for one in known if one not in map(spelled, heads)], 1, 0.8)
            if near and near[0] not in named:
                told = f"unknown column {shown(head)} - did you mean {near[0]!r}? Or list it under 'ignore' in {Path(where).name}"
                raise Mistake(f"{file}: row 1: {told}")
    if "age" not in named:
        told = f"column 'age' is missing{nearest('age', heads)}; {Path(where).name} beside it can say: columns: {{age: NAME}}"
        raise Mistake(f"{file}: row 1: {told}")
    return named


def check_twice(heads: list[str], file: str) -> None:
    """Mistake for two columns of one name."""
    for name in heads:
        if heads.count(name) > 1:
            raise Mistake(f"{file}: row 1: column {shown(name)} is there twice")


def own_words(file: str, about: Mapping[str, Any], known: Mapping[str, ToldColumn]) -> dict[str, dict[str, float]]:
    """What a file's own words stand for: {'sex': {'2': 1}} of 'sex: {2: woman}'."""
    found: dict[str, dict[str, float]] = {}
    where, said = str(map_of(Path(file))), about.get("words") or {}
    if not isinstance(said, Mapping) or not all(isinstance(pairs, Mapping) for pairs in said.values()):
        raise Mistake(f"{where}: words must map a column to its words: words: {{sex: {{1: man, 2: woman}}}}")
    for name, pairs in said.items():
        known_or_mistake(name, [one for one, column in known.items() if column.words], "column of words", f"{where}: words")
        for own, meaning in pairs.items():
            known_or_mistake(spelled(str(meaning)), known[name].words, f"word of {name}", f"{where}: words: {name}: {own}")
        found[name] = {spelled(str(own)): known[name].words[spelled(str(meaning))] for own, meaning in pairs.items()}
    return found


def values_of(cells: Any, column: ToldColumn, file: str, own: Mapping[str, float]) -> np.ndarray:
    """One column as float64, NaN where a cell is blank; each different cell is looked at once."""
    import pandas as pd

    codes, different = pd.factorize(cells, use_na_sentinel=True)
    texts = [text_in_cell(one) for one in different]

    def row(k: int) -> int:
        return int(np.flatnonzero(codes == k)[0]) + 2

    if column.from_rows:
        read = np.where([text.casefold() in NO_NAME for text in texts], np.nan, names_of(texts))
    elif column.words:
        read = words_in(texts, column, {**column.words, **own}, file, row)
    else:
        read = numbers_in(texts, column, file, row)
    return np.append(read, np.nan)[codes]


def words_in(texts: list[str], column: ToldColumn, words: Mapping[str, float], file: str, row: Callable[[int], int]) -> np.ndarray:
    """What words stand for; Mistake for one that is not known."""
    read = np.full(len(texts), np.nan)
    for k, text in enumerate(texts):
        if spelled(text) in words:
            read[k] = words[spelled(text)]
        elif not blank(text):
            near = like(text, [*words]) if column.name == "district" else nearest(spelled(text), words)
            raise Mistake(f"{file}: row {row(k)}: {column.name}: unknown word {shown(text)}{near}")
    return read


def numbers_in(texts: list[str], column: ToldColumn, file: str, row: Callable[[int], int]) -> np.ndarray:
    """Numbers in the column's range, as people write them."""
    import pandas as pd

    read = pd.to_numeric(pd.Series(texts, dtype=object), errors="coerce").to_numpy(np.float64, copy=True)
    odd = [k for k in np.flatnonzero(np.isnan(read)).tolist() if not blank(texts[k])]
    mark = decimal_mark((f"{file}: {column.name}", texts[k], column.high) for k in odd)
    for k in odd:
        try:
            read[k] = number_of(texts[k], mark, most=column.high, signs="€" if column.unit.startswith("EUR") else "")
        except Mistake as mistake:
            raise Mistake(f"{file}: row {row(k)}: {column.name} must be {column.allowed} ({column.unit}); {mistake}") from None
    for k in np.flatnonzero((read < column.low) | (read > column.high)).tolist()[:1]:
        raise Mistake(f"{file}: row {row(k)}: {column.name} = {read[k]:g} is outside {column.low:g}..{column.high:g} ({column.unit})")
    return read


def text_in_cell(value: Any) -> str:
    """A cell as text: 3.0 as '3', true as 'true'."""
    return str(int(value)) if isinstance(value, float | np.floating) and value == int(value) else str(value).strip()


def blank(text: str) -> bool:
    """Whether a cell tells nothing."""
    return text.casefold() in UNPUBLISHED


def names_of(texts: list[str]) -> np.ndarray:
    """A number for every name: the number it says, else one of its own below 0, so that names of two columns can be compared."""
    return np.array([float(text) if text.isdigit() else -2.0 - int(hashlib.sha256(text.encode()).hexdigest()[:12], 16) for text in texts])


def check_households(file: str, found: dict[str, np.ndarray], named: Mapping[str, str]) -> None:
    """Who lives together lives in one district; partners are there, in the same household, and each other's."""
    homes, rows = found.get("household"), found["row"].astype(int)
    if "partner" in found and homes is None:
        raise Mistake(f"{file}: row 1: {named['partner']} needs a column 'household' beside it")
    if homes is None:
        return
    order = np.lexsort((rows, homes))
    same = (homes[order][1:] == homes[order][:-1]) & ~np.isnan(homes[order][1:])
    if "district" in found:
        apart = same & (found["district"][order][1:] != found["district"][order][:-1])
        for k in np.flatnonzero(apart)[:1]:
            raise Mistake(f"{file}: row {rows[order][k + 1]}: lives in another district than row {rows[order][k]} of the same household")
    if "partner" in found:
        names = found.get("id", rows.astype(float))
        place = {name: n for n, name in enumerate(names.tolist())}
        if len(place) < len(names):
            twice = next(name for n, name in enumerate(names.tolist()) if place[name] != n)
            raise Mistake(f"{file}: row {rows[names == twice][1]}: its id already stands in row {rows[names == twice][0]}")
        with_one = np.flatnonzero(~np.isnan(found["partner"]))
        other = np.array([place.get(name, -1) for name in found["partner"][with_one].tolist()], int)
        wrong = (other < 0) | (other == with_one) | (homes[other] != homes[with_one]) | (found["partner"][other] != names[with_one])
        for k in np.flatnonzero(wrong)[:1]:
            told = "is nobody's id" if other[k] < 0 else "is not hers in turn, or lives in another household"
            raise Mistake(f"{file}: row {rows[with_one[k]]}: partner {told}: it names an id of the file (in a frame of a city, its index)")
        found["partner"][:] = np.nan
        found["partner"][with_one] = other
