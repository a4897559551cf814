"""LearningCity: the city as a Mesa model. Residents, employers and providers are its agents, months its steps."""

import copy
import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import mesa
import numpy as np

from sim.agents import KINDS
from sim.agentsets import CitySet
from sim.catalogue import Behaviour, Lever, Shock, indicators
from sim.city import City, check_whole
from sim.collecting import Collector
from sim.declare import Mistake, nearest, shown
from sim.roll import FIRST_OWN, OWN


class LearningCity(City, mesa.Model):
    """A city that invests in learning, drawn by ``seed`` (Mesa's newer word for it is ``rng``); without one, by chance.

    The seed drawn is ``city.seed``: given again it draws the same city. (``sim.City`` has a seed of its own instead.)
    Every indicator is an attribute (``city.unemployment``), so Mesa's collectors and plots know it by name.
    """

    def __init__(
        self,
        city: str | Path = "helsinki",
        residents: int = 10_000,
        seed: int | None = None,
        levers: Iterable[Lever | str] = (),
        shocks: Iterable[Shock | str] = (),
        parameters: dict[str, float] | None = None,
        extra_indicators: dict[str, Callable] | None = None,
        behaviours: Mapping[str, type[Behaviour]] | Iterable[type[Behaviour]] = (),
        month: Mapping[str, str] | None = None,
        people: Any = None,
        courses: str | Path | None = None,
        providers: str | Path | None = None,
        occupations: str | Path | None = None,
        rng: Any = None,
    ) -> None:
        hush()
        seed = one_seed(seed, rng)
        mesa.Model.__init__(self, rng=seed)
        self.own: dict[int, mesa.Agent] = {}
        self.came = 0
        self._all_agents = CitySet(self, (*range(OWN), OWN))
        self._agents_by_type = {kind: CitySet(self, (kind.code,)) for kind in KINDS}
        before = set(vars(self))
        City.__init__(self, city, residents, seed, levers, shocks, parameters, extra_indicators, behaviours, month, people,
                      courses, providers, occupations)  # fmt: skip
        self._engine = frozenset(vars(self)) - before
        self.datacollector = Collector(self)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or "observations" not in self.__dict__:
            raise AttributeError(name)
        if name == "steps":
            return self.month  # Mesa counts them itself up to version 3
        known = [*indicators(), *self.extra_indicators]
        if name not in known:
            raise AttributeError(f"the city has no {shown(name)}{nearest(name, known)}")
        return self.indicator(name)

    def __copy__(self) -> "LearningCity":
        """A model that shares the engine's tables and owns everything of Mesa's: the start of a branch."""
        shared = {id(value): value for name, value in vars(self).items() if name in self._engine}
        return copy.deepcopy(self, shared)

    def own_rows(self) -> np.ndarray:
        """Numbers of the user's own agents, in the order in which they came."""
        return np.array([name - FIRST_OWN for name in self.own], np.int64)

    def register_agent(self, agent: mesa.Agent) -> None:
        """Take a user's own agent in; done by ``mesa.Agent`` itself."""
        super().register_agent(agent)
        agent.unique_id = FIRST_OWN + self.came
        self.came += 1
        self.own[agent.unique_id] = agent
        getattr(mesa.Agent, "_ids", {}).pop(self, None)  # Mesa 3.3 would keep every model alive in there

    def deregister_agent(self, agent: mesa.Agent) -> None:
        """Let a user's own agent go; done by ``agent.remove()``."""
        super().deregister_agent(agent)
        del self.own[agent.unique_id]

    def remove_all_agents(self) -> None:
        """Refused: a city without people has no accounts."""
        raise Mistake("the agents of a city cannot all be removed: the accounts would no longer add up")


def one_seed(seed: Any, rng: Any) -> int:
    """The seed as a whole number, from Mesa's two words for it; drawn afresh when both are None."""
    if rng is not None:
        if seed is not None and seed != rng:
            raise Mistake(f"give seed ({shown(seed)}) or rng ({shown(rng)}), not both: they mean the same")
        seed = rng
    if seed is None:
        return secrets.randbits(31)
    if isinstance(seed, (np.random.Generator, np.random.BitGenerator, np.random.SeedSequence)):
        return int(np.random.default_rng(seed).integers(2**31))  # Mesa's word rng takes these too
    seed = int(seed) if isinstance(seed, str) and seed.isdigit() else seed
    check_whole("seed", seed, 0, 2**62)
    return seed


def hush() -> None:
    """No log line per step, unless a user has asked Mesa's logger for more."""
    logger = logging.getLogger("MESA")
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.WARNING)
