"""One seed: a city lives through its burn-in once and branches into every world, with the same luck."""

from typing import Any

import pandas as pd

from experiments.execution.progress import OnProgress
from experiments.inputs.comparison import WORLDS, Comparison
from experiments.inputs.run_spec import simulate_by_year
from experiments.outcomes.definitions import AFTER_MONTHS, shock_start
from experiments.recording import snapshot
from experiments.recording.cohort import Cohort
from experiments.recording.run_tables import tables_of
from sim.city import City


def simulate_worlds(comparison: Comparison, seed: int, on_progress: OnProgress, worlds: tuple = WORLDS) -> dict[str, pd.DataFrame]:
    """All worlds of one seed as tables; ``on_progress`` hears how many months went by."""
    base_city = comparison.world(False, False, seed).draw_city(seed)
    for gone in simulate_by_year(base_city, comparison.burn_in):
        on_progress(gone)
    lived = [simulate_world(base_city, comparison, policy, shocked, on_progress) for policy, shocked in worlds]
    labels = [{"scenario": comparison.scenario, "world": policy, "shock": comparison.shock_name if shocked else "none", "seed": seed}
              for policy, shocked in worlds]  # fmt: skip
    return {
        name: pd.concat([tables[name].assign(**said) for tables, said in zip(lived, labels, strict=True)]).reset_index(drop=True)
        for name in lived[0]
    }


def simulate_world(base_city: City, comparison: Comparison, policy: str, shocked: bool, on_progress: OnProgress) -> dict[str, Any]:
    """One world from the policy date on."""
    city = comparison.world(policy == "policy", shocked).branch(base_city)
    start, end = horizon(comparison)
    cohort: Cohort | None = None
    seen = []
    for month in range(comparison.months):
        if month == start:
            cohort, seen = Cohort(city), [snapshot.seen(city, month)]
        city.step()
        if cohort is not None and month < end:
            cohort.look(city)
        if (month + 1) % 12 == 0 or month + 1 == comparison.months:
            on_progress(month % 12 + 1)
    return tables_of(city, comparison.months, (start, end), cohort, seen)


def horizon(comparison: Comparison) -> tuple[int, int]:
    """Months between which resilience is read, in the shock world and in its calm twin alike; one month twice without a shock."""
    start = shock_start(comparison.shock, comparison.months)
    return start, min(start + AFTER_MONTHS, comparison.months)
