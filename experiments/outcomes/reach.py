"""How many residents is a lever for? Counted in the city as it was drawn, before anything happens in it."""

from types import SimpleNamespace
from typing import Any

from experiments.inputs.comparison import Comparison
from experiments.outcomes.card_names import words_of
from sim import aim, population
from sim.planned import FOR
from sim.tables import Residents


def reached(comparison: Comparison) -> list[dict[str, Any]]:
    """Each lever with a 'for': the words of its aim, residents of the real city whom it means, and their share of all."""
    levers = {**comparison.baseline_levers, **comparison.levers}
    aims = {name: card[FOR] for name, card in levers.items() if card.get(FOR)}
    if not aims:
        return []
    known = comparison.city_facts
    drawn = population.draw(known, comparison.residents, comparison.seeds[0])
    residents = Residents(0)
    residents.adopt(drawn.columns)
    city, names = SimpleNamespace(residents=residents, facts=known), dict(zip(known.districts.codes, known.districts.names, strict=True))
    found = []
    for name, groups in aims.items():
        many = float(aim.members(groups, city).sum())
        told = {"lever": name, "for": groups, "words": aim.words(groups, names)}
        found.append({**told, "residents": many * drawn.weight, "share": many / max(1, int((residents.present == 1).sum()))})
    return found


def called(lever: str, found: list[dict[str, Any]]) -> str:
    """'skills vouchers (for women of 25-39)': a lever in words, with those whom it is for."""
    words = next((one["words"] for one in found if one["lever"] == lever), "")
    return f"{words_of(lever)} (for {words})" if words else words_of(lever)


def lines(found: list[dict[str, Any]]) -> list[str]:
    """'skills vouchers: for women of 25-39, about 71,000 residents (11% of the city)'."""
    return [
        f"{words_of(one['lever'])}: for {one['words']}, about {one['residents']:,.0f} residents ({100 * one['share']:.2g}% of the city)"
        for one in found
    ]
