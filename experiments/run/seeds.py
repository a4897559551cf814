"""The main job: a city lives through its burn-in once for each seed and branches into every world, with the same luck.

Seeds run side by side; what is finished is kept at once, and what another result of the same question has lived is taken over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.execution import pool, progress
from experiments.execution.processes import to_the_end
from experiments.execution.progress import OnProgress, quiet
from experiments.inputs.comparison import WORLDS, Comparison
from experiments.inputs.fingerprint import Fingerprint
from experiments.inputs.run_spec import simulate_by_year
from experiments.outcomes.definitions import AFTER_MONTHS, shock_start
from experiments.recording.changed_lives import ChangedLives
from experiments.recording.cohort import Cohort, snapshot
from experiments.recording.district_cells import DistrictCells
from experiments.recording.inclusion import Inclusion
from experiments.recording.lever_budgets import LeverBudgets
from experiments.recording.run_tables import tables_of
from experiments.storage import results_folder
from sim.city import City
from sim.declare import Mistake
from sim.plain_json import read_json

POLICIES = ("baseline", "policy")
COUNTED = ("seeds", "precision", "ensemble", "title", "story")
"""What a seed does not live with: how many others there are, and how the question is told; sets of numbers are compared one by one."""


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
    found: dict[str, list[pd.DataFrame]] = {}
    for shocked in dict.fromkeys(shocked for _, shocked in worlds):
        beside = [policy for policy, one in worlds if one == shocked]
        struck = comparison.shock_name if shocked else "none"
        for policy, tables in simulate_beside(base_city, comparison, beside, shocked, on_progress).items():
            for name, table in tables.items():
                found.setdefault(name, []).append(table.assign(scenario=comparison.scenario, world=policy, shock=struck, seed=seed))
    return {name: pd.concat(parts).reset_index(drop=True) for name, parts in found.items()}


def simulate_beside(
    base_city: City, comparison: Comparison, policies: list[str], shocked: bool, on_progress: OnProgress
) -> dict[str, dict[str, pd.DataFrame]]:
    """Worlds that differ in nothing but the policy, side by side from the policy date on: the tables of each, and why lives part."""
    worlds = {policy: World(base_city, comparison, policy, shocked) for policy in policies}
    lives = ChangedLives(*(worlds[policy].city for policy in POLICIES)) if len(worlds) == len(POLICIES) else None
    for month in range(comparison.months):
        for world in worlds.values():
            world.step(month)
        if lives:
            lives.look()
        if (month + 1) % 12 == 0 or month + 1 == comparison.months:
            on_progress((month % 12 + 1) * len(worlds))
    tables = {policy: world.tables() for policy, world in worlds.items()}
    if lives:
        tables["policy"] |= {"causes": lives.by_month(), "causes_by_group": lives.by_group(), "lives": lives.first_events()}
    return tables


class World:
    """One world from the policy date on."""

    def __init__(self, base_city: City, comparison: Comparison, policy: str, shocked: bool) -> None:
        self.city = comparison.world(policy == "policy", shocked).branch(base_city)
        self.months, (self.start, self.end) = comparison.months, horizon(comparison)
        self.cohort: Cohort | None = None
        self.budgets = LeverBudgets(self.city)
        self.seen: list[pd.DataFrame] = []
        self.districts, self.inclusion = DistrictCells(self.city, self.months), Inclusion(self.city, self.months)

    def step(self, month: int) -> None:
        """One month; those who live here when the shock begins are followed."""
        if month == self.start:
            self.cohort, self.seen = Cohort(self.city), [snapshot(self.city, month)]
        self.city.step()
        self.budgets.look(self.city)
        self.districts.look(self.city, month + 1)
        self.inclusion.look(self.city, month + 1)
        if self.cohort is not None and month < self.end:
            self.cohort.look(self.city)

    def tables(self) -> dict[str, pd.DataFrame]:
        """What is kept of it."""
        kept = tables_of(self.city, self.months, (self.start, self.end), self.cohort, self.seen, self.districts)
        return {**kept, "budgets": self.budgets.table(), "inclusion": self.inclusion.table()}


def horizon(comparison: Comparison) -> tuple[int, int]:
    """Months between which resilience is read, in the shock world and in its calm twin alike; one month twice without a shock."""
    start = shock_start(comparison.shock, comparison.months)
    return start, min(start + AFTER_MONTHS, comparison.months)


def take_over(comparison: Comparison, folder: Path) -> list[int]:
    """Keep the seeds that finished results beside ``folder`` have lived of the same question, by the same source; which."""
    taken: list[int] = []
    for other in sorted(folder.parent.glob(f"*/{results_folder.MANIFEST}")):
        if other.parent == folder:
            continue
        wanted = set(comparison.seeds) - set(results_folder.kept_seeds(folder, comparison.seeds))
        try:
            about = read_json(other)
            alike = same_lives(about, comparison)
            tables = results_folder.open_results(other.parent)[0] if wanted and alike else {}
        except (Mistake, KeyError, TypeError):  # another study's, an earlier version's, or damaged: nothing to take over
            continue
        parts = {name: dict(list(table.groupby("seed", sort=False))) for name, table in tables.items() if "seed" in table}
        for seed in sorted(wanted & set(parts.get("monthly", {}))):
            if sets_of(about["question"]).get(seed) == sets_of(comparison.settings_dict).get(seed):
                own = {name: by_seed.get(seed, tables[name][:0]).reset_index(drop=True) for name, by_seed in parts.items()}
                results_folder.keep_seed(folder, seed, own)
                taken.append(seed)
    return taken


def same_lives(about: Mapping[str, Any], comparison: Comparison) -> bool:
    """Whether a result was made by the same source of the same city, and its seeds lived as those of this question would."""
    if about.get("made_by") != "learncity run":
        return False
    now: Fingerprint = comparison.fingerprint
    made = about["made_from"]
    mine, other = ({name: value for name, value in record.items() if name not in COUNTED}
                   for record in (comparison.settings_dict, about["question"]))  # fmt: skip
    return mine == other and made["source"] == now.source and made["data"] == now.data


def sets_of(record: Mapping[str, Any]) -> dict[int, Any]:
    """The numbers of the ensemble that each seed lives with."""
    return {one["seed"]: one["parameters"] for one in record.get("ensemble", {}).get("sets", ())}
