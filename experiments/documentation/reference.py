"""Reference pages, printed from the cards themselves."""

import inspect
from collections.abc import Iterable, Mapping
from typing import Any

from experiments.inputs import paths, scenario
from experiments.outcomes.definitions import Thresholds, definitions
from experiments.outcomes.verdicts import Verdicts
from sim import catalogue, facts
from sim.city import MONTH
from sim.declare import Parameters
from sim.own_indicators import asked_of_city
from sim.portraits import allowed
from sim.tables import tables


def table(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """A table in Markdown."""
    heads = list(heads)
    lines = [f"| {' | '.join(heads)} |", f"| {' | '.join('---' for _ in heads)} |"]
    return "\n".join([*lines, *(f"| {' | '.join(cell(one) for one in row)} |" for row in rows)]) + "\n"


def cell(value: Any) -> str:
    """Text that stays within its cell."""
    return str(value).replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def card(name: str, kind: type[Parameters]) -> str:
    """A card's story and numbers."""
    parts = [f"## {name}\n", (inspect.getdoc(kind) or "").replace("<", "&lt;") + "\n"]
    if issubclass(kind, catalogue.Lever):
        aims = f" It can be kept for groups by {', '.join(kind.aims)}." if kind.aims else " It cannot be kept for chosen residents."
        parts.append(f"*{kind.theme}.* Works on {kind.works_on}.{aims}\n")
    rows = [
        (f"`{name}.{n}`", f"{d.default:,g}", d.unit, f"{d.low:,g} to {d.high:,g}", d.meaning, d.source) for n, d in kind.declared.items()
    ]
    return "\n".join([*parts, table(("number", "value", "unit", "range", "meaning", "source"), rows) if rows else "It has no numbers.\n"])


def cards(title: str, about: str, found: Mapping[str, type[Parameters]]) -> str:
    """A page of cards."""
    return "\n".join([f"# {title}\n", about + "\n", *(card(name, kind) for name, kind in found.items())])


def levers() -> str:
    """Every lever."""
    return cards("Levers", "What is invested. Levers set conditions; residents respond to conditions.", catalogue.levers())


def shocks() -> str:
    """Every shock."""
    return cards("Shocks", "What strikes the city. Months are counted from the policy date.", catalogue.shocks())


def behaviours() -> str:
    """Every behaviour, in the order of a month."""
    known = catalogue.behaviours()
    order = ", ".join(f"[{name}](#{name})" for name in MONTH)
    return cards("Behaviours", f"What happens in a month, in this order: {order}.", {name: known[name] for name in MONTH})


def indicators() -> str:
    """Every indicator."""
    asked: Mapping[str, Any] = catalogue.indicators()
    rows = [(f"`{name}`", ask.unit, ask.better, "yes" if ask.by_group and not asked_of_city(ask) else "", inspect.getdoc(ask) or "")
            for name, ask in asked.items()]  # fmt: skip
    return f"# Indicators\n\nAsked of every month.\n\n{table(('indicator', 'unit', 'better', 'by group', 'meaning'), rows)}"


def outcomes() -> str:
    """Every outcome, and the numbers behind them."""
    rows = [(f"`{name}`", said.theme, said.unit, said.better, said.meaning) for name, said in definitions().items()]
    head = "# Outcomes\n\nWhat a run or a pair of runs is asked; every indicator is an outcome too, as a mean over years.\n"
    numbers = "\n".join(card(kind.name(), kind) for kind in (Thresholds, Verdicts))
    return f"{head}\n{table(('outcome', 'theme', 'unit', 'better', 'meaning'), rows)}\n{numbers}"


def columns() -> str:
    """Every column of every table of a city."""
    parts = ["# Columns\n", "What a city remembers: `city.residents.wage` is a column, `city.residents.to_frame()` a table of them.\n"]
    for name, kind in tables().items():
        rows = [(f"`{column}`", spec.dtype, spec.unit, allowed(spec), spec.meaning) for column, spec in kind.declared.items()]
        told = (kind.__doc__ or "").partition("\n")[0]
        parts += [f"## city.{name}\n", f"{told}\n", table(("column", "type", "unit", "range", "meaning"), rows)]
    return "\n".join(parts)


def scenarios() -> str:
    """Shipped scenarios and cities."""
    found = [scenario.load(name) for name in paths.scenario_names()]
    rows = [(f"`{one.name}`", one.title, one.city, ", ".join(one.levers) or "none", ", ".join(one.shock) or "none") for one in found]
    towns = [facts.city(name) for name in facts.cities()]
    cities = [(f"`{one.name}`", one.title, one.year, f"{one.people:,.0f}", len(one.districts)) for one in towns]
    first = table(("scenario", "title", "city", "levers", "shock"), rows)
    second = table(("city", "title", "year", "people", "districts"), cities)
    return f"# Scenarios and cities\n\n`learncity explain NAME` prints a scenario's file, to be copied.\n\n{first}\n{second}"


PAGES = {"levers": levers, "shocks": shocks, "behaviours": behaviours, "indicators": indicators, "outcomes": outcomes, "columns": columns,
         "scenarios": scenarios}  # fmt: skip
"""Pages of docs/pages/reference, by name; those of commands and of Python are the command line's own."""
