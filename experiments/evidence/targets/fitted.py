"""Which published rows a number or a rule was chosen by: read from what the code says of itself, never kept by hand.

A row counts as fitted when the source of any number of a behaviour, lever or shock names it ('row 26', 'rows 2, 24 finding', 'E7',
'S recession depth', 'all rows of tier A'), when the reason of a free number or the log of an ensemble does, when a text or comment of
a rule in ``sim/`` does, and when it repeats a row that is fitted ('as row 38'). A calibrated number of a shock is fitted to all rows
of that shock. Naming is enough: whether a source says how closely, nobody can check.
"""

import csv
import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from experiments.evidence.targets import targets
from experiments.inputs import ensemble
from experiments.inputs.paths import PACKAGE
from sim import catalogue
from sim.declare import Parameters
from sim.plain_json import read_json

FREE = PACKAGE / "evidence" / "calibration" / "free_parameters.csv"
RULES = PACKAGE.parent / "sim"
ABOVE, CALIBRATED, ALL = "as above", "calibrated", "all rows of tier A"
HEAD = re.compile(r"\b(rows? (?=\d)|[EGV]\d+\b|I[A-D]\d+|S (?=[A-Za-z]))")
FACTS = re.compile(r"inclusion\.csv ([A-D]\d\d[a-z]?(?:(?:, | and |-| to )[A-D]\d\d[a-z]?)*)")
"""The facts about inclusion that a text names: 'inclusion.csv A55' is row IA55, 'A01-A07' all from IA01 to IA07."""
ITEM = re.compile(r"\d+(?![\w%]|[.-]\d)")
NEXT = re.compile(r"[\w -]*?(?:, and |, | and )(?=\d)")
REPEATS = re.compile(r"(as )?(rows? \d|E\d)")
ENSEMBLE = "ensemble"
SHOWN = 3


def by_row(keys: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """What each row was fitted by, for the rows of the file and these ``keys``; an empty tuple where nothing names it.

    What names the row itself comes first, what was fitted to many rows together last.
    """
    lines = targets.load()
    known = tuple(dict.fromkeys([*lines, *keys]))
    found: dict[str, list[str]] = {key: [] for key in known}
    said = sorted(statements(), key=lambda one: ALL in one[1] or one[0].startswith(ENSEMBLE))
    for who, text in said:
        for key in named(text, known):
            found[key].append(who)
    for shock in calibrated_shocks():
        for key in of_head(f"S {shock.replace('_', ' ')}", known):
            found[key].append(f"{shock} (calibrated)")
    for key, line in lines.items():
        if line.tier not in "AT":
            found[key] += [f"as {lines[other].row}" for other in repeated(line, known) if found[other] and other != key]
    return {key: tuple(dict.fromkeys(names)) for key, names in found.items()}


def with_column(found: pd.DataFrame) -> pd.DataFrame:
    """A table of findings with ``fitted``: by what each row was fitted, in full; empty where nothing names it."""
    by = by_row(found.key)
    return found.assign(fitted=["; ".join(by[key]) for key in found.key])


def words(fitted: str) -> str:
    """'job_search.sent, job_search.floor and 4 more' of a cell of that column; nothing for a row that was never fitted to."""
    names = fitted.split("; ")
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{', '.join(names[:SHOWN])}{more}"


def statements() -> Iterator[tuple[str, str]]:
    """Who says something that may name a row, and what: numbers, reasons of free numbers, ensembles, rules."""
    for cards in kinds():
        for card, declared in cards.items():
            for name, source in sources(declared).items():
                yield f"{card}.{name}", source
    with FREE.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            yield line["path"], line["reason"]
    for name in ensemble.shipped():
        about = ensemble.FOLDER / f"{name}.json"
        rows = read_json(about).get("asked", {}).get("rows", []) if about.is_file() else []
        yield f"{ENSEMBLE} {name}", "; ".join(rows)
    yield from texts_of_rules()


def kinds() -> tuple[Mapping[str, type[Parameters]], ...]:
    """Cards whose numbers have sources."""
    return catalogue.behaviours(), catalogue.levers(), catalogue.shocks()


def sources(card: type[Parameters]) -> dict[str, str]:
    """The source of each number of a card; 'as above' is followed by what stands above."""
    found: dict[str, str] = {}
    above = ""
    for name, number in card.declared.items():
        above = f"{number.source}; {above}" if ABOVE in number.source else number.source
        found[name] = above
    return found


def calibrated_shocks() -> list[str]:
    """Shocks with a number that was moved until they had the size that was seen."""
    return [name for name, card in catalogue.shocks().items() if any(CALIBRATED in source for source in sources(card).values())]


@cache
def texts_of_rules() -> tuple[tuple[str, str], ...]:
    """Every comment and text of the model's source, by file; sources of numbers are among them and count for their numbers too."""
    found = []
    for file in sorted(RULES.rglob("*.py")):
        parts = tokenize.generate_tokens(io.StringIO(file.read_text(encoding="utf-8")).readline)
        comments = [part.string for part in parts if part.type == tokenize.COMMENT or is_prose(part)]
        found += [(f"rule {file.relative_to(RULES).as_posix()}", text) for text in comments]
    return tuple(found)


def is_prose(part: tokenize.TokenInfo) -> bool:
    """Whether a token is a docstring: numbers' sources are one-line strings and are read from the cards."""
    return part.type == tokenize.STRING and part.string.startswith(('"""', 'r"""'))


def named(text: str, known: Iterable[str]) -> list[str]:
    """The rows that a text names, by their keys: the line it names, or all lines of the row."""
    known = tuple(known)
    found = [line.key for line in targets.load().values() if line.tier == "A"] if ALL in text else []
    for facts in FACTS.finditer(text):
        found += of_facts(facts[1], known)
    for head in HEAD.finditer(text):
        if head[1].startswith("row"):
            found += numbered(text, head.end(), head[1].startswith("rows"), known)
        else:
            found += of_head(f"{head[1]}{text[head.end() :]}", known)
    return [key for key in dict.fromkeys(found) if key in known]


def of_facts(said: str, known: Iterable[str]) -> list[str]:
    """Lines of the facts in a list of them: 'A55' means all lines of it, 'A55i' that line and what rests on it."""
    spans = re.findall(r"([A-D])(\d\d)[a-z]?(?:(?:-| to )[A-D](\d\d))?", said)
    wanted = {f"I{theme}{n:02}" for theme, first, last in spans for n in range(int(first), int(last or first) + 1)}
    return [key for key in known if key[:4] in wanted]


def numbered(text: str, at: int, several: bool, known: tuple[str, ...]) -> Iterator[str]:
    """Rows by number from a place of a text on: one after 'row', a list of them after 'rows'."""
    while item := ITEM.match(text, at):
        yield from of_head(f"row {text[at:]}", known)
        more = NEXT.match(text, item.end())
        if not (several and more):
            return
        at = more.end()


def of_head(text: str, known: Iterable[str]) -> list[str]:
    """Lines whose key the text begins with, as far as it goes on: 'row 24 finding: ...' is one line, 'row 24: ...' all lines of it."""
    said = re.findall(r"[^\s,;:.()]+", re.split(r"[,;:()]|\. |\.$", text)[0])
    least = 1 if re.fullmatch(r"[EGV]\d+|I[A-D]\d+[a-z]?", said[0]) else 2
    for many in range(len(said), least - 1, -1):
        found = [key for key in known if key.split()[:many] == said[:many]]
        if found:
            return found
    return []


def repeated(line: targets.Target, known: Iterable[str]) -> list[str]:
    """Rows that a line is measured as, or computed from: 'as row 38, in ordinary times'."""
    parts = [text.partition(";")[0] for text in (line.measured, line.source) if REPEATS.match(text)]
    return [key for text in parts for key in named(text, known)]


def files() -> dict[str, Path]:
    """What decides the answer beside the source of the model, for the fingerprint of a result that holds it."""
    logs = {f"log of the ensemble {name}": ensemble.FOLDER / f"{name}.json" for name in ensemble.shipped()}
    return {"free numbers": FREE, **{name: file for name, file in logs.items() if file.is_file()}}
