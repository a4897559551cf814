"""Every changed life has a cause, and the causes are the whole difference of the two cities."""

import numpy as np
import pytest

from experiments import causes, compare
from experiments.outcomes.causes import CAUSES, WHOLE
from experiments.recording.changed_lives import ChangedLives
from experiments.recording.lever_reach import WATCHED, LeverReach, conditions_named
from sim import catalogue
from sim.city import City
from sim.conditions import Conditions
from sim.declare import Mistake
from sim.groups import GROUPS
from sim.observation import FIELD

PLAN = {"guidance": {"budget": 20e6}, "second_chance": {"budget": 20e6}, "hiring_subsidy": {"budget": 20e6}}
MONTHS = 30


@pytest.fixture(scope="module")
def watched():
    """Two cities of 3,000 that lived side by side under three levers and none, and who parted."""
    return live_beside([catalogue.levers()[name](**card) for name, card in PLAN.items()])


def live_beside(levers, without=(), residents=3_000, months=MONTHS):
    city = City(residents=residents, seed=4).run(24)
    lives = ChangedLives(city.branch(without), city.branch(levers))
    for _ in range(months):
        lives.base.step()
        lives.plan.step()
        lives.look()
    return lives


def counted(city, field):
    """One field of the whole city, month by month after the branch."""
    return np.array([cells[:, FIELD[field]].sum() for cells in city.observations.cells[1:]], float)


@pytest.mark.parametrize(("outcome", "field"), [("work", "employed"), ("learning", "enrolled"), ("pay", "wages")])
def test_the_causes_add_up_to_the_whole_difference_in_every_month(watched, outcome, field):
    whole = (counted(watched.plan, field) - counted(watched.base, field)) * watched.plan.weight
    summed = watched.by_month().groupby("month")[outcome].sum().reindex(range(1, MONTHS + 1), fill_value=0.0)
    assert np.abs(whole).max() > 0
    single = 1e-6 * counted(watched.base, field).max() * watched.plan.weight  # the city counts in single precision
    assert summed.to_numpy() == pytest.approx(whole, rel=1e-6, abs=single)


def test_groups_of_a_trait_add_up_to_the_city(watched):
    months, groups = watched.by_month(), watched.by_group()
    for dimension in groups.dimension.unique():
        mine = groups[(groups.dimension == dimension) & groups.group.isin(GROUPS[dimension])].groupby(["cause", "root"]).work.sum()
        whole = months.groupby(["cause", "root"]).work.sum()
        assert mine.reindex(whole.index, fill_value=0.0).to_numpy() == pytest.approx(whole.to_numpy(), abs=1e-6)


def test_every_life_that_parted_is_told_once_with_a_cause_and_the_lever_behind_it(watched):
    lives = watched.first_events()
    assert set(lives.cause) <= set(CAUSES) and set(lives.root) <= {"", *PLAN}
    assert {"direct", "displaced", "freed"} <= set(lives.cause)
    direct = lives[lives.cause == "direct"]
    assert set(direct.root) == set(PLAN) and (direct.steps == 0).all() and (direct.behind == -1).all()
    chained = lives[lives.cause.isin(("displaced", "freed")) & (lives.behind >= 0)]
    assert (chained.steps > 0).any() and chained.behind.isin(lives.id).all()
    assert (lives.cause == "luck").mean() < 0.1


def test_those_who_never_parted_live_the_same_lives(watched):
    a, b = watched.base.residents, watched.plan.residents
    same = np.flatnonzero(watched.kind[: len(a)] < 0)
    assert 100 < len(same) < len(a)
    for column in ("id", "activity", "post", "offer", "attainment"):
        assert (getattr(a, column)[same] == getattr(b, column)[same]).all()


def test_who_was_displaced_finds_somebody_else_in_the_post():
    lives, seen = live_beside([catalogue.levers()["guidance"](budget=40e6)], months=1), 0
    for _ in range(24):
        before = len(lives.lives)
        lives.base.step()
        lives.plan.step()
        lives.look()
        new = lives.first_events().iloc[before:]
        for life in new[(new.cause == "displaced") & (new.behind >= 0)].itertuples():
            (row,) = np.flatnonzero(lives.base.residents.id == life.id)
            (rival,) = np.flatnonzero(lives.plan.residents.id == life.behind)
            post, offer = lives.base.residents.post[row], lives.base.residents.offer[row]
            in_her_place = (post >= 0 and lives.plan.posts.holder[post] == rival) or lives.plan.residents.offer[rival] == offer >= 0
            assert in_her_place or lives.base.residents.learned[row] == 0, "or in a seat of a course that lasted a month"
            seen += 1
    assert seen > 0


def test_without_a_lever_and_with_the_same_levers_nobody_parts():
    guidance = catalogue.levers()["guidance"]
    for with_it in ([], [guidance(budget=10e6)]):
        lives = live_beside(with_it, with_it, months=6)
        assert len(lives.first_events()) == 0 and not lives.by_month().work.any()


def test_watching_changes_nothing(watched):
    city = City(residents=3_000, seed=4).run(24).branch([catalogue.levers()[name](**card) for name, card in PLAN.items()])
    city.run(MONTHS)
    assert (city.residents.id == watched.plan.residents.id).all() and (city.residents.wage == watched.plan.residents.wage).all()


@pytest.mark.parametrize("name", sorted(catalogue.levers()))
def test_a_lever_changes_no_condition_that_its_file_does_not_name(name):
    """What is not named is not watched; three years with a recession in them, so that levers of alarm act too."""
    card, shocks = catalogue.levers()[name], catalogue.shocks()
    city = City(residents=400, seed=2).branch([card()], [shocks["recession"](start=3), shocks["pandemic"](start=18)])
    (lever,) = city.levers
    apply, changed = lever.apply, set()

    def noted(city):
        before = {one: getattr(city.conditions, one).copy() for one in WATCHED}
        apply(city)
        changed.update(one for one, was in before.items() if (getattr(city.conditions, one) != was).any())

    lever.apply = noted
    city.run(36)
    assert changed <= set(conditions_named(lever))


def test_the_reach_of_a_lever_is_whom_it_serves():
    city = City(residents=1_000, seed=3).branch([catalogue.levers()["guidance"](budget=30e6)])
    reach = LeverReach(city)
    city.run(12)
    served = np.flatnonzero(city.conditions.guidance != Conditions.declared["guidance"].baseline)
    assert len(served) and (np.flatnonzero(reach.flags(("guidance", "broaden"))) == served).all()
    assert len(reach.flags(("reach",))) == 0


def test_asked_from_python_causes_are_the_effect_and_unknown_words_name_the_known():
    small = {"residents": 600, "months": 24, "seeds": 3, "burn_in": 12}
    found = causes("skills_first", **small).set_index("cause")
    assert list(found.index) == [*CAUSES, WHOLE]
    effect = compare("skills_first", shock={}, **small)
    (jobs,) = effect[(effect.outcome == "job_years") & (effect.group == "all") & (effect.world == "calm")].itertuples()
    for mine, theirs in (("job_years", jobs.effect), ("job_years_low", jobs.low), ("job_years_high", jobs.high)):
        assert found.loc[WHOLE, mine] == pytest.approx(theirs, rel=1e-6)
    levers = causes("skills_first", by="lever", **small)
    assert levers.job_years.iloc[:-1].sum() == pytest.approx(found.loc[WHOLE, "job_years"])
    assert levers.set_index("root").spent["guidance"] > 0
    low = causes("skills_first", group=("education", "low"), **small)
    assert low.job_years.iloc[-1] != found.loc[WHOLE, "job_years"]
    with pytest.raises(Mistake, match="did you mean 'education'"):
        causes("skills_first", group=("educaton", "low"), **small)
    with pytest.raises(Mistake, match="lever"):
        causes("skills_first", by="levers", **small)
