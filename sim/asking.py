"""Asking many agents at once: a question written for one agent is put to whole columns first."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import mesa
import numpy as np
from mesa.agent import AgentSet

from sim.views import RowAgent, derived, known_elsewhere, plain, wide, write

try:
    from mesa.agentset import GroupBy
except ImportError:  # Mesa before 3.4
    from mesa.agent import GroupBy

PROBES = 16


class OneByOne(Exception):
    """Only the agents themselves can answer."""


class Columns:
    """Agents of one kind, asked together: arrays where one agent has a number."""

    def __init__(self, kind: type[RowAgent], city: Any, rows: np.ndarray, names: np.ndarray) -> None:
        self.kind, self.model, self.row, self.unique_id = kind, city, rows, names
        self.does_not_apply = False

    def __getattr__(self, name: str) -> Any:
        kind = self.kind
        if name in kind.fields:
            column, element = kind.fields[name]
            values = getattr(getattr(self.model, kind.table), column)
            return wide(values[self.row] if element is None else values[self.row, element])
        asked = getattr(kind, name, None)
        if isinstance(asked, derived):
            return asked.ask(self)
        if hasattr(kind, name) or not known_elsewhere(name):
            raise OneByOne(name)
        self.does_not_apply = True
        return None


class Rows:
    """Agents of one kind: answers to questions, and what is done to all of them."""

    def __init__(self, kind: type[RowAgent], city: Any, rows: np.ndarray, names: np.ndarray) -> None:
        self.kind, self.city, self.rows, self.names = kind, city, rows, names
        self.columns = Columns(kind, city, rows, names)

    def views(self, at: Any = slice(None)) -> list[RowAgent]:
        """The agents, one by one."""
        pairs = zip(self.rows[at].tolist(), self.names[at].tolist(), strict=True)
        return [self.kind.view(self.city, row, name) for row, name in pairs]

    def attribute(self, name: str) -> Any:
        """This attribute of every agent; None when it does not apply to this kind."""
        if not hasattr(self.kind, name):
            return None
        try:
            values = getattr(self.columns, name)
        except OneByOne:
            return [getattr(view, name) for view in self.views()]
        return values if values.ndim == 1 else [tuple(row) for row in values.tolist()]

    def has(self, name: str) -> bool:
        """Whether this is one of their columns."""
        return name in self.kind.fields

    def set(self, name: str, value: Any) -> None:
        """Write this value into the rows."""
        write(self.kind, self.city, self.rows, name, value)

    def answers(self, question: Callable, truth: bool) -> Any:
        """The answer of every agent; ``truth`` when only yes or no matters."""
        together = self._together(question, truth)
        if together is not None and self._agrees(question, together, truth):
            return together
        return [self._ask(question, view, truth) for view in self.views()]

    def _ask(self, question: Callable, view: RowAgent, truth: bool) -> Any:
        try:
            return bool(question(view)) if truth else question(view)
        except TypeError:
            if truth and self.columns.does_not_apply:
                return False  # a comparison with what does not apply to her is a no
            raise

    def _together(self, question: Callable, truth: bool) -> np.ndarray | None:
        """The question put to whole columns; None when it cannot be, or when it drew from the model's luck."""
        luck = self.city.random.getstate(), self.city.rng.bit_generator.state
        try:
            with np.errstate(all="ignore"):
                answer = question(self.columns)
        except TypeError:
            answer = None
        except Exception:
            return self._put_back(luck)
        if str(luck[1]) != str(self.city.rng.bit_generator.state) or luck[0] != self.city.random.getstate():
            return self._put_back(luck)
        if truth and self.columns.does_not_apply and isinstance(answer, (bool, type(None))):
            return np.full(len(self.rows), bool(answer))
        if not isinstance(answer, np.ndarray) or answer.shape != self.rows.shape:
            return None
        return answer.astype(bool) if truth else answer

    def _put_back(self, luck: tuple) -> None:
        self.city.random.setstate(luck[0])
        self.city.rng.bit_generator.state = luck[1]

    def _agrees(self, question: Callable, together: np.ndarray, truth: bool) -> bool:
        """Whether a few agents, asked one by one, say the same."""
        at = np.unique(np.linspace(0, len(together) - 1, PROBES).astype(int))
        try:
            alone = [self._ask(question, view, truth) for view in self.views(at)]
        except Exception:
            return False
        return alone == [plain(answer) for answer in together[at]]


class Own:
    """A user's own agents of one type: plain Mesa objects, asked one by one."""

    def __init__(self, agents: list[mesa.Agent]) -> None:
        self.agents, self.kind = agents, type(agents[0])

    def views(self) -> list[mesa.Agent]:
        """The agents."""
        return self.agents

    def has(self, name: str) -> bool:
        """Whether any of them has this attribute."""
        return any(hasattr(agent, name) for agent in self.agents)

    def attribute(self, name: str) -> list | None:
        """This attribute of every agent; None when none of them has it."""
        return [getattr(agent, name) for agent in self.agents] if self.has(name) else None

    def set(self, name: str, value: Any) -> None:
        """Give all of them this value."""
        for agent in self.agents:
            setattr(agent, name, value)

    def answers(self, question: Callable, truth: bool) -> list:
        """The answer of every agent."""
        return [bool(question(agent)) if truth else question(agent) for agent in self.agents]


def as_list(values: Any) -> list:
    """Python values."""
    return values.tolist() if isinstance(values, np.ndarray) else list(values)


def summary(values: Any, func: Callable) -> Any:
    """``func`` of the values: NumPy's functions get an array, all others the list that Mesa would give them."""
    numeric = isinstance(func, np.ufunc) or str(getattr(func, "__module__", "")).startswith("numpy")
    return plain(func(values if numeric else as_list(values)))


def in_order(values: Any, ascending: bool) -> np.ndarray:
    """Positions from the highest value down (or up); equals keep their order, who has no value comes last."""
    if isinstance(values, list):
        have = [place for place, value in enumerate(values) if value is not None]
        have.sort(key=values.__getitem__, reverse=not ascending)
        return np.array(have + [place for place, value in enumerate(values) if value is None], np.int64)
    if ascending:
        return np.argsort(values, kind="stable")
    return len(values) - 1 - np.argsort(values[::-1], kind="stable")[::-1]


def first_seen(values: Any) -> dict[Any, np.ndarray]:
    """Positions of each value, values in the order in which they first appear."""
    if isinstance(values, list):
        groups: dict[Any, list[int]] = {}
        for place, value in enumerate(values):
            groups.setdefault(value, []).append(place)
        return {value: np.array(places, np.int64) for value, places in groups.items()}
    found, first, which, counts = np.unique(values, return_index=True, return_inverse=True, return_counts=True)
    sorted_places = np.split(np.argsort(which, kind="stable"), np.cumsum(counts)[:-1])
    return {plain(found[k]): sorted_places[k] for k in np.argsort(first)}


class Groups(GroupBy):
    """Groups of agents by an answer, in the order in which the answers first appear."""

    def agg(self, attr_name: str, func: Callable | Iterable[Callable]) -> dict[Any, Any]:
        """``func`` of an attribute, for every group to which it applies."""
        sets = {value: group for value, group in self.groups.items() if isinstance(group, AgentSet)}
        if not sets:
            return super().agg(attr_name, func)
        return {value: group.agg(attr_name, func) for value, group in sets.items() if group.values(attr_name)}


def own_parts(city: Any, at: np.ndarray, names: np.ndarray) -> Iterator[tuple[np.ndarray, Own]]:
    """A user's own agents by their type."""
    agents = [city.own[name] for name in names[at].tolist()]
    for kind in dict.fromkeys(map(type, agents)):
        here = [place for place, agent in enumerate(agents) if type(agent) is kind]
        yield at[here], Own([agents[place] for place in here])
