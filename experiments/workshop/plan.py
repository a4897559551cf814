"""What does the room ask? A plan from the page becomes a checked question; a plan is kept as a scenario's YAML."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from experiments.inputs import scenario
from experiments.inputs.comparison import Comparison, resolve
from experiments.inputs.paths import scenario_names
from sim import catalogue
from sim.dates import is_date
from sim.declare import Mistake, known_or_mistake, shown
from sim.groups import NAMED
from sim.plain_json import parse_json
from sim.plain_yaml import kind_of, parse_mapping
from sim.planned import FOR, GIVEN
from sim.showing import is_whole
from sim.steps import most as most_of
from sim.steps import set_aside

MONTHS = (12, 480)
"""Shortest and longest future of a plan, in months: a room looks ahead 1 to 40 years."""
TITLE, STORY = 80, 4000
"""Longest title and notes, in characters."""
SAMPLE = 2_000
"""Residents of the small city that answers when many ask at once (a fifth of the usual one)."""
GLANCE = 120
"""Months of that quick look: ten years of it cost a quarter of what twenty years of the whole city do."""
ROOMS = ("extensions", "month")
"""Keys of a scenario that are the room's, not a plan's."""
TIMES = ("start", "months")
"""Numbers of a card that count months."""
NESTED = 8
"""Deepest nesting of a message."""


@dataclass(frozen=True)
class PlanInputs:
    """How this workshop is run: what every session shares and no page can change."""

    residents: int = 10_000
    burn_in: int = 60
    seeds: int = 8
    city: str = "helsinki"
    cities: tuple[str, ...] = ("helsinki",)
    cap: float | None = None
    extensions: tuple[str, ...] = ()
    """Files with cards of one's own that whoever serves the room trusts; a page can name none."""
    month: tuple[tuple[str, str], ...] = ()
    """Where their behaviours act."""

    @property
    def own_cards(self) -> dict[str, dict[str, Any]]:
        """Levers, shocks, behaviours and indicators of these files, by kind and name."""
        return catalogue.extension_cards([Path(file) for file in self.extensions])

    @property
    def sample(self) -> int | None:
        """Residents of the quick look that is given first when the room is crowded; None where the city is that small."""
        return SAMPLE if self.residents > 2 * SAMPLE else None


@cache
def usual_cap(city: str) -> float:
    """EUR a year the room may set aside: what the most generous shipped scenario of this city does, else EUR 60 million."""
    here = [one for one in map(scenario.load, scenario_names()) if one.city == city]
    sums = [sum(most_of(card.get("budget", 0)) for card in one.levers.values()) for one in here]
    return float(max(sums, default=0) or 60e6)


def parse(text: str) -> Any:
    """A message from a page: JSON without NaN, every number finite, every text printable, nothing nested out of sight."""
    return parse_json(text, "message", depth=NESTED)


def question_of(plan: Any, setting: PlanInputs) -> Comparison:
    """The resolved question of a plan; Mistake for what is unknown, out of range, overspent, or names a file."""
    if not isinstance(plan, Mapping):
        raise Mistake(f"plan: must be a mapping, not {kind_of(plan)}")
    check_names(plan, setting)
    check_sliders(plan)
    chosen = scenario.from_mapping("plan", {"shock": {}, **plan}, "plan", scenario.shipped("scenarios"))
    chosen = replace(chosen, extensions=setting.extensions, month=dict(setting.month), tables={})
    how = {"residents": setting.residents, "burn_in": setting.burn_in, "seeds": setting.seeds, "first_seed": 1, "months": None}
    comparison = resolve(chosen, how)
    low, high = MONTHS
    if not low <= comparison.months <= high:
        raise Mistake(f"plan: months = {comparison.months} is outside {low}..{high}")
    check_months({**comparison.levers, **comparison.shock})
    check_budget(comparison.levers, comparison.months, cap_of(comparison.city, setting))
    return comparison


def check_months(cards: Mapping[str, Mapping[str, float]]) -> None:
    """The city lives from month to month: nothing begins, or lasts, for a part of one."""
    for name, card in cards.items():
        for word in TIMES:
            if word in card and not float(card[word]).is_integer():
                raise Mistake(f"plan: {name}: {word} = {card[word]:g} must be a whole number of months")


def glance(comparison: Comparison, sample: int) -> Comparison:
    """The same question of a small city and its first years."""
    return replace(comparison, residents=sample, months=min(comparison.months, GLANCE))


def check_names(plan: Mapping[str, Any], setting: PlanInputs) -> None:
    """Names only, never files: a page can neither read a folder nor bring code."""
    if plan.get("extensions"):
        raise Mistake("plan: extensions are files, and no file or code is taken from a page")
    for name in scenario.TABLES:
        if plan.get(name):
            raise Mistake(f"plan: {name}: no file is taken from a page")
    if plan.get("month"):
        raise Mistake("plan: the order of the month is that of the room, and cannot be set on a page")
    known_or_mistake(plan.get("city", setting.city), setting.cities, "city", "plan")
    known_or_mistake(plan.get("baseline", "none"), ["none", *scenario_names()], "scenario", "plan: baseline")
    for word, most in (("title", TITLE), ("story", STORY)):
        if isinstance(plan.get(word), str) and len(plan[word]) > most:
            raise Mistake(f"plan: {word} is longer than {most} characters")


def check_sliders(plan: Mapping[str, Any]) -> None:
    """One budget from one month on: the page has no slider for more than that, and must not hide what it cannot show."""
    for kind in ("levers", "shock"):
        for name, card in (plan[kind] if isinstance(plan.get(kind), Mapping) else {}).items():
            own = [GIVEN] if GIVEN in str(name) else []
            beyond = ("end",) if kind == "levers" else (FOR, "end")
            said = [word for word in beyond if isinstance(card, Mapping) and word in card]
            steps = ["a calendar"] if isinstance(card, Mapping) and isinstance(card.get("budget"), Mapping) else []
            date = ["a date"] if isinstance(card, Mapping) and is_date(card.get("start")) else []
            if found := [*own, *said, *steps, *date, *(["a list"] if isinstance(card, list) else [])]:
                told = f"plan: {kind}: {name}: the page has no slider for {shown(found[0])}"
                raise Mistake(f"{told}; it shows one budget from one month on: learncity run takes the whole scenario")


def cap_of(city: str, setting: PlanInputs) -> float:
    """EUR a year that may be set aside in this city."""
    return usual_cap(city) if setting.cap is None else setting.cap


def check_budget(levers: Mapping[str, Mapping[str, float]], months: int, cap: float) -> None:
    """At no time may more be set aside in a year than the room has."""
    for month in sorted({card["start"] for card in levers.values() if card["start"] < months}):
        total = sum(set_aside(card, month) for card in levers.values())
        if total > cap + 1:
            raise Mistake(f"plan: EUR {total / 1e6:,.1f} million a year are set aside, EUR {(total - cap) / 1e6:,.1f} million too much")


def plain(plan: Mapping[str, Any]) -> dict[str, Any]:
    """A checked plan in the order of a scenario's file, whole numbers written as such."""
    data = {key: plan[key] for key in scenario.KEYS if key in plan and key not in ROOMS and plan[key] not in (None, "")}
    data.setdefault("shock", {})
    for kind in ("levers", "shock", "parameters"):
        if kind in data:
            data[kind] = neat(data[kind])
    return data


def neat(value: Any) -> Any:
    """8000000.0 -> 8000000, inside mappings too."""
    if isinstance(value, Mapping):
        return {str(name): neat(inner) for name, inner in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


def to_yaml(plan: Mapping[str, Any], setting: PlanInputs) -> str:
    """The plan as a file that `learncity run` accepts, beside the room's own files."""
    own = {"extensions": [Path(file).name for file in setting.extensions], "month": dict(setting.month)} if setting.extensions else {}
    return yaml.safe_dump({**plain(plan), **own}, sort_keys=False, allow_unicode=True, width=110)


def from_yaml(text: str, where: str, setting: PlanInputs) -> dict[str, Any]:
    """A plan from a scenario's text, checked by the same rules as one from the page."""
    data = parse_mapping(text, where)
    check_sliders(data)
    own, said = {"extensions": [Path(file).name for file in setting.extensions], "month": dict(setting.month)}, dict(data)
    if all(said.get(word, own[word]) == own[word] for word in ROOMS):
        data = {word: value for word, value in data.items() if word not in ROOMS}
    if data.get("extensions"):  # refused before anything looks for them
        raise Mistake("plan: extensions are files, and no file or code is taken from a page")
    chosen = scenario.from_mapping("plan", data, where, scenario.shipped("scenarios"))
    plan = as_plan(chosen)
    question_of(plan, setting)
    return plan


def as_plan(chosen: scenario.Scenario) -> dict[str, Any]:
    """A scenario as the page speaks of it."""
    named = {"title": chosen.title, "story": chosen.story, "city": chosen.city, "months": chosen.months, "baseline": chosen.baseline}
    return {**named, "levers": chosen.levers, "shock": chosen.shock, "parameters": chosen.parameters}


def check_group(group: Any, districts: int) -> dict[str, Any]:
    """A group such as {'education': 'low', 'sex': 'women', 'district': 5}; words left out mean everybody."""
    if not isinstance(group, Mapping):
        raise Mistake(f"group: must be a mapping, not {kind_of(group)}")
    for dimension, name in group.items():
        known_or_mistake(dimension, [*NAMED, "district"], "dimension", "group")
        if dimension == "district":
            if not is_whole(name) or not 0 <= name < districts:
                raise Mistake(f"group: district must be a whole number in 0..{districts - 1}, not {shown(name)}")
        else:
            known_or_mistake(name, NAMED[dimension], "group", f"group: {dimension}")
    return dict(sorted(group.items()))
