"""Virtual trials: lots, who the lever reaches, twins, and what the estimators make of it."""

from functools import cache

import numpy as np
import pytest

from experiments.evidence.trials import treatment, trial
from experiments.evidence.trials.panel import TRACKS, Panel, follow
from experiments.evidence.trials.treatment import EMBARGO, PERSONAL, Drawn, KeptOut, Reach
from experiments.evidence.trials.trial import CITIES, DISTRICTS, KEPT_OUT, ONE_BOUT, Design
from sim import catalogue
from sim.city import City
from sim.conditions import Conditions
from sim.declare import Mistake

SMALL = {"residents": 600, "burn_in": 3, "months": 8}
WHOLE = {"share": 1, "most": 50_000, "below": 9}
UNITS = {"skills_vouchers": "person", "guidance": "person", "learning_entitlement": "person", "outreach_childcare": "person",
         "school_support": "person", "second_chance": "person", "learning_centres": "district", "aligned_courses": "city",
         "employer_training_subsidy": "city"}  # fmt: skip


@pytest.fixture(scope="module")
def city():
    return City("helsinki", 800, 3).run(3)


@cache
def lived(lever="skills_vouchers", numbers=(), **how):
    return trial.live(Design(lever, dict(numbers), **{**SMALL, **how}), 5)


def lever(name, **numbers):
    """The lever once its staff are there."""
    at_once = {"first": 0} if "first" in catalogue.levers()[name].declared else {}
    return catalogue.make("lever", name, {**at_once, **numbers}, "test")


def same(one: Panel, other: Panel, *names):
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names or ("employed", "earnings", "course", "skill"))


def test_a_lot_belongs_to_a_person_not_to_a_list():
    ids = np.arange(1000, 3000)
    drawn = trial.assign_treatment(7, ids, np.full(2000, 0.4))
    assert np.array_equal(trial.assign_treatment(7, ids[::-1], np.full(2000, 0.4)), drawn[::-1])
    assert np.array_equal(trial.assign_treatment(7, ids[5:9], np.full(4, 0.4)), drawn[5:9])
    assert not np.array_equal(trial.assign_treatment(8, ids, np.full(2000, 0.4)), drawn)


def test_lots_are_fair_and_nested():
    ids = np.arange(20_000)
    few, many = (trial.assign_treatment(1, ids, np.full(len(ids), share)) for share in (0.3, 0.6))
    assert few.mean() == pytest.approx(0.3, abs=3 * np.sqrt(0.21 / len(ids)))
    assert many[few].all(), "whoever is drawn at 30% is drawn at 60%"
    assert not trial.assign_treatment(1, ids, np.zeros(len(ids))).any() and trial.assign_treatment(1, ids, np.ones(len(ids))).all()


def test_a_lot_has_nothing_to_do_with_who_somebody_is(city):
    r = city.residents
    rows = treatment.rows_of(r, "adults")
    gaps = []
    for seed in range(60):
        drawn = trial.assign_treatment(seed, r.id[rows], np.full(len(rows), 0.5))
        gaps.append(r.schooling[rows][drawn].mean() - r.schooling[rows][~drawn].mean())
    assert abs(np.mean(gaps)) < 3 * np.std(gaps) / np.sqrt(len(gaps)) + 1e-9


def test_groups_are_words_joined_by_plus(city):
    r = city.residents
    rows = treatment.rows_of(r, "unemployed+women")
    assert len(rows) and (r.sex[rows] == 1).all() and (r.activity[rows] == 4).all() and (r.age[rows] >= 216).all()
    assert (r.age[treatment.rows_of(r, "pupils")] < 216).any()
    with pytest.raises(Mistake, match="did you mean 'women'"):
        treatment.rows_of(r, "unemployed+woman")


@pytest.mark.parametrize("name", sorted(catalogue.levers()))
def test_a_lever_shows_from_whom_it_can_be_kept(city, name):
    reach = Reach(city, lever(name))
    if name in UNITS:
        assert reach.unit == UNITS[name]
    if reach.unit == "city":
        with pytest.raises(Mistake, match="acts on the whole city"):
            reach.check(name, (0.5,), CITIES)
    if reach.unit == "district":
        with pytest.raises(Mistake, match="acts on whole districts"):
            reach.check(name, (0.0, 0.5), DISTRICTS)


def test_taking_it_up_means_what_the_lever_does(city):
    told = {name: Reach(city, lever(name)).taking_up for name in UNITS}
    assert told["guidance"] == told["school_support"] == told["outreach_childcare"] == "service"
    assert told["skills_vouchers"] == told["learning_entitlement"] == told["second_chance"] == "course"
    assert told["aligned_courses"] == told["learning_centres"] == "any_course" and told["employer_training_subsidy"] == "employer"


@pytest.mark.parametrize("name", [name for name, unit in UNITS.items() if unit == "person"])
def test_those_not_drawn_face_what_they_would_face_anyway(city, name):
    r = city.residents
    rows = np.flatnonzero((r.present == 1) & (np.arange(len(r)) % 2 == 0))
    town = city.branch([Drawn(lever(name, budget=1e9), r.id[rows], rows)])
    town.conditions.reset()
    town.hall.open_month(0)
    town.levers[0].apply(town)
    drawn = np.zeros(len(r), bool)
    drawn[rows] = True
    changed = np.zeros(len(r), bool)
    for condition in PERSONAL:
        off = getattr(town.conditions, condition) != Conditions.declared[condition].baseline
        changed |= off if off.ndim == 1 else off.any(axis=0)
    assert changed[drawn].any() and not changed[~drawn].any()


def test_money_is_paid_for_those_drawn_only(city):
    r = city.residents
    rows = treatment.rows_of(r, "unemployed")[::2]
    town = city.branch([Drawn(lever("guidance", budget=1e9, after=0, round=12), r.id[rows], rows)]).run(1)
    served = (town.conditions.guidance > 1).sum()
    assert 0 < served <= len(rows)
    assert town.hall.spent.sum() == pytest.approx(served * 95.0 * town.price_level * town.weight)


def test_a_room_opens_only_in_districts_drawn(city):
    drawn = trial.assign_districts(city, 0.4)
    r = city.residents
    town = city.branch([Drawn(lever("learning_centres", budget=1e9, rooms=200), r.id[:0], np.zeros(0, int), drawn)]).run(1)
    assert (town.conditions.satellite[drawn] > 0).all() and (town.conditions.satellite[~drawn] == 0).all()
    assert drawn.sum() == round(0.4 * len(drawn))


def test_a_lever_without_money_does_exactly_nothing():
    found = lived(numbers=(("budget", 0), *WHOLE.items()), shares=(0.5,))
    (world,) = found.worlds
    assert world.offered.any() and same(world.lived, found.twin) and world.lived.spent[-1] == 0


def test_a_treatment_without_strength_does_exactly_nothing_though_it_costs():
    found = lived("guidance", (("search", 1), ("broaden", 0), ("after", 0), ("round", 12)), shares=(0.5,))
    (world,) = found.worlds
    assert same(world.lived, found.twin) and world.lived.spent[-1] > 0


def test_nobody_offered_is_the_twin_city():
    found = lived("guidance", (), shares=(0.0,))
    assert same(found.worlds[0].lived, found.twin) and found.worlds[0].lived.spent[-1] == 0


def test_a_treatment_moves_those_who_get_it_and_the_same_seed_says_the_same():
    how = {"numbers": (("search", 2), ("after", 0), ("round", 12)), "shares": (0.5,)}
    found = lived("guidance", **how)
    again = trial.live(Design("guidance", dict(how["numbers"]), shares=(0.5,), **SMALL), 5)
    (world,), (other,) = found.worlds, again.worlds
    assert same(world.lived, other.lived, *TRACKS) and np.array_equal(world.offered, other.offered)
    assert (world.lived.served[:, world.offered]).any() and not (world.lived.served[:, ~world.offered]).any()
    assert not same(world.lived, found.twin)


def test_those_kept_out_start_no_course_while_others_do(city):
    r = city.residents
    rows = treatment.rows_of(r, "adults")
    out, free = rows[::2], rows[1::2]
    town = city.branch([KeptOut(r.id[out], out)])
    told = follow(town, rows, r.id[rows], EMBARGO)
    started = told.started.any(axis=0)
    assert not started[np.isin(rows, out)].any() and started[np.isin(rows, free)].any()


def test_a_control_group_is_kept_out_and_its_twins_are_not():
    found = lived(numbers=tuple(WHOLE.items()), eligible="adults", shares=(1.0,), control=KEPT_OUT)
    assert not found.twin.started.any() and found.worlds[0].lived.started.any()
    first = found.first(found.worlds[0])
    assert not found.anyway(first).any()


def test_one_bout_of_courses_is_one_year_of_courses_against_none():
    found = lived(numbers=tuple(WHOLE.items()), eligible="adults", shares=(1.0,), control=ONE_BOUT, months=30)
    started = found.worlds[0].lived.started.any(axis=1)
    assert not found.twin.started.any() and started[:12].any() and not started[12:].any()


def test_saturation_over_districts_and_over_cities():
    here = lived("guidance", (), shares=(0.0, 0.5, 1.0), over=DISTRICTS)
    (world,) = here.worlds
    assert set(np.unique(world.share)) == {0.0, 0.5, 1.0}
    assert not world.offered[world.share == 0].any() and world.offered[world.share == 1].all()
    for district in np.unique(here.at_start["district"]):
        assert len(np.unique(world.share[here.at_start["district"] == district])) == 1
    apart = lived("guidance", (), shares=(0.25, 0.75))
    low, high = (one.offered for one in apart.worlds)
    assert high[low].all() and low.sum() < high.sum()


def test_people_are_followed_by_name_when_they_leave():
    found = lived(shares=(0.5,), months=36, eligible="adults")
    present = found.twin.present
    assert present[0].mean() > 0.97 and present[-1].sum() < present.shape[1]
    assert not np.diff(present.astype(int), axis=0).max() > 0, "nobody comes back as somebody else"
    assert (found.twin.earnings[present == 0] == 0).all()


@pytest.mark.slow
def test_processes_do_not_change_the_result():
    from experiments.evidence.trials.effects import of_seed

    design = Design("guidance", {}, shares=(0.5,), **SMALL)
    one, two = (trial.each_seed(design, of_seed, (1, 2), workers) for workers in (1, 2))
    for a, b in zip(one, two, strict=True):
        assert a.equals(b)
