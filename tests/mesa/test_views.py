import copy
import gc

import mesa
import numpy as np
import pytest

from sim import Employer, Mistake, Provider, Resident
from sim.moving import empty
from sim.tables import EMPLOYED, UNEMPLOYED, Employers, Providers, Residents


@pytest.fixture
def worker(city):
    return city.agents_by_type[Resident].select(lambda a: a.employed)[0]


@pytest.mark.parametrize(("kind", "table"), [(Resident, Residents), (Employer, Employers), (Provider, Providers)])
def test_every_agent_is_a_mesa_agent_and_gives_its_columns_as_python_numbers(city, kind, table):
    for agent in city.agents_by_type[kind][:3]:
        assert isinstance(agent, mesa.Agent)
        assert agent.model is city
        for name in table.declared:
            if name != "friends":
                value = getattr(agent, name)
                assert all(type(one) in (int, float) for one in (value if isinstance(value, tuple) else [value])), name


def test_reading_shows_the_column(city, worker):
    assert worker.wage == city.residents.wage[worker.row]
    assert worker.skill == tuple(city.residents.skill[worker.row].tolist())
    assert worker.skill_digital == worker.skill[1]


def test_writing_goes_through_to_the_column(city, worker):
    worker.trust = 0.25
    worker.trust += 0.5
    assert city.residents.trust[worker.row] == pytest.approx(0.75)
    worker.skill_digital = 1.5
    assert city.residents.skill[worker.row, 1] == 1.5
    worker.skill = [0.5] * 8
    assert (city.residents.skill[worker.row] == 0.5).all()


def test_writing_is_seen_by_another_look_at_the_same_resident(city, worker):
    worker.aspiration = 1.0
    assert city.agents_by_type[Resident].select(lambda a: a.unique_id == worker.unique_id)[0].aspiration == 1.0


@pytest.mark.parametrize("value", [1.2, -0.1, float("nan"), "much", None])
def test_a_value_outside_the_column_s_range_is_refused_with_the_range(worker, value):
    before = worker.trust
    with pytest.raises(Mistake, match=r"Resident\.trust.*0\.\.1"):
        worker.trust = value
    assert worker.trust == before


def test_a_fraction_of_a_month_is_refused(worker):
    with pytest.raises(Mistake, match=r"Resident\.experience must be a whole number in 0\.\.1320"):
        worker.experience = 12.5


def test_too_few_skills_are_refused(worker):
    with pytest.raises(Mistake, match="takes 8 numbers"):
        worker.skill = [1.0, 2.0]


def test_a_misspelt_attribute_names_the_nearest(worker):
    with pytest.raises(AttributeError, match="did you mean 'trust'"):
        worker.trsut  # noqa: B018
    with pytest.raises(AttributeError, match="did you mean 'trust'"):
        worker.trsut = 0.5


def test_what_follows_from_other_columns_cannot_be_set(worker):
    with pytest.raises(AttributeError, match=r"Resident\.employed cannot be set"):
        worker.employed = False


@pytest.mark.parametrize("name", ["activity", "post", "household", "district", "present", "id"])
def test_who_is_where_cannot_be_set_on_one_agent_alone(worker, name):
    with pytest.raises(Mistake, match=rf"Resident\.{name}.*accounts"):
        setattr(worker, name, 1)


def test_what_does_not_apply_to_an_agent_is_none(city):
    assert city.agents_by_type[Employer][0].wage is None


def test_domain_words_say_what_the_columns_hold(city):
    for resident in city.agents_by_type[Resident][::25]:
        row = resident.row
        assert resident.years == city.residents.age[row] // 12
        assert resident.employed == (city.residents.activity[row] == EMPLOYED)
        assert resident.unemployed == (city.residents.activity[row] == UNEMPLOYED)
        isced = city.residents.attainment[row]
        assert resident.education == ("low" if isced < 3 else "medium" if isced < 5 else "high")


def test_an_employer_and_its_staff_know_each_other(city, worker):
    employer = worker.employer
    assert isinstance(employer, Employer)
    assert worker in employer.staff
    assert all(mate.employer == employer for mate in employer.staff)
    assert city.agents_by_type[Resident].select(lambda a: not a.employed)[0].employer is None


def test_employers_speak_of_sector_and_vacancies(city):
    employers = city.agents_by_type[Employer]
    assert employers.agg("vacancies", sum) == (city.posts.vacant > 0).sum()
    assert all(isinstance(title, str) and title for title in employers.get("sector_title"))
    assert employers.select(lambda e: e.in_business).agg("closed", max) == 0


def test_providers_know_courses_and_learners(city):
    learners = sum(len(provider.learners) for provider in city.agents_by_type[Provider])
    assert learners == ((city.residents.offer >= 0) & (city.residents.present > 0)).sum()
    assert sum(len(provider.courses) for provider in city.agents_by_type[Provider]) == len(city.offers)


def test_friends_are_residents_and_households_share_a_home(city, worker):
    assert all(isinstance(friend, Resident) and friend.here for friend in worker.friends)
    assert worker in worker.household_members
    assert {member.household for member in worker.household_members} == {worker.household}
    couple = city.agents_by_type[Resident].select(lambda a: a.partner >= 0)[0]
    assert couple.companion.companion == couple


def test_views_introduce_themselves(city, worker):
    assert repr(worker).startswith(f"<Resident {worker.unique_id}: ")
    assert f"{worker.years}, {worker.education} education, employed in" in repr(worker)
    assert repr(worker.employer).startswith("<Employer ")
    assert all(repr(provider).startswith("<Provider ") for provider in city.agents_by_type[Provider])


def test_two_looks_at_one_resident_are_equal_and_hash_alike(city, worker):
    again = city.agents_by_type[Resident].select(lambda a: a.employed)[0]
    assert again is not worker
    assert again == worker
    assert len({again, worker}) == 1
    assert worker != city.branch().agents_by_type[Resident].select(lambda a: a.employed)[0]


def test_unique_ids_are_unique_over_all_kinds(city):
    names = city.agents.get("unique_id")
    assert len(set(names)) == len(names)


def test_a_resident_who_left_is_gone_from_every_set(city, worker):
    everybody, chosen = city.agents_by_type[Resident], city.agents_by_type[Resident].select(lambda a: a.employed)
    before = len(everybody), len(chosen)
    empty(city, np.array([worker.row]))
    assert not worker.here
    assert worker not in chosen
    assert worker not in city.agents
    assert (len(everybody), len(chosen)) == (before[0] - 1, before[1] - 1)


def test_a_resident_who_left_is_not_mistaken_for_who_came_after(city, worker):
    city.residents.id[worker.row] = 999_999
    assert "no longer in the city" in repr(worker)
    with pytest.raises(Mistake, match="no longer in the city"):
        worker.wage  # noqa: B018
    with pytest.raises(Mistake, match="no longer in the city"):
        worker.trust = 0.5


def test_a_closed_employer_is_still_an_agent(city):
    employer = city.agents_by_type[Employer][0]
    city.employers.closed[employer.row] = 12
    assert employer in city.agents
    assert not employer.in_business


def test_nobody_is_made_or_removed_by_hand(city, worker):
    for attempt in (lambda: Resident(city), lambda: Resident.create_agents(city, 3), worker.remove):
        with pytest.raises(Mistake):
            attempt()
    assert worker in city.agents


def test_views_survive_copying_and_are_made_lazily(city, worker):
    assert copy.copy(worker) == worker
    gc.collect()
    assert sum(issubclass(type(thing), Resident) for thing in gc.get_objects()) < 20
    assert isinstance(city.residents.wage, np.ndarray)
