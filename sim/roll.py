"""The roll of a city's agents: a place (kind and row) and a name (``unique_id``) for everyone, to make views from."""

from typing import Any

import mesa
import numpy as np

from sim.agents import KINDS
from sim.declare import Mistake
from sim.views import RowAgent

SHIFT = 40
ROW = (1 << SHIFT) - 1
OWN = len(KINDS)
FIRST_OWN = 1_000_000_001
"""A user's own agents are named from here on: beyond the residents, below the providers."""


def everybody(city: Any, codes: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Places and names of everybody of these kinds, now."""
    places, names = [], []
    for code in codes:
        rows = city.own_rows() if code == OWN else KINDS[code].everybody(city)
        places.append(rows + (code << SHIFT))
        names.append(rows + FIRST_OWN if code == OWN else KINDS[code].names(city, rows))
    return np.concatenate(places), np.concatenate(names).astype(np.int64)


def standing(city: Any, places: np.ndarray, names: np.ndarray) -> np.ndarray:
    """Who of them is still there."""
    there = np.zeros(len(places), bool)
    codes, rows = places >> SHIFT, places & ROW
    for code in range(OWN):
        at = codes == code
        there[at] = KINDS[code].standing(city, rows[at], names[at])
    at = codes == OWN
    there[at] = [name in city.own for name in names[at].tolist()]
    return there


def agent_at(city: Any, place: int, name: int) -> mesa.Agent:
    """The agent of this place and name."""
    code = place >> SHIFT
    return city.own[name] if code == OWN else KINDS[code].view(city, place & ROW, name)


def place_of(agent: Any, city: Any) -> int | None:
    """Where this agent stands in the city; None for somebody who is not, or no longer, in it."""
    if not isinstance(agent, mesa.Agent) or agent.model is not city:
        return None
    if isinstance(agent, RowAgent):
        return (agent.code << SHIFT) + agent.row if agent.here else None
    return (OWN << SHIFT) + agent.unique_id - FIRST_OWN if city.own.get(agent.unique_id) is agent else None


def places_of(agents: Any, city: Any) -> tuple[np.ndarray, np.ndarray]:
    """Places and names of agents one has in hand."""
    agents = list(dict.fromkeys(agents))
    places = [place_of(agent, city) for agent in agents]
    if None in places:
        raise Mistake(f"{agents[places.index(None)]!r} is not an agent of this city")
    return np.array(places, np.int64), np.array([agent.unique_id for agent in agents], np.int64)
