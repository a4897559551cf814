"""The city as other tools' model: a Model of the EMA workbench, a problem of SALib, PRIM on any table of points.

Both ask the same question: what a scenario with these numbers changes against the same city without its levers, with the same luck.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from experiments.inputs import scenario
from experiments.inputs.run_spec import RunSpec
from experiments.outcomes.definitions import LATE_MONTHS
from experiments.sweep import inputs
from experiments.sweep.findings import scenario_discovery
from experiments.sweep.plan import comparison
from sim import City, catalogue
from sim.declare import Mistake, known_or_mistake, shown
from sim.showing import is_number

Ranges = Mapping[str, tuple[float, float] | Sequence[float]]
CITIES = 16
"""Cities at the policy date that are kept: experiments alike in all but levers and shock branch from one."""


@dataclass(frozen=True)
class Experiment:
    """Numbers by their paths ('levers.guidance.budget', 'parameters.job_search.distance', 'shock.recession.depth') in, effects out.

    An effect is the mean over seeds of what the levers change in an indicator, in its mean over the last five years. ``names`` are
    the paths by the identifiers that a tool knows them by.
    """

    scenario: str = "skills_first"
    outcomes: tuple[str, ...] = ("unemployment", "gini")
    shocked: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, **numbers: float) -> dict[str, float]:
        """The effects of one set of numbers."""
        point = {self.names.get(name, name): float(value) for name, value in numbers.items()}
        asked = comparison(composed(self.scenario, dict(self.settings)), point, scenario.load)
        found = []
        for seed in range(asked.seeds[0], asked.seeds[0] + int(self.settings.get("seeds", 2))):
            worlds = [lived(asked.world(policy, self.shocked, seed), seed, self.outcomes) for policy in (False, True)]
            found.append(worlds[1] - worlds[0])
        return dict(zip(self.outcomes, np.mean(found, axis=0).tolist(), strict=True))

    def of_rows(self, rows: np.ndarray) -> np.ndarray:
        """Effects of many sets, in the order of ``names``: shape (rows, outcomes)."""
        named = [dict(zip(self.names, row, strict=True)) for row in np.atleast_2d(rows)]
        return np.array([list(self(**one).values()) for one in named])


def ema_model(
    levers: Ranges,
    uncertainties: Ranges | None = None,
    outcomes: Sequence[str] = ("unemployment", "gini"),
    scenario: str = "skills_first",
    shocked: bool = False,
    **settings: Any,
) -> Any:
    """A Model of the EMA workbench: ranges of numbers by their paths become its levers and uncertainties, effects its outcomes.

    ``settings`` are those of a run: residents, months, burn_in, seeds, city, people, ... The model can be pickled, for evaluators with
    processes. ``shocked`` lives it under the scenario's shock.
    """
    try:
        from ema_workbench import Model, RealParameter, ScalarOutcome
    except ModuleNotFoundError:
        raise Mistake(f"ema_model: {scenario_discovery.MISSING}") from None
    asked = experiment({**levers, **(uncertainties or {})}, outcomes, scenario, shocked, settings)
    model = Model("learningcity", function=asked)
    model.levers = [RealParameter(identifier(path), *map(float, levers[path])) for path in levers]
    model.uncertainties = [RealParameter(identifier(path), *map(float, bounds)) for path, bounds in (uncertainties or {}).items()]
    model.outcomes = [ScalarOutcome(name) for name in outcomes]
    return model


def salib_problem(
    vary: Ranges, outcomes: Sequence[str] = ("unemployment",), scenario: str = "skills_first", shocked: bool = False, **settings: Any
) -> tuple[Any, Experiment]:
    """SALib's ProblemSpec of these ranges, and what evaluates its rows: ``problem.evaluate(model.of_rows)``."""
    try:
        from SALib import ProblemSpec
    except ModuleNotFoundError:
        raise Mistake("salib_problem: SALib is not installed; the extra 'sensitivity' brings it") from None
    asked = experiment(vary, outcomes, scenario, shocked, settings)
    bounds = [list(map(float, vary[path])) for path in vary]
    return ProblemSpec({"names": list(vary), "bounds": bounds, "outputs": list(outcomes)}), asked


def prim(points: pd.DataFrame, sought: Any) -> pd.DataFrame:
    """In which box of the points' numbers does it happen? A row per limited number; ``attrs`` has points, inside, density, coverage.

    ``points`` has a column per varied number, ``sought`` is true where what is looked for happens. Limits that luck alone would bring
    are left out.
    """
    numbers, hit = points.select_dtypes("number"), np.asarray(sought, bool)
    if len(hit) != len(points):
        raise Mistake(f"prim: {len(points)} points, but {len(hit)} answers")
    if len(points) < scenario_discovery.LEAST_POINTS or not 0 < hit.sum() < len(hit):
        least = scenario_discovery.LEAST_POINTS
        raise Mistake(f"prim: needs at least {least} points, and what is looked for in some of them, not in all")
    numbers = numbers.loc[:, numbers.nunique() >= scenario_discovery.LEAST_LEVELS].reset_index(drop=True)
    if numbers.empty or not len(numbers.columns):
        raise Mistake(f"prim: no column of points takes {scenario_discovery.LEAST_LEVELS} values or more")
    try:
        box = scenario_discovery.box_of(numbers, pd.Series(hit))
    except ModuleNotFoundError:
        raise Mistake(f"prim: {scenario_discovery.MISSING}") from None
    within = [numbers[row.number].between(row.least, row.most) for row in box.itertuples()]
    inside = np.logical_and.reduce(within or [np.ones(len(numbers), bool)])
    box.attrs = {"points": len(hit), "inside": int(inside.sum()), "density": float(hit[inside].mean()),
                 "coverage": float(hit[inside].sum() / hit.sum())}  # fmt: skip
    return box


def experiment(vary: Ranges, outcomes: Sequence[str], name: str, shocked: bool, settings: Mapping[str, Any]) -> Experiment:
    """The question, its words checked before anything is lived."""
    if isinstance(outcomes, str):
        raise Mistake(f"outcomes: must be a list of indicators, such as [{outcomes!r}]")
    for outcome in outcomes:
        known_or_mistake(outcome, catalogue.indicators(), "indicator", "outcomes")
    for path, bounds in vary.items():
        if len(bounds) != 2 or not all(map(is_number, bounds)) or bounds[0] >= bounds[1]:
            raise Mistake(f"{path}: its range must be two numbers, the lower one first, not {shown(list(bounds))}")
    asked = Experiment(str(name), tuple(outcomes), shocked, dict(settings), {identifier(path): path for path in vary})
    for end in (0, 1):
        comparison(composed(asked.scenario, dict(settings)), {path: float(bounds[end]) for path, bounds in vary.items()}, scenario.load)
    return asked


def identifier(path: str) -> str:
    """A path as a name that any tool takes: levers.guidance.budget as levers_guidance_budget."""
    return "".join(letter if letter.isalnum() else "_" for letter in path)


def composed(name: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings of a sweep of one point."""
    return inputs.compose([f"scenario={name}"], {"seeds": 2, **settings})


@lru_cache(maxsize=CITIES)
def young(key: str, residents: int, seed: int, asked: "Kept") -> City:
    """The city at the policy date."""
    return asked.spec.burn_in_city(seed)


@dataclass(frozen=True)
class Kept:
    """A run that is equal to every other: what tells cities at the policy date apart is their key."""

    spec: RunSpec = field(compare=False)


def lived(spec: RunSpec, seed: int, outcomes: tuple[str, ...]) -> np.ndarray:
    """Means of these indicators over the last five years of one world."""
    months = spec.branch(young(spec.burn_in_key, spec.residents, seed, Kept(spec))).run(spec.months).history.iloc[1:]
    return months.tail(LATE_MONTHS)[list(outcomes)].mean().to_numpy(np.float64)
