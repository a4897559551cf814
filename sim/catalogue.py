"""The cards: behaviours, levers, shocks, indicators; one file each, found by looking into the folders."""

import importlib
import importlib.util
import inspect
import os
import pkgutil
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

from sim.dates import in_months
from sim.declare import Mistake, Parameters, known_or_mistake, shown
from sim.planned import FOR, GIVEN, Lever, Planned
from sim.text_files import place_of, text_of


class Behaviour(Parameters):
    """Something that happens every month: ``act`` reads conditions and changes the tables."""

    def prepare(self, city: Any) -> None:
        """Once, before month 0: make what this behaviour keeps (optional)."""

    def act(self, city: Any) -> None:
        """One month."""
        raise NotImplementedError


class Shock(Planned):
    """Something that happens to the city: ``apply`` changes this month's conditions.

    ``size`` names the declared numbers that say how big it is. With all of them at 0 nothing happens, and every effect
    goes to nothing with them, roughly in proportion.
    """

    size: ClassVar[tuple[str, ...]] = ()

    def against_usual(self, number: str) -> float:
        """How big it is in this number, against the declared one: 1 at the default, 0 at no size."""
        return getattr(self, number) / self.declared[number].default

    def apply(self, city: Any) -> None:
        """One month."""
        raise NotImplementedError


def indicator(unit: str, better: str = "", by_group: bool = True) -> Callable:
    """Declare a question asked of the counts: the function's docstring is its meaning.

    ``better`` is 'lower', 'higher' or ''. With ``by_group`` the same function is asked of every group.
    """

    def declare(ask: Callable) -> Callable:
        ask.unit, ask.better, ask.by_group = unit, better, by_group
        return ask

    return declare


@cache
def indicators() -> dict[str, Callable]:
    """Every indicator of the package by name, in the order of the files."""
    return {name: ask for module in _modules("sim.indicators") for name, ask in own_indicators(module).items()}


def _modules(package: str) -> list[ModuleType]:
    home = importlib.import_module(package)
    return [importlib.import_module(f"{package}.{found.name}") for found in pkgutil.iter_modules(home.__path__)]


def _cards(modules: list[ModuleType], kind: type) -> dict[str, type]:
    found = {card.name(): card for module in modules for card in own_classes(module) if issubclass(card, kind)}
    return dict(sorted(found.items()))


def own_classes(module: ModuleType) -> list[Any]:
    """Classes that a file defines, but for those whose names begin with '_', which are its own business."""
    found = [one for name, one in inspect.getmembers(module, inspect.isclass) if not name.startswith("_")]
    return [one for one in found if one.__module__ == module.__name__]


def own_indicators(module: ModuleType) -> dict[str, Callable]:
    """Indicators that a file defines, in its order."""
    asked = {name: ask for name, ask in vars(module).items() if inspect.isfunction(ask) and hasattr(ask, "unit")}
    return {name: ask for name, ask in asked.items() if ask.__module__ == module.__name__}


@cache
def levers() -> dict[str, type[Lever]]:
    """Every lever of the package by name."""
    return _cards(_modules("sim.levers"), Lever)


@cache
def shocks() -> dict[str, type[Shock]]:
    """Every shock of the package by name."""
    return _cards(_modules("sim.shocks"), Shock)


@cache
def behaviours() -> dict[str, type[Behaviour]]:
    """Every behaviour of the package by name."""
    return _cards(_modules("sim.behaviours"), Behaviour)


def load_extension(path: Path) -> ModuleType:
    """Import a card from a file the user put there; Mistake names the file, and the line when it does not load."""
    path = place_of(path, "extensions")
    if os.path.isdir(path):
        inside = next((file.name for file in sorted(path.glob("*.py"))), "card.py")
        raise Mistake(f"extensions: {path} is a folder; name the file in it, such as {path.name}/{inside}")
    if not os.path.exists(path):
        raise Mistake(f"extensions: there is no file {path}")
    if path.suffix != ".py":
        raise Mistake(f"extensions: {path} is no Python file by its name; call it {path.stem.strip('.')}.py")
    check_text(path)
    return loaded(path.resolve(), path.read_bytes())


@cache
def loaded(path: Path, content: bytes) -> ModuleType:
    """The module of a file as it is now: loaded once, so that what it compiles is compiled once, and again when it was edited."""
    name = f"learncity_extension_{path.stem}"
    spec: Any = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        exec(compile(content, str(path), "exec"), module.__dict__)
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        raise Mistake(f"extensions: {path.name} does not load: {line_of(error, path)}{type(error).__name__}: {error}") from error
    return module


def check_text(path: Path) -> None:
    """Mistake when a file is not text in UTF-8 that can be read."""
    try:
        text_of(path)
    except Mistake as mistake:
        raise Mistake(f"extensions: {mistake}") from None


def line_of(error: BaseException, path: Path) -> str:
    """'line 3: ' where a file went wrong."""
    if isinstance(error, SyntaxError):
        return f"line {error.lineno}: " if error.filename == str(path) and error.lineno else ""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return f"line {lines[-1]}: " if lines else ""


def make(
    kind: str, name: str, values: dict[str, Any] | None, where: str, extra: dict[str, type] | None = None, policy_date: str = ""
) -> Any:
    """A lever or shock by name with a user's values; Mistake names the nearest card, field and range.

    A lever's name may go on with one of its own: 'skills_vouchers#mothers'. Dates among the values need the ``policy_date``.
    """
    known: Callable[[], dict[str, type]] = {"lever": levers, "shock": shocks}[kind]
    cards = {**known(), **(extra or {})}
    card, hash_, given = name.partition(GIVEN) if kind == "lever" and isinstance(name, str) else (name, "", "")
    known_or_mistake(card, cards, kind, where)
    if values is not None and not isinstance(values, dict):
        raise Mistake(f"{where}: {name} must be a mapping of numbers, not {shown(values)}")
    said = in_months(values or {}, policy_date, f"{where}: {name}")
    if kind == "lever":
        said |= {"aim": said.pop(FOR)} if said.get(FOR) is not None else {}
        said |= {"given": given} if hash_ else {}
        said = {word: value for word, value in said.items() if word != FOR}
    try:
        return cards[card](**said)
    except Mistake as mistake:
        raise Mistake(f"{where}: {mistake}") from None


def cards_of(kind: str, chosen: Any) -> list[Any]:
    """Levers or shocks as a notebook may say them: cards, their classes, their names, or a mapping of names to numbers."""
    where = "levers" if kind == "lever" else "shocks"
    if isinstance(chosen, str):
        chosen = [chosen]
    if isinstance(chosen, Mapping):
        return [make(kind, name, values, where) for name, values in chosen.items()]
    of_kind = {"lever": Lever, "shock": Shock}[kind]
    found = []
    for one in chosen:
        if isinstance(one, str):
            one = make(kind, one, {}, where)
        elif isinstance(one, type) and issubclass(one, of_kind):
            one = one()
        if not isinstance(one, of_kind):
            calls = {
                "lever": "'skills_vouchers' or sim.levers.SkillsVouchers(share=0.5)",
                "shock": "'recession' or sim.shocks.Recession(start=24)",
            }
            raise Mistake(f"{where}: {shown(one)} is no {kind}; write a name or a card, such as {calls[kind]}")
        found.append(one)
    return found


KINDS: dict[str, tuple[type, str]] = {"lever": (Lever, "apply"), "shock": (Shock, "apply"), "behaviour": (Behaviour, "act")}
"""Kinds of cards, and what a card of each does in a month."""


def extension_cards(paths: Iterable[Path]) -> dict[str, dict[str, Any]]:
    """Cards in outside files: {'lever': {...}, 'shock': {...}, 'behaviour': {...}, 'indicator': {...}}; Mistake for what is none."""
    found: dict[str, dict[str, Any]] = {kind: {} for kind in (*KINDS, "indicator")}
    known: dict[str, Callable[[], Mapping]] = {"lever": levers, "shock": shocks, "indicator": indicators}
    for path in paths:
        for kind, cards in (IN_MEMORY[path] if path in IN_MEMORY else cards_in(load_extension(path), path.name)).items():
            for name in cards:
                if name in found[kind] or (kind in known and name in known[kind]()):
                    raise Mistake(f"extensions: {path.name}: there is {kind} {name} already; give yours another name")
            found[kind] |= cards
    OUTSIDE.update(found["indicator"])
    return found


IN_MEMORY: dict[Path, dict[str, dict[str, Any]]] = {}
"""Cards that a notebook gave by class, by the name that stands for their file: they are known in the process that made them alone."""


def give(cards: Mapping[str, Mapping[str, Any]]) -> Path:
    """Take cards by class, as ``cards_in`` has those of a file; returns the name that stands for their file."""
    found = {kind: dict(cards.get(kind, {})) for kind in (*KINDS, "indicator")}
    known = next((place for place, given in IN_MEMORY.items() if given == found), None)
    place = known or Path(f"/cards given in Python/{len(IN_MEMORY) + 1}.py")
    IN_MEMORY[place] = found
    return place


OUTSIDE: dict[str, Callable] = {}
"""Indicators of every extension that this process has loaded, for the words of tables and pages; none is asked of a city from here."""


def cards_in(module: ModuleType, file: str) -> dict[str, dict[str, Any]]:
    """The cards of one outside file by kind; Mistake names a class that is none, one that does nothing, and a file that brings none."""
    for one in own_classes(module):
        does = next((does for kind, does in KINDS.values() if issubclass(one, kind)), "")
        if not does:
            told = f"class {one.__name__} is no Lever, Shock or Behaviour of sim.catalogue"
            raise Mistake(f"extensions: {file}: {told}; begin its name with '_' if it is a helper of your own: class _{one.__name__}")
        if any(getattr(one, does) is getattr(kind, does) for kind, _ in KINDS.values() if issubclass(one, kind)):
            raise Mistake(f"extensions: {file}: class {one.__name__} has no {does}(self, city), so it would do nothing")
    found: dict[str, dict[str, Any]] = {kind: _cards([module], card) for kind, (card, _) in KINDS.items()}
    found["indicator"] = own_indicators(module)
    if not any(found.values()):
        raise Mistake(f"extensions: {file} brings no lever, shock, behaviour or indicator (a function under @indicator(unit))")
    return found
