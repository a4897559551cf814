"""What does a JSON text say? Plain data: no name twice, bounded depth, numbers that a computer can hold."""

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

from sim.declare import Mistake
from sim.plain_yaml import DEPTH, DIGITS, kind_of
from sim.showing import shown
from sim.text_files import text_of
from sim.written_numbers import vanishes

LARGEST = 64_000_000
"""Bytes of a manifest: that of a sweep lists all its cells."""


def read_json(file: str | Path) -> dict[str, Any]:
    """A JSON file that holds one mapping, such as a manifest; where nobody was counted it may say NaN."""
    data = parse_json(text_of(file, LARGEST), str(file), finite=False)
    if not isinstance(data, dict):
        raise Mistake(f"{file}: must be a mapping of names to values, not {kind_of(data)}")
    return data


def parse_json(text: str, where: str, finite: bool = True, depth: int = DEPTH) -> Any:
    """The value that ``text`` says; with ``finite`` no NaN and no Infinity. Mistake is led by ``where``."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        data = dict(found)
        if len(data) < len(found):
            twice = Counter(name for name, _ in found).most_common(1)[0][0]
            raise Mistake(f"{where}: {shown(twice)} is there twice")
        return data

    def number(digits: str) -> int | float:
        if len(digits) > DIGITS:
            raise Mistake(f"{where}: {digits[:12]}... is a number of {len(digits):,} digits, more than anything here can be")
        return int(digits)

    def real(digits: str) -> float:
        value = float(digits)
        if not math.isfinite(value):
            raise Mistake(f"{where}: {digits[:12]}... is too large a number")
        if vanishes(digits, value):
            raise Mistake(f"{where}: {digits[:12]}... is too small a number; write 0 if nothing is meant")
        return value

    def constant(name: str) -> float:
        if finite:
            raise Mistake(f"{where}: {name} is not a number")
        return float(name)

    try:
        data = json.loads(text, object_pairs_hook=pairs, parse_int=number, parse_float=real, parse_constant=constant)
        if "\\u" in text:
            json.dumps(data, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise Mistake(f"{where}: line {error.lineno}: not valid JSON: {error.msg}") from None
    except UnicodeEncodeError:
        raise Mistake(f"{where}: not valid JSON: holds half a character, which no file can hold") from None
    except RecursionError:
        raise Mistake(f"{where}: is nested too deeply") from None
    check_depth(data, where, depth)
    return data


def check_depth(data: Any, where: str, most: int) -> None:
    """Mistake when more than ``most`` levels stand inside one another."""
    level = [data]
    for _ in range(most + 1):
        level = [one for one in level if isinstance(one, (dict, list))]
        if not level:
            return
        level = [inner for outer in level for inner in (outer.values() if isinstance(outer, dict) else outer)]
    raise Mistake(f"{where}: is nested too deeply: more than {most} levels")
