"""Everything that reads what somebody wrote, each with texts that are right: the fuzzer changes them and calls the reader again."""

import copy
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from experiments.inputs import comparison, ensemble, scenario
from experiments.inputs.comparison import from_settings
from experiments.inputs.settings import compose
from experiments.network import inputs as network_asked
from experiments.sweep import inputs as sweep_asked
from experiments.sweep import plan as cells
from experiments.workshop import plan
from sim import facts
from sim.declare import Mistake, known_or_mistake
from sim.plain_json import read_json
from sim.plain_yaml import parse_mapping, parse_value, read_mapping

HOW = {"residents": 300, "burn_in": 2, "seeds": 2, "first_seed": 1, "months": None}
SCENARIOS = [file.read_text(encoding="utf-8") for file in sorted(scenario.shipped("scenarios").glob("*.yaml"))]
SWEEP = """title: A small sweep
scenario: skills_first
residents: 300
months: 24
vary:
  levers.guidance.budget: [0, 1e6]
  levers.guidance.search: interval(1.1, 1.6)
design: latin_hypercube
samples: 3
seeds: 2
"""
POINTS = """title: Points
design: list
levels: 3
keep: [monthly]
shocks: [none, recession]
points:
- {name: one, levers.guidance.budget: 2e6}
- {months: 36, parameters.job_search.distance: 0.2}
levers:
  hiring_subsidy: {budget: 3e6}
"""
NETWORK = """cities: 12
exchange: true
signal: paired
kinds: [regional, hub]
shock: none
rules: {evidence: 0.5}
practices:
  advice: {title: Advice, appeal: 1.2, levers: {guidance: {budget: 4000000}}}
"""
PLANS = [
    {"do": "ask", "n": 1, "group": {"education": "low", "district": 3},
     "plan": {"title": "x", "months": 60, "levers": {"guidance": {"budget": 1e6}}, "shock": {"recession": {"start": 12}}}},
    {"do": "read", "text": "title: y\\nlevers: {skills_vouchers: {share: 0.5}}\\nparameters: {job_search.distance: 0.2}\\n"},
    {"do": "propose", "who": "Aino", "plan": {"levers": {"guidance": {}}, "shock": "recession", "baseline": "skills_first"}},
]  # fmt: skip
WORDS = [
    "scenario=skills_first", "residents=300", "months=24", "seeds=2", "workers=1", "output=/tmp/x", "city=helsinki", "first_seed=3",
    "burn_in=12", "regime=signal+high_turnover", "levers.skills_vouchers.share=0.5", "+levers.guidance.budget=1e6", "shock=recession",
    "shock.recession.start=5", "parameters.job_search.distance=0.2", "~levers.guidance", "levers={guidance: {budget: 1e6}}",
    "output='runs (old)'", "city=Ñandú",
]  # fmt: skip
ENSEMBLE = "set,weight,job_search.distance,hiring.fit\n1,0.5,0.2,0.5\n2,0.5,0.25,0.6\n"


class Reader(NamedTuple):
    """What it reads, right texts, and what reads them from a file: it returns, or says a Mistake."""

    name: str
    texts: list[str]
    read: Callable[[Path], Any]
    unknown: str = ""
    """A line with a name that is not known, to be put at the end of a right text."""


def a_scenario(file: Path) -> Any:
    return comparison.resolve(scenario.load(file), HOW, spread=True).settings_dict


def from_notebook(file: Path) -> Any:
    return comparison.resolve(scenario.load(parse_value(file.read_bytes().decode(errors="ignore"), "it")), HOW)


def a_sweep(file: Path) -> Any:
    how = sweep_asked.compose([f"sweep='{file}'"])
    if how["samples"] in range(50) and how["seeds"] in range(9) and how["levels"] in range(9):
        return cells.plan(how).fingerprint
    return sweep_asked.check_kinds(how)


def a_network(file: Path) -> Any:
    how, said = copy.deepcopy(base_network()), read_mapping(file)
    for word in said:
        known_or_mistake(word, how, "setting", "network")
    return network_asked.checked({**how, **said})


@cache
def base_network() -> dict[str, Any]:
    found: list[dict[str, Any]] = []
    kept, network_asked.checked = network_asked.checked, found.append
    try:
        network_asked.compose([])
    finally:
        network_asked.checked = kept
    return found[0]


def a_message(file: Path) -> Any:
    message = plan.parse(file.read_bytes().decode(errors="replace"))
    if not isinstance(message, dict):
        raise Mistake("message: must be a mapping with a word 'do'")
    setting = plan.PlanInputs(residents=300)
    if isinstance(message.get("text"), str):
        plan.from_yaml(message["text"], "the file", setting)
    plan.check_group(message.get("group") or {}, 34)
    found = plan.question_of(message.get("plan"), setting)
    json.dumps(plan.plain(message["plan"]), ensure_ascii=False).encode()
    plan.to_yaml(message["plan"], setting)
    return found


def a_manifest(file: Path) -> Any:
    record = read_json(file).get("question")
    if not isinstance(record, dict):
        raise Mistake(f"{file}: question is missing; is it a manifest of learncity run?")
    return comparison.from_record(record, str(file)).settings_dict


def some_words(file: Path) -> Any:
    words = [word for word in file.read_bytes().decode(errors="surrogateescape").split("\n") if word]
    return compose({**HOW_TO_RUN, "levers": {}, "shock": {}, "parameters": {}}, words)


def composed_words(file: Path) -> Any:
    words = [word for word in file.read_bytes().decode(errors="surrogateescape").split("\n") if word]
    how = compose("config", words)
    return from_settings({**how, "residents": min(how["residents"], 300) if isinstance(how["residents"], int) else how["residents"]})


HOW_TO_RUN = dict.fromkeys(
    [
        "scenario",
        "residents",
        "months",
        "seeds",
        "workers",
        "output",
        "city",
        "regime",
        "levers",
        "shock",
        "parameters",
        "first_seed",
        "burn_in",
    ]
)


def an_ensemble(file: Path) -> Any:
    return ensemble.read.__wrapped__(file.rename(file.with_suffix(".csv")), 0)


def a_value(file: Path) -> Any:
    return parse_mapping(file.read_bytes().decode(errors="ignore"), "the text")


def manifests() -> list[str]:
    made = [comparison.resolve(scenario.load(name), {**HOW, "months": 12}).settings_dict for name in ("skills_first", "whole_mission")]
    return [json.dumps({"made_by": "learncity run", "question": record}, indent=1, ensure_ascii=False) for record in made]


def readers() -> list[Reader]:
    """All of them but the tables of a city, which have changes of their own."""
    return [
        Reader("scenario", SCENARIOS, a_scenario, "\nsilent: 3\n"),
        Reader("scenario from a notebook", SCENARIOS[:6], from_notebook, "\nsilent: 3\n"),
        Reader("sweep", [SWEEP, POINTS], a_sweep, "\nsilent: 3\n"),
        Reader("network", [NETWORK], a_network, "\nsilent: 3\n"),
        Reader("message", [json.dumps(one) for one in PLANS], a_message),
        Reader("manifest", manifests(), a_manifest),
        Reader("words", ["\n".join(WORDS), *WORDS], some_words, "\nsilent=3"),
        Reader("words composed", WORDS, composed_words, "\nsilent=3"),
        Reader("ensemble", [ENSEMBLE], an_ensemble),
        Reader("any YAML", [NETWORK, SWEEP, *SCENARIOS[:3]], a_value),
    ]


def city(folder: Path) -> Any:
    """A city's folder."""
    return facts.city(folder)
