"""What there is, and what it means: read from the cards themselves."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from rich.table import Table

from experiments.cli.own_cards import OwnCards
from experiments.console.printing import bold, wide
from experiments.figures import own_map
from experiments.inputs import paths, regimes, scenario
from experiments.inputs.scenario import city_place
from experiments.network.adoption_rules import Exchange
from experiments.network.cities import Context
from experiments.outcomes import city_holds
from experiments.outcomes.card_names import with_article
from experiments.outcomes.definitions import Frequencies, Thresholds, definitions
from experiments.outcomes.verdicts import Verdicts
from sim import aim, catalogue, facts
from sim.city_numbers import CityNumbers
from sim.declare import Mistake, Number, Parameters, nearest, shown
from sim.own_indicators import asked_of_city

NO_OWN = OwnCards()
"""Packaged cards only."""


def first_line(thing: object) -> str:
    """The first line of a docstring: what it is, in a resident's words."""
    return (getattr(thing, "__doc__", None) or "").strip().partition("\n")[0]


def show(kind: str, own: OwnCards = NO_OWN) -> None:
    """List one kind of things."""
    heads, rows = LISTS[kind](own) if kind in OF_CARDS else LISTS[kind]()
    table = Table(*heads, title=f"{len(rows)} {kind}", title_justify="left")
    for row in rows:
        table.add_row(*row)
    wide().print(table, highlight=False)


def levers(own: OwnCards) -> tuple[tuple, list]:
    """Levers with their theme."""
    cards = own.all_levers
    rows = [(name, card.theme, first_line(card), f"{card.declared['budget'].default:,.0f}") for name, card in cards.items()]
    return ("lever", "theme", "what it does", "budget, EUR/year"), rows


def shocks(own: OwnCards) -> tuple[tuple, list]:
    """Shocks."""
    return ("shock", "what happens"), [(name, first_line(card)) for name, card in own.all_shocks.items()]


def behaviours(own: OwnCards) -> tuple[tuple, list]:
    """Behaviours in the order of the month."""
    rows = [(str(n), name, first_line(card), "your file" if name in own.behaviours else "") for n, (name, card) in
            enumerate(own.all_behaviours.items(), 1)]  # fmt: skip
    return ("", "behaviour", "what happens every month", "of"), rows


def indicators(own: OwnCards) -> tuple[tuple, list]:
    """Indicators with unit and direction."""
    asked: Mapping[str, Any] = own.all_indicators
    rows = [(n, ask.unit, ask.better, "yes" if of_groups(ask) else "", first_line(ask)) for n, ask in asked.items()]
    return ("indicator", "unit", "better", "by group", "meaning"), rows


def outcomes() -> tuple[tuple, list]:
    """Outcomes of a run or a pair of runs; every indicator is one too, as a mean over years."""
    rows = [(name, said.theme, said.unit, said.better, said.meaning) for name, said in definitions().items()]
    return ("outcome", "theme", "unit", "better", "meaning"), rows


def scenarios() -> tuple[tuple, list]:
    """Shipped scenarios."""
    found = [scenario.load(name) for name in paths.scenario_names()]
    rows = [(one.name, one.title, one.city, ", ".join(one.levers) or "-", ", ".join(one.shock)) for one in found]
    return ("scenario", "title", "city", "levers", "shock"), rows


def sides() -> tuple[tuple, list]:
    """Regimes: sides of a disagreement, by the question they answer."""
    found = sorted((regimes.load(name) for name in regimes.names()), key=lambda one: (one.question, one.name))
    rows = [(one.name, one.question, one.title, numbers_in(one.parameters), one.source) for one in found]
    return ("regime", "question", "answer", "numbers", "source"), rows


def numbers_in(parameters: Mapping[str, float]) -> str:
    """'demand.entry = 0.003'."""
    return ", ".join(f"{path} = {value:g}" for path, value in parameters.items())


def cities() -> tuple[tuple, list]:
    """Embedded cities."""
    found = [facts.city(name) for name in facts.cities()]
    rows = [(one.name, one.title, str(one.year), f"{one.people:,.0f}", str(len(one.districts))) for one in found]
    return ("city", "title", "year", "people", "districts"), rows


def of_groups(ask: Any) -> bool:
    """Whether an indicator is asked of groups too."""
    return ask.by_group and not asked_of_city(ask)


def parameters(own: OwnCards) -> tuple[tuple, list]:
    """Every number of every behaviour, and those behind the outcomes."""
    cards = {**catalogue.behaviours(), **own.behaviours, **OWN}
    rows = [number_row(f"{name}.{n}", d) for name, card in cards.items() for n, d in card.declared.items()]
    return HEADS, rows


def assumed(own: OwnCards) -> tuple[tuple, list]:
    """How many numbers of each mechanism, lever and shock rest on nothing published, and which."""
    known = cards(own)
    found = {name: [n for n, number in card.declared.items() if number.assumed] for name, (_, card) in known.items()}
    rows = [(name, kind, f"{len(found[name])} of {len(card.declared)}", ", ".join(found[name])) for name, (kind, card) in known.items()]
    rows = [row for row in rows if row[-1]]
    return ("card", "kind", "assumed", "numbers"), rows


def figures() -> tuple[tuple, list]:
    """Figures, what each shows, and the function that draws it from stored tables."""
    from experiments.figures import drawing
    from experiments.optimise import figures
    from experiments.sweep import figures as of_sweep

    known = {"run": drawing.FIGURES, "sweep": of_sweep.FIGURES, "search": figures.FIGURES}
    drawn = [(name, kind, draw) for kind, all_of in known.items() for name, draw in all_of.items()]
    rows = [(name, kind, first_line(draw), f"{draw.__module__}.{draw.__name__}") for name, kind, draw in drawn]
    return ("figure", "of a", "what it shows", "drawn by"), rows


def features() -> tuple[tuple, list]:
    """Features of learning cities, and what stands for each."""
    from experiments.run import profile

    rows = [(one.area, one.feature, one.represented, ", ".join(one.levers), ", ".join(one.outcomes)) for one in profile.features()]
    return ("area of focus", "feature", "in the model", "levers", "outcomes"), rows


OF_CARDS = ("levers", "shocks", "behaviours", "indicators", "parameters", "assumed")
"""Lists that show a user's own cards too."""
LISTS: dict[str, Callable] = {
    "levers": levers, "shocks": shocks, "behaviours": behaviours, "indicators": indicators, "outcomes": outcomes,
    "scenarios": scenarios, "cities": cities,
    "parameters": parameters, "assumed": assumed, "features": features, "regimes": sides, "figures": figures,
}  # fmt: skip
OWN = {card.name(): card for card in (Thresholds, Verdicts, Frequencies, Exchange, Context, CityNumbers)}
"""Numbers that decide how outcomes are measured, how many cities learn from each other, and in what one differs: no rule reads them."""
HEADS = ("number", "value", "unit", "range", "meaning", "source")


def number_row(path: str, number: Number) -> tuple[str, ...]:
    """A declared number as a row."""
    allowed = f"{number.low:,g} to {number.high:,g}"
    return path, f"{number.default:,g}", number.unit, allowed, number.meaning, number.source


def cards(own: OwnCards = NO_OWN) -> dict[str, tuple[str, type[Parameters]]]:
    """Every card by name with its kind."""
    kinds: dict[str, Mapping[str, Any]] = {
        "lever": own.all_levers,
        "shock": own.all_shocks,
        "behaviour": {**catalogue.behaviours(), **own.behaviours},
        "set of numbers": OWN,
    }
    return {name: (kind, card) for kind, found in kinds.items() for name, card in found.items()}


def explain(name: str, own: OwnCards = NO_OWN) -> None:
    """Explain whatever bears this name."""
    card, _, number = name.partition(".")
    known = cards(own)
    if card in known:
        explain_card(*known[card], number)
        if card in own.behaviours and card in own.order:
            place = own.order.index(card)
            wide().print(f"It acts as step {place + 1} of a month, after {own.order[place - 1] if place else 'nothing'}.", highlight=False)
    elif name in own.all_indicators:
        explain_indicator(name, own.all_indicators[name])
    elif name in definitions():
        explain_outcome(name)
    elif name in paths.scenario_names():
        explain_scenario(name)
    elif name in regimes.names():
        explain_regime(name)
    elif name in facts.cities():
        fit_of(name, 10_000)
    else:
        everything = [*known, *own.all_indicators, *definitions(), *paths.scenario_names(), *regimes.names(), *facts.cities()]
        numbers = [f"{one}.{number}" for one, (_, card) in known.items() for number in card.declared]
        raise Mistake(f"explain: unknown name {shown(name)}{nearest(name, [*everything, *numbers])}")


def explain_card(kind: str, card: type[Parameters], number: str) -> None:
    """A card's story and its numbers, or one of them."""
    if number and number not in card.declared:
        raise Mistake(f"explain: {card.name()} has no number {shown(number)}{nearest(number, card.declared)}")
    chosen = [number] if number else list(card.declared)
    table = Table(*HEADS)
    for name in chosen:
        table.add_row(*number_row(name, card.declared[name]))
    theme = f" ({theme})" if (theme := getattr(card, "theme", "")) else ""
    wide().print(bold(card.name(), f", {with_article(kind)}{theme}"), highlight=False)
    wide().print(inspect.getdoc(card), highlight=False, markup=False)
    if issubclass(card, catalogue.Lever) and not number:
        wide().print(served(card), highlight=False, markup=False)
    wide().print(table, highlight=False)
    for key in dict.fromkeys(key for name in chosen for key in facts.evidence_in(card.declared[name].source)):
        row = facts.evidence()[key]
        wide().print(f"{key}: {row['fact']}: {row['value']} ({row['source']}; {row['standing']})", highlight=False, markup=False)


def served(card: type[catalogue.Lever]) -> str:
    """What a lever works on, and whom it can be kept for."""
    told = f"Works on {card.works_on}."
    if not card.aims:
        return f"{told} It cannot be kept for chosen residents."
    groups = [f"{kind} ({', '.join(aim.NAMES[kind])})" if kind in aim.NAMES else kind for kind in card.aims]
    example = "for: {district: [...]}" if card.aims == ("district",) else f"for: {aim.SYNTAX}"
    return f"{told} It can be kept for groups, and their crossings, by {', '.join(groups)}: {example}."


def explain_indicator(name: str, ask: Any) -> None:
    """An indicator's meaning."""
    direction = f", {ask.better} is better" if ask.better else ""
    asked = "asked of the city and of every group" if of_groups(ask) else "asked of the whole city"
    wide().print(bold(name, f", an indicator in {ask.unit}{direction}; {asked}"), highlight=False)
    wide().print((ask.__doc__ or "").strip(), highlight=False, markup=False)


def explain_outcome(name: str) -> None:
    """An outcome's meaning."""
    said = definitions()[name]
    direction = f", {said.better} is better" if said.better else ""
    wide().print(bold(name, f" ({said.title}), an outcome of {said.theme} in {said.unit}{direction}"), highlight=False)
    wide().print(said.meaning, highlight=False, markup=False)


def explain_scenario(name: str) -> None:
    """A scenario's story and where its file is, to be copied."""
    found = scenario.load(name)
    wide().print(bold(found.title, f", the scenario {name}: {found.city}, {found.months} months"), highlight=False)
    wide().print(found.story, highlight=False, markup=False)
    file = paths.shipped("scenarios") / f"{name}.yaml"
    wide().print(f"\n{file}:\n\n{file.read_text(encoding='utf-8')}", highlight=False, markup=False, soft_wrap=True)


def explain_regime(name: str) -> None:
    """A side of a disagreement, its numbers against those in force, and the other sides."""
    one, known = regimes.load(name), cards()
    others = [other for other in regimes.names() if other != name and regimes.load(other).question == one.question]
    wide().print(bold(one.title, f", the regime {name}: an answer to '{one.question}'"), highlight=False)
    wide().print(one.story, highlight=False, markup=False)
    table = Table("number", "here", "else", "unit", "meaning", "source of the usual value")
    for path, value in one.parameters.items():
        card, _, number = path.partition(".")
        said = known[card][1].declared[number]
        table.add_row(path, f"{value:g}", f"{said.default:g}", said.unit, said.meaning, said.source)
    wide().print(table, highlight=False)
    wide().print(f"Source: {one.source}\nOther answers: {', '.join(others)}", highlight=False, markup=False)


def fitted_lines(known: facts.CityFacts, folder: str) -> list[str]:
    """What was fitted to a city: its counts beside where the calm model lives, and whether it should be fitted again."""
    fitted = known.fitted
    if fitted.file is None:
        return [f"not fitted to its counts: the model's own numbers are in force (learncity fit-city {folder})"]
    numbers = ", ".join(f"{name} {value:g}" for name, value in fitted.in_force.items()) or "none: the model's own are in force"
    stale = [f"  {fitted.stale}: learncity fit-city {folder}"] if fitted.stale else []
    held = city_holds.lines(fitted.about.get("holds") or {})
    return [f"numbers of its own, fitted to its counts ({fitted.file}): {numbers}", *held, *stale]


def fit_of(folder: str, residents: int) -> None:
    """Draw a population from counts and print how well it fits."""
    from sim import population
    from sim.city import check_whole

    check_whole("residents", residents, 1, 20_000_000)
    known = facts.city(city_place(folder))
    drawn = own_map.lines(str(city_place(folder)), known.districts)
    people = population.draw(known, residents, 1)
    told = f"{known.title} {known.year}: {known.people:,.0f} people in {len(known.districts)} districts"
    each = f"{residents:,} residents, each standing for {people.weight:,.1f} people"
    for line in (told, each, *facts.unread_in(folder), *drawn, *people.report.lines()):
        wide().print(line, highlight=False, markup=False, soft_wrap=True)
    for line in fitted_lines(known, folder):
        wide().print(line, highlight=False, markup=False, soft_wrap=True)
    for name, table in known.tables.items():
        wide().print(f"{name}: {table['source']} ({table['licence']})", highlight=False, markup=False, soft_wrap=True)
