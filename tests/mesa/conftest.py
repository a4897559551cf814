import pytest

from sim import LearningCity


@pytest.fixture(scope="session")
def town():
    return LearningCity(residents=600, seed=4).run(3)


@pytest.fixture
def city(town):
    return town.branch()
