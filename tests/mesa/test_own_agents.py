import copy
import gc
import pickle
import weakref

import mesa
import numpy as np
import pytest

from sim import LearningCity, Resident


class Mentor(mesa.Agent):
    """Somebody from outside who meets residents."""

    def __init__(self, model, patience=1):
        super().__init__(model)
        self.patience, self.protege = patience, None

    def meet(self):
        self.protege = self.random.choice(self.model.agents_by_type[Resident])
        self.protege.trust = min(1.0, self.protege.trust + 0.1)


class Inspector(mesa.Agent):
    """Another type, with nothing of its own."""


class MentoredCity(LearningCity):
    """A Mesa user's own model: mentors meet residents every month."""

    def __init__(self, residents=300, seed=1, mentors=3, rng=None):
        super().__init__(residents=residents, seed=seed, rng=rng)
        Mentor.create_agents(self, mentors, patience=list(range(mentors)))
        self.datacollector = mesa.DataCollector(
            model_reporters={"unemployment": "unemployment"}, agenttype_reporters={Mentor: {"patience": "patience"}}
        )

    def step(self):
        super().step()
        self.agents_by_type[Mentor].shuffle_do("meet")
        self.datacollector.collect(self)


def test_a_user_s_own_agents_live_beside_the_residents(city):
    mentors = [Mentor(city, patience) for patience in (1, 2)]
    assert list(city.agents_by_type[Mentor]) == mentors
    assert mentors[0] in city.agents
    assert list(city.agents)[-2:] == mentors
    assert len(city.agents.select(agent_type=Mentor)) == 2
    assert city.agents.select(agent_type=Mentor)[1] is mentors[1]
    names = city.agents.get("unique_id")
    assert len(set(names)) == len(names)
    assert Mentor in city.agent_types


def test_own_agents_meet_residents_and_leave_their_mark_in_the_columns(city):
    mentor = Mentor(city)
    before = city.residents.trust.copy()
    mentor.meet()
    changed = np.flatnonzero(city.residents.trust != before)
    assert changed.tolist() == [mentor.protege.row]


def test_own_agents_can_be_asked_with_all_others(city):
    mentors = [Mentor(city, patience) for patience in (5, 6)]
    inspector = Inspector(city)
    assert city.agents.agg("patience", max) == 6
    assert list(city.agents.select(lambda a: isinstance(a, Mentor) and a.patience > 5)) == [mentors[1]]
    assert city.agents.agg("years", np.mean) == city.agents_by_type[Resident].agg("years", np.mean)
    assert city.agents.groupby(lambda a: type(a).__name__).count()["Inspector"] == 1
    city.agents.set("patience", 9)
    assert mentors[0].patience == 9
    assert not hasattr(inspector, "patience")
    assert set(city.agents_by_type[Mentor] | city.agents_by_type[Inspector]) == {*mentors, inspector}
    assert set(city.agents_by_type[Resident].select(at_most=1) | mentors) >= set(mentors)


def test_an_own_agent_who_is_removed_is_gone_everywhere(city):
    mentors = [Mentor(city) for _ in range(3)]
    kept = city.agents.select(agent_type=Mentor)
    done = []

    def retire_the_next(mentor):
        done.append(mentor)
        if mentor is mentors[0]:
            mentors[1].remove()

    kept.do(retire_the_next)
    assert done == [mentors[0], mentors[2]]
    assert list(kept) == [mentors[0], mentors[2]]
    assert mentors[1] not in city.agents
    assert len(city.agents_by_type[Mentor]) == 2
    mentors[1].remove()
    assert Mentor(city).unique_id not in {mentor.unique_id for mentor in mentors}


def test_own_agents_outlive_the_garbage_collector(city):
    for patience in range(4):
        Mentor(city, patience)
    gc.collect()
    assert city.agents_by_type[Mentor].agg("patience", sum) == 6


@pytest.mark.parametrize("twin_of", [copy.deepcopy, lambda city: pickle.loads(pickle.dumps(city)), LearningCity.branch])
def test_own_agents_follow_a_copied_city_and_keep_their_acquaintances(city, twin_of):
    mentor = Mentor(city)
    mentor.meet()
    twin = twin_of(city)
    (other,) = twin.agents_by_type[Mentor]
    assert other is not mentor
    assert other.model is twin
    assert other.protege.model is twin
    assert other.protege.unique_id == mentor.protege.unique_id
    other.protege.trust = 0.0
    assert mentor.protege.trust > 0
    assert other in twin.agents
    assert other not in city.agents


def test_a_subclass_with_its_own_step_and_collector_counts_months():
    city = MentoredCity().run(3)
    assert (city.steps, city.month) == (3, 3)
    frame = city.datacollector.get_agenttype_vars_dataframe(Mentor)
    assert len(frame) == 9
    assert city.datacollector.get_model_vars_dataframe().unemployment.tolist() == city.history.unemployment.tolist()[1:]
    assert all(mentor.protege.here for mentor in city.agents_by_type[Mentor])


def test_a_city_with_own_agents_is_forgotten_when_nobody_holds_it():
    trace = weakref.ref(MentoredCity().run(1))
    gc.collect()
    assert trace() is None
