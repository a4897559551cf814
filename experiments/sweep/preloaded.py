"""Imported once by the process from which workers are copied: everything they need is in memory when they start."""

import gc

from experiments.sweep.worker import warm
from sim.kernels import compiled_before

if compiled_before():
    warm()
    gc.collect()
    gc.freeze()  # what is there stays: no worker looks through it again and again
