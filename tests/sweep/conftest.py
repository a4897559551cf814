"""Tiny sweeps: enough to see that everything is connected."""

import json

import pytest

from experiments.sweep import inputs, job, plan

SMALL = ("residents=300", "months=6", "burn_in=2", "seeds=2", "shock.recession.start=1", "workers=1")
CARDS = """
import os
import signal
import time

from sim.catalogue import Lever
from sim.declare import param


class Unlucky(Lever):
    '''Something goes wrong in the city of one seed.'''

    seed = param(2, "seed", "of the city it strikes, 0 for every one", "assumed: for a test", 0, 1000)
    fails = param(0, "yes/no", "whether the run fails", "assumed: for a test", 0, 1)
    kills = param(0, "yes/no", "whether the worker dies", "assumed: for a test", 0, 1)
    waits = param(0, "s", "how long a month takes", "assumed: for a test", 0, 10)

    def apply(self, city):
        '''Wait, then strike.'''
        time.sleep(self.waits)
        struck = self.seed in (0, city.seed)
        if struck and self.fails:
            raise ArithmeticError("as the test wants it")
        if struck and self.kills:
            os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def asks(tmp_path):
    """A small sweep's configuration; its store is in the test's own folder."""

    def configuration(*words, **settings):
        return inputs.compose([*SMALL, f"store={tmp_path / 'store'}", *words], settings)

    return configuration


@pytest.fixture
def planned(asks):
    """The plan of a small sweep."""
    return lambda *words, **settings: plan.plan(asks(*words, **settings))


@pytest.fixture
def swept(asks):
    """A small sweep that has been run."""
    return lambda *words, **settings: job.run(asks(*words, **settings), shown=False)


@pytest.fixture
def unlucky(tmp_path):
    """A scenario with a lever that fails, kills or waits, in the folder of a test."""
    return unlucky_in(tmp_path)


def unlucky_in(folder):
    """The same in a folder of its own: a function from the lever's numbers to the word that asks for it."""
    (folder / "unlucky.py").write_text(CARDS)

    def scenario(**numbers):
        levers = json.dumps({"unlucky": numbers})
        file = folder / "unlucky.yaml"
        file.write_text(f"title: Unlucky\nlevers: {levers}\nshock: none\nextensions: [unlucky.py]\n")
        return f"scenario={file}"

    return scenario
