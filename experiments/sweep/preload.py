"""Imported once by the process from which a sweep's workers are copied: everything they need is in memory when they start."""

from experiments.recording import batch_tables
from experiments.sweep import task
from experiments.sweep.run_key import RunSpec
from sim import catalogue
from sim.kernels import compiled_before


def warm() -> None:
    """A tiny city under every lever and shock loads every rule from the cache, or compiles it."""
    levers, shock = ({name: card().resolved() for name, card in known().items()} for known in (catalogue.levers, catalogue.shocks))
    life = RunSpec("helsinki", 300, 2, 1, levers, shock, {}, ())
    batch_tables.measured([batch_tables.lived("warm", task.branch(task.burn_in_city(1, life), life), life.months)])
    task.program()


if compiled_before():
    warm()
