"""Names for portfolios, cases and shocks: only what differs between them is said."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any


def distinct(names: Sequence[str], numbers: Sequence[Mapping[str, Any]], alike: str = "") -> list[str]:
    """Each name with the numbers that others of the same name have differently: 'skills_first guidance.budget=1e+06'."""
    differs = {name: differing([own for also, own in zip(names, numbers, strict=True) if also == name]) for name in dict.fromkeys(names)}
    found = []
    for name, own in zip(names, numbers, strict=True):
        said = ", ".join(f"{key}={shown(own[key])}" for key in own if key in differs[name])
        found.append(" ".join(part for part in (name, said) if part) or alike)
    return numbered(found)


def differing(numbers: Sequence[Mapping[str, Any]]) -> set[str]:
    """Keys that some have and others have not, or have with another value."""
    first = numbers[0]
    return {key for own in numbers for key in {**first, **own} if own.get(key) != first.get(key)}


def shown(value: Any) -> str:
    """A value in few letters."""
    if isinstance(value, (int, float)) and abs(value) >= 1e6:
        return f"{value / 1e6:.6g} million"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def numbered(names: list[str]) -> list[str]:
    """Names that are still alike get a number."""
    count, seen = Counter(names), Counter[str]()
    for place, name in enumerate(names):
        if count[name] > 1:
            seen[name] += 1
            names[place] = f"{name} #{seen[name]}"
    return names


def flat(cards: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """{'guidance.budget': 1e6} of {'guidance': {'budget': 1e6}}."""
    return {f"{card}.{name}": value for card, numbers in cards.items() for name, value in numbers.items()}
