"""Tiny cities under numba's bounds check: every lever, every shock, both ends of every declared number, and many at once.

``NUMBA_BOUNDSCHECK=1 LEARNCITY_CACHE=folder python tests/laws/bounds.py`` prints what went wrong, a line each, and how many cities
lived; with ``0 2`` behind it every second city from the first on. Compiled code with the check must not be mixed with code without it:
the cache folder is for this alone.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from sim import catalogue
from sim.city import City
from tests.laws.accounts import check_city, check_flow

MONTHS = 6
LOT = 4
"""Numbers at one of their ends in one city."""
MIXED = 100
"""Cities with many numbers at their ends at once."""


def life(n: int) -> dict[str, Any]:
    """A tiny city of its own for each number: 1 to 60 residents, the smallest ones more often."""
    luck = np.random.default_rng(n)
    return {"city": ("helsinki", "medellin")[n % 2], "residents": int(60 ** luck.random()), "seed": int(luck.integers(1000))}


def cards(values: dict[str, dict[str, float]], kind: str) -> list:
    """Levers or shocks by name, with these numbers."""
    return [catalogue.make(kind, name, numbers, "bounds") for name, numbers in values.items()]


def ends(cards: dict[str, type]) -> list[tuple[str, str, float]]:
    """Every declared number of every card at both its ends, in an order drawn by lot."""
    found = [(card, name, end) for card, kind in cards.items() for name, n in kind.declared.items() for end in (n.low, n.high)]
    return [found[k] for k in np.random.default_rng(len(found)).permutation(len(found))]


def few(numbers: list[tuple[str, str, float]]) -> Iterator[dict[str, dict[str, float]]]:
    """The numbers in small lots, by card; none twice in a lot."""
    lots: list[dict[str, dict[str, float]]] = []
    for card, name, value in numbers:
        lot = next((lot for lot in lots[-20:] if card not in lot and len(lot) < LOT), None)
        if lot is None:
            lot = {}
            lots.append(lot)
        lot[card] = {name: value}
    yield from lots


def alone() -> Iterator[dict[str, Any]]:
    """Each lever and each shock by itself; then every number at each of its ends, a few at a time."""
    yield from ({"levers": {name: {"budget": 2e7}}} for name in catalogue.levers())
    yield from ({"shocks": {name: {"start": 1}}} for name in catalogue.shocks())
    for lot in few(ends(catalogue.behaviours())):
        yield {"parameters": {f"{card}.{name}": value for card, found in lot.items() for name, value in found.items()}}
    for lot in few(ends(catalogue.levers())):
        yield {"levers": {card: {"budget": 2e7, **found} for card, found in lot.items()}}
    for lot in few(ends(catalogue.shocks())):
        yield {"shocks": {card: {"start": 1, **found} for card, found in lot.items()}}


def mixed(n: int) -> dict[str, Any]:
    """Half of everything at once, each number at an end or as it is."""
    luck = np.random.default_rng(10_000 + n)

    def some(cards: dict[str, type], share: float) -> dict[str, dict[str, float]]:
        chosen = {}
        for name, card in cards.items():
            if luck.random() < share:
                moved = {k: v for k, v in zip(card.declared, luck.random(len(card.declared)), strict=True) if v < 0.4}
                chosen[name] = {k: (card.declared[k].low if v < 0.2 else card.declared[k].high) for k, v in moved.items()}
        return chosen

    numbers = some(catalogue.behaviours(), (0.2, 0.6, 1.0)[n % 3])
    levers, shocks = some(catalogue.levers(), 0.5), some(catalogue.shocks(), 0.5)
    for shock in shocks.values():
        shock["start"] = 1
    return {
        "parameters": {f"{card}.{k}": v for card, found in numbers.items() for k, v in found.items()},
        "levers": levers,
        "shocks": shocks,
    }


def questions() -> list[dict[str, Any]]:
    """What is tried, in order."""
    everything = {"levers": {name: {"budget": 1e9, "start": 1} for name in catalogue.levers()},
                  "shocks": {name: {"start": 1} for name in catalogue.shocks()}}  # fmt: skip
    return [{}, everything, *({"parameters": {"course_supply.starts": 0.0}, **everything} for _ in range(4)), *alone(),
            *(mixed(n) for n in range(MIXED))]  # fmt: skip


def lived(n: int, asked: dict[str, Any]) -> str:
    """What went wrong in one city, or ''."""
    try:
        city = City(**life(n), parameters=asked.get("parameters"), levers=cards(asked.get("levers", {}), "lever"),
                    shocks=cards(asked.get("shocks", {}), "shock"))  # fmt: skip
        check_city(city)
        for _ in range(MONTHS):
            before = int(city.residents.present.sum())
            city.step()
            check_city(city)
            check_flow(before, city)
    except Exception as error:
        place = error.__traceback__
        while place.tb_next:
            place = place.tb_next
        where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}"
        return f"{type(error).__name__}: {error} in {where}; city {n} {life(n)} {asked}"
    return ""


if __name__ == "__main__":
    part, parts = (int(word) for word in (sys.argv[1:] or ("0", "1")))
    tried = list(enumerate(questions()))[part::parts]
    wrong = 0
    for n, asked in tried:
        if line := lived(n, asked):
            print(line, flush=True)
            wrong += 1
    print(f"{len(tried)} cities, {wrong} went wrong")
    sys.exit(wrong > 0)
