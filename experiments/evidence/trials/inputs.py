"""The words of `learncity trial`: each is checked, and becomes a design or the names of studies."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from experiments.evidence.targets.setting import Setting
from experiments.evidence.trials import studies, treatment, trial
from experiments.execution.pool import check_workers
from experiments.inputs import scenario, seeds
from experiments.inputs.comparison import Comparison, resolve
from experiments.inputs.run_spec import NAMES
from experiments.inputs.settings import NESTED, check_text, compose
from experiments.outcomes.card_names import plural, words_of
from sim import catalogue
from sim.declare import Mistake, known_or_mistake
from sim.plain_yaml import parse_value
from sim.planned import FOR

USUAL: dict[str, Any] = {
    "lever": None, "eligible": treatment.USUAL, "share": None, "saturation": None, "over": None, "control": trial.USUAL, "months": 48,
    "city": "helsinki", "residents": 10_000, "seeds": 8, "first_seed": seeds.first("scenarios"), "burn_in": 60, "workers": None,
    "output": "outputs", "scenario": None,
}  # fmt: skip

HALF = 0.5
"""The share offered when nothing is said and the lever can be kept from some."""
OF_SETTING = ("city", "residents", "seeds", "first_seed", "burn_in", "workers", "output")
SEEDS_OF_STUDIES = 20
BESIDES: dict[str, Any] = {"levers": {}, "shock": {}, "parameters": {}}
GRAMMAR: dict[str, Any] = {"removable": (), "several": ("saturation",), "twice": False, "hint": "a trial has one of each"}


@dataclass(frozen=True)
class TrialInputs:
    """A trial as asked: its design, the question it stores, what the lever reaches, and how to run it."""

    design: trial.Design
    comparison: Comparison
    unit: str
    seats: bool
    taking_up: str
    workers: int | None
    output: str


def asked(words: list[str]) -> TrialInputs:
    """The trial that the words ask for."""
    how = compose({**USUAL, **BESIDES}, words, **GRAMMAR)
    world = world_of(how["scenario"])
    known = {**catalogue.levers(), **catalogue.extension_cards([Path(file) for file in world.extensions])["lever"]}
    if how["lever"] is None:
        raise Mistake(f"lever=... is missing; there is: {', '.join(known)}")
    check_text("lever", how["lever"])
    known_or_mistake(how["lever"], known, "lever", "lever")
    check_workers(how["workers"])
    for name in ("city", "output"):
        check_text(name, how[name])
    numbers = numbers_of(how)
    comparison = question_of(how, numbers, world)
    shares, over = shares_of(how)
    design = trial.Design(how["lever"], numbers, how["eligible"], shares or (1.0,), over, how["control"],
                          **{**{name: getattr(comparison, name) for name in NAMES}, "levers": {}})  # fmt: skip
    return checked(design, comparison, how, shares is None)


def checked(design: trial.Design, comparison: Comparison, how: dict[str, Any], unsaid: bool) -> TrialInputs:
    """The design beside what its lever can do."""
    reach = trial.check(design, comparison.seeds[0])
    if unsaid and reach.unit != "city":
        design = replace(design, shares=(HALF,))
    card = design.made(reach.seats)
    comparison = replace(comparison, levers={design.lever: card.resolved()})
    return TrialInputs(design, comparison, reach.unit, reach.seats, reach.taking_up, how["workers"], how["output"])


def world_of(name: Any) -> scenario.Scenario:
    """What is true where the trial takes place: parameters, regime, extensions and month of a scenario; its levers and shock are not."""
    if name is None:
        return scenario.Scenario("none", "trial", "none")
    check_text("scenario", name)
    return scenario.load(name)


def numbers_of(how: dict[str, Any]) -> dict[str, float]:
    """The numbers of the lever; no other lever may be set."""
    cards = scenario.cards(how["levers"], "levers")
    for name in cards:
        known_or_mistake(name, (how["lever"],), "lever", f"levers: the trial is of {how['lever']}")
    found = cards.get(how["lever"], {})
    for word, value in found.items():
        if isinstance(value, Mapping):
            told = "whom it is for is said by eligible=..." if word == FOR else f"it has one {word}"
            raise Mistake(f"levers: {how['lever']}: {word}: a trial draws by lot among those who may take part; {told}")
    return found


def question_of(how: dict[str, Any], numbers: dict[str, float], world: scenario.Scenario) -> Comparison:
    """The same as a question, which checks the city, the sizes, the seeds and every number."""
    name = how["lever"]
    shock = scenario.cards(how["shock"], "shock")
    group = treatment.describe(how["eligible"])
    offered = f"{words_of(name)} {'are' if plural(words_of(name)) else 'is'} offered by lot to {group}"
    story = f"Who gains when {offered}, who pays, and what would have happened anyway."
    plain = scenario.Scenario(f"trial_of_{name}", "trial", f"A trial of {words_of(name)}", story, how["city"], how["months"],
                              {name: numbers}, shock, {**world.parameters, **scenario.flat(how["parameters"], "parameters")},
                              world.regime, world.extensions, world.month, tables=world.tables)  # fmt: skip
    return resolve(plain, {key: how[key] for key in ("city", "residents", "months", "burn_in", "seeds", "first_seed")})


def shares_of(how: dict[str, Any]) -> tuple[tuple[float, ...] | None, str]:
    """The shares offered, and over what; None when nothing is said."""
    levels = how["saturation"]
    over = how["over"] or (trial.CITIES if levels is None else trial.DISTRICTS)
    if levels is None:
        return (None if how["share"] is None else (how["share"],)), over
    if how["share"] is not None:
        raise Mistake("share and saturation: one of them, please")
    parts = levels.split(",") if isinstance(levels, str) else levels if isinstance(levels, list) else [levels]
    found = tuple(parse_value(part, f"saturation={levels}") if isinstance(part, str) else part for part in parts)
    return found, over


def asked_studies(words: list[str]) -> tuple[list[str], Setting, str]:
    """Which studies, and the setting they run in."""
    said, setting, output = asked_setting(words, "study", "studies have designs of their own", seeds.first("studies"))
    return names_of(said["study"]), setting, output


def asked_setting(words: list[str], own: str, why: str, first_seed: int = seeds.first("scenarios")) -> tuple[dict[str, Any], Setting, str]:
    """The setting of work that has designs of its own; ``own`` is the one word it takes besides."""
    usual = {own: None, **{name: USUAL[name] for name in OF_SETTING}, "seeds": SEEDS_OF_STUDIES, "first_seed": first_seed}
    how = compose({**usual, **BESIDES}, words, **{**GRAMMAR, "several": (own,)})
    for name in NESTED:
        if how[name] and name != "parameters":
            raise Mistake(f"{name}: {why}")
    check_workers(how["workers"])
    check_text("output", how["output"])
    check_text("city", how["city"])
    plain = scenario.Scenario(own, own, own, city=how["city"], months=1, parameters=scenario.flat(how["parameters"], "parameters"))
    comparison = resolve(plain, {key: how[key] for key in ("city", "residents", "burn_in", "seeds", "first_seed")})
    run = {name: getattr(comparison, name) for name in NAMES}
    setting = Setting(**run, seeds=comparison.seeds, workers=how["workers"])
    return how, setting, how["output"]


def names_of(study: Any) -> list[str]:
    """'all', 'V1' or 'V1,V3'."""
    there = studies.found()
    if study == "all":
        return list(there)
    names = [name.strip() for name in str(study).split(",")]
    absent = {key for key, row in studies.rows().items() if not row.lever}
    for name in names:
        if name in absent:
            raise Mistake(f"study={name}: the model has no lever for it yet: it {studies.rows()[name].target.measured}")
        known_or_mistake(name, there, "study", f"study={study}")
    return names
