"""Several small towns and what becomes of them: each world is lived once and read by every test that asks for it."""

from functools import cache

import numpy as np

from sim import catalogue
from sim.city import City

SEEDS = (21, 22, 23)
MORE = (*SEEDS, 24, 25, 26)


@cache
def town(seed):
    """A town of 1,500 two years after its founding."""
    return City("helsinki", 1500, seed).run(24)


def card(name, **numbers):
    """A lever or shock that can be compared, so that a world is lived once."""
    return name, tuple(sorted(numbers.items()))


@cache
def lived(seed, levers=(), shock=None, months=24, look=None):
    """A branch of the town with these cards after so many months, and what ``look`` saw each month."""
    made = [catalogue.make("lever", name, dict(numbers), "test") for name, numbers in levers]
    struck = [catalogue.make("shock", shock[0], dict(shock[1]), "test")] if shock else []
    city, seen = town(seed).branch(made, struck), []
    for _ in range(months):
        city.step()
        seen += [look(city)] if look else []
    return city, seen


def in_all(ask, *levers, seeds=SEEDS, **how):
    """The sum over towns of what ``ask`` makes of the city with these levers."""
    return sum(ask(lived(seed, levers, **how)[0]) for seed in seeds)


def seen_in_all(look, *levers, seeds=SEEDS, **how):
    """The sum over towns and months of what ``look`` sees."""
    return sum(np.sum(lived(seed, levers, look=look, **how)[1], axis=0) for seed in seeds)


def events(name):
    """A question: how often this happened since the branch."""
    return lambda city: float(getattr(city.observations.counts(), name).sum())


def same_people(one, other):
    """Whether two towns have the same residents to the last bit."""
    return all(np.array_equal(getattr(one.residents, column), getattr(other.residents, column)) for column in one.residents)
