"""The first start: the city's rules are compiled once, by two processes that begin at different places of the month."""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from experiments import terminal
from sim import catalogue
from sim.city import MONTH, City
from sim.kernels import compiled_before

TAKES = 40
"""Seconds that it takes on two shared cores."""
MIDDLE = MONTH.index("course_supply")
"""Where the second process begins: by then half of the month's rules are compiled."""
FOLLOW = "import pickle, sys; from experiments.compiling import use_rules; use_rules(*pickle.load(sys.stdin.buffer))"


def compile_rules(say: Callable[[str], None] | None = terminal.say) -> None:
    """Compile the rules before many processes ask for them; nothing is done when they were compiled before."""
    if compiled_before():
        return
    if say:
        say(f"Compiling the city's rules (once; about {TAKES} s)...")
    with helper() as hand_over:
        city = City("helsinki", 300, 1)
        hand_over((city, MIDDLE))
        use_rules(city)


def use_rules(city: City, first: int = 0) -> None:
    """Use every rule: the month of a tiny city, begun at its behaviour number ``first``, then every lever and shock.

    What another process has compiled meanwhile is read from the cache, so two that begin apart meet half-way.
    """
    usual = city.behaviours
    city.behaviours = usual[first:] + usual[:first]
    city.run(1)
    city.behaviours = usual
    levers, shocks = ([card() for card in known().values()] for known in (catalogue.levers, catalogue.shocks))
    city.branch(levers, shocks).run(2)


@contextmanager
def helper() -> Iterator[Callable[[object], None]]:
    """A second process that compiles along once it is handed a city; it ends with this one's work, when all is compiled."""
    if (os.cpu_count() or 1) < 2:
        yield lambda work: None
        return
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])}
    process = subprocess.Popen(
        [sys.executable, "-c", FOLLOW], env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )

    def hand_over(work: object) -> None:
        with suppress(OSError):  # without a helper it takes longer, nothing else
            process.stdin.write(pickle.dumps(work))
            process.stdin.close()

    try:
        yield hand_over
    finally:
        process.terminate()
        process.wait()
