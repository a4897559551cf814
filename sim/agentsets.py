"""Mesa's sets of agents over rows: what is asked of everybody runs on columns, what is asked of one makes a view."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import mesa
import numpy as np
from mesa.agent import AgentSet

from sim import chance
from sim.agents import KINDS
from sim.asking import Groups, Own, Rows, as_list, first_seen, in_order, own_parts, summary
from sim.declare import Mistake, nearest, shown
from sim.roll import OWN, ROW, SHIFT, agent_at, everybody, place_of, places_of, standing
from sim.views import RowAgent, known_elsewhere, words_of


class CitySet(AgentSet):
    """An ordered set of agents: everybody of some kinds at any time, or those who were chosen and are still there.

    Everyone is held as a place and a name, never as an object, so that nobody is lost when views are thrown away.
    """

    def __init__(self, city: Any, kinds: tuple[int, ...] = (), places: Any = None, names: Any = None) -> None:
        self.city, self.kinds, self.random = city, kinds, city.random
        self.places, self.names, self.known = places, names, None

    def __getstate__(self) -> dict[str, Any]:
        return dict(self.__dict__)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    def look(self) -> tuple[np.ndarray, np.ndarray]:
        """Places and names of those who are there now."""
        if self.places is None:
            return everybody(self.city, self.kinds)
        there = standing(self.city, self.places, self.names)
        if not there.all():
            self._hold(self.places[there], self.names[there])
        return self.places, self.names

    def _hold(self, places: np.ndarray, names: np.ndarray) -> "CitySet":
        if self.places is None:
            raise Mistake("everybody cannot be narrowed or put in another order in place: leave out inplace=True")
        self.places, self.names, self.known = places, names, None
        return self

    def pick(self, which: Any, inplace: bool = False) -> "CitySet":
        """Those at these positions."""
        places, names = self.look()
        if inplace:
            return self._hold(places[which], names[which])
        return CitySet(self.city, (), places[which], names[which])

    def parts(self) -> Iterator[tuple[np.ndarray, Rows | Own]]:
        """Positions in the set, and those of one kind who stand there."""
        places, names = self.look()
        codes = places >> SHIFT
        for code in np.unique(codes).tolist():
            at = np.flatnonzero(codes == code)
            if code == OWN:
                yield from own_parts(self.city, at, names)
            else:
                yield at, Rows(KINDS[code], self.city, places[at] & ROW, names[at])

    def __len__(self) -> int:
        return len(self.look()[0])

    def __iter__(self) -> Iterator[mesa.Agent]:
        places, names = self.look()
        return (agent_at(self.city, place, name) for place, name in zip(places.tolist(), names.tolist(), strict=True))

    def __getitem__(self, item: int | slice) -> Any:
        places, names = self.look()
        if isinstance(item, slice):
            return CitySet(self.city, (), places[item], names[item]).to_list()
        return agent_at(self.city, int(places[item]), int(names[item]))

    def __contains__(self, agent: Any) -> bool:
        place = place_of(agent, self.city)
        if place is None or self.places is None:
            return place is not None and place >> SHIFT in self.kinds
        if self.known is None:
            self.known = set(self.names.tolist())
        return agent.unique_id in self.known

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(at):,} {part.kind.__name__}" for at, part in self.parts())
        return f"<{type(self).__name__}: {counts or 'nobody'}>"

    def to_list(self) -> list[mesa.Agent]:
        """The agents as a list."""
        return list(self)

    @property
    def _agents(self) -> dict[mesa.Agent, None]:
        return dict.fromkeys(self)

    def __copy__(self) -> "CitySet":
        return self.pick(slice(None))

    copy = __copy__

    def add(self, agent: mesa.Agent) -> None:
        """Take somebody of the city in (everybody is in the live sets already)."""
        if self.places is not None and agent not in self:
            places, names = places_of([agent], self.city)
            self._hold(np.append(self.places, places), np.append(self.names, names))

    def discard(self, agent: mesa.Agent) -> None:
        """Leave somebody out, if she is in the set; nobody can be left out of everybody."""
        if self.places is not None and agent in self:
            self.pick(self.look()[1] != agent.unique_id, inplace=True)
        elif self.places is None and isinstance(agent, RowAgent):
            agent.remove()

    def remove(self, agent: mesa.Agent) -> None:
        """Leave somebody out; KeyError if she is not in the set."""
        if agent not in self:
            raise KeyError(agent)
        self.discard(agent)

    def _other(self, agents: Iterable) -> "CitySet":
        return agents if isinstance(agents, CitySet) else CitySet(self.city, (), *places_of(agents, self.city))

    def __or__(self, other: Iterable) -> "CitySet":
        (places, names), (theirs, their_names) = self.look(), self._other(other).look()
        new = ~np.isin(theirs, places)
        return CitySet(self.city, (), np.append(places, theirs[new]), np.append(names, their_names[new]))

    def __and__(self, other: Iterable) -> "CitySet":
        return self.pick(np.isin(self.look()[0], self._other(other).look()[0]))

    def __sub__(self, other: Iterable) -> "CitySet":
        return self.pick(~np.isin(self.look()[0], self._other(other).look()[0]))

    def __xor__(self, other: Iterable) -> "CitySet":
        other = self._other(other)
        return (self - other) | (other - self)

    __ror__, __rand__ = __or__, __and__

    def __rsub__(self, other: Iterable) -> "CitySet":
        return self._other(other) - self

    def select(
        self, filter_func: Callable | None = None, at_most: float = float("inf"), inplace: bool = False, agent_type: Any = None
    ) -> "CitySet":
        """Those for whom ``filter_func`` is true, of this type, at most so many (a number, or a share up to 1.0)."""
        mask = np.zeros(len(self), bool)
        limit = int(len(mask) * at_most) if isinstance(at_most, float) and at_most <= 1.0 else at_most
        for at, part in self.parts():
            if agent_type is None or issubclass(part.kind, agent_type):
                mask[at] = True if filter_func is None else part.answers(filter_func, truth=True)
        return self.pick(np.flatnonzero(mask)[: None if limit == float("inf") else int(limit)], inplace)

    def values(self, name: str) -> list[tuple[np.ndarray, Any]]:
        """Positions and values of an attribute, for those to whom it applies."""
        asked = [(at, part.kind, part.attribute(name)) for at, part in self.parts()]
        if asked and all(values is None for _, _, values in asked) and not known_elsewhere(name):
            raise AttributeError(f"{asked[0][1].__name__} has no {shown(name)}{nearest(name, words_of(asked[0][1]))}")
        return [(at, values) for at, _, values in asked if values is not None]

    def whole(self, parts: list[tuple[np.ndarray, Any]], missing: Any = None) -> Any:
        """Values in the order of the set: an array when one kind answers for all, else a list."""
        if len(parts) == 1 and len(parts[0][0]) == len(self):
            return parts[0][1]
        out = [missing] * len(self)
        for at, values in parts:
            for place, value in zip(at.tolist(), as_list(values), strict=True):
                out[place] = value
        return out

    def answers(self, by: str | Callable) -> Any:
        """An attribute, or the answer to a question, of everybody in order."""
        if isinstance(by, str):
            return self.whole(self.values(by))
        return self.whole([(at, part.answers(by, truth=False)) for at, part in self.parts()])

    def get(self, attr_names: Any, handle_missing: str = "error", default_value: Any = None) -> list:
        """Attributes of everybody as Python values; None (or the default) where one does not apply."""
        if handle_missing not in ("error", "default"):
            raise ValueError(f"handle_missing must be 'error' or 'default', not {shown(handle_missing)}")
        if not isinstance(attr_names, str):
            each = [self.get(name, handle_missing, default_value) for name in attr_names]
            return [list(row) for row in zip(*each, strict=True)]
        if handle_missing == "error":
            return as_list(self.whole(self.values(attr_names)))
        try:
            return as_list(self.whole(self.values(attr_names), default_value))
        except AttributeError:
            return [default_value] * len(self)

    def agg(self, attribute: str, func: Callable | Iterable[Callable]) -> Any:
        """A function, or several, of an attribute of all those to whom it applies."""
        found = [values for _, values in self.values(attribute)]
        values = found[0] if len(found) == 1 else [value for part in found for value in as_list(part)]
        return summary(values, func) if callable(func) else [summary(values, each) for each in func]

    def set(self, attr_name: str, value: Any) -> "CitySet":
        """Give everybody to whom the attribute applies this value."""
        parts = [part for _, part in self.parts()]
        able = [part for part in parts if part.has(attr_name)]
        for part in able or parts:
            part.set(attr_name, value)
        return self

    def map(self, method: str | Callable, *args: Any, **kwargs: Any) -> list:
        """What every agent answers."""
        if isinstance(method, str):
            return [getattr(agent, method)(*args, **kwargs) for agent in self]
        return [method(agent, *args, **kwargs) for agent in self]

    def do(self, method: str | Callable, *args: Any, **kwargs: Any) -> "CitySet":
        """Let every agent do something; who is gone when her turn comes is passed over."""
        places, names = self.look()
        for place, name in zip(places.tolist(), names.tolist(), strict=True):
            if place >> SHIFT == OWN and name not in self.city.own:
                continue
            agent = agent_at(self.city, place, name)
            if isinstance(method, str):
                getattr(agent, method)(*args, **kwargs)
            else:
                method(agent, *args, **kwargs)
        return self

    def shuffle(self, inplace: bool = False) -> "CitySet":
        """In an order drawn from the model's luck by who they are, whatever their rows."""
        draws = chance.draws(np.uint64(self.random.getrandbits(64)), self.look()[1])
        return self.pick(np.argsort(draws, kind="stable"), inplace)

    def shuffle_do(self, method: str | Callable, *args: Any, **kwargs: Any) -> "CitySet":
        """Let every agent do something, in a drawn order."""
        self.shuffle().do(method, *args, **kwargs)
        return self

    def sort(self, key: str | Callable, ascending: bool = False, inplace: bool = False) -> "CitySet":
        """By an attribute or an answer, highest first; who has none comes last."""
        return self.pick(in_order(self.answers(key), ascending), inplace)

    def groupby(self, by: str | Callable, result_type: str = "agentset") -> Groups:
        """Groups by an attribute or an answer: sets, or lists of agents with ``result_type='list'``."""
        groups = {value: self.pick(at) for value, at in first_seen(self.answers(by)).items()}
        return Groups(groups if result_type == "agentset" else {value: list(group) for value, group in groups.items()})
