"""The words of `learncity sensitivity`, checked; and the runs that they need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.evidence.sensitivity import parameters as numbers
from experiments.evidence.sensitivity.parameters import Moved
from experiments.execution.pool import check_workers
from experiments.inputs import paths, scenario, seeds
from experiments.inputs.comparison import LIMITS, checked, seeds_of
from experiments.inputs.fingerprint import Fingerprint, fingerprint
from experiments.inputs.run_spec import RunSpec
from experiments.inputs.scenario import city_place
from experiments.inputs.settings import compose
from experiments.outcomes.definitions import AFTER_MONTHS
from experiments.sweep import inputs as sweeps
from sim import catalogue
from sim.city import check_whole
from sim.declare import Mistake, nearest, shown
from sim.showing import is_number

USUAL: dict[str, Any] = {
    "policies": "skills_first,lifelong_learning,learning_city", "money": 20_000_000, "numbers": numbers.ALL, "trajectories": 4, "top": 6,
    "samples": 256, "draw": 1, "city": "helsinki", "residents": 4000, "seeds": 8, "first_seed": seeds.first("sensitivity"),
    "months": 96, "burn_in": 36, "workers": None, "output": "outputs", "store": None, "levers": {}, "shock": {}, "parameters": {},
}  # fmt: skip
SHOCK = {"recession": {"start": 24}}
WHOLE = {"trajectories": (2, 1000), "top": (1, 100), "samples": (8, 100_000), "draw": (0, 2**31), "seeds": (2, 1000), **LIMITS}


@dataclass(frozen=True, kw_only=True)
class SensitivityInputs(RunSpec):
    """Everything that decides the result, and where it goes."""

    policies: tuple[str, ...]
    money: float
    moved: tuple[Moved, ...]
    trajectories: int
    top: int
    samples: int
    draw: int
    seeds: tuple[int, ...]
    workers: int | None
    output: str
    store: str

    @property
    def settings_dict(self) -> dict[str, Any]:
        """What decides the result, as plain data."""
        left_out = ("levers", "extensions", "moved", "workers", "output", "store")
        own = {name: value for name, value in vars(self).items() if name not in left_out}
        return {**own, "policies": list(self.policies), "seeds": list(self.seeds), "numbers": [one.path for one in self.moved]}

    @property
    def fingerprint(self) -> Fingerprint:
        """What is asked, over which ranges, and all source that can change what is found."""
        ranges = [(one.path, one.low, one.high, one.log) for one in self.moved]
        known = [scenario.load(name) for name in self.policies if name in paths.scenario_names()]
        worlds = [{name: getattr(one, name) for name in ("name", "levers", "parameters", "regime", "baseline")} for one in known]
        return fingerprint("sensitivity", {**self.settings_dict, "ranges": ranges, "scenarios": worlds}, self.city)

    @property
    def folder_name(self) -> str:
        """Readable, and different for different questions and models."""
        return f"sensitivity-{Path(self.city).name}-{self.residents}-{self.fingerprint.whole[:8]}"

    @property
    def first_rows(self) -> int:
        """Sets of numbers in the screening."""
        return self.trajectories * (len(self.moved) + 1)

    @property
    def second_rows(self) -> int:
        """Sets of numbers in the second stage."""
        return self.samples


def asked(words: list[str]) -> SensitivityInputs:
    """The words of the command line as a question; Mistake for what cannot be meant."""
    how = compose(USUAL, words, removable=(), several=("policies", "numbers"), twice=False, hint="a study has one of each")
    if how["levers"]:
        raise Mistake("sensitivity: levers come with policies=...: scenarios, or levers of EUR money=... a year each")
    for name, (low, high) in WHOLE.items():
        check_whole(name, how[name], low, high)
    check_workers(how["workers"])
    city = city_place(how["city"])
    parameters = scenario.parameters_of(how["parameters"])
    return SensitivityInputs(
        policies=policies_of(how["policies"]),
        money=euros(how["money"]),
        moved=some(numbers.chosen(str(how["numbers"]), parameters)),
        city=city,
        seeds=seeds_of(how["seeds"], how["first_seed"]),
        shock=shock_of(how["shock"], how["months"]),
        parameters=parameters,
        store=str(how["store"] or Path(how["output"]) / "store"),
        **{name: how[name] for name in ("trajectories", "top", "samples", "draw", "residents", "months", "burn_in", "workers", "output")},
    )


def some(moved: list[Moved]) -> tuple[Moved, ...]:
    """At least two numbers."""
    if len(moved) < 2:
        raise Mistake("numbers: at least two numbers must move; name a behaviour or say numbers=all")
    return tuple(moved)


def euros(value: Any) -> float:
    """A sum of money a year."""
    if not is_number(value) or not 0 < value <= 1e12:
        raise Mistake(f"money: must be EUR a year above 0 and up to 1e12, not {shown(value)}")
    return float(value)


def policies_of(words: Any) -> tuple[str, ...]:
    """Names of scenarios and levers, at least two."""
    names = tuple(dict.fromkeys(name.strip() for name in str(words).split(",")))
    known = [*paths.scenario_names(), *catalogue.levers()]
    for name in names:
        if name not in known:
            raise Mistake(f"policies: unknown scenario or lever {shown(name)}{nearest(name, known)}")
    if len(names) < 2:
        raise Mistake("policies: a ranking needs at least two, e.g. policies=skills_first,learning_city")
    return names


def shock_of(said: Mapping[str, Any], months: int) -> dict[str, dict[str, float]]:
    """The shock that resilience is measured with: a recession unless another is named; it needs five years to be lived through."""
    found = checked("shock", scenario.cards(said or SHOCK, "shock"), "shock", {})
    late = [name for name, card in found.items() if card["start"] + AFTER_MONTHS > months]
    if late or not found:
        raise Mistake(f"months: {months} are too few: resilience is read from the {AFTER_MONTHS} months after the shock starts")
    return found


def sweep_of(one: SensitivityInputs, sets: Sequence[Mapping[str, float]]) -> dict[str, Any]:
    """The configuration of a sweep that lives through every policy with every set of numbers, calm and under the shock."""
    names = {name: getattr(one, name) for name in ("city", "residents", "months", "burn_in", "workers", "store")}
    own = {"title": "sensitivity", "seeds": len(one.seeds), "first_seed": one.seeds[0], "design": "list", "keep": ["monthly"]}
    how = sweeps.compose(["engine=local"], {**names, **own, "shocks": ["none", dict(one.shock)], "baseline": "none"})
    points = [{**policy(one, name), "parameters": {**one.parameters, **numbers}} for numbers in sets for name in one.policies]
    return {**how, "points": points}


def policy(one: SensitivityInputs, name: str) -> dict[str, Any]:
    """A scenario as it comes, or a lever alone with its money."""
    if name in paths.scenario_names():
        return {"name": name, "scenario": name}
    return {"name": name, "scenario": "baseline", "levers": {name: {"budget": one.money}}}
