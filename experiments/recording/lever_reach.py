"""Whom does each lever reach this month: which residents, districts, employers and offers face something else because of it?"""

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from sim.city import City
from sim.conditions import Conditions

WATCHED = tuple(name for name, spec in Conditions.declared.items() if "payer" not in spec.axis)
"""Conditions whose change is looked at; those with a row for each payer say themselves who pays."""


def conditions_named(lever: Any) -> tuple[str, ...]:
    """Conditions that a lever can change: those that its card, and the functions its file knows, name."""
    known = vars(inspect.getmodule(type(lever))).values()
    methods = [one for kind in type(lever).__mro__ for one in vars(kind).values()]
    codes = [one.__code__ for one in (*known, *methods) if inspect.isfunction(one)]
    named: set[str] = set()
    while codes:
        code = codes.pop()
        named.update(code.co_names)
        codes += [one for one in code.co_consts if inspect.iscode(one)]
    return tuple(name for name in WATCHED if name in named)


class LeverReach:
    """Stands beside the levers of one city from the policy date on, and notes what each of them changes as it acts."""

    def __init__(self, city: City, names: Sequence[str] = ()) -> None:
        """``names`` number the levers, those of another city among them; the city's own when there are none."""
        self.names = list(names) or [lever.called for lever in city.levers]
        self.changed: dict[str, dict[int, np.ndarray]] = {}
        """Of each condition, the levers that change it this month and where, bool; 'served' are residents whom their money reached."""
        self.ever = np.zeros((len(self.names), len(city.residents)), bool)
        self._flags: dict[tuple[str, ...], np.ndarray] = {}
        self._month, self._served = -1, np.zeros(len(city.residents), bool)
        self._last: dict[str, bytes] = {}
        self._named = {self.names.index(lever.called): conditions_named(lever) for lever in city.levers}
        for number, lever in zip(self._named, city.levers, strict=True):
            setattr(lever, "apply", self._watch(number, lever.apply))  # noqa: B010 - a lever of this city alone
        if city.levers:
            setattr(city.hall, "hand", self._hear_of(city.hall.hand))  # noqa: B010

    def _watch(self, number: int, apply: Callable) -> Callable:
        def apply_and_note(city: City) -> None:
            if self._month != city.month:
                self._open_month(city)
            self._served[:] = False
            apply(city)
            self._note(number, city)

        return apply_and_note

    def _hear_of(self, hand: Callable) -> Callable:
        def hand_and_note(rows: np.ndarray, euros: Any) -> None:
            self._served[rows] = True
            hand(rows, euros)

        return hand_and_note

    def _open_month(self, city: City) -> None:
        self._month = city.month
        self._last = {name: getattr(city.conditions, name).tobytes() for name in set().union(*self._named.values())}
        self.changed.clear()
        self._flags.clear()
        grown = len(city.residents) - len(self._served)
        if grown > 0:
            self._served = np.zeros(len(city.residents), bool)
            self.ever = np.pad(self.ever, ((0, 0), (0, grown)))

    def _note(self, number: int, city: City) -> None:
        for name in self._named[number]:
            now, last = getattr(city.conditions, name), self._last[name]
            if now.tobytes() != last:  # many times faster than element by element
                where = now != np.frombuffer(last, now.dtype)
                self.changed.setdefault(name, {})[number] = where
                self._last[name] = now.tobytes()
                if Conditions.declared[name].axis == "resident":
                    self.ever[number] |= where
        if self._served.any():
            self.changed.setdefault("served", {})[number] = self._served.copy()
            self.ever[number] |= self._served

    def flags(self, names: tuple[str, ...]) -> np.ndarray:
        """For every row the levers that change one of these conditions there this month: 2 to the power of their numbers, added up."""
        if names not in self._flags:
            changed = [(number, where) for name in names for number, where in self.changed.get(name, {}).items()]
            found = np.zeros(max((len(where) for _, where in changed), default=0), np.uint64)
            for number, where in changed:
                found[: len(where)] |= where.astype(np.uint64) << np.uint64(number)
            self._flags[names] = found
        return self._flags[names]
