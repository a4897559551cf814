import inspect

import mesa
import pytest

from sim import City, LearningCity

pytestmark = pytest.mark.skipif(not hasattr(mesa, "batch_run"), reason="Mesa 4 has no batch_run")
SEEDS = [3, 5]


def batch(processes, **parameters):
    """Two seeds the way this Mesa wants them given."""
    if "rng" in inspect.signature(mesa.batch_run).parameters:
        given = {"parameters": parameters, "rng": SEEDS}
    else:
        given = {"parameters": {**parameters, "seed": SEEDS}}
    rows = mesa.batch_run(LearningCity, number_processes=processes, max_steps=3, display_progress=False, **given)
    return sorted(rows, key=lambda row: row["seed"])


@pytest.fixture(scope="module")
def alone():
    return batch(1, residents=300)


def test_batch_run_reports_the_indicators_of_the_last_month(alone):
    assert [row["seed"] for row in alone] == SEEDS
    for row in alone:
        engine = City(residents=300, seed=row["seed"]).run(row["Step"])
        assert row["Step"] == 3
        assert row["unemployment"] == engine.indicator("unemployment")


def test_batch_run_reports_every_month_when_asked():
    rows = mesa.batch_run(
        LearningCity, {"residents": [200]}, number_processes=1, max_steps=4, data_collection_period=1, display_progress=False
    )
    assert [row["Step"] for row in rows] == [0, 1, 2, 3, 4]


def test_two_processes_find_what_one_finds(alone):
    assert [row["unemployment"] for row in batch(2, residents=300)] == [row["unemployment"] for row in alone]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("parameters", [{}, {"seed": [None]}])
def test_iterations_without_a_seed_are_different_cities(parameters):
    rows = mesa.batch_run(LearningCity, {"residents": [300], **parameters}, iterations=4, max_steps=2, display_progress=False)
    assert len({row["unemployment"] for row in rows}) > 1


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_iterations_with_a_seed_are_the_same_city():
    if "rng" in inspect.signature(mesa.batch_run).parameters:
        rows = mesa.batch_run(LearningCity, {"residents": [300]}, rng=[7, 7], max_steps=2, display_progress=False)
    else:
        rows = mesa.batch_run(LearningCity, {"residents": [300], "seed": [7]}, iterations=2, max_steps=2, display_progress=False)
    assert len(rows) == 2 and rows[0]["unemployment"] == rows[1]["unemployment"]
