"""What does a word of the command line set? Hydra's grammar, with values that it cannot take put in quotes for whoever typed them."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sim.declare import SIGNS, Mistake, shown
from sim.text_files import path_of
from sim.written_numbers import number_of

LONGEST, DEPTH = 20_000, 20
"""Characters of a word, and brackets inside one another, that are read."""
PATHS = ("scenario", "sweep", "city", "output", "store", "baseline")
"""Settings that may be files or folders, in which '~' is the user's home."""
THOUSANDS = re.compile(r"\d{1,3}(,\d{3})*,0\d\d(,\d{3})*")


def parsed(words: Iterable[str]) -> list[Any]:
    """Hydra's overrides of these words; Mistake names the word and how to write it."""
    return [parsed_word(word) for word in words]


def parsed_word(word: str) -> Any:
    """One word as Hydra reads it, if need be with its value in quotes."""
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.errors import HydraException

    check_size(word)
    name, equals, value = word.partition("=")
    if not equals and not word.startswith("~"):
        raise Mistake(f"overrides: {shown(word)} must be SETTING=VALUE")
    check_thousands(word, value)
    home = value.startswith("~") and name.lstrip("+") in PATHS
    error: Exception
    for tried in [f"{name}={quoted(at_home(name, value))}"] if home else [word, *([f"{name}={quoted(value)}"] if plain(value) else [])]:
        try:
            one = OverridesParser.create().parse_override(tried)
            one.value()
            return one
        except (HydraException, ValueError, RecursionError) as found:
            error = found
    how = f"a text goes in two kinds of quotes: \"{name[:40]}='...'\""
    raise Mistake(f"override {shown(word)}: cannot be read: {in_one_line(error)}; {how}")


def check_size(word: str) -> None:
    """Mistake for what nobody types: Hydra would read it for minutes."""
    if len(word) > LONGEST:
        raise Mistake(f"override {shown(word)}: is longer than {LONGEST:,} characters; a file takes as much: scenario=FILE, sweep=FILE")
    if max(word.count("["), word.count("{"), word.count("(")) > DEPTH and deepest(word) > DEPTH:
        raise Mistake(f"override {shown(word)}: more than {DEPTH} brackets inside one another")
    if "\0" in word:
        raise Mistake(f"override {shown(word)}: holds a character that no text has")


def deepest(word: str) -> int:
    """How many brackets stand inside one another."""
    depth = most = 0
    for letter in word:
        depth += (letter in "[{(") - (letter in "]})")
        most = max(most, depth)
    return most


def check_thousands(word: str, value: str) -> None:
    """3,000,000 is three values to Hydra, two of them 0: nobody means that."""
    if THOUSANDS.fullmatch(value):
        raise Mistake(f"override {shown(word)}: a comma parts values; {one_number(value)}")


def one_number(value: str) -> str:
    """'write 0.6' for '0,6'; nothing for what is no number."""
    if not re.fullmatch(r"[-+]?[\d.,' ]+%?", value):
        return ""
    try:
        return f"for one number write {shown(number_of(value, signs=SIGNS)).removesuffix('.0')}"
    except Mistake as mistake:
        return str(mistake)


def plain(value: str) -> bool:
    """Whether a value is no list, mapping, text in quotes or call, so that it can only be meant as a text."""
    return bool(value) and value[0] not in "[{'\"" and not re.match(r"\w+\(", value)


def quoted(value: str) -> str:
    """The value in quotes as Hydra takes them."""
    escaped = re.sub(r"(\\*)('|$)", lambda found: found[1] * 2 + ("\\'" if found[2] else ""), value)
    return f"'{escaped}'"


def at_home(name: str, value: str) -> str:
    """'~/runs' in the user's home."""
    return str(path_of(Path(value), f"override {shown(f'{name}={value}')}"))


def in_one_line(error: Exception) -> str:
    """The heart of a library's message."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return " ".join(lines[:2])[:300] if lines else type(error).__name__
