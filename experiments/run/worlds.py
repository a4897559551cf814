"""One seed: a city grows up once and then lives on in every world, with the same luck."""

from pathlib import Path
from typing import Any

import pandas as pd

from experiments.execution.progress import Tell
from experiments.inputs.comparison import WORLDS, Comparison
from experiments.outcomes.definitions import AFTER_MONTHS, shock_start
from experiments.recording import snapshot
from experiments.recording.cohort import Cohort
from experiments.recording.run_tables import tables_of
from sim import catalogue
from sim.city import City


def simulate_worlds(comparison: Comparison, seed: int, on_progress: Tell, worlds: tuple = WORLDS) -> dict[str, pd.DataFrame]:
    """All worlds of one seed as tables; ``tell`` hears how many months went by."""
    extra: dict[str, Any] = catalogue.extension_cards([Path(file) for file in comparison.extensions])
    base_city = City(comparison.city, comparison.residents, seed, (), (), comparison.parameters_of(seed), extra["indicator"])
    pass_months(base_city, comparison.burn_in, on_progress)
    lived = [simulate_world(base_city, comparison, extra, policy, shocked, on_progress) for policy, shocked in worlds]
    labels = [label(comparison, policy, shocked, seed) for policy, shocked in worlds]
    return {
        name: pd.concat([tables[name].assign(**said) for tables, said in zip(lived, labels, strict=True)]).reset_index(drop=True)
        for name in lived[0]
    }


def label(comparison: Comparison, policy: str, shocked: bool, seed: int) -> dict[str, Any]:
    """The columns that say which world a row is from."""
    shock = comparison.shock_name if shocked else "none"
    return {"scenario": comparison.scenario, "world": policy, "shock": shock, "seed": seed}


def simulate_world(base_city: City, comparison: Comparison, extra: dict, policy: str, shocked: bool, on_progress: Tell) -> dict[str, Any]:
    """One world from the policy date on."""
    cards = comparison.levers if policy == "policy" else comparison.baseline_levers
    levers = [catalogue.make("lever", name, cards[name], "levers", extra["lever"]) for name in cards]
    shocks = [catalogue.make("shock", name, comparison.shock[name], "shock", extra["shock"]) for name in comparison.shock]
    city = base_city.branch(levers, shocks if shocked else [])
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


def pass_months(city: City, months: int, on_progress: Tell) -> None:
    """So many months, telling of each year that has passed."""
    for gone in range(0, months, 12):
        some = min(12, months - gone)
        city.run(some)
        on_progress(some)
