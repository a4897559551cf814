"""What does a planner's YAML say? Plain data only: no key twice, numbers as YAML 1.2 has them, bounded work, errors with their line."""

import re
from pathlib import Path
from typing import Any, ClassVar

import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.resolver import Resolver
from yaml.scanner import Scanner

from sim.declare import Mistake
from sim.showing import shown
from sim.text_files import LARGEST, text_of
from sim.written_numbers import number_of, vanishes

try:
    from yaml.cyaml import CParser
except ImportError:  # PyYAML built without libyaml: the same rules, five times slower

    class CParser(Reader, Scanner, Parser):
        """Events of a text, in Python alone."""

        def __init__(self, stream: str) -> None:
            for base in (Reader, Scanner, Parser):
                base.__init__(self, *((stream,) if base is Reader else ()))


DEPTH, NODES, DIGITS = 20, 200_000, 40
"""Most levels inside one another, most values once all aliases are put in, and most digits of a number."""
TAG = "tag:yaml.org,2002:"
MONTH = re.compile(r"[-+]?\d+|\d{4}-\d\d?")
"""What names a step of a calendar; where all names are such, whole numbers are names."""
PLAIN = [f"{TAG}{kind}" for kind in ("null", "bool", "str", "seq", "map")]
BARE = (None, "")
"""Styles of a word without quotes, as Python's parser and libyaml call it."""


class Fault(yaml.MarkedYAMLError):
    """YAML that can be read, but not be meant."""


class Plain(Composer, CParser, SafeConstructor, Resolver):
    """YAML without surprises: 'yes', 0777, 1:30 and 2026-02-31 are texts, 1e6 is a number, and 400 bytes of aliases stay small."""

    yaml_implicit_resolvers: ClassVar[dict] = {}
    yaml_constructors: ClassVar[dict] = {tag: SafeConstructor.yaml_constructors[tag] for tag in PLAIN}

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        for base in (Composer, SafeConstructor, Resolver):
            base.__init__(self)
        self.depth, self.size = 0, 0
        self.sizes: dict[int, int] = {}

    def compose_node(self, parent: Any, index: Any) -> yaml.Node:
        """One value and what is in it, as long as that is not more than anybody can mean."""
        event, before = self.peek_event(), self.size
        if getattr(event, "tag", None) not in (None, "!"):
            raise Fault(problem="a tag such as !!text has no place here; write the plain value", problem_mark=event.start_mark)
        self.depth += 1
        if self.depth > DEPTH:
            raise Fault(problem=f"more than {DEPTH} levels stand inside one another", problem_mark=event.start_mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        if isinstance(event, yaml.AliasEvent):
            if id(node) not in self.sizes:
                raise Fault(problem=f"{shown('*' + event.anchor)} stands inside what it stands for", problem_mark=event.start_mark)
            self.size += self.sizes[id(node)]
        else:
            self.size += 1
            self.sizes[id(node)] = self.size - before
        if self.size > NODES:
            raise Fault(problem=f"more than {NODES:,} values, aliases put in", problem_mark=event.start_mark)
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        """A mapping of names to values in which no name stands twice."""
        seen: set[str] = set()
        months = all(isinstance(key, yaml.ScalarNode) and MONTH.fullmatch(key.value) for key, _ in node.value)
        for place, (key, value) in enumerate(node.value):
            name = key.value if isinstance(key, yaml.ScalarNode) else None
            if place and node.flow_style and name and name.isdigit() and key.style in BARE and empty(value):
                raise Fault(problem=cut_at_comma(node.value, place), problem_mark=key.start_mark)
            if months and key.tag == f"{TAG}int":
                key.tag = f"{TAG}str"
            if name is None or key.tag not in (f"{TAG}str", f"{TAG}merge"):
                told = "a list or mapping" if name is None else shown(name or None)
                raise Fault(problem=f"{told} stands where a name should; put it in quotes if it is one", problem_mark=key.start_mark)
            if name in seen and name != "<<":
                raise yaml.MarkedYAMLError(problem=f"{shown(name)} is there twice", problem_mark=key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep)


def empty(node: yaml.Node) -> bool:
    """Whether nothing is written there."""
    return isinstance(node, yaml.ScalarNode) and node.value == "" and node.style in BARE


def cut_at_comma(pairs: list, place: int) -> str:
    """{share: 0,6} is {share: 0, 6: } to YAML: what was written, and what to write."""
    key, first = pairs[place - 1]
    pieces = [first.value if isinstance(first, yaml.ScalarNode) else "..."]
    for more, value in pairs[place:]:
        if not (isinstance(more, yaml.ScalarNode) and more.value.isdigit() and empty(value)):
            break
        pieces.append(more.value)
    written = ",".join(pieces)
    try:
        advice = f"write {number_of(written):.12g}"
    except Mistake as mistake:
        advice = str(mistake)
    return f"{key.value if isinstance(key, yaml.ScalarNode) else ''}: {written[:60]}: a comma parts entries inside {{ }}; {advice}"


def whole(loader: Plain, node: yaml.ScalarNode) -> int:
    """A whole number of a length that somebody can mean."""
    if len(node.value) > DIGITS:
        raise Fault(problem=f"a number of {len(node.value):,} digits is more than anything here can be", problem_mark=node.start_mark)
    return int(node.value)


def real(loader: Plain, node: yaml.ScalarNode) -> float:
    """A number with a decimal point or a power of ten."""
    value = float(node.value) if len(node.value) <= 4 * DIGITS else float("inf")
    if value in (float("inf"), float("-inf")):
        raise Fault(problem=f"{shown(node.value)} is too large for any number here", problem_mark=node.start_mark)
    if vanishes(node.value, value):
        raise Fault(problem=f"{shown(node.value)} is too small for any number; write 0 if nothing is meant", problem_mark=node.start_mark)
    return value


DIGIT = "(0|[1-9][0-9]*(_[0-9]+)*)"
for kind, form, begin in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", rf"[-+]?{DIGIT}", list("-+0123456789")),
    ("float", rf"[-+]?({DIGIT}(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
    ("merge", "<<", ["<"]),
):
    Plain.add_implicit_resolver(f"{TAG}{kind}", re.compile(f"^(?:{form})$"), begin)
Plain.add_constructor(f"{TAG}int", whole)
Plain.add_constructor(f"{TAG}float", real)
Plain.add_constructor(None, SafeConstructor.construct_undefined)


def read_mapping(file: str | Path) -> dict[str, Any]:
    """A file that holds one mapping; Mistake names the file and the line."""
    return parse_mapping(text_of(file), str(file))


def parse_mapping(text: str, where: str) -> dict[str, Any]:
    """One mapping of names to values."""
    data = parse_value(text, where)
    if not isinstance(data, dict):
        raise Mistake(f"{where}: must be a mapping of names to values, not {kind_of(data)}")
    return data


def parse_value(text: str, where: str) -> Any:
    """Any value that YAML can write: a number, a text, a list, a mapping."""
    if len(text) > LARGEST:
        raise Mistake(f"{where}: is longer than {LARGEST:,} characters, the most that is read")
    try:
        loader = Plain(text)
        return loader.get_single_data()
    except yaml.YAMLError as error:
        raise Mistake(f"{where}: {place_of(error, text)}") from None
    except UnicodeEncodeError:
        raise Mistake(f"{where}: holds half a character, which no file can hold") from None


def place_of(error: yaml.YAMLError, text: str) -> str:
    """'line 3: not valid YAML: ...' of a parser's complaint."""
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or str(error).splitlines()[0])
    if mark is None:
        return f"not valid YAML: {problem}"
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "cannot start any token" in problem:
        told = f"no value begins with {shown(line[mark.column : mark.column + 1])}; put it in quotes"
        problem = "a tab stands here; YAML moves in with spaces" if "\t" in line else told
    return f"line {mark.line + 1}: {'' if isinstance(error, Fault) else 'not valid YAML: '}{problem}"


def kind_of(data: Any) -> str:
    """What a planner would call it."""
    kinds = {"list": "a list", "str": "a text", "int": "a number", "float": "a number", "NoneType": "empty", "dict": "a mapping"}
    return kinds.get(type(data).__name__) or shown(data)
