"""How the evidence is gathered: which city, how many residents, which luck, for how long."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.execution.pool import each
from experiments.execution.progress import OnProgress, quiet
from experiments.inputs import seeds
from experiments.inputs.fingerprint import Fingerprint, fingerprint, model_source
from experiments.inputs.run_spec import RunSpec
from sim import facts
from sim.city import City
from sim.city_numbers import at_rest


@dataclass(frozen=True, kw_only=True)
class Setting(RunSpec):
    """What every measurement and every experiment is told; ``measured`` holds what the calm city already said, by seed and key."""

    city: str = "helsinki"
    residents: int = 10_000
    months: int = 120
    burn_in: int = 120
    seeds: tuple[int, ...] = seeds.some("validation", 20)
    profile: str = "typical"
    regime: str = ""
    workers: int | None = None
    on_progress: OnProgress = quiet
    measured: pd.DataFrame | None = None
    mobility: str = ""
    """The folder of the published network of occupations; without one E2 takes a made-up network."""
    rows: tuple[str, ...] = ()
    """Rows or tiers that are asked for, as `learncity validate --rows` takes them; every row when there are none."""

    @property
    def settings_dict(self) -> dict[str, Any]:
        """As plain data: what decides the result, but for the content of the folders it names."""
        names = ("city", "residents", "months", "burn_in", "profile", "regime")
        asked = {"rows": list(self.rows)} if self.rows else {}
        return {**{name: getattr(self, name) for name in names}, "seeds": list(self.seeds), "parameters": dict(self.parameters), **asked}

    @property
    def about(self) -> dict[str, Any]:
        """The setting and its city, for a manifest."""
        city = facts.city(self.city)
        return {"setting": self.settings_dict, "city": {"title": city.title, "year": city.year}, "model": model_source()}

    @property
    def place(self) -> str:
        """The city and its size, for the name of a folder."""
        return f"{Path(self.city).name}-{self.residents}"

    def fingerprint(self, kind: str, data: Mapping[str, Path] | None = None, **more: Any) -> Fingerprint:
        """What identifies a result of this kind in this setting, with the settings and the data it has besides."""
        return fingerprint(kind, {**self.settings_dict, **more}, self.city, data=data)

    def draw_city(self, seed: int) -> City:
        """The city of a seed before its first month, as a typical one: what was fitted to its own counts is at rest."""
        return City(self.city, self.residents, seed, (), (), {**at_rest(), **self.parameters})

    def over_seeds(self, work: Callable[[tuple["Setting", int]], Any]) -> list[Any]:
        """``work((setting, seed))`` for every seed, in the order of the seeds; ``work`` is a module-level function."""
        alone = replace(self, on_progress=quiet, measured=None)
        return each(work, [(alone, seed) for seed in self.seeds], self.workers, self.on_progress)
