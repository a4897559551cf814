"""Does the calm city live where its counts say? What they say, what the model keeps for twenty years, and where the two part."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from sim import population
from sim.facts import CityFacts
from sim.tables import EMPLOYED

DRAWN = 40_000
"""People drawn to read off what the counts say of ages together with work and schooling."""
FIRST, YEARS = 5, 25
"""Years that a run lives before the policy date, and with those of the policy: the city is held over all of them."""
WORK, YOUNG = (20, 65), (25, 40)
"""Ages from and below which somebody is of working age, and of those whose schooling the last twenty years decided."""
LEAST_LIVED = 12
"""Months of a run from which on it is told where its calm city lives."""


@dataclass(frozen=True)
class Held:
    """One number of a city: over which years it is the mean, how near it is brought, from where on the two are said to part."""

    what: str
    years: tuple[int, int]
    close: float
    parts: float


HELD = {
    "unemployment": Held("unemployed of the labour force", (FIRST, YEARS), 0.0015, 0.005),
    "first_unemployment": Held("the same in the first five years", (0, FIRST), 0.004, 0.01),
    "employment": Held("employed of those of 20 to 64", (FIRST, YEARS), 0.006, 0.02),
    "gini": Held("Gini of disposable income", (FIRST, YEARS), 0.01, 0.03),
    "tertiary": Held("tertiary-educated of those of 25 to 39", (15, YEARS), 0.015, 0.05),
    "basic": Held("of those of 25 to 39 without upper secondary school", (15, YEARS), 0.015, 0.05),
}
"""What is held, in the order it is told. All are shares or indices."""
MOVES = "how unemployment moves within the twenty years"


@lru_cache(maxsize=8)
def said(facts: CityFacts) -> dict[str, float]:
    """What a city's counts say of each of these; a number that they do not tell is not there."""
    people = population.draw(facts, DRAWN, 1).columns
    years = people["age"] // 12
    found = {"unemployment": unemployment_in(facts)}
    found["first_unemployment"] = found["unemployment"]
    found["employment"] = float((people["activity"] == EMPLOYED)[(years >= WORK[0]) & (years < WORK[1])].mean())
    if facts.gini is not None:
        found["gini"] = facts.gini
    if not facts.trend:
        found |= schooling(people["attainment"], years, people["present"] == 1)
    return {name: found[name] for name in HELD if name in found}


def unemployment_in(facts: CityFacts) -> float:
    """Unemployed of the labour force, as city.yaml tells it, else as the counts of activity do."""
    if facts.unemployment is not None:
        return facts.unemployment
    employed, unemployed = facts.counts["activity"].sum(axis=0)[:2]
    return float(unemployed / max(employed + unemployed, 1.0))


def schooling(attainment: np.ndarray, years: np.ndarray, present: np.ndarray) -> dict[str, float]:
    """Shares of the younger adults with much and with little schooling; not a number where there is nobody."""
    young = present & (years >= YOUNG[0]) & (years < YOUNG[1])
    there = max(int(young.sum()), 1)
    return {"tertiary": float((young & (attainment >= 5)).sum() / there), "basic": float((young & (attainment < 3)).sum() / there)}


def lived(years: Mapping[str, np.ndarray]) -> dict[str, float]:
    """The means of one city's years that stand beside what the counts say; ``years`` has a value of each year from the first on."""
    source = {"first_unemployment": "unemployment"}
    return {name: float(np.mean(years[source.get(name, name)][slice(*one.years)])) for name, one in HELD.items()}


def of_run(facts: CityFacts, monthly: pd.DataFrame) -> list[dict[str, Any]]:
    """What the counts say and where the calm city of a run lives after the policy date; nothing when it lives too short a time.

    ``monthly`` has a row for each seed and month of the calm city without the levers asked about.
    """
    told, rows = said(facts), []
    after = monthly[monthly.month > 0]
    if after.empty or after.month.max() < LEAST_LIVED:
        return []
    for name in ("unemployment", "employment", "gini"):
        if name in told and name in after:
            rows.append(row(name, told[name], after.groupby("seed")[name].mean().to_numpy(float)))
    return rows


def row(name: str, counts: float, values: np.ndarray) -> dict[str, Any]:
    """One line: the counts, the mean of the model's cities, the standard error of that, and whether the two part."""
    error = float(np.std(values, ddof=1) / np.sqrt(len(values))) if len(values) > 1 else float("nan")
    lives_at, luck = float(np.mean(values)), 2 * error if np.isfinite(error) else 0.0
    parts = abs(lives_at - counts) > HELD[name].parts + luck
    return {"name": name, "what": HELD[name].what, "counts": counts, "lives_at": lives_at, "error": error, "parts": bool(parts)}


def told(facts: CityFacts) -> list[str]:
    """Lines for every page on a city: that it was not fitted, or what its counts say and where the model lives, and what is stale."""
    if facts.fitted.file is None:
        return [f"{facts.title} was not fitted to its counts: the calm city may live elsewhere than they say (learncity fit-city)."]
    stale = [f"{facts.title}: {facts.fitted.stale}."] if facts.fitted.stale else []
    return [*stale, *(line.strip() for line in lines(facts.fitted.about.get("holds") or {}))]


def warnings(city: Mapping[str, Any]) -> list[str]:
    """Lines where a run's calm city parts from its counts, or what was fitted is stale; ``city`` is what a manifest says of it."""
    found = [f"{city['title']}: {sentence(one)}: effects begin there, not at your counts." for one in city.get("holds", []) if one["parts"]]
    stale = city.get("fitted", {}).get("stale")
    return found + ([f"{city['title']}: {stale}."] if stale else [])


def amount(name: str, value: float) -> str:
    """A value as pages show it: .0832 is 8.3%, a Gini stays an index."""
    return f"{value:.3f}" if name == "gini" else f"{100 * value:.1f}%"


def tried(holds: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """Lines of what a fitted city was tried on: what, counts, at rest, with its numbers, and a word where they part."""
    lines = []
    for name, one in holds.items():
        parted = "they part" if one.get("parts") else ""
        if name in HELD:
            lines.append((HELD[name].what, *(amount(name, one[side]) for side in ("counts", "at_rest", "lives_at")), parted))
        else:
            lines.append((MOVES, "0", "", f"{100 * one['lives_at']:+.1f} points (standard error {100 * one['error']:.1f})", parted))
    return lines


def sentence(one: Mapping[str, Any]) -> str:
    """'unemployed of the labour force: your counts say 8.5%, the model lives at 3.3%'."""
    return f"{one['what']}: your counts say {amount(one['name'], one['counts'])}, the model lives at {amount(one['name'], one['lives_at'])}"


def lines(holds: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """'Your counts say, the model lives at', a line for each, and a warning where they part."""
    found = []
    for name, one in holds.items():
        if name == "drift":
            found.append(f"  unemployment moves by {100 * one['lives_at']:+.1f} points in twenty calm years{warned(one)}")
        else:
            found.append(f"  {sentence({**one, 'name': name, 'what': HELD[name].what})}{warned(one)}")
    return found


def warned(one: Mapping[str, Any]) -> str:
    """A word where the two part."""
    return ": THEY PART, effects there start from elsewhere than your city" if one.get("parts") else ""
