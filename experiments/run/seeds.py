"""The main job: a city lives through its burn-in once for each seed and branches into every world, with the same luck.

Seeds run side by side; what is finished is kept at once.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.execution import pool, progress
from experiments.execution.processes import to_the_end
from experiments.execution.progress import OnProgress, quiet
from experiments.inputs.comparison import WORLDS, Comparison
from experiments.inputs.run_spec import simulate_by_year
from experiments.outcomes.definitions import AFTER_MONTHS, shock_start
from experiments.recording.cohort import Cohort, snapshot
from experiments.recording.run_tables import tables_of
from experiments.storage import results_folder
from sim.city import City


@dataclass(frozen=True)
class SeedRun:
    """One seed in its worlds, as a job: it tells how many months went by, and is stored as soon as it is finished."""

    comparison: Comparison
    seed: int
    folder: Path
    chosen: tuple

    def work(self) -> int:
        """Live and keep; returns the seed."""
        tables = simulate_worlds(self.comparison, self.seed, progress.tell, self.chosen)
        with to_the_end():
            results_folder.keep_seed(self.folder, self.seed, tables)
        return self.seed


def run_seeds(
    comparison: Comparison, folder: Path, workers: int | None = None, on_progress: OnProgress = quiet, chosen: tuple = WORLDS
) -> None:
    """Run every seed that is not there yet, in this process or in several; the results do not depend on how many.

    On Ctrl-C, or when a seed fails, the others are ended and what is stored stays.
    """
    chosen = worlds_of(comparison, chosen)
    kept = results_folder.kept_seeds(folder, comparison.seeds)
    on_progress(len(kept) * months_of_a_seed(comparison, chosen))
    jobs = [SeedRun(comparison, seed, folder, chosen) for seed in comparison.seeds if seed not in kept]
    with pool.here(min(workers or pool.cores(), len(jobs)), on_progress, (__name__,)) as engine:
        for _ in pool.results(engine, jobs):
            pass


def months_of_a_seed(comparison: Comparison, chosen: tuple = WORLDS) -> int:
    """Months a seed lives through, all its worlds together."""
    return comparison.burn_in + len(worlds_of(comparison, chosen)) * comparison.months


def worlds_of(comparison: Comparison, chosen: tuple) -> tuple:
    """The chosen worlds; where nothing strikes, the calm ones are all there are."""
    return tuple(world for world in chosen if comparison.shock or not world[1])


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
    seen: list[pd.DataFrame] = []
    for month in range(comparison.months):
        if month == start:
            cohort, seen = Cohort(city), [snapshot(city, month)]
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
