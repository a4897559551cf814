"""Columns that a user's own behaviour keeps of every resident, declared in its body as those of the tables are.

``savings = column("f4", "EUR", "put aside for a course", 0, 1e6)`` in a Behaviour makes ``city.own_columns.savings``, an array with one
element per row of ``city.residents``. A row in which somebody else lives than last month is blank again.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from sim.declare import Mistake, nearest, shown
from sim.tables import Column, Residents


class OwnColumns:
    """Columns beside those of the residents, one array each, that follow their rows."""

    declared: dict[str, Column]
    _residents: Residents
    _ids: np.ndarray
    _arrays: dict[str, np.ndarray]

    def __init__(self, residents: Residents, declared: Mapping[str, Column]) -> None:
        self.__dict__.update(_residents=residents, declared=dict(declared), _ids=residents.id.copy(), _arrays={})
        for name, spec in self.declared.items():
            self._arrays[name] = blank(spec, len(residents))

    def __getattr__(self, name: str) -> np.ndarray:
        if name.startswith("_") or "declared" not in self.__dict__:  # while it is being copied
            raise AttributeError(name)
        if name not in self.declared:
            raise AttributeError(f"no behaviour declares a column {shown(name)}{nearest(name, self.declared)}")
        self._follow()
        return self._arrays[name]

    def __setattr__(self, name: str, value: Any) -> None:
        getattr(self, name)[:] = value

    def __iter__(self) -> Any:
        return iter(self.declared)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.declared]

    def copy(self, residents: Residents) -> "OwnColumns":
        """The same beside a copy of the residents."""
        self._follow()
        twin = OwnColumns(residents, self.declared)
        twin._arrays.update({name: array.copy() for name, array in self._arrays.items()})
        return twin

    def _follow(self) -> None:
        """Blank the rows of people who were not there before; new rows come at the end."""
        now, before = self._residents.id, self._ids
        more = len(now) - len(before)
        if more == 0 and (now is before or np.array_equal(now, before)):
            return
        changed = np.flatnonzero(now[: len(before)] != before)
        for name, spec in self.declared.items():
            array = np.concatenate([self._arrays[name], blank(spec, more)]) if more else self._arrays[name]
            array[changed] = spec.blank
            self._arrays[name] = array
        self.__dict__["_ids"] = now.copy()


def blank(spec: Column, rows: int) -> np.ndarray:
    """Empty rows of a column."""
    return np.full((rows, spec.width) if spec.width else rows, spec.blank, dtype=spec.dtype)


def declared_in(behaviours: Iterable[Any]) -> dict[str, Column]:
    """Columns that these behaviours declare, by name; Mistake for a name that residents or another behaviour have."""
    found: dict[str, Column] = {}
    for behaviour in behaviours:
        kinds = reversed(type(behaviour).__mro__)
        for name, spec in [pair for kind in kinds for pair in vars(kind).items() if isinstance(pair[1], Column)]:
            if name in Residents.declared or found.get(name, spec) is not spec:
                raise Mistake(f"{behaviour.name()}: there is a column {name} of residents already; give yours another name")
            found[name] = spec
    return found
