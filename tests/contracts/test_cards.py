"""Every card: documented, with units, sources and bounds; and it leaves people alone."""

import copy
import re
from pathlib import Path

import numpy as np
import pytest

from experiments.evidence.targets import fitted, targets
from sim import catalogue, facts
from sim.city import MONTH, City
from sim.conditions import AXES, Conditions
from sim.declare import Mistake
from sim.tables import tables

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "experiments" / "examples" / "extensions").glob("[!_]*.py"))
OWN = catalogue.extension_cards(EXAMPLES)
"""Cards of outside files keep the same contract."""
LEVERS, SHOCKS = {**catalogue.levers(), **OWN["lever"]}, {**catalogue.shocks(), **OWN["shock"]}
CARDS = {**catalogue.behaviours(), **OWN["behaviour"], **LEVERS, **SHOCKS}
THEMES = {"inclusive education", "skill development for the local economy", "lifelong learning", "community engagement",
          "sustainability", "crisis preparedness", "global network"}  # fmt: skip
PAYS_ONLY = {"network_membership"}
"""Levers that change nothing by themselves: their gain is in what a city takes up because of them."""


@pytest.fixture(scope="module")
def city():
    return City("helsinki", 600, 2).run(3)


@pytest.mark.parametrize("name", sorted(CARDS))
def test_says_what_it_does(name):
    text = CARDS[name].__doc__
    assert text and text[0].isupper() and len(text) > 40, f"{name} has no docstring a resident would understand"


@pytest.mark.parametrize("name", sorted(CARDS))
def test_every_number_has_unit_meaning_source_and_range(name):
    for field, number in CARDS[name].declared.items():
        assert number.unit and number.meaning and number.source, f"{name}.{field}"
        assert number.low < number.high and number.low <= number.default <= number.high, f"{name}.{field}"


@pytest.mark.parametrize("name", sorted(CARDS))
def test_refuses_what_it_does_not_know(name):
    with pytest.raises(Mistake, match="unknown number"):
        CARDS[name](surely_unknown=1)


@pytest.mark.parametrize("name", [name for name, card in sorted(CARDS.items()) if card.declared])
def test_refuses_values_out_of_range(name):
    field, number = next(iter(CARDS[name].declared.items()))
    with pytest.raises(Mistake, match="outside"):
        CARDS[name](**{field: number.high * 2 + 1})


def people(city):
    return {name: [getattr(getattr(city, name), column).copy() for column in kind.declared] for name, kind in tables().items()}


@pytest.mark.parametrize("name", sorted([*LEVERS, *SHOCKS]))
def test_levers_and_shocks_touch_conditions_and_money_only(name, city):
    kind = "lever" if name in LEVERS else "shock"
    card = catalogue.make(kind, name, {"budget": 1e9} if kind == "lever" else {}, "test", OWN[kind])
    town = city.branch([card] if kind == "lever" else [], [card] if kind == "shock" else [])
    town.policy_month -= 24 * (kind == "lever")  # its staff are there
    town.conditions.reset()
    town.hall.open_month(0)
    before = copy.deepcopy(people(town))
    card.apply(town)
    after = people(town)
    for table, columns in before.items():
        for old, new in zip(columns, after[table], strict=True):
            assert np.array_equal(old, new), f"{name} changed {table}"
    changed = [c for c, spec in Conditions.declared.items() if (getattr(town.conditions, c) != spec.baseline).any()]
    assert bool(changed) != (name in PAYS_ONLY), f"{name} changes {changed or 'no condition'}"


@pytest.mark.parametrize("name", sorted(catalogue.levers()))
def test_a_lever_has_a_theme_of_the_mission(name):
    assert catalogue.levers()[name].theme in THEMES


def test_every_theme_has_a_lever():
    assert {card.theme for card in catalogue.levers().values()} >= THEMES


def test_the_month_has_every_behaviour_once():
    assert sorted(MONTH) == sorted(catalogue.behaviours())


def test_every_indicator_has_a_unit_and_a_meaning():
    for name, ask in {**catalogue.indicators(), **OWN["indicator"]}.items():
        assert ask.unit and ask.__doc__, name


def test_conditions_say_over_what_they_are():
    for name, spec in Conditions.declared.items():
        assert spec.axis in AXES and spec.unit and spec.meaning, name


def test_a_condition_is_back_at_its_baseline_every_month(city):
    lever = catalogue.make("lever", "guidance", {"budget": 5e7, "months": 2, "first": 0}, "test")
    town = city.branch([lever]).run(2)
    assert (town.conditions.guidance > 1).any()
    town.step()
    assert (town.conditions.guidance == 1).all()


def test_nobody_is_drilled_where_nobody_lives(city):
    town = city.branch([catalogue.make("lever", "household_preparedness", {"budget": 1e9}, "test")]).run(6)
    gone = town.residents.present == 0
    town.conditions.drill[gone] = 0.5
    town.behaviours[MONTH.index("community")].act(town)
    assert gone.any() and (town.residents.prepared[gone] == 0).all()


SAYS_EVIDENCE = re.compile(r"\bevidence\b|\brows? \d+|\bV\d+\b|\b8\.[0-2]\b")
SEEN = "seen against "
"""After this a source names rows of the validation that its number was chosen with in view."""


@pytest.mark.parametrize("name", sorted(CARDS))
def test_every_mention_of_evidence_is_a_row_one_can_read(name):
    for field, number in CARDS[name].declared.items():
        source, _, seen = number.source.partition(SEEN)
        if SAYS_EVIDENCE.search(source):
            assert facts.evidence_in(source), f"{name}.{field}: {number.source}"
        if seen:
            assert fitted.named(seen, tuple(targets.load())), f"{name}.{field}: {number.source}"
