"""Sweeps: many portfolios, shocks, cities and seeds; run once, kept for good, compared with the same luck.

``from experiments import sweep`` gives this package, and the package is also the verb: ``sweep("budget_mix", seeds=20)``.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def sweep(
    name: str | Path | None = None, *, progress: bool = False, engine: str | Mapping[str, Any] = "local", **settings: Any
) -> "pd.DataFrame":
    """One row per cell with its labels, its varied numbers and its outcomes (means of the last five years).

    ``name`` is a shipped sweep or a path to a YAML; ``settings`` are those of configs/many.yaml, e.g.
    ``sweep(scenario="skills_first", vary={"levers.guidance.budget": [1e6, 5e6]}, seeds=8, residents=2000)``.
    What is in the store already is not run again. ``attrs`` says where the store is and what the sweep is called there.
    """
    from experiments.sweep import effects, inputs, job

    kind = engine if isinstance(engine, str) else engine["name"]
    words = [f"engine={kind}", *([f"sweep={name}"] if name else [])]
    settings = settings if isinstance(engine, str) else {**settings, "engine": dict(engine)}
    done = job.run(inputs.compose(words, settings), progress)
    found = effects.per_run(done.plan.cells, done.index)
    found.attrs = {"store": str(done.index.home), "sweep": done.folder.name, "failed": len(done.failed)}
    return found


class _Verb(ModuleType):
    """A package that can be called: its name is what it does."""

    def __call__(self, *words: Any, **settings: Any) -> "pd.DataFrame":
        return sweep(*words, **settings)


sys.modules[__name__].__class__ = _Verb
