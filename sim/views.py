"""Looking at one row of a table as a Mesa agent: attributes read and write columns, the view keeps nothing."""

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import mesa
import numpy as np

from sim.declare import Mistake, nearest, shown
from sim.showing import is_number, is_truth
from sim.tables import DOMAINS, Column, Table

WORDED: list[type["RowAgent"]] = []
COUNTS = ("id", "present", "household", "target", "headcount", "first", "slots", "closed", "trainees", "enrolled",
          "rests")  # fmt: skip
"""Columns that say who is where: the city keeps them in step with each other, so nobody sets one alone."""


class NoSuchAttribute(Mistake, AttributeError):
    """Neither a column nor a word for this kind of agent."""


class derived(property):
    """A word for what follows from the columns; the function is asked of one agent or of many rows at once."""

    def __init__(self, ask: Callable) -> None:
        super().__init__(lambda agent: plain(ask(agent)), doc=ask.__doc__)
        self.ask = ask


def plain(value: Any) -> Any:
    """A Python number, text or tuple in place of NumPy's."""
    if isinstance(value, np.ndarray):
        return tuple(value.tolist())
    return value.item() if isinstance(value, np.generic) else value


def wide(values: np.ndarray) -> np.ndarray:
    """The same numbers as 64-bit ones: arithmetic on many rows gives what Python gives on one."""
    return values.astype(np.float64 if values.dtype.kind == "f" else np.int64)


class RowAgent(mesa.Agent):
    """One row of a table, seen as an agent. Made when somebody looks; two views of one row are equal."""

    __slots__ = ("model", "row", "unique_id")
    pos = None
    rows_of: ClassVar[type[Table]]
    table: ClassVar[str] = ""
    fields: ClassVar[dict[str, tuple[str, int | None]]] = {}

    def __init_subclass__(cls, of: type[Table], **kw: Any) -> None:
        super().__init_subclass__(**kw)
        cls.rows_of, cls.table = of, of.__name__.lower()
        cls.fields = {name: place for name, place in fields_of(of) if name not in vars(cls)}
        for name in cls.fields:
            setattr(cls, name, field_attribute(cls, name))
        cls.code = len(WORDED)
        WORDED.append(cls)

    def __init__(self, model: Any = None, *_: Any, **__: Any) -> None:
        raise Mistake(f"nobody is made by hand: look at city.agents_by_type[{type(self).__name__}]")

    @classmethod
    def create_agents(cls, model: Any, n: int, *_: Any, **__: Any) -> Any:
        """Refused: people, firms and schools come about inside the city."""
        return cls(model)

    @classmethod
    def view(cls, city: Any, row: int, unique_id: int) -> "RowAgent":
        """The agent who stands in this row."""
        agent = object.__new__(cls)
        set_model(agent, city)
        set_row(agent, row)
        set_id(agent, unique_id)
        return agent

    @classmethod
    def at(cls, city: Any, row: int) -> "RowAgent | None":
        """The agent in this row; None for -1."""
        return cls.view(city, int(row), int(cls.names(city, int(row)))) if row >= 0 else None

    @classmethod
    def everybody(cls, city: Any) -> np.ndarray:
        """Rows of this kind that are not empty."""
        return np.arange(len(getattr(city, cls.table)))

    @classmethod
    def names(cls, city: Any, rows: Any) -> Any:
        """The ``unique_id`` of whoever stands in these rows."""
        raise NotImplementedError

    @classmethod
    def standing(cls, city: Any, rows: Any, unique_ids: Any) -> Any:
        """Whether they are still there."""
        return cls.names(city, rows) == unique_ids

    @property
    def here(self) -> bool:
        """Whether this agent is still there: the row has not gone to somebody else."""
        return True

    @derived
    def district_name(a):
        """Where it is."""
        return np.array(a.model.facts.districts.names)[a.district]

    def stay_or_mistake(self) -> None:
        """Raise a Mistake when this agent is no longer in the city."""
        if not self.here:
            raise Mistake(f"{type(self).__name__} {self.unique_id} is no longer in the city")

    def remove(self) -> None:
        """Refused: a resident who vanished would leave a job, a seat and a family that no longer add up."""
        raise Mistake(f"{type(self).__name__} {self.unique_id} cannot be removed: the accounts would no longer add up")

    def __setattr__(self, name: str, value: Any) -> None:
        self.stay_or_mistake()
        write(type(self), self.model, self.row, name, value)

    def __getattr__(self, name: str) -> None:
        if hasattr(type(self), name) or not known_elsewhere(name):
            raise NoSuchAttribute(f"{type(self).__name__} has no {shown(name)}{nearest(name, words_of(type(self)))}")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.unique_id == self.unique_id and other.model is self.model

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.unique_id))

    def __reduce__(self) -> tuple:
        return type(self).view, (self.model, self.row, self.unique_id)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.fields})


set_model, set_row, set_id = RowAgent.model.__set__, RowAgent.row.__set__, RowAgent.unique_id.__set__


def fields_of(table: type[Table]) -> Iterator[tuple[str, tuple[str, int | None]]]:
    """Columns by name, and skill_digital and the like for the domains of skill."""
    for name in table.declared:
        yield name, (name, None)
    if "skill" in table.declared:
        for number, domain in enumerate(DOMAINS):
            yield f"skill_{domain}", ("skill", number)


def field_attribute(kind: type[RowAgent], name: str) -> property:
    """A property that reads this field of the agent's row."""
    column, element = kind.fields[name]
    table, spec = kind.table, kind.rows_of.declared[column]

    def read(agent: RowAgent) -> Any:
        if not agent.here:
            agent.stay_or_mistake()
        array = getattr(getattr(agent.model, table), column)
        if element is not None:
            return array.item(agent.row, element)
        return tuple(array[agent.row].tolist()) if spec.width else array.item(agent.row)

    return property(read, doc=f"{spec.meaning} ({spec.unit or 'name'})")


def words_of(kind: type) -> list[str]:
    """Everything that can be asked of this kind."""
    return [name for name in dir(kind) if not name.startswith("_")]


def known_elsewhere(name: str) -> bool:
    """Whether some kind of agent knows this word: what does not apply to the others is None there, not an error."""
    return not name.startswith("_") and any(hasattr(kind, name) for kind in WORDED)


def write(kind: type[RowAgent], city: Any, rows: Any, name: str, value: Any) -> None:
    """Set a field of these rows; a Mistake names the column and its range."""
    if name not in kind.fields:
        hint = "it follows from other columns" if hasattr(kind, name) else f"no such column{nearest(name, kind.fields)}"
        raise NoSuchAttribute(f"{kind.__name__}.{name} cannot be set: {hint}")
    column, element = kind.fields[name]
    spec = kind.rows_of.declared[column]
    if name in COUNTS or spec.unit in ("row", "code"):
        raise Mistake(f"{kind.__name__}.{name} ({spec.meaning}) cannot be set: the city's accounts keep it")
    where = rows if element is None else (rows, element)
    array = getattr(getattr(city, kind.table), column)
    array[where] = checked(spec, f"{kind.__name__}.{name}", value, element is None)


def checked(spec: Column, where: str, value: Any, whole: bool) -> Any:
    """The value, when it is a number (or as many as the column is wide) in the column's range."""
    if spec.width and whole:
        values = list(value) if isinstance(value, (list, tuple, np.ndarray)) else []
        if len(values) != spec.width:
            raise Mistake(f"{where} takes {spec.width} numbers in {spec.low:g}..{spec.high:g}, not {shown(value)}")
        return [checked(spec, where, plain(one), False) for one in values]
    value = plain(value)
    number = (is_number(value) or is_truth(value)) and spec.low <= value <= spec.high
    if not number or (spec.dtype[0] in "iu" and value != int(value)):
        kind = "whole number" if spec.dtype[0] in "iu" else "number"
        raise Mistake(f"{where} must be a {kind} in {spec.low:g}..{spec.high:g} ({spec.unit}), not {shown(value)}")
    return value
