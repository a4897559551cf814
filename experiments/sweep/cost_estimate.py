"""How long a sweep will take and how much disk it will fill: from a small trial on this machine."""

import time
from dataclasses import dataclass, replace

from experiments.inputs.run_spec import RunSpec
from experiments.sweep.plan import Plan
from sim import catalogue
from sim.kernels import compiled_before
from sim.planned import card_of

TRIED, TRIED_MONTHS = (300, 3000), 12
KEEPING = 0.004
"""Seconds it takes to measure and store one short run (measured on two shared cores)."""
BYTES_OF_RUN = {"runs": 250.0, "outcomes": 1500.0, "spread": 480.0}
BYTES_OF_MONTH = {"monthly": 95.0, "groups": 420.0, "flows": 55.0, "ledger": 30.0}
"""Bytes on disk of one run and of each of its months (measured: Helsinki, four levers)."""


@dataclass(frozen=True)
class Pace:
    """Seconds on this machine: a city costs ``make`` and ``born`` for each resident, a month ``month`` and ``lived`` for each."""

    make: float
    born: float
    month: float
    lived: float
    tried: bool = True

    def making(self, spec: RunSpec) -> float:
        """Seconds to draw the people and to live until the policy date."""
        return self.make + self.born * spec.residents + self.months(spec, spec.burn_in)

    def living(self, spec: RunSpec) -> float:
        """Seconds of one run from the policy date on, its storing included."""
        return KEEPING + self.months(spec, spec.months)

    def months(self, spec: RunSpec, months: int) -> float:
        """Seconds of so many months."""
        return months * (self.month + self.lived * spec.residents)


ASSUMED = Pace(0.02, 2e-6, 8e-4, 1e-7, tried=False)
"""Before anything is compiled: as measured on two shared cores of 2023."""


def pace(plan: Plan) -> Pace:
    """Try two small cities; what is assumed when the rules are not compiled yet."""
    if not compiled_before():
        return ASSUMED
    spec = known_part(plan.specs[0])
    tried(spec, TRIED[0])
    (a, small), (b, large) = (tried(spec, residents) for residents in TRIED)
    more = TRIED[1] - TRIED[0]
    born, lived = max(0.0, b - a) / more, max(0.0, large - small) / more
    return Pace(max(0.0, a - born * TRIED[0]), born, max(0.0, small - lived * TRIED[0]), lived)


def known_part(spec: RunSpec) -> RunSpec:
    """The settings without a user's own cards: what may go wrong in them goes wrong in a worker."""
    levers = {name: numbers for name, numbers in spec.levers.items() if card_of(name) in catalogue.levers()}
    numbers = {path: number for path, number in spec.parameters.items() if is_packaged(path)}
    return replace(spec, levers=levers, shock={}, parameters=numbers, extensions=(), month={})


def is_packaged(path: str) -> bool:
    """Whether a packaged behaviour declares this number."""
    card, _, number = path.partition(".")
    return card in catalogue.behaviours() and number in catalogue.behaviours()[card].declared


def tried(spec: RunSpec, residents: int) -> tuple[float, float]:
    """Seconds to make a city of this size, and for a month in it."""
    began = time.perf_counter()
    base_city = replace(spec, residents=residents).draw_city(1)
    made = time.perf_counter() - began
    began = time.perf_counter()
    spec.branch(base_city).run(TRIED_MONTHS)
    return made, (time.perf_counter() - began) / TRIED_MONTHS


def size_of(plan: Plan, runs: int) -> float:
    """Bytes that so many runs of this plan will fill."""
    kept = {"runs", "outcomes", *plan.keep}
    of_run = sum(size for name, size in BYTES_OF_RUN.items() if name in kept)
    of_month = sum(size for name, size in BYTES_OF_MONTH.items() if name in kept)
    return runs * (of_run + of_month * float(plan.cells.months.mean()))
