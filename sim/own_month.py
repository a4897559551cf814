"""In which order do behaviours act when a user's own are among them? ``month: {saving: after incomes}`` says it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sim.declare import Mistake, known_or_mistake, nearest, shown

BEFORE, AFTER, INSTEAD = "before", "after", "instead of"
PLACES = (BEFORE, AFTER, INSTEAD)
SYNTAX = "'after incomes', 'before job_search' or 'instead of hiring'"


def order_of(
    usual: tuple[str, ...], packaged: Mapping[str, type], own: Mapping[str, type], month: Mapping[str, Any] | None, where: str = "month"
) -> tuple[str, ...]:
    """Names of behaviours in the order in which they act, of the ``usual`` month and of a user's ``own`` cards, by name.

    ``month`` says of each of the user's own where it acts; Mistake for what cannot be meant, and for one of which nothing is said.
    """
    places = {name: said for name, said in place_words(month, where).items() if own_or_mistake(name, own, usual, where)}
    check_placed(own, places, where)
    order, instead = list(usual), dict[str, str]()
    for name, (how, other) in places.items():
        if how == INSTEAD:
            known_or_mistake(other, usual, "behaviour", f"{where}: {name}: {INSTEAD}")
            if other in instead:
                raise Mistake(f"{where}: {instead[other]} and {name} cannot both act instead of {other}")
            instead[other] = name
    for other, name in instead.items():
        if not issubclass(own[name], packaged[other]):
            told = f"class {own[name].__name__}({packaged[other].__name__}), of sim.behaviours.{other}"
            raise Mistake(f"{where}: {name} acts instead of {other}, on whose numbers others rely: write it as {told}")
        order[order.index(other)] = name
    return insert(order, {name: said for name, said in places.items() if said[0] != INSTEAD}, instead, where)


def insert(order: list[str], places: Mapping[str, tuple[str, str]], instead: Mapping[str, str], where: str) -> tuple[str, ...]:
    """The order with those that come before or after another; several after the same act in the order in which they are written."""
    waiting, behind = dict(places), dict[str, int]()
    while waiting:
        ready = [name for name, (_, other) in waiting.items() if instead.get(other, other) in order]
        if not ready:
            name, (how, other) = next(iter(waiting.items()))
            told = "they wait for each other" if other in waiting else f"there is no behaviour {shown(other)}{nearest(other, order)}"
            raise Mistake(f"{where}: {name}: {how} {other}: {told}")
        name = ready[0]
        how, other = waiting.pop(name)
        other = instead.get(other, other)
        if how == AFTER:
            behind[other] = behind.get(other, 0) + 1
        order.insert(order.index(other) + (behind[other] if how == AFTER else 0), name)
    return tuple(order)


def place_words(month: Any, where: str) -> dict[str, tuple[str, str]]:
    """{'saving': ('after', 'incomes')} of {'saving': 'after incomes'}."""
    if month is not None and not isinstance(month, Mapping):
        raise Mistake(f"{where}: must be a mapping of your behaviours to their places, such as 'saving: after incomes', not {shown(month)}")
    found = {}
    for name, said in (month or {}).items():
        how = next((one for one in PLACES if isinstance(said, str) and said.startswith(f"{one} ")), "")
        if not isinstance(name, str) or not how:
            raise Mistake(f"{where}: {name}: write where it acts, such as {SYNTAX}, not {shown(said)}")
        found[name] = (how, said.removeprefix(how).strip())
    return found


def own_or_mistake(name: str, own: Mapping[str, type], usual: Iterable[str], where: str) -> bool:
    """True for one of the user's own; Mistake says why another cannot be placed."""
    if name in usual and name not in own:
        raise Mistake(f"{where}: {name} has its place in the month; only behaviours that extensions bring are placed here")
    known_or_mistake(name, own, "behaviour of an extension", where)
    return True


def check_placed(own: Iterable[str], places: Iterable[str], where: str) -> None:
    """Mistake for a behaviour that an extension brings and that would never act."""
    for name in own:
        if name not in places:
            raise Mistake(f"{where}: nothing says where the behaviour {name} acts; write {name}: {SYNTAX}")
