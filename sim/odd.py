"""Prints the ODD of the model from the code that runs: ``python -m sim.odd`` rewrites sim/ODD.md."""

import inspect
from pathlib import Path
from typing import Any

from sim import catalogue, facts, tally
from sim.city import MONTH
from sim.city_numbers import CityNumbers
from sim.conditions import Conditions
from sim.facts.cities_of_counts import city
from sim.groups import GROUPS
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
- **Money.** Every euro has a lever and a recipient; a lever never spends more than has accrued of its budget, which may be a calendar of
  steps and may be phased in.
- **For whom.** A lever that serves residents can be kept for groups as indicators know them, and for their crossings; it then spends
  nothing on others. Two levers of a kind act at once only for groups that share nobody.
- **Emergence.** Lock-in, deadweight, displacement, queues and lags follow from the rules; no lever adds to an outcome.
- **Stochasticity** stands for what is not modelled; results are reported as paired differences over seeds with intervals.
"""
MARKET = """## 8 The labour market as one model

What the submodels of section 7 add up to. Search and matching with free entry (Pissarides 2000), a ranked queue (Blanchard
and Diamond 1994), a job ladder (Burdett and Mortensen 1998) and local demand out of local incomes (Moretti 2010). Names in
brackets are the numbers of the submodel.

**Posts.** Employer j in sector s wants `posts = size_j * scale_s * d_js * local_s` posts. `d_js` is demand in the cycle; employers
who pay above the market cut deeper in a slump [demand.cyclical]. `local_s = tradable_s + (1 - tradable_s) * L`: L follows what
residents have to spend, in today's pay, and how many people work in the city [spends, firms, spends_lag]. How many local jobs
follow a tradable one, and how much a closure or a robot costs beyond itself, are outcomes.

**Entry.** `d ln scale_s = entry * (q * J_s - c)` a month, not in slumps: `q` is the share of vacancies filled, `c` the filling at which
firms neither enter nor leave [filling], and `ln J_s = earns * (z - z_usual) + fetches * ln(ordered_s / made_s) - tradable_s * w / rent`
what a filled post leaves, against the usual: skill z of staff in what their work needs, prices, and pay w above that of
usual unemployment. Who sells in the city passes dear labour on. Sectors whose occupations are worth more grow faster, and a
post that stays vacant is opened in a neighbouring occupation where a vacancy is worth more [vacancies.reopens]. What is
usual follows in decades [used_to], so that unemployment does not trend with productivity: w and prices anchor it.

**The queue.** Seekers look at vacancies in occupations near their own, out of work also at simple work [simple]; what is not
advertised reaches acquaintances alone [public]. Each applies where pay, distance, fit and luck make it worth her while, and the
more the fewer applications end in a hire [answers]. Employers collect applications; one with v vacancies decides on each with
chance `room / (room + v)`, room growing with staff [recruits, recruiter]. Whoever is below a floor of fit is not considered;
the others are ranked against each other, and offers go in that order until one is accepted (deferred acceptance). So
somebody who searches harder takes most of her gain from others where vacancies are few for each seeker, and little where they
stay open for want of anybody who can do the work. Commuters take vacancies that stay open, the more the slower these fill.

**Pay and ladders.** `ln pay = base + w + schooling, skill, experience, years in the occupation and with the employer + employer +
occupation + fit + match`. `w` is the wage curve. The highly educated earn less the more of them there are against what work is
organised for [substitution, organised], work whose vacancies fill slowly pays more [scarce]. The employer's premium goes with
fewer separations [separation.lasting] and more training [demand.together]. The luck of a match is drawn when somebody applies,
worse when unemployment is above what the city is used to [wages.cyclical], lasts as long as the job, and is what people move
for: who is displaced falls off a ladder, and in a slump onto a lower rung.

**Slumps.** Posts that are wanted no longer are not filled again; then hours are cut, and for that time layoffs wait [hours]; then
those go who came last and know least [senior, cut_low, cut_high]. A shock's effect goes to nothing with its size.
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
    return [f"### {card.name()}", "", inspect.getdoc(card) or "", *sized, *(served(card) if issubclass(card, catalogue.Lever) else []),
            *numbers(card), ""]  # fmt: skip


def served(card: type[catalogue.Lever]) -> list[str]:
    """Whom a lever serves, and for whom it can be kept."""
    kept = f"it can be kept for groups by {', '.join(card.aims)}" if card.aims else "it cannot be kept for chosen residents"
    return ["", f"Works on {card.works_on}; {kept}."]


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
           "In these numbers one city differs from another; they are fitted to its counts (learncity fit-city):", *numbers(CityNumbers), "",
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
    lines = [INTRODUCTION, *entities(), *overview(), CONCEPTS, *beginnings(), *submodels(), MARKET, *appendix()]
    return "\n".join(line.rstrip() for line in "\n".join(lines).split("\n")).rstrip() + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
