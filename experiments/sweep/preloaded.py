"""Imported once by the process from which a sweep's workers are copied: everything they need is in memory when they start."""

from typing import Any

from experiments.sweep import measure, task
from experiments.sweep.lives import Life
from sim import catalogue
from sim.kernels import compiled_before


def warm() -> None:
    """A tiny city under every lever and shock loads every rule from the cache, or compiles it."""
    cards: list[Any] = [{name: card().resolved() for name, card in known().items()} for known in (catalogue.levers, catalogue.shocks)]
    life = Life("helsinki", 300, 2, 1, *cards, {}, ())
    measure.measured([measure.lived("warm", task.branch(task.grown_up(1, life), life), life.months)])
    task.program()


if compiled_before():
    warm()
