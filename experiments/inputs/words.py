"""Words of the command line as settings: SETTING=VALUE, each checked against what is known."""

from typing import Any

from experiments.inputs.yaml_reader import parse_value
from sim.declare import Mistake, known_or_mistake, shown

MERGED = ("levers", "shock", "parameters")


def read(words: list[str], taken: tuple[str, ...]) -> dict[str, Any]:
    """The words as settings; Mistake names the nearest known one."""
    found: dict[str, Any] = {name: {} for name in MERGED}
    seen: set[str] = set()
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise Mistake(f"{shown(word)}: must be SETTING=VALUE")
        first, *inside = name.split(".")
        known_or_mistake(first, (*taken, *MERGED), "setting", shown(word))
        if name in seen:
            raise Mistake(f"{shown(word)}: {name} is there twice")
        seen.add(name)
        if inside and first not in MERGED:
            raise Mistake(f"{shown(word)}: {first} has one value, nothing inside")
        put(found, [first, *inside], value_of(word, text), word)
    return found


def value_of(word: str, text: str) -> Any:
    """The value as YAML would read it."""
    return parse_value(text, shown(word))


def put(inside: dict[str, Any], path: list[str], value: Any, word: str) -> None:
    """levers.guidance.search=1.5 as {'levers': {'guidance': {'search': 1.5}}}."""
    for name in path[:-1]:
        inside = inside.setdefault(name, {})
        if not isinstance(inside, dict):
            raise Mistake(f"{shown(word)}: {name} already has a value")
    inside[path[-1]] = value
