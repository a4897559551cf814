"""The first start: the city's rules are compiled once, by two processes that begin at different places of the month."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from experiments.console.printing import say
from experiments.execution import processes
from sim import catalogue
from sim.city import MONTH, City
from sim.kernels import compiled_before

TAKES = 40
"""Seconds that it takes on two shared cores."""
MIDDLE = MONTH.index("vacancies")
"""Where the second process begins: the behaviours before it take as long to compile as those after it."""


def compile_rules(say: Callable[[str], None] | None = say) -> None:
    """Compile the rules before many processes ask for them; nothing is done when they were compiled before."""
    if compiled_before():
        return
    if say:
        say(f"Compiling the city's rules (once; about {TAKES} s)...")
    with helper() as hand_over:
        city = City("helsinki", 300, 1)
        hand_over((city, MIDDLE))
        use_rules(city)


def use_rules(city: City, first: int = 1) -> None:
    """Use every rule: two months of a tiny city under every lever and shock, begun at behaviour number ``first``.

    What another process has compiled meanwhile is read from the cache, so two that begin apart meet half-way.
    """
    busy = city.branch([card() for card in catalogue.levers().values()], [card() for card in catalogue.shocks().values()])
    conditions, *others = busy.behaviours
    busy.behaviours = [conditions, *others[first - 1 :], *others[: first - 1]]
    busy.run(2)


@contextmanager
def helper() -> Iterator[Callable[[object], None]]:
    """A second process that compiles along once it is handed a city; it ends with this one's work, when all is compiled."""
    if (os.cpu_count() or 1) < 2:
        yield lambda work: None
        return
    near, far = processes.pipe()
    process = processes.start(follow, far)
    far.close()

    def hand_over(work: object) -> None:
        with suppress(OSError):  # without a helper it takes longer, nothing else
            near.send(work)

    try:
        yield hand_over
    finally:
        process.kill()  # it stores a rule whole or not at all
        process.join()
        near.close()


def follow(work: Any) -> None:
    """In the second process: use the rules of the city that comes; whatever goes wrong there is found here, too."""
    with suppress(Exception):
        use_rules(*work.recv())
