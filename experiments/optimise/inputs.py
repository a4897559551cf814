"""What a search asks: the budget, the levers to choose among, the aims, and how often each candidate is looked at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from experiments.inputs import budgets, scenario
from experiments.inputs.budgets import STEP, USUAL_LEVERS
from experiments.inputs.comparison import baseline_of, checked, scenario_of
from experiments.inputs.fingerprint import Fingerprint, fingerprint
from experiments.inputs.scenario import Scenario, city_place
from experiments.outcomes.definitions import shock_start
from experiments.sweep.inputs import compose
from sim import catalogue
from sim.city import check_whole
from sim.declare import Mistake, known_or_mistake, shown
from sim.planned import card_of
from sim.showing import is_number

AIMS = {"unemployment": "unemployment", "gini": "income inequality (Gini)", "resilience_loss": "employment lost to the shock",
        "spending_year": "cost"}  # fmt: skip
"""What can be lowered, and its name in a sentence."""
USUAL_BUDGET = 60e6


@dataclass(frozen=True)
class Search:
    """A resolved search."""

    settings: dict[str, Any]
    base: Scenario
    levers: tuple[str, ...]
    numbers: dict[str, dict[str, float]]
    aims: tuple[str, ...]
    budget: float
    trials: int
    batch: int
    look: int
    fresh: int
    least: float
    own: dict[str, float]

    @property
    def settings_dict(self) -> dict[str, Any]:
        """All that decides what is found, as plain data."""
        kept = ("residents", "months", "burn_in", "seeds", "first_seed", "shocks", "parameters", "shock", "draw", "city")
        own = {
            name: getattr(self, name)
            for name in ("levers", "numbers", "aims", "budget", "trials", "batch", "look", "fresh", "least", "own")
        }
        return {**own, "scenario": self.base.name, **{name: self.settings[name] for name in kept}}

    @cached_property
    def fingerprint(self) -> Fingerprint:
        """All that decides what is found: the search, its scenario, and what portfolios are compared with."""
        base, city = self.base, city_place(self.settings["city"] or self.base.city)
        levers, outside = baseline_of(base)
        own = {name: getattr(base, name) for name in ("months", "shock", "parameters", "regime", "baseline")}
        return fingerprint(
            "optimise", {**self.settings_dict, "base": own, "baseline": levers}, city, (*base.extensions, *outside), base.tables
        )

    @property
    def folder_name(self) -> str:
        """Readable, and the same for the same search with the same model."""
        return f"optimise-{self.base.name}-{self.fingerprint.whole[:8]}"


OWN = {"budget": None, "search": None, "aims": None, "trials": 64, "batch": 8, "look": 2, "fresh": 8, "least": 0.05}
"""Words of this command, with their usual values; the others are those of `learncity sweep`."""


def parse(words: Iterable[str]) -> Search:
    """The search that the words of a command line ask for."""
    settings = compose(words, {"scenario": "baseline"}, OWN)
    own = {name: settings.pop(name) for name in OWN}
    if settings["vary"] or settings["scenarios"] or settings["points"]:
        raise Mistake("optimise: levers are chosen by the search; one value for every other setting, please")
    found = scenario_of(settings)
    levers = levers_of(own["search"], found)
    aims = aims_of(own["aims"], settings, found)
    check(own, settings)
    budget = own["budget"] or sum(euros(card, lever) for lever, card in found.levers.items()) or USUAL_BUDGET
    numbers = {lever: {name: value for name, value in found.levers.get(lever, {}).items() if name != "budget"} for lever in levers}
    return Search(settings, replace(found, levers={}), levers, numbers, aims, float(budget),
                  **{name: own[name] for name in ("trials", "batch", "look", "fresh", "least")},
                  own={lever: euros(card, lever) for lever, card in found.levers.items() if card.get("budget")})  # fmt: skip


def euros(card: Mapping[str, Any], lever: str) -> float:
    """The budget of a lever of the scenario, in EUR a year."""
    budget = card.get("budget", 0)
    if not is_number(budget):
        raise Mistake(f"levers: {lever}: budget must be a number (EUR/year), not {shown(budget)}")
    return float(budget)


def levers_of(asked_for: Any, found: Scenario) -> tuple[str, ...]:
    """The levers to choose among: as asked, else the scenario's, else the usual ones."""
    names = [asked_for] if isinstance(asked_for, str) else asked_for or list(found.levers) or list(USUAL_LEVERS)
    known = {**catalogue.levers(), **catalogue.extension_cards([Path(file) for file in found.extensions])["lever"]}
    for name in names:
        known_or_mistake(card_of(name) if isinstance(name, str) else name, known, "lever", "search")
    if len(names) < 2:
        raise Mistake("search: needs at least two levers to choose among")
    for name in found.levers:
        if name not in names:
            raise Mistake(f"search: lever {name} of scenario {found.name} is not searched; name it, or take it out: ~levers.{name}")
    return tuple(names)


def aims_of(asked_for: Any, settings: dict[str, Any], found: Scenario) -> tuple[str, ...]:
    """What is to be lowered; without a shock before the end no employment can be lost to one."""
    months = settings["months"] or found.months
    struck = any(shock_start(shock, months) < months for shock in shocks_of(settings, found))
    aims = [asked_for] if isinstance(asked_for, str) else asked_for or [aim for aim in AIMS if struck or aim != "resilience_loss"]
    aims = list(dict.fromkeys("spending_year" if aim == "cost" else aim for aim in aims))
    for aim in aims:
        known_or_mistake(aim, AIMS, "aim", "aims")
    if "resilience_loss" in aims and not struck:
        raise Mistake(f"aims: resilience_loss needs a shock that starts before the end, month {months}, e.g. shock.recession.start=24")
    if aims == ["spending_year"]:
        raise Mistake("aims: cost alone is least when nothing is done; name another aim too")
    return tuple(aims)


def shocks_of(settings: dict[str, Any], found: Scenario) -> list[dict[str, dict[str, float]]]:
    """What every city lives through, with every number in force."""
    named = ["own"] if settings["shocks"] is None else settings["shocks"]
    extra = catalogue.extension_cards([Path(file) for file in found.extensions])["shock"]
    asked_for = [found.shock if one == "own" else scenario.cards(one, "shocks") for one in named]
    return [checked("shock", one, "shocks", extra) for one in asked_for if one]


def check(own: dict[str, Any], settings: dict[str, Any]) -> None:
    """Mistake for numbers out of range."""
    for name, low, high in (("trials", 4, 100_000), ("batch", 1, 1000), ("look", 1, 1000), ("fresh", 0, 1000)):
        check_whole(name, own[name], low, high)
    check_whole("seeds", settings["seeds"], own["look"], 100_000)
    for name, least, most in (("least", 0.0, 0.5), ("budget", float(STEP), 1e9)):
        value = own[name]
        if value is not None and (not is_number(value) or not least <= value <= most):
            small = name == "budget" and is_number(value) and 0 < value < budgets.LEAST
            told = f"{name} must be a number in {least:g}..{most:g}: {shown(value)} is outside"
            raise Mistake(told + (f"; did you mean {round(value * 1e6):_} (EUR a year)?" if small else ""))


def scenario_file(search: Search) -> dict[str, Any]:
    """The scenario of the search without levers, as a planner's YAML."""
    base = search.base
    known = {"title": base.title, "story": base.story, "city": base.city, "months": base.months, "shock": base.shock or "none",
             "parameters": base.parameters, "extensions": list(base.extensions), "month": base.month,
             "baseline": base.baseline, **base.tables}  # fmt: skip
    return {name: value for name, value in known.items() if value not in ({}, [], "")}
