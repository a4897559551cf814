"""What can be asked? Levers, shocks, indicators, parameters, scenarios and cities as the page reads them: it has no list of its own."""

import hashlib
import inspect
import json
import re
from typing import Any

from experiments.figures import fewer_corners, own_map
from experiments.figures.geojson import Outline
from experiments.inputs import scenario
from experiments.inputs.paths import scenario_names
from experiments.outcomes.definitions import THRESHOLDS
from experiments.outcomes.verdicts import RULES
from experiments.workshop.first_screen import in_sight, mixes
from experiments.workshop.messages import meanings
from experiments.workshop.plan import MONTHS, PlanInputs, as_plan, cap_of
from experiments.workshop.stories import STORIES
from experiments.workshop.tables import ROLES
from sim import aim, catalogue, facts
from sim.catalogue import Lever
from sim.declare import Number, Parameters
from sim.facts.cities_of_counts import Districts
from sim.groups import NAMED
from sim.traits import People

AGES = ("15-24", "25-39", "40-54", "55-64", "65+")
"""Bands of years at the policy date that a lever can be for; a scenario's file may name others."""
LONG = 90
"""Letters of a list of studies that a card has room for."""
WHOLE = ("month", "months", "districts", "ISCED")
"""Units counted in whole steps."""


def for_page(setting: PlanInputs) -> dict[str, Any]:
    """Everything at once, as plain data."""
    own = setting.own_cards
    return pooled({
        "levers": [lever(name, card) for name, card in {**catalogue.levers(), **own["lever"]}.items()],
        "shocks": [card_of(name, card) for name, card in {**catalogue.shocks(), **own["shock"]}.items()],
        "themes": mixes(own["lever"]),
        "in_sight": in_sight(),
        "roles": {name: {"indicator": indicator, "group": group} for name, (indicator, group) in ROLES.items()},
        "stories": [one.told for one in STORIES if one.city in setting.cities],
        "indicators": meanings(own["indicator"]),
        "scenarios": [{"name": name, **as_plan(one)} for name, one in shipped(setting)],
        "cities": {name: city(name, setting) for name in setting.cities},
        "groups": {name: list(parts) for name, parts in NAMED.items()},
        "aims": {**{kind: list(names) for kind, names in aim.NAMES.items()}, "age": list(AGES)},
        "setting": {
            "residents": setting.residents, "seeds": setting.seeds, "city": setting.city, "months": list(MONTHS),
            "least": THRESHOLDS.least_told, "least_lived": RULES.least_lived, "skill_of_a_year": People.declared["by_schooling"].default,
        },
    })  # fmt: skip


def pooled(told: dict[str, Any]) -> dict[str, Any]:
    """What many cards share (start, months, budget, overhead; a study) is said once: cards name numbers, and those evidence, by place."""
    places: dict[str, int] = {}
    studies: dict[str, int] = {}
    for card in (*told["levers"], *told["shocks"]):
        for number in card["numbers"]:
            number["evidence"] = [studies.setdefault(text, len(studies)) for text in number["evidence"]]
        card["numbers"] = [places.setdefault(json.dumps(number), len(places)) for number in card["numbers"]]
    return {**told, "numbers": [json.loads(number) for number in places], "evidence": list(studies)}


def edition_of(told: dict[str, Any]) -> str:
    """The same for two workshops that can be asked the same: a page that finds another one behind its address loads itself anew."""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]


def numbers_for_page(setting: PlanInputs) -> list[dict[str, Any]]:
    """Every number of every behaviour, with what stands behind it: fetched when somebody asks."""
    acting = {**catalogue.behaviours(), **setting.own_cards["behaviour"]}
    return [card_of(name, card) for name, card in acting.items() if card.declared]


def shipped(setting: PlanInputs) -> list[tuple[str, scenario.Scenario]]:
    """Shipped scenarios of the cities of this workshop."""
    found = [(name, scenario.load(name)) for name in scenario_names()]
    return [(name, one) for name, one in found if one.city in setting.cities and not one.extensions and not one.tables]


def lever(name: str, card: type[Lever]) -> dict[str, Any]:
    """A lever with the theme it is sorted under."""
    return {**card_of(name, card), "theme": card.theme or "other", "aims": list(card.aims)}


def card_of(name: str, card: type[Parameters]) -> dict[str, Any]:
    """A card: its story and its numbers."""
    story = (inspect.getdoc(card) or "").partition("\n")[0]
    numbers = [number(n, declared) for n, declared in card.declared.items()]
    return {"name": name, "title": name.replace("_", " ").capitalize(), "help": story, "numbers": numbers}


def number(name: str, declared: Number) -> dict[str, Any]:
    """A declared number as a slider needs it, with what stands behind it."""
    keys = facts.evidence_in(declared.source)
    cited = [facts.evidence()[key] for key in keys]
    return {
        "name": name,
        "value": declared.default,
        "unit": declared.unit,
        "meaning": declared.meaning,
        "source": with_studies(declared.source, keys),
        "evidence": [f"{row['fact']}: {row['value']} ({row['source']})" for row in cited],
        "assumed": declared.assumed,
        "low": declared.low,
        "high": declared.high,
        "whole": declared.unit in WHOLE,
    }


def with_studies(source: str, keys: list[str]) -> str:
    """A number's source with the studies in place of the places in the project's own list of evidence."""
    for key in keys:
        study = facts.evidence()[key]["source"]
        if study.startswith("starting points"):
            study = "our reading of the studies of its kind"
        elif len(study) > LONG:
            study = f"{'; '.join(study.split('; ')[:2])} and others"
        source = re.sub(
            rf"\b(evidence )?(section )?(row )?{re.escape(key.removeprefix('row '))}( item \d+)?(?![\w.])", study, source, count=1
        )
    return source


def city(name: str, setting: PlanInputs) -> dict[str, Any]:
    """A city's districts on the map, and the money its room may set aside."""
    known = facts.city(name)
    places = known.districts
    return {
        "title": known.title,
        "cap": cap_of(name, setting),
        "names": list(places.names),
        "codes": list(places.codes),
        "x_km": [round(float(x), 3) for x in places.x_km],
        "y_km": [round(float(y), 3) for y in places.y_km],
        "residents": [round(float(p)) for p in places.people],
        **ground(name, places),
        "sources": sorted({f"{table['source']} ({table['licence']})" for table in known.tables.values()}),
    }


def ground(name: str, places: Districts) -> dict[str, Any]:
    """A city's own outlines of districts, and its water, where its folder has them: rings of corners in km, as few as a page needs."""
    own = own_map.of_city(name, places)
    told: dict[str, Any] = {}
    if own.outlines is not None:
        told["outlines"] = [flat(one) for one in fewer_corners.at_most(own.outlines)]
    if own.water is not None:
        told["water"] = flat(*fewer_corners.at_most([own.water]))
    return told


def flat(rings: Outline) -> list[list[float]]:
    """Each ring as east, north, east, north, ... in km, to 10 m."""
    return [ring.round(2).ravel().tolist() for ring in rings]
