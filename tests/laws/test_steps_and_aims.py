"""Levers with steps, and levers for some residents: money follows the calendar, and nobody else is reached."""

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import aim, catalogue
from sim.city import City
from sim.conditions import Conditions
from sim.declare import Mistake
from sim.tables import tables

FOR_RESIDENTS = sorted(name for name, card in catalogue.levers().items() if card.aims == aim.KINDS)
FOR_DISTRICTS = sorted(name for name, card in catalogue.levers().items() if card.aims == ("district",))
FOR_NOBODY = sorted(name for name, card in catalogue.levers().items() if not card.aims)
NOBODY = {"education": "high", "activity": "child"}
ALSO_OTHERS = {"early_years": "care_help"}
"""A place for a child lifts what keeps her parents from learning."""


@pytest.fixture(scope="module")
def young():
    return City("helsinki", 900, 3).run(3)


def make(name, **values):
    return catalogue.make("lever", name, values, "test")


def columns(city):
    return {name: [getattr(getattr(city, name), column).copy() for column in kind.declared] for name, kind in tables().items()}


def same(one, other):
    pairs = zip(columns(one).values(), columns(other).values(), strict=True)
    return all(np.array_equal(a, b) for table, twin in pairs for a, b in zip(table, twin, strict=True))


def set_aside(lever, months):
    """What the city sets aside for the lever by each month, EUR."""
    hall = City("helsinki", 50, 1, levers=[lever]).hall
    found = []
    for month in range(months):
        hall.open_month(month)
        found.append(float(hall.accrued[0]))
    return np.diff(found, prepend=0)


def test_every_lever_says_what_it_works_on_and_whom_it_can_be_for():
    for name, card in catalogue.levers().items():
        assert "works_on" in vars(card), name
        assert set(card.aims) <= set(aim.KINDS), name
    assert FOR_RESIDENTS and FOR_DISTRICTS and FOR_NOBODY


def test_levers_for_nobody_spend_nothing_and_change_nothing(young):
    levers = [make(name, budget=5e7, **{"for": NOBODY}) for name in FOR_RESIDENTS]
    calm, town = young.branch().run(8), young.branch(levers).run(8)
    assert not town.hall.spent.any() and not town.hall.administration.any() and same(calm, town)


@pytest.mark.parametrize("name", [*FOR_RESIDENTS, *FOR_DISTRICTS])
def test_a_lever_changes_nothing_for_those_it_is_not_for(name, young):
    here = young.facts.districts.codes[int(np.bincount(young.residents.district).argmax())]
    groups = {"district": here} if name in FOR_DISTRICTS else {"sex": "women"}
    more = {"capacity": 0.1} if name == "prior_learning" else {}
    town = young.branch([make(name, budget=1e9, **{"for": groups}, **more)])
    everybody = young.branch([make(name, budget=1e9, **more)])
    for city in (town, everybody):
        city.policy_month -= 24  # its staff are there
        city.conditions.reset()
        city.conditions.funding[:] = 0.5  # a reserve is opened
        city.hall.open_month(0)
        city.levers[0].apply(city)
    axis = "district" if name in FOR_DISTRICTS else "resident"
    meant = np.arange(len(young.facts.districts)) == aim.rows_of([here], town)[0] if axis == "district" else town.residents.sex == 1
    reached = others = 0
    for condition, spec in Conditions.declared.items():
        if not spec.axis.endswith(axis) or ALSO_OTHERS.get(name) == condition:
            continue
        changed = np.atleast_2d(getattr(town.conditions, condition) != spec.baseline).any(axis=0)
        assert not changed[~meant].any(), condition
        reached += int(changed.sum())
        others += int(np.atleast_2d(getattr(everybody.conditions, condition) != spec.baseline).any(axis=0)[~meant].sum())
    assert reached > 0 and others > 0


@pytest.mark.parametrize("name", FOR_NOBODY)
def test_a_lever_that_cannot_be_kept_for_some_says_so(name):
    with pytest.raises(Mistake, match=r"works on .*'for' has no meaning here"):
        make(name, **{"for": {"sex": "women"}})


@pytest.mark.parametrize("name", FOR_DISTRICTS)
def test_a_lever_for_districts_takes_districts_alone(name):
    with pytest.raises(Mistake, match="it can be for a district, not by sex"):
        make(name, **{"for": {"sex": "women"}})


def test_two_halves_for_disjoint_groups_set_aside_and_spend_what_the_whole_does(young):
    whole = young.branch([make("household_preparedness", budget=2e6)]).run(12)
    halves = [make(f"household_preparedness#{sex}", budget=1e6, **{"for": {"sex": sex}}) for sex in ("women", "men")]
    town = young.branch(halves).run(12)
    assert list(town.hall.account) == ["household_preparedness#men", "household_preparedness#women"]
    assert town.hall.accrued.sum() == pytest.approx(whole.hall.accrued.sum())
    a_visit = make("household_preparedness").cost * young.price_level * young.weight * 1.15
    assert abs(town.hall.total() - whole.hall.total()) <= 2 * a_visit and town.hall.total() > 10 * a_visit
    assert set(town.observations.ledger().lever) == set(town.hall.account)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(steps=st.dictionaries(st.integers(0, 60), st.integers(0, 10**7), min_size=1, max_size=5), start=st.integers(0, 20))
def test_a_calendar_sets_aside_what_its_pieces_do(steps, start):
    calendar = dict(sorted(steps.items()))
    lever = make("guidance", budget=calendar, start=start)
    ends = [*list(calendar)[1:], 72]
    pieces = np.zeros(72)
    for (first, euros), end in zip(calendar.items(), ends, strict=True):
        pieces[max(first, start) : end] = euros / 12
    assert np.allclose([lever.yearly(month) / 12 * lever.active(month) for month in range(72)], pieces)
    assert lever.resolved()["budget"] == {str(month): float(euros) for month, euros in calendar.items()}


def test_a_calendar_is_the_budget_it_begins_with_until_it_steps(young):
    plain, stepped = (young.branch([make(name, budget=euros) for name in catalogue.levers()]) for euros in (2e7, {0: 2e7, 6: 0}))
    assert same(plain.run(6), stepped.run(6)) and plain.hall.total() == stepped.hall.total() > 0
    assert stepped.run(3).hall.accrued == pytest.approx(1e7) and plain.run(3).hall.accrued == pytest.approx(1.5e7)


def test_money_that_is_phased_in_grows_in_equal_steps_to_the_full():
    euros = set_aside(make("guidance", budget=12e6, phase_in=4, start=2), 9)
    assert euros == pytest.approx([0, 0, 0.25e6, 0.5e6, 0.75e6, 1e6, 1e6, 1e6, 1e6])


def test_what_costs_nothing_is_phased_in_too(young):
    lifted = []
    for phase in (0, 4):
        town = young.branch([make("aligned_courses", budget=1e7, phase_in=phase)])
        town.step()
        lifted.append(float(town.conditions.alignment[0]))
    assert lifted[1] == pytest.approx(lifted[0] / 4) and lifted[1] > 0


def test_a_budget_set_by_hand_replaces_the_calendar():
    lever = make("guidance", budget={0: 1e6, 12: 2e6})
    twin = copy.deepcopy(lever)
    lever.budget = 5e6
    assert lever.yearly(3) == lever.yearly(30) == 5e6 and twin.yearly(3) == 1e6 and twin.yearly(30) == 2e6


def test_the_end_is_the_last_month():
    lever = make("guidance", start=10, end=12)
    assert [month for month in range(20) if lever.active(month)] == [10, 11, 12] and lever.resolved()["months"] == 3


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    groups=st.fixed_dictionaries(
        {},
        optional={
            "sex": st.lists(st.sampled_from(aim.NAMES["sex"]), min_size=1, max_size=3),
            "education": st.sampled_from(aim.NAMES["education"]),
            "activity": st.lists(st.sampled_from(aim.NAMES["activity"]), min_size=1),
            "age": st.sampled_from(["0-14", "15-24", "25-39", "65+", "30"]),
            "origin": st.lists(st.sampled_from(aim.NAMES["origin"]), min_size=1, max_size=2),
            "limitation": st.sampled_from(aim.NAMES["limitation"]),
        },
    ).filter(bool)
)
def test_an_aim_said_again_is_the_same_and_its_crossing_is_no_larger(groups, young):
    read = aim.read(groups, "test")
    assert aim.read(read, "test") == read
    crossed = aim.members(read, young)
    for kind, names in read.items():
        one = aim.members({kind: names}, young)
        assert not (crossed & ~one).any()
        assert np.array_equal(one, np.any([aim.members({kind: [name]}, young) for name in names], axis=0))


def test_groups_are_those_that_indicators_count(young):
    for kind, names in aim.NAMES.items():
        if kind == "activity":
            continue
        counted = young.observations.counts(kind).people[-1]
        meant = [aim.members({kind: [name]}, young).sum() for name in names]
        assert np.array_equal(counted, meant), kind


def test_python_says_aim_and_given(young):
    from sim.levers import SkillsVouchers

    levers = [SkillsVouchers(share=0.5, aim={"sex": "women", "age": "25-39"}, given="mothers"), SkillsVouchers(aim={"sex": "men"})]
    town = young.branch(levers).run(2)
    assert list(town.hall.account) == ["skills_vouchers", "skills_vouchers#mothers"]
    assert levers[0].resolved()["for"] == {"sex": ["women"], "age": ["25-39"]}


REFUSED = [
    ([make("guidance"), make("guidance")], "guidance is there twice; give each a name of its own"),
    ([make("guidance#a"), make("guidance#b")], "guidance#a and guidance#b overlap"),
    ([make("guidance#a", **{"for": {"age": "20-39"}}), make("guidance#b", **{"for": {"age": "30+"}})], "overlap"),
    ([make("hiring_subsidy#a", **{"for": {"sex": "men"}}), make("hiring_subsidy#b", **{"for": {"sex": "women"}})], "act at the same time"),
    ([make("guidance", **{"for": {"district": "Kalio"}})], "unknown district 'Kalio' - did you mean 'Kallio'"),
]


@pytest.mark.parametrize(("levers", "told"), REFUSED)
def test_levers_that_cannot_be_together_are_refused(levers, told, young):
    with pytest.raises(Mistake, match=told):
        young.branch(levers)


def test_two_of_a_kind_may_follow_each_other(young):
    early, late = make("hiring_subsidy#early", end=2), make("hiring_subsidy#late", start=3)
    assert young.branch([early, late]).run(6).hall.accrued.min() > 0
