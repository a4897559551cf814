import copy
import gc
import logging
import pickle
import weakref

import mesa
import numpy as np
import pytest
from mesa import DataCollector

from sim import City, Employer, LearningCity, Mistake, Resident
from sim.catalogue import indicators


def test_the_city_is_a_mesa_model_and_an_engine(city):
    assert isinstance(city, mesa.Model)
    assert isinstance(city, City)
    assert city.running is True


def test_steps_count_months():
    city = LearningCity(residents=300, seed=2)
    assert (city.steps, city.month) == (0, 0)
    city.step()
    assert (city.steps, city.month) == (1, 1)
    assert city.run(4) is city
    assert (city.steps, city.month, len(city.history)) == (5, 5, 6)


def test_the_model_lives_the_very_months_of_the_engine():
    model, engine = LearningCity(residents=300, seed=9).run(3), City(residents=300, seed=9).run(3)
    for name in model.residents:
        assert np.array_equal(getattr(model.residents, name), getattr(engine.residents, name)), name


def test_rng_is_another_word_for_seed():
    assert LearningCity(residents=200, rng=7).seed == 7
    assert LearningCity(residents=200, seed=7, rng=7).seed == 7
    assert LearningCity(residents=200, seed="7").seed == 7
    assert LearningCity(residents=200, rng=np.random.default_rng(3)).seed == int(np.random.default_rng(3).integers(2**31))
    assert LearningCity(residents=200, rng=np.random.SeedSequence(3)).seed == LearningCity(residents=200, rng=np.random.PCG64(3)).seed
    assert LearningCity(residents=200, seed=None).seed != LearningCity(residents=200).seed != LearningCity(residents=200).seed
    for wrong in ({"seed": 7, "rng": 8}, {"seed": -1}, {"seed": 1.5}):
        with pytest.raises(Mistake, match="seed"):
            LearningCity(residents=200, **wrong)


def test_steps_are_silent_unless_asked(city, caplog):
    city.run(2)
    assert not caplog.records
    with caplog.at_level(logging.INFO, logger="MESA"):
        city.step()
    assert bool(caplog.records) == mesa.__version__.startswith("3"), "Mesa 4 says nothing of a step"


def test_indicators_are_attributes_of_the_model(city):
    for name in indicators():
        assert getattr(city, name) == city.indicator(name)
    assert type(city.unemployment) is float
    with pytest.raises(AttributeError, match="did you mean 'unemployment'"):
        city.unemploymnt  # noqa: B018
    assert not hasattr(city, "_ipython_display_")


def test_extra_indicators_see_the_agents():
    asked = {"oldest": lambda city: city.agents_by_type[Resident].agg("years", max)}
    city = LearningCity(residents=200, seed=1, extra_indicators=asked).run(2)
    assert city.oldest == city.history.oldest.iloc[-1] > 50
    assert "oldest" in city.datacollector.get_model_vars_dataframe()


def test_every_indicator_of_every_month_is_collected_without_asking(city):
    city.run(3)
    frame = city.datacollector.get_model_vars_dataframe()
    assert list(frame.columns)[: len(indicators())] == list(indicators())
    assert len(frame) == 4
    assert frame.unemployment.iloc[-1] == pytest.approx(city.unemployment)
    city.datacollector.collect(city)
    assert len(city.datacollector.get_model_vars_dataframe()) == 4


def test_a_data_collector_takes_indicators_functions_and_agent_attributes(city):
    collector = DataCollector(
        model_reporters={
            "unemployment": "unemployment",
            "residents": lambda m: len(m.agents_by_type[Resident]),
            "mean_age": lambda m: m.agents.agg("years", np.mean),
        },
        agent_reporters={"wage": "wage", "kind": lambda a: type(a).__name__},
        agenttype_reporters={Resident: {"trust": "trust"}, Employer: {"vacancies": lambda e: e.vacancies}},
    )
    for _ in range(2):
        city.step()
        collector.collect(city)
    model, agents = collector.get_model_vars_dataframe(), collector.get_agent_vars_dataframe()
    assert model.unemployment.tolist() == city.history.unemployment.tolist()[1:]
    assert model.residents.iloc[-1] == city.residents.present.sum()
    last = agents.xs(city.steps, level="Step")
    assert len(last) == len(city.agents)
    residents = last[last.kind == "Resident"]
    assert residents.wage.astype(float).tolist() == city.agents_by_type[Resident].get("wage")
    trust = collector.get_agenttype_vars_dataframe(Resident).xs(city.steps, level="Step").trust
    assert trust.tolist() == city.agents_by_type[Resident].get("trust")
    assert len(collector.get_agenttype_vars_dataframe(Employer)) == 2 * len(city.employers)


@pytest.mark.parametrize("twin_of", [copy.deepcopy, lambda city: pickle.loads(pickle.dumps(city))])
def test_a_copied_city_lives_on_alone_and_alike(city, twin_of):
    twin = twin_of(city)
    assert twin.agents[5].model is twin
    before = city.residents.wage.copy()
    twin.run(2)
    assert (city.residents.wage == before).all()
    assert twin.month == city.month + 2
    assert twin.steps == city.steps + 2
    city.run(2)
    assert np.array_equal(twin.residents.wage, city.residents.wage)
    assert twin.history.equals(city.history)


def test_a_branch_is_a_model_of_its_own(city):
    branch = city.branch()
    assert type(branch) is LearningCity
    assert branch.agents[0].model is branch
    branch.agents.set("trust", 0.01)
    assert city.agents.agg("trust", np.mean) > 0.02
    month, steps = city.month, city.steps
    branch.run(2)
    assert (city.month, city.steps) == (month, steps)
    assert (branch.month, branch.steps) == (month + 2, steps + 2)
    assert len(branch.datacollector.get_model_vars_dataframe()) == 3
    assert branch.datacollector.city is branch


def test_branches_with_the_same_luck_live_alike(city):
    one, two = city.branch().run(2), city.branch().run(2)
    assert np.array_equal(one.residents.wage, two.residents.wage)
    assert one.residents.wage is not two.residents.wage


def test_the_agents_cannot_all_be_removed(city):
    with pytest.raises(Mistake, match="cannot all be removed"):
        city.remove_all_agents()
    with pytest.raises(AttributeError):
        city.agents = []


def test_a_city_nobody_holds_is_forgotten():
    city = LearningCity(residents=200, seed=1).run(1)
    list(city.agents)
    trace = weakref.ref(city)
    del city
    gc.collect()
    assert trace() is None


@pytest.mark.skipif(not hasattr(mesa.Model, "run_for"), reason="Mesa before 3.5 has no clock")
def test_mesa_s_clock_runs_the_months_and_calls_at_the_right_time(city):
    class Diary:
        def __init__(self):
            self.months = []

        def write(self):
            self.months.append((city.time, city.month))

    diary, start = Diary(), city.time
    city.schedule_event(diary.write, after=2)
    city.run_for(3)
    assert city.time == start + 3
    assert city.month == city.steps
    assert diary.months == [(start + 2, city.month - 1)]
    city.run_until(start + 5)
    assert city.month == city.steps == start + 5
    branch = city.branch()
    branch.run_for(1)
    assert (branch.month, city.month) == (city.month + 1, city.month)
