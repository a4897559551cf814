"""The cards: behaviours, levers, shocks, indicators; one file each, found by looking into the folders."""

import importlib
import importlib.util
import inspect
import os
import pkgutil
import sys
import traceback
from collections.abc import Callable
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
    found = {}
    for module in _modules("sim.indicators"):
        for name, ask in vars(module).items():
            if getattr(ask, "unit", None) is not None and ask.__module__ == module.__name__:
                found[name] = ask
    return found


def _modules(package: str) -> list[ModuleType]:
    home = importlib.import_module(package)
    return [importlib.import_module(f"{package}.{found.name}") for found in pkgutil.iter_modules(home.__path__)]


def _cards(modules: list[ModuleType], kind: type) -> dict[str, type]:
    found = {}
    for module in modules:
        for _, card in inspect.getmembers(module, inspect.isclass):
            if issubclass(card, kind) and card.__module__ == module.__name__:
                found[card.name()] = card
    return dict(sorted(found.items()))


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
    name = f"learncity_extension_{path.stem}"
    spec: Any = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
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


def extension_cards(paths: list[Path]) -> dict[str, dict[str, type]]:
    """Cards in outside files: {'lever': {...}, 'shock': {...}, 'indicator': {...}}."""
    modules = [load_extension(path) for path in paths]
    asked = {name: ask for module in modules for name, ask in vars(module).items() if hasattr(ask, "unit")}
    return {"lever": _cards(modules, Lever), "shock": _cards(modules, Shock), "indicator": asked}
