"""The words of `learncity backcast`, checked: which course is imposed on which city, and what was observed by group."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.evidence.backcast import course, driver
from experiments.evidence.backcast.course import Course
from experiments.evidence.targets.setting import Setting
from experiments.execution.pool import check_workers
from experiments.inputs import scenario, seeds
from experiments.inputs.comparison import LIMITS, seeds_of
from experiments.inputs.scenario import city_place
from experiments.inputs.settings import check_text, compose
from sim.city import check_whole
from sim.declare import Mistake, known_or_mistake

USUAL: dict[str, Any] = {
    "path": None, "start": None, "imposes": driver.DEMAND, "observed": None, "city": "helsinki", "residents": 10_000, "months": None,
    "burn_in": 120, "seeds": 20, "first_seed": seeds.first("backcast"), "workers": None, "output": "outputs",
    "levers": {}, "shock": {}, "parameters": {},
}  # fmt: skip
WHERE = "backcast"


@dataclass(frozen=True, kw_only=True)
class BackcastInputs(Setting):
    """Everything that decides the result."""

    course: Course
    imposes: str
    path: str
    observed: str = ""

    @property
    def settings_dict(self) -> dict[str, Any]:
        """As plain data: the course itself, not where its file lies."""
        return {**super().settings_dict, "imposes": self.imposes, "course": self.course.plain}

    @property
    def data(self) -> dict[str, Path]:
        """Files whose content counts."""
        return {"observed by group": Path(self.observed)} if self.observed else {}


def asked(words: list[str]) -> tuple[BackcastInputs, str]:
    """The words of the command line, and where results go; Mistake for what cannot be meant."""
    how = compose(USUAL, words, removable=(), twice=False, hint="a back-cast has one course")
    for name in ("levers", "shock"):
        if how[name]:
            raise Mistake(f"{name}: a back-cast has no {name} but the course that is imposed; learncity run asks about policies")
    if how["path"] is None:
        raise Mistake("path=... is missing: a CSV file with the columns month (2015-01) and value, one line for every month")
    for name in ("path", "output", "imposes", *(("observed",) if how["observed"] is not None else ())):
        check_text(name, how[name])
    known_or_mistake(how["imposes"], driver.IMPOSES, "course", "imposes")
    check_workers(how["workers"])
    path = Path(how["path"]).expanduser()
    read = course.read(path, None if how["start"] is None else str(how["start"]), months_of(how["months"]))
    numbers = {**{name: how[name] for name in ("residents", "burn_in")}, "months": len(read.indices)}
    for name, (low, high) in LIMITS.items():
        check_whole(name, numbers[name], low, high)
    check_reach(read, how["imposes"], path.name)
    parameters = scenario.parameters_of(how["parameters"])
    beside = str(Path(how["observed"]).expanduser().resolve()) if how["observed"] is not None else ""
    if beside:
        course.observed(Path(beside))
    lucks = seeds_of(how["seeds"], how["first_seed"])
    plain = {"city": city_place(how["city"]), "seeds": lucks, "parameters": parameters, "workers": how["workers"], **numbers}
    return BackcastInputs(**plain, course=read, imposes=how["imposes"], path=str(path.resolve()), observed=beside), how["output"]


def months_of(value: Any) -> int | None:
    """How many months, or all there are."""
    if value is None:
        return None
    low, high = LIMITS["months"]
    check_whole("months", value, low, high)
    return int(value)


def check_reach(read: Course, imposes: str, file: str) -> None:
    """Mistake for a course of demand that no city could be put through."""
    if imposes != driver.DEMAND:
        return
    for month, index in zip(read.months, read.indices, strict=True):
        if not driver.LEAST <= index <= driver.MOST:
            raise Mistake(
                f"path: {file}: {month} is {index:g} times the first month; demand may be {driver.LEAST:g} to {driver.MOST:g} times it"
            )
