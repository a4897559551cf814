"""What it costs to know the cause of every changed life, beside two cities that nobody watches."""

import argparse

from experiments.bench.rows import Row, times
from experiments.inputs import scenario
from experiments.recording.changed_lives import ChangedLives
from sim import catalogue
from sim.city import City

SCENARIOS = ("skills_first", "learning_city")
MONTHS = 120


def measure(asked: argparse.Namespace) -> list[Row]:
    """The rows of this part."""
    city = City(residents=asked.residents).run(24)
    return [watched(city, name, 2 if asked.quick else 4) for name in SCENARIOS]


def watched(city: City, name: str, repeats: int) -> Row:
    """Time of twins who are watched against twins who are not."""
    cards = [catalogue.make("lever", lever, dict(numbers), "levers") for lever, numbers in scenario.load(name).levers.items()]
    twins = lambda: (city.branch(), city.branch(cards))  # noqa: E731
    alone, beside = (min(times(twins, live, repeats)) for live in (live_unwatched, live_watched))
    return Row(f"twins under {name} whose changed lives have causes, against twins alone", beside / alone, "x", 1.5)


def live_unwatched(twins: tuple[City, City]) -> None:
    """Both, month by month."""
    for _ in range(MONTHS):
        for city in twins:
            city.step()


def live_watched(twins: tuple[City, City]) -> None:
    """The same, and look for causes."""
    lives = ChangedLives(*twins)
    for _ in range(MONTHS):
        for city in twins:
            city.step()
        lives.look()
