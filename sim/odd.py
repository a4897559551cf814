"""Prints the ODD of the model from the code that runs: ``python -m sim.odd`` rewrites sim/ODD.md."""

import inspect
from pathlib import Path
from typing import Any

from sim import catalogue, facts, tally
from sim.city import MONTH
from sim.conditions import Conditions
from sim.facts.cities_of_counts import city
from sim.observation import GROUPS
from sim.tables import tables
from sim.traits import People

FILE = Path(__file__).parent / "ODD.md"
INTRODUCTION = """# The model, in ODD order

Printed from the code by `python -m sim.odd`; do not edit. The order is that of Grimm et al. 2020 (JASSS 23(2) 7).

## 1 Purpose and patterns

What happens to unemployment, inequality and resilience of a city that invests in inclusive education, skills and lifelong
learning - for whom, at what cost, and when the next shock comes? Residents, providers and employers act month by month.
The model is judged by published stocks and flows of European cities at the same time, and by policy experiments it was not fitted to.

> Levers and shocks set conditions. Behaviours respond to conditions. Indicators look.
> Luck belongs to a decision, a month and a person.
"""
CONCEPTS = """## 4 Design concepts

- **Same luck.** Every random number is a function of seed, decision, month and who decides (SplitMix64 as a counter-based generator).
  Two runs of one seed differ only by what a lever or a shock does. Nothing depends on threads, processes, order of rows or platform.
- **Four worlds.** {baseline, policy} x {calm, shock}, branched from one burnt-in city. Resilience is read against the calm twin.
- **Scarcity.** Posts are settled by deferred acceptance; seats by declared priority, then by lot.
- **Money.** Every euro has a lever and a recipient; a lever never spends more than has accrued of its budget.
- **Emergence.** Lock-in, deadweight, displacement, queues and lags follow from the rules; no lever adds to an outcome.
- **Stochasticity** stands for what is not modelled; results are reported as paired differences over seeds with intervals.
"""


def first_line(thing: Any) -> str:
    """The first line of a docstring."""
    return (inspect.getdoc(thing) or "").split("\n")[0]


def numbers(card: Any) -> list[str]:
    """A table of the numbers of a card."""
    if not card.declared:
        return []
    rows = ["", "| number | value | unit | meaning | source | range |", "|---|---|---|---|---|---|"]
    for name, n in card.declared.items():
        rows.append(f"| {name} | {n.default:g} | {n.unit} | {n.meaning} | {n.source} | {n.low:g} to {n.high:g} |")
    return rows


def card_text(card: Any) -> list[str]:
    """One card: its name, its docstring, of a shock what says how big it is, its numbers."""
    size = card.size if issubclass(card, catalogue.Shock) else ()
    sized = ["", f"Size: {' and '.join(size)}; at 0 nothing happens."] if size else []
    return [f"### {card.name()}", "", inspect.getdoc(card) or "", *sized, *numbers(card), ""]


def entities() -> list[str]:
    """Section 2: tables and their columns."""
    out = ["## 2 Entities, state variables and scales", "", "A step is a month. One row of residents stands for `weight` people.", ""]
    for kind in tables().values():
        out += [f"### {kind.__name__}", "", first_line(kind), "", "| column | unit | meaning | range |", "|---|---|---|---|"]
        out += [f"| {name} | {c.unit} | {c.meaning} | {c.low:g} to {c.high:g} |" for name, c in kind.declared.items()] + [""]
    out += ["### Conditions", "", first_line(Conditions), "", "| condition | over | baseline | unit | meaning |", "|---|---|---|---|---|"]
    return out + [f"| {n} | {c.axis} | {c.baseline:g} | {c.unit} | {c.meaning} |" for n, c in Conditions.declared.items()] + [""]


def overview() -> list[str]:
    """Section 3: the month."""
    cards = catalogue.behaviours()
    out = ["## 3 Process overview: the month", ""]
    return out + [f"{n}. **{name.replace('_', ' ')}**: {first_line(cards[name])}" for n, name in enumerate(MONTH, 1)] + [""]


def beginnings() -> list[str]:
    """Sections 5 and 6: initialization and input data."""
    out = ["## 5 Initialization", "", "Counts by district are fitted by humanleague to an assumed joint table of age,",
           "sex, attainment and activity, and sampled systematically. Traits that are not counted are drawn:", *numbers(People), "",
           "## 6 Input data", ""]  # fmt: skip
    out += [f"- `{file}`: {text}" for file, text in facts.SOURCES.items()]
    for name in facts.cities():
        about = city(name)
        out += ["", f"### {about.title} ({about.year}), {len(about.districts)} districts, {about.people:,.0f} people", ""]
        out += [f"- {table}: {entry['source']} ({entry['licence']})" for table, entry in about.tables.items()]
        out += [f"- {key}: {text}" for key, text in about.assumed.items()]
    return [*out, ""]


def submodels() -> list[str]:
    """Section 7: behaviours, levers, shocks, indicators."""
    out = ["## 7 Submodels", ""]
    out += [line for name in MONTH for line in card_text(catalogue.behaviours()[name])]
    for title, cards in (("Levers", catalogue.levers()), ("Shocks", catalogue.shocks())):
        out += [f"## {title}", "", *[line for card in cards.values() for line in card_text(card)]]
    out += ["## Indicators", "", f"Asked of the city and, where it can be, by {', '.join(GROUPS)} and district.", "",
            "| indicator | unit | meaning |", "|---|---|---|"]  # fmt: skip
    out += [f"| {name} | {ask.unit} | {first_line(ask)} |" for name, ask in catalogue.indicators().items()]
    out += ["", "## Events counted each month", "", *[f"- {name}: {text}" for name, text in tally.EVENTS.items()]]
    return out


def appendix() -> list[str]:
    """What the sources that say 'evidence' stand for."""
    out = ["", "## Evidence", "", "Numbers above refer to these rows; standing says how a source is known.", "",
           "| key | fact | value | source | standing |", "|---|---|---|---|---|"]  # fmt: skip
    return out + [f"| {key} | {e['fact']} | {e['value']} | {e['source']} | {e['standing']} |" for key, e in facts.evidence().items()]


def text() -> str:
    """The whole ODD as Markdown."""
    lines = [INTRODUCTION, *entities(), *overview(), CONCEPTS, *beginnings(), *submodels(), *appendix()]
    return "\n".join(line.rstrip() for line in "\n".join(lines).split("\n")).rstrip() + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
