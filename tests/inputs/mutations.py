"""Inputs as they go wrong: texts and bytes changed in ways that people, editors, spreadsheets and strangers change them."""

import json
import random
import re
from typing import Any

import yaml

NASTY = [
    "9" * 400, "9" * 5000, "1e999", "-1e999", "1e-400", ".nan", "NaN", "Infinity", "-.inf", "-0", "0.0000001", "1:30", "0777", "0x1F",
    "12_000", "3,000,000", "8.500", "0,6", "80", "80%", "€5", "EUR 3 million", "1/2", "½", "٣", "yes", "no", "on", "null", "~", "true",
    "[]", "{}", "[1, [2, [3]]]", "[" * 300, "{a: " * 60, "2026-02-31", "2026-02-28", "12:60:61",
    "!!python/object/apply:os.system [ls]", "!!set {a}", "!!timestamp 2026-02-31", "!!int x", "&a [*a]", "*a", "&a x", "<<: *a",
    "<<: 3", "? [a, b]", "- ", ": ", "---", "...", "%YAML 9.9", "\t", "\x00", "\x1b[2J", "\\ud800", "\u202e", "\u2028", "\ufeff", "é",
    "Ñandú", "🙂", "${x}", "${oc.env:HOME}", "${", "$x$", "[pilot]", "[/month]", "a" * 100_000, "a" * 300, "../../etc/passwd", "~/x",
    "~nobody/x", "/dev/zero", "/", ".", "", " ", "\"", "'", "#", "|", ">", "@", "`", ",", "=", "(", "\\", "none", "helsinki",
    "recession", "guidance", "{share: 0,6}", "{budget: 8,500,000}", "{budget: 10}", "[a, b", "a: b: c", "interval(0, 1)",
    "range(0, 1e9)", "range(1,5,0)", "1,2", "null: 3", "3: 4", "true: 1", "[1]: 2",
]  # fmt: skip
"""What stands where a value or a name should."""
WORD = re.compile(r"[^\s:,{}\[\]\"']+")


VALUES = [None, True, False, 0, -1, 1, 2.5, 1e308, -1e308, 10**30, "", "x", "0.5", "60%", "3,000,000", "8.500", "0,6", "none", [], {}, [1],
          ["x"], [[]], [None], {"x": 1}, {"x": {"y": {"z": 1}}}, {"": 1}, {"budget": 1e6}, {"budget": None}, {"budget": []}, "recession",
          "guidance", "helsinki", "../x", "a" * 5000, list(range(3000)), {f"n{k}": k for k in range(3000)}]  # fmt: skip
"""What stands where a value of another kind should."""


def mutated(text: str, luck: random.Random) -> bytes:
    """The text with one to three changes, as the bytes of a file."""
    if luck.random() < 0.4 and (data := read(text)) is not None:
        for _ in range(luck.choice((1, 1, 2))):
            data = another_value(data, luck)
        return json.dumps(data, ensure_ascii=luck.random() < 0.5).encode()
    for _ in range(luck.choice((1, 1, 1, 2, 3))):
        text = luck.choice(CHANGES)(text, luck)
    return luck.choice(ENCODINGS)(text, luck) if luck.random() < 0.08 else text.encode("utf-8", "surrogatepass")


def read(text: str) -> Any:
    """The text as plain data, where it is a mapping."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError:
        return None
    return data if isinstance(data, dict) else None


def another_value(data: Any, luck: random.Random) -> Any:
    """The same data with a value of another kind, a name more or a name less somewhere."""
    if not isinstance(data, (dict, list)) or not data or luck.random() < 0.15:
        return luck.choice(VALUES)
    if isinstance(data, list):
        at = luck.randrange(len(data))
        return [*data[:at], another_value(data[at], luck), *data[at + 1 :]]
    name, how = luck.choice(list(data)), luck.random()
    if how < 0.1:
        return {key: value for key, value in data.items() if key != name}
    if how < 0.2:
        return {**data, luck.choice(NASTY): luck.choice(VALUES)}
    return {**data, name: another_value(data[name], luck)}


def another_word(text: str, luck: random.Random) -> str:
    """Some word or number replaced."""
    found = list(WORD.finditer(text))
    if not found:
        return text + luck.choice(NASTY)
    at = luck.choice(found)
    return text[: at.start()] + luck.choice(NASTY) + text[at.end() :]


def something_in(text: str, luck: random.Random) -> str:
    """Something that does not belong there, anywhere."""
    at = luck.randrange(len(text) + 1)
    return text[:at] + luck.choice(NASTY) + text[at:]


def something_out(text: str, luck: random.Random) -> str:
    """Some letters lost."""
    at = luck.randrange(len(text) + 1)
    return text[:at] + text[at + luck.randrange(1, 20) :]


def cut_off(text: str, luck: random.Random) -> str:
    """A file that was not written to its end."""
    return text[: luck.randrange(len(text) + 1)]


def line_twice(text: str, luck: random.Random) -> str:
    """A line copied elsewhere."""
    lines = text.splitlines()
    if lines:
        lines.insert(luck.randrange(len(lines) + 1), luck.choice(lines))
    return "\n".join(lines)


def other_margin(text: str, luck: random.Random) -> str:
    """A line moved in or out, by spaces or a tab."""
    lines = text.splitlines()
    if lines:
        at = luck.randrange(len(lines))
        lines[at] = luck.choice(("\t", " ", "    ", "")) + lines[at].lstrip(luck.choice((" ", "")))
    return "\n".join(lines)


def letters_swapped(text: str, luck: random.Random) -> str:
    """A slip of the fingers."""
    at = luck.randrange(max(1, len(text) - 1))
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def value_gone(text: str, luck: random.Random) -> str:
    """Nothing, a list or a number where a mapping or text stood."""
    lines = text.splitlines()
    if lines:
        at = luck.randrange(len(lines))
        lines[at] = lines[at].partition(":")[0] + ": " + luck.choice(("", "[]", "3", "[1, 2]", "{}", "null", "'x'"))
    return "\n".join(lines)


CHANGES = (
    another_word,
    another_word,
    another_word,
    something_in,
    something_out,
    cut_off,
    line_twice,
    other_margin,
    letters_swapped,
    value_gone,
)
ENCODINGS = (
    lambda text, luck: text.encode("utf-16", "replace"),
    lambda text, luck: text.encode("utf-16-le", "replace"),
    lambda text, luck: ("é" + text).encode("latin-1", "replace"),
    lambda text, luck: b"\xef\xbb\xbf" + text.encode("utf-8", "replace"),
    lambda text, luck: text.replace("\n", "\r\n").encode("utf-8", "replace"),
    lambda text, luck: bytes(luck.randrange(256) for _ in range(200)),
    lambda text, luck: b"",
)
