import copy
import gc
import pickle

import numpy as np
import pytest
from mesa.agent import AgentSet

from sim import Employer, Mistake, Provider, Resident
from sim.moving import empty


@pytest.fixture
def people(city):
    return city.agents_by_type[Resident]


def by_hand(agents, question):
    return [agent for agent in agents if question(agent)]


def test_agents_are_everybody_and_a_mesa_agentset(city, people):
    assert isinstance(city.agents, AgentSet)
    assert len(people) == city.residents.present.sum()
    assert len(city.agents) == len(people) + len(city.employers) + len(city.providers)
    assert city.agent_types == [Resident, Employer, Provider]
    assert set(city.agents_by_type) == {Resident, Employer, Provider}


def test_sets_can_be_walked_indexed_and_sliced(city, people):
    listed = list(people)
    assert people[17] == listed[17]
    assert people[-1] == listed[-1]
    assert people[3:6] == listed[3:6] == people.to_list()[3:6]
    assert listed[5] in people
    assert listed[5] in city.agents
    assert listed[5] not in city.agents_by_type[Employer]
    assert "somebody" not in people
    with pytest.raises(IndexError):
        people[len(people)]


@pytest.mark.parametrize(
    "question",
    [
        lambda a: a.unemployed,
        lambda a: a.wage > 2500,
        lambda a: (a.years >= 25) & (a.years < 65),
        lambda a: a.employed and a.education == "high",
        lambda a: not a.employed,
        lambda a: 20 <= a.years < 30,
        lambda a: a.education in ("low", "medium"),
        lambda a: a.age * 100 > 40_000,
        lambda a: a.employer is not None and a.employer.headcount > 5,
        lambda a: len(a.friends) > 3,
        lambda a: a.skill[1] > 0,
        lambda a: a.skill_digital,
        lambda a: True,
        lambda a: None,
        lambda a: a.employed is True,
        lambda a: isinstance(a, Resident),
    ],
)
def test_select_finds_whom_a_walk_finds(people, question):
    assert list(people.select(question)) == by_hand(people, question)


def test_questions_are_put_to_columns_and_not_to_everybody(people):
    asked = []
    people.select(lambda a: asked.append(1) or a.wage > 2500)
    assert len(asked) < 30


def test_a_question_that_draws_luck_is_asked_of_everybody(city, people):
    state = city.random.getstate()
    chosen = people.select(lambda a: (a.wage >= 0) & (a.random.random() < 0.5))
    after = city.random.getstate()
    city.random.setstate(state)
    assert list(chosen) == by_hand(people, lambda a: city.random.random() < 0.5)
    assert city.random.getstate() == after
    generator = copy.deepcopy(city.rng)
    drawn = people.select(lambda a: (a.wage >= 0) & (city.rng.random() < 0.5))
    assert list(drawn) == by_hand(people, lambda a: generator.random() < 0.5)


def test_a_question_that_fails_fails_as_it_would_for_one_agent(people):
    with pytest.raises(ZeroDivisionError):
        people.select(lambda a: a.age / 0 > 1)
    with pytest.raises(AttributeError, match="did you mean 'unemployed'"):
        people.select(lambda a: a.unemploed)


def test_select_over_all_kinds_leaves_out_whom_it_does_not_concern(city):
    assert set(map(type, city.agents.select(lambda a: a.unemployed))) == {Resident}
    assert set(map(type, city.agents.select(lambda a: a.wage > 0))) == {Resident}
    assert set(map(type, city.agents.select(lambda a: a.in_business))) == {Employer}


def test_select_at_most_and_by_type(city, people):
    assert list(people.select(lambda a: a.employed, at_most=5)) == by_hand(people, lambda a: a.employed)[:5]
    assert len(people.select(at_most=0.1)) == len(people) // 10
    assert len(people.select(at_most=1)) == 1
    assert len(city.agents.select(agent_type=Employer)) == len(city.employers)
    assert len(city.agents.select(agent_type=(Employer, Resident))) == len(city.employers) + len(people)


def test_select_in_place_narrows_a_chosen_set_but_never_everybody(city, people):
    some = people.select(lambda a: a.employed)
    assert some.select(lambda a: a.wage > 3000, inplace=True) is some
    assert all(agent.wage > 3000 for agent in some)
    for attempt in (people.select, people.shuffle):
        with pytest.raises(Mistake, match="in place"):
            attempt(inplace=True)


def test_agg_summarises_columns(city, people):
    wages = [agent.wage for agent in people]
    assert people.agg("wage", np.mean) == pytest.approx(np.mean(wages))
    assert people.agg("wage", max) == max(wages)
    assert people.agg("wage", [min, max, np.median]) == [min(wages), max(wages), np.median(wages)]
    assert type(people.agg("wage", np.mean)) is float
    assert city.agents.agg("years", np.mean) == people.agg("years", np.mean)
    assert people.agg("skill_care", np.mean) == pytest.approx(city.residents.skill[city.residents.present > 0, 3].mean())
    assert people.select(lambda a: a.years > 200).agg("wage", len) == 0


def test_get_returns_python_values_in_the_order_of_the_set(city, people):
    assert people.get("wage") == [agent.wage for agent in people]
    assert people.get(["years", "education"])[:2] == [[a.years, a.education] for a in people[:2]]
    assert people.get("employer") == [agent.employer for agent in people]
    assert city.agents.get("wage")[-1] is None
    assert city.agents.get("wage", handle_missing="default", default_value=0)[-1] == 0
    assert people.get("mood", handle_missing="default", default_value="?") == ["?"] * len(people)
    with pytest.raises(AttributeError, match="no 'waeg' - did you mean 'wage'"):
        people.get("waeg")
    with pytest.raises(ValueError, match="handle_missing"):
        people.get("wage", handle_missing="guess")


def test_set_writes_the_column_of_the_chosen_only(city, people):
    before = city.residents.trust.copy()
    chosen = people.select(lambda a: a.education == "low")
    assert chosen.set("trust", 0.9) is chosen
    present = city.residents.present > 0
    low = present & (city.residents.attainment < 3)
    assert np.allclose(city.residents.trust[low], 0.9)
    assert (city.residents.trust[~low] == before[~low]).all()
    city.agents.set("trust", 0.1)
    assert np.allclose(city.residents.trust[present], 0.1)
    for name, value in (("trust", 7), ("activity", 3), ("mood", 1)):
        with pytest.raises(Mistake):
            people.set(name, value)


def test_groupby_counts_aggregates_maps_and_does(city, people):
    groups = people.groupby("education")
    assert sum(groups.count().values()) == len(people)
    assert list(groups.groups) == list(dict.fromkeys(people.get("education")))
    wages = groups.agg("wage", np.mean)
    for level, group in groups:
        assert wages[level] == pytest.approx(np.mean([agent.wage for agent in people if agent.education == level]))
        assert list(group) == by_hand(people, lambda a, level=level: a.education == level)
    assert groups.map(len) == groups.count()
    assert groups.map("agg", "age", max) == groups.agg("age", max)
    groups.do("set", "trust", 0.3)
    assert people.agg("trust", np.mean) == pytest.approx(0.3)
    assert len(groups) == 3


def test_groupby_takes_questions_objects_and_lists(city, people):
    decades = people.groupby(lambda a: a.years // 10).count()
    assert decades == people.groupby(lambda a: int(a.years) // 10).count()
    assert sum(decades.values()) == len(people)
    by_employer = people.groupby("employer")
    employer = next(key for key in by_employer.groups if key is not None)
    assert set(by_employer.groups[employer]) == set(employer.staff)
    lists = people.groupby("woman", result_type="list")
    assert all(type(group) is list for _, group in lists)
    assert lists.agg("age", max) == people.groupby("woman").agg("age", max)
    assert set(city.agents.groupby("education").agg("wage", np.mean)) == {"low", "medium", "high"}


def test_do_and_map_reach_everybody_in_order(people):
    seen = []
    assert people.do(lambda agent, word: seen.append((word, agent.unique_id)), "hello") is people
    assert seen == [("hello", name) for name in people.get("unique_id")]
    assert people.map(lambda agent, much: agent.age + much, much=1) == [age + 1 for age in people.get("age")]
    assert people.map("step") == [None] * len(people)
    assert people.do("step") is people


def test_shuffle_keeps_everybody_and_depends_on_the_seed_alone(city, people):
    twin = copy.deepcopy(city)
    shuffled = people.shuffle()
    assert shuffled.get("unique_id") != people.get("unique_id")
    assert set(shuffled) == set(people)
    assert twin.agents_by_type[Resident].shuffle().get("unique_id") == shuffled.get("unique_id")
    assert people.shuffle().get("unique_id") != shuffled.get("unique_id")
    chosen = people.select(at_most=20)
    assert chosen.shuffle(inplace=True) is chosen
    order = []
    people.shuffle_do(lambda agent: order.append(agent.unique_id))
    assert sorted(order) == sorted(people.get("unique_id"))
    assert order != people.get("unique_id")


def test_sort_orders_as_python_sorts(city, people):
    for ascending in (True, False):
        by_age = sorted(people, key=lambda a: a.age, reverse=not ascending)
        assert list(people.sort("age", ascending=ascending)) == by_age
        assert list(people.sort(lambda a: a.age, ascending=ascending)) == by_age
        assert list(people.sort(lambda a: (a.education, -a.age), ascending=ascending)) == sorted(
            people, key=lambda a: (a.education, -a.age), reverse=not ascending
        )
    assert type(city.agents.sort("age")[0]) is Resident
    assert type(city.agents.sort("age")[-1]) is not Resident


def test_sets_can_be_joined_crossed_and_subtracted(city, people):
    women, workers = people.select(lambda a: a.woman), people.select(lambda a: a.employed)
    assert set(women | workers) == set(women) | set(workers)
    assert set(women & workers) == set(women) & set(workers)
    assert set(women - workers) == set(women) - set(workers)
    assert set(women ^ workers) == set(women) ^ set(workers)
    assert set(city.agents - people) == set(city.agents_by_type[Employer]) | set(city.agents_by_type[Provider])
    assert set(women & list(workers)) == set(women & workers)
    assert women & workers == workers & women


def test_members_come_and_go_in_a_chosen_set(people):
    some, newcomer = people.select(at_most=3), people[10]
    some.add(newcomer)
    some.add(newcomer)
    assert list(some) == [*people[:3], newcomer]
    some.remove(newcomer)
    some.discard(newcomer)
    assert newcomer not in some
    with pytest.raises(KeyError):
        some.remove(newcomer)


def test_nobody_can_be_taken_out_of_the_city_s_own_sets(people):
    for attempt in (people.remove, people.discard):
        with pytest.raises(Mistake, match="accounts"):
            attempt(people[0])


def test_subsets_outlive_the_garbage_collector(people):
    kept = {
        "select": people.select(lambda a: a.employed),
        "shuffle": people.shuffle(),
        "sort": people.sort("age"),
        "copy": copy.copy(people),
        **people.groupby("education").groups,
    }
    counts = {name: len(some) for name, some in kept.items()}
    gc.collect()
    assert {name: len(list(some)) for name, some in kept.items()} == counts
    assert min(counts.values()) > 0


def test_a_copy_is_of_today_and_everybody_is_of_any_day(city, people):
    today = copy.copy(people)
    row = people[0].row
    empty(city, np.array([row]))
    assert len(people) == len(today)
    city.residents.present[row], city.residents.id[row] = 1, 999_999
    assert len(people) == len(today) + 1


def test_sets_travel_with_their_city(city, people):
    some = people.select(lambda a: a.unemployed)
    twin = pickle.loads(pickle.dumps(some))
    assert twin.get("unique_id") == some.get("unique_id")
    twin.set("trust", 0.123)
    assert some.agg("trust", max) != pytest.approx(0.123)


def test_a_set_says_who_is_in_it(city, people):
    assert repr(people) == f"<CitySet: {len(people):,} Resident>"
    assert "Employer" in repr(city.agents)
    assert "nobody" in repr(people.select(lambda a: a.years > 200))
