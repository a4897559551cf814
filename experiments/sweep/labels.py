"""What the cells of a sweep are called: the words that somebody varied, in short units ('guidance 6 M', 'recession from month 36')."""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from typing import Any, NamedTuple

from experiments.inputs.scenario import number_in
from experiments.outcomes.card_names import words_of
from experiments.sweep.sampling import declared
from sim import aim
from sim.dates import is_date
from sim.planned import FOR
from sim.showing import is_number

MOST = 4
"""Numbers that a label says; a point of more is known by its number and the first of them."""
SAID_OF_MANY = 2
DIGITS = (3, 6, 10, 15)
AS_IT_IS = "as it is"
PLAIN = (float, str)
UNITS = {"months": "months", "burn_in": "months", "start": "month", "budget": "EUR/year"}
"""Of settings, and of numbers that every card has."""


class Named(NamedTuple):
    """What a row is called by: a name of its own or its scenario's, what was varied for it, and every number in force."""

    name: str
    own: bool
    varied: Mapping[str, Any]
    numbers: Mapping[str, Any]


def portfolios(rows: Sequence[Named]) -> list[str]:
    """A label for each row: its own name, or what was varied; the scenario only where there are several or nothing varied."""
    several = len({row.name for row in rows if not row.own}) > 1
    varied = [flat(row.varied) for row in rows]
    said, differ, order = saying(varied), differing(varied), places(varied)
    found = []
    for row, own in zip(rows, varied, strict=True):
        words = [] if row.own else for_whom({path: said(path, value) for path, value in own.items() if path in differ})
        told = joined(words, f"point {order[key_of(own)]}")
        found.append(f"{row.name}, {told}" if told and several else told or row.name)
    return apart(found, [row.numbers for row in rows])


def apart(labels: Sequence[str], numbers: Sequence[Mapping[str, Any]]) -> list[str]:
    """The labels, those of different things with the numbers in which they differ, or with a number where those say nothing."""
    first = dict(zip(zip(labels, map(key_of, numbers), strict=True), numbers, strict=True))
    said = saying(list(first.values()))
    each: dict[str, list[Mapping[str, Any]]] = {}
    for (label, _), own in first.items():
        each.setdefault(label, []).append(own)
    differ, place, longer = {label: differing(same) for label, same in each.items()}, Counter[str](), {}
    for (label, key), own in first.items():
        place[label] += 1
        words = told_of(own, differ[label], said, f"variant {place[label]}")
        longer[label, key] = ", ".join(part for part in (label, words) if part)
    unlike = dict(zip(longer, numbered(list(longer.values())), strict=True))
    return [unlike[label, key_of(own)] for label, own in zip(labels, numbers, strict=True)]


def shocks(cards: Sequence[Mapping[str, Mapping[str, Any]]]) -> list[str]:
    """'none', or the names of the shocks, each with the numbers in which those of the same names differ."""
    each: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for one in cards:
        each.setdefault(tuple(sorted(one)), []).append(flat({f"shock.{name}": one[name] for name in sorted(one)}))
    said = saying([own for found in each.values() for own in found])
    differ = {names: differing(same) for names, same in each.items()}
    found = [" and ".join(shock(name, one, differ[tuple(sorted(one))], said) for name in sorted(one)) or "none" for one in cards]
    return apart(found, [flat(one) if one else {} for one in cards])


def shock(name: str, cards: Mapping[str, Mapping[str, Any]], differ: set[str], said: Any) -> str:
    """'recession from month 36, depth 0.1'."""
    numbers = [said(f"shock.{name}.{number}", value) for number, value in cards[name].items() if f"shock.{name}.{number}" in differ]
    first = [words for words in numbers if words.startswith("from ")]
    told = ", ".join([*first, *(words.removeprefix(f"{words_of(name)} ") for words in numbers if words not in first)])
    return f"{words_of(name)} {told}".strip() if first or not told else f"{words_of(name)}, {told}"


def cases(varied: Sequence[Mapping[str, Any]], numbers: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is varied beside levers and shocks: cities, sizes, sides of a disagreement, parameters; the same numbers have one label."""
    words = [flat(own) for own in varied]
    said, differ, order = saying(words), differing(words), places(words)
    first: dict[Hashable, str] = {}
    for own, all_numbers in zip(words, numbers, strict=True):
        told = told_of(own, differ, said, f"set {order[key_of(own)]}")
        first.setdefault(key_of(all_numbers), told)
    return [label or AS_IT_IS for label in apart([first[key_of(own)] for own in numbers], numbers)]


def for_whom(words: Mapping[str, str]) -> list[str]:
    """What was varied in words, whom a lever is for behind the first of its numbers: 'guidance 6 M for women'."""
    found: dict[str, list[str]] = {".".join(path.split(".")[:2]): [] for path in words}
    for path, told in sorted(words.items(), key=lambda pair: FOR in pair[0].split(".")[2:3]):
        lever = ".".join(path.split(".")[:2])
        own = found[lever]
        if own and FOR in path.split(".")[2:3]:
            own[0] += told.removeprefix(words_of(lever.partition(".")[2]))
        else:
            own.append(told)
    return [told for own in found.values() for told in own]


def places(rows: Sequence[Mapping[str, Any]]) -> dict[Hashable, int]:
    """The place of each among those that differ, from 1 on."""
    return {key: place for place, key in enumerate(dict.fromkeys(map(key_of, rows)), 1)}


def told_of(own: Mapping[str, Any], differ: Set[str], say: Callable[[str, Any], str], many: str) -> str:
    """What differs, joined; of many numbers only those are put into words that are told."""
    paths = [path for path in own if path in differ]
    told = paths if len(paths) <= MOST else paths[:SAID_OF_MANY]
    return joined([say(path, own[path]) for path in told], many, len(paths) - len(told))


def joined(words: Sequence[str], many: str, unsaid: int = 0) -> str:
    """'guidance 6 M + skills vouchers 2 M'; of many words, with those that are not even said, ``many`` and the first ones."""
    if len(words) + unsaid <= MOST:
        return " + ".join(words)
    return f"{many}: {' + '.join(words[:SAID_OF_MANY])} + {len(words) + unsaid - SAID_OF_MANY} more"


def saying(rows: Iterable[Mapping[str, Any]]) -> Any:
    """How to say a number: with as few digits as tell all values of the same path apart."""
    values: dict[str, list[Any]] = {}
    for path, value in (pair for row in rows for pair in row.items()):
        values.setdefault(path, []).append(value)
    digits = {path: digits_for(path, {float(value) for value in some if is_number(value)}) for path, some in values.items()}
    return lambda path, value: said(path, value, digits.get(path, DIGITS[0]))


def digits_for(path: str, values: set[float]) -> int:
    """The fewest digits with which different values are said differently."""
    return next((digits for digits in DIGITS if len({said(path, value, digits) for value in values}) == len(values)), DIGITS[-1])


def said(path: str, value: Any, digits: int = DIGITS[0]) -> str:
    """'guidance 6 M', 'skills vouchers share 60%', 'recession from month 36', 'job search distance 0.2', 'residents 2,000'."""
    first, _, rest = path.partition(".")
    card, _, number = (rest if first in ("levers", "shock", "parameters") else path).partition(".")
    if first == "levers" and number.partition(".")[0] == FOR and value is not None:
        return f"{words_of(card)} for {whom(number, value)}"
    if number == "budget" and isinstance(value, Mapping):
        return f"{words_of(card)} {calendar(path, value, digits)}"
    if number == "start" and is_date(value):
        return f"from {value}" if first == "shock" else f"{words_of(card)} from {value}"
    if not is_number(value):
        return words_of(f"{card} {number} {value}" if rest else str(value))
    short = short_of(path, float(value), digits)
    if number == "start" and first == "shock":
        return f"from {short}"
    if number == "start":
        return f"{words_of(card)} from {short}"
    named = () if path in UNITS and not number and card != "burn_in" else (card, "" if number == "budget" else number)
    return " ".join(words_of(part) for part in (*named, short) if part)


def whom(number: str, value: Any) -> str:
    """'women of 25-39' of {sex: women, age: 25-39}, or of one kind of group alone."""
    _, _, kind = number.partition(".")
    return aim.words(aim.read({kind: value} if kind else value, "vary"))


def calendar(path: str, steps: Mapping[Any, Any], digits: int) -> str:
    """'10 M, 4 M from month 36' of {0: 10e6, 36: 4e6}."""
    told = []
    for month, euros in steps.items():
        amount_ = short_of(path, float(number), digits) if is_number(number := number_in(euros)) else str(euros)
        begins = "" if str(month) == "0" else f" from {month}" if is_date(month) else f" from month {month}"
        told.append(amount_ + begins)
    return ", ".join(told)


def plain_values(path: str, values: Sequence[Any]) -> list[Any]:
    """A column of varied values as a table can hold it: all in words where one is a calendar, a group or a date among months."""
    if not any(isinstance(value, (Mapping, list)) or is_date(value) for value in values):
        return list(values)
    return [None if value is None else said(path, value) for value in values]


def short_of(path: str, value: float, digits: int = DIGITS[0]) -> str:
    """A value of a setting in the short unit of its number."""
    unit = known.unit if (known := declared(path)) else UNITS.get(path.rpartition(".")[2], "")
    return in_unit(value, unit, digits)


def in_unit(value: float, unit: str, digits: int = DIGITS[0]) -> str:
    """A number in a short unit: '6 M' and '250 k' of EUR, '60%' of a share, 'month 36', '12 months'."""
    if unit.startswith("EUR"):
        return amount(value, digits)
    if unit == "share":
        return f"{100 * value:.{digits}g}%"
    if unit == "month":
        return f"month {value:.{digits}g}"
    return f"{plain(value, digits)} months" if unit == "months" else plain(value, digits)


def plain(value: float, digits: int) -> str:
    """'2,000' or '0.125'."""
    return f"{value:,.0f}" if value.is_integer() else f"{value:.{digits}g}"


def amount(value: float, digits: int = DIGITS[0]) -> str:
    """'18 M', '250 k', '0', '0.5'."""
    size = abs(value)
    scale, letter = (1e6, " M") if size >= 0.9995e6 else (1e3, " k") if size >= 1e4 else (1.0, "")
    return f"{value / scale:.{digits}g}{letter}"


def flat(cards: Mapping[str, Any], inside: str = "") -> dict[str, Any]:
    """{'levers.guidance.budget': 1e6} of {'levers.guidance': {'budget': 1e6}}."""
    found: dict[str, Any] = {}
    for name, value in cards.items():
        path = f"{inside}{name}"
        if isinstance(value, Mapping) and not path.endswith((".budget", f".{FOR}")):
            found |= flat(value, f"{path}.")
        else:
            found[path] = value if FOR in path.split(".") else number_in(value)
    return found


def varied_words(paths: Sequence[str]) -> str:
    """'guidance and recession start' of levers.guidance.budget and shock.recession.start; of many the first ones."""
    words = [words_of(re.sub(r"^(levers|shock|parameters)\.", "", path).removesuffix(".budget").replace(".", " ")) for path in paths]
    if len(words) > MOST:
        return f"{', '.join(words[:SAID_OF_MANY])} and {len(words) - SAID_OF_MANY} more"
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def differing(numbers: Sequence[Mapping[str, Any]]) -> set[str]:
    """Paths that some have and others have not, or have with another value."""
    paths = dict.fromkeys(path for own in numbers for path in own)
    return {path for path in paths if len({key_of(own.get(path)) for own in numbers}) > 1}


def key_of(value: Any) -> Hashable:
    """Equal for what is equal, whatever it holds."""
    if type(value) in PLAIN:  # nearly all of them; what is asked below costs more
        return value
    if isinstance(value, Mapping):
        return tuple((name, key_of(one)) for name, one in sorted(value.items()))
    return float(value) if is_number(value) else str(value)


def numbered(names: Sequence[str]) -> list[str]:
    """Names that are still alike get a number."""
    count, seen, found = Counter(names), Counter[str](), []
    for name in names:
        seen[name] += 1
        found.append(f"{name} #{seen[name]}" if count[name] > 1 and name else name)
    return found
