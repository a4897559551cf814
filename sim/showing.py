"""How a message says that what a user wrote cannot be meant, and shows it: short, plain, in bounded work whatever the value is."""

import datetime
import itertools
import numbers
import unicodedata
from collections.abc import Iterable, Mapping, Set
from pathlib import PurePath
from typing import Any

import numpy as np

TEXT = 60
"""Characters of a text that are shown; more would bury the message."""
ENTRIES, DEPTH = 3, 2
"""Entries of a list or mapping that are shown, and how many of them inside one another: what YAML's aliases
make of 400 bytes is never walked through."""
MESSAGE = 1800
"""Bytes of a whole message: it fits on a screen and in one line of a log."""


class Mistake(ValueError):
    """Something a user wrote cannot be meant: says where, what is allowed, and the nearest known name, in under 2 kB."""

    def __init__(self, message: object = "") -> None:
        super().__init__(in_bounds(str(message)))


def shown(value: Any) -> str:
    """The value as a message shows it: a text in quotes, a number or date as it is written, the first entries of a list or mapping."""
    return _shown(value, DEPTH)


def is_number(value: Any) -> bool:
    """True for whole and real numbers, numpy's as well as Python's; true and false are no numbers."""
    return isinstance(value, numbers.Real) and not isinstance(value, bool)


def is_whole(value: Any) -> bool:
    """True for whole numbers, numpy's as well as Python's; true, false and 3.0 are none."""
    return isinstance(value, numbers.Integral) and not isinstance(value, bool)


def is_truth(value: Any) -> bool:
    """True for true and false, numpy's as well as Python's."""
    return isinstance(value, (bool, np.bool_))


def printable(text: str) -> str:
    """The text with control characters and half characters written out, so that a file's name cannot move a terminal's cursor."""
    if text.isprintable():
        return text
    return "".join(ascii(c)[1:-1] if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" else c for c in text)


def in_bounds(message: str, most: int = MESSAGE) -> str:
    """A message of at most ``most`` bytes that cannot move a terminal's cursor: what is too much falls out of its middle."""
    if len(message) > most:
        message = f"{message[: most * 2 // 3]} ... {message[-most // 4 :]}"
    told = printable(message)
    data = told.encode()
    if len(data) <= most:
        return told
    return f"{data[: most * 2 // 3].decode(errors='ignore')} ... {data[-most // 4 :].decode(errors='ignore')}"


def _shown(value: Any, depth: int) -> str:
    if value is None:
        return "null"
    if is_truth(value):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if is_number(value):
        return _number(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, PurePath):
        return _text(str(value))
    if isinstance(value, Mapping):
        pairs = ((_key(key), inner) for key, inner in itertools.islice(value.items(), ENTRIES))
        return _listed((f"{key}: {_shown(inner, depth - 1)}" for key, inner in pairs), "{}", len(value), depth)
    if isinstance(value, (list, tuple, Set)) or (isinstance(value, np.ndarray) and value.ndim):
        return _listed((_shown(inner, depth - 1) for inner in itertools.islice(value, ENTRIES)), "[]", len(value), depth)
    if isinstance(value, (np.generic, np.ndarray)):
        return _shown(value.item(), depth) if type(value.item()) is not type(value) else _kind(value)
    return _kind(value)


def _text(value: str) -> str:
    whole = str.__str__(value)
    if len(whole) <= TEXT:
        return repr(whole)
    return f"{whole[:TEXT]!r}... ({len(whole):,} characters)"


def _key(value: Any) -> str:
    plain = isinstance(value, str) and len(value) <= TEXT and value.isidentifier()
    return str(value) if plain else _shown(value, 0)


def _number(value: Any) -> str:
    if is_whole(value):
        bits = int(value).bit_length()
        return str(int(value)) if bits <= 64 else f"a whole number of about {int(bits * 0.30103) + 1:,} digits"
    try:
        told = f"{float(value):.12g}"
        return f"{told}.0" if told.lstrip("-").isdigit() else told
    except (OverflowError, ValueError):
        return _kind(value)


def _listed(entries: Iterable[str], brackets: str, length: int, depth: int) -> str:
    if depth <= 0 and length:
        return f"{brackets[0]}...{brackets[1]}"
    told = [*entries, *([f"... {length:,} in all"] if length > ENTRIES else [])]
    return f"{brackets[0]}{', '.join(told)}{brackets[1]}"


def _kind(value: Any) -> str:
    return f"something of kind {type(value).__name__[:TEXT]}"
