"""Planners' YAML: plain data only, no key twice, numbers such as 1e6 are numbers, errors name the line."""

import json
import re
from pathlib import Path
from typing import Any

import yaml

from sim.declare import Mistake, shown


class Plain(yaml.SafeLoader):
    """YAML without surprises."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        """A mapping in which no key stands twice."""
        seen = set()
        for key_node, _ in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key in seen and key != "<<":
                raise yaml.MarkedYAMLError(problem=f"{shown(key)} is there twice", problem_mark=key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


NUMBER = re.compile(r"^[-+]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)[eE][-+]?\d+$")
Plain.add_implicit_resolver("tag:yaml.org,2002:float", NUMBER, list("-+.0123456789"))


def read_mapping(file: Path) -> dict[str, Any]:
    """A file that holds one mapping; Mistake names the file and the line."""
    return parse_mapping(text_of(file), str(file))


def text_of(file: Path) -> str:
    """The text of a file a user named."""
    try:
        return Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise Mistake(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Mistake(f"{file}: is not text in UTF-8") from None


def parse_mapping(text: str, where: str) -> dict[str, Any]:
    """One mapping of names to values."""
    try:
        data = yaml.load(text, Loader=Plain)
    except yaml.YAMLError as error:
        raise Mistake(f"{where}: {place_of(error)}") from None
    if not isinstance(data, dict):
        raise Mistake(f"{where}: must be a mapping of names to values, not {'empty' if data is None else kind_of(data)}")
    return data


def place_of(error: yaml.YAMLError) -> str:
    """'line 3: not valid YAML: ...' of a parser's complaint."""
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"{f'line {mark.line + 1}: ' if mark else ''}not valid YAML: {problem}"


def kind_of(data: Any) -> str:
    """What a planner would call it."""
    return {"list": "a list", "str": "a text", "int": "a number", "float": "a number"}.get(type(data).__name__, "that")


def read_json(file: Path) -> dict[str, Any]:
    """A JSON file that holds one mapping, such as a manifest."""
    try:
        data = json.loads(text_of(file))
    except json.JSONDecodeError as error:
        raise Mistake(f"{file}: line {error.lineno}: not valid JSON: {error.msg}") from None
    if not isinstance(data, dict):
        raise Mistake(f"{file}: must be a mapping of names to values, not {kind_of(data)}")
    return data
