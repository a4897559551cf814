"""Imported once by the process from which workers are copied: the city's rules are in memory when they start."""

import gc

from experiments.execution.compile_rules import use_rules
from sim.city import City
from sim.kernels import compiled_before

if compiled_before():
    use_rules(City("helsinki", 300, 1))
    gc.collect()
    gc.freeze()  # what is there stays: no worker looks through it again and again
