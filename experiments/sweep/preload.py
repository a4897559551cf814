"""Imported once by the process from which a sweep's workers are copied: everything they need is in memory when they start."""

from typing import Any

from experiments.inputs.run_spec import RunSpec
from experiments.recording import batch_tables
from experiments.sweep import task
from sim import catalogue
from sim.kernels import compiled_before


def warm() -> None:
    """A tiny city under every lever and shock loads every rule from the cache, or compiles it."""
    cards: list[Any] = [{name: card().resolved() for name, card in known().items()} for known in (catalogue.levers, catalogue.shocks)]
    spec = RunSpec(city="helsinki", residents=300, months=2, burn_in=1, levers=cards[0], shock=cards[1])
    batch_tables.measured([batch_tables.record("warm", spec.branch(spec.burn_in_city(1)).run(spec.months), spec.months)])
    task.program()


if compiled_before():
    warm()
