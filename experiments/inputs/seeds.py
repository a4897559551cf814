"""Which seeds belong to which purpose: luck that a number was chosen with is never the luck it is judged by.

Each purpose has a range of its own, from which its command takes its seeds unless ``first_seed`` says otherwise; results are kept
with the code only when their seeds are those of their purpose. Other ranges give other luck, and so other numbers in every table.
"""

from collections.abc import Iterable
from types import MappingProxyType

LENGTH = 1_000_000
"""Seeds of a range: ten times as many as any command takes, so that a search may try its finalists further on in its own range."""
PURPOSES = MappingProxyType({
    "scenarios": "runs, sweeps, searches, trials, frictions, networks, the workshop: shipped scenarios and what is published",
    "calibration": "the search of a calibration, and the spread by luck that it takes its distances in",
    "finalists": "the last round of a calibration, in which the best few compete",
    "fresh": "what a calibration proposes is tried on them",
    "validation": "rows of the evidence, experiments and shocks beside what was published",
    "studies": "policy studies lived again",
    "sensitivity": "what the assumed numbers decide",
    "backcast": "cities that live through an observed course of demand or vacancies",
    "fit": "the search for the numbers with which a city keeps its counts",
    "fitted": "what a fitted city is tried on",
})  # fmt: skip
"""What each range is for, in their order from seed 1 on."""


def range_of(purpose: str) -> range:
    """All seeds of a purpose."""
    first = 1 + LENGTH * list(PURPOSES).index(purpose)
    return range(first, first + LENGTH)


def first(purpose: str) -> int:
    """The first seed of a purpose."""
    return range_of(purpose).start


def some(purpose: str, count: int) -> tuple[int, ...]:
    """The first so many seeds of a purpose."""
    return tuple(range_of(purpose)[:count])


def purpose_of(seeds: Iterable[int]) -> str:
    """Whose seeds these are: a purpose, or 'no purpose' when they are of several or of none."""
    there = {next((name for name in PURPOSES if seed in range_of(name)), "") for seed in seeds}
    return there.pop() if len(there) == 1 and there != {""} else "no purpose"
