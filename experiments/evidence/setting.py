"""How the evidence is gathered: which city, how many residents, which luck, for how long."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from experiments.execution.pool import each
from experiments.execution.progress import quiet
from sim.city import City


@dataclass(frozen=True)
class Setting:
    """What every measurement and every experiment is told; ``measured`` holds what the calm city already said, by seed and key."""

    city: str = "helsinki"
    residents: int = 10_000
    seeds: tuple[int, ...] = tuple(range(1, 21))
    months: int = 120
    burn_in: int = 120
    parameters: dict[str, float] = field(default_factory=dict)
    profile: str = "typical"
    regime: str = ""
    workers: int | None = None
    tell: Callable[[int], None] = quiet
    measured: pd.DataFrame | None = None

    def grown(self, seed: int) -> City:
        """The city of one seed after its burn-in."""
        return City(self.city, self.residents, seed, (), (), self.parameters).run(self.burn_in)

    def over_seeds(self, work: Callable[[tuple["Setting", int]], Any]) -> list[Any]:
        """``work((setting, seed))`` for every seed, in the order of the seeds; ``work`` is a module-level function."""
        alone = replace(self, tell=quiet, measured=None)
        return each(work, [(alone, seed) for seed in self.seeds], self.workers, self.tell)
