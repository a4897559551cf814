"""How many seeds does an effect on unemployment need, and what would honest ways to need fewer be worth?

An effect is known to ``POINT`` when half of its 90% interval is no wider. Three ways are measured beside the same luck in both worlds:

- *A control variate from the calm city*: part of an effect's luck is the untouched city's own, whose mean is learned from cities of other
  seeds that are lived without the plan. Two of those cost as much as one pair; at best (as many as one likes) the share 1 - r squared
  of the variance is left, r the correlation of effect and untouched city over seeds.
- *The same people in every seed*: what stratified draws of month 0 could take out at most is the variance between populations.
- *Longer means*: over all years instead of the last five.
"""

import argparse
from statistics import NormalDist

import numpy as np

from experiments.bench.rows import Row
from experiments.inputs import scenario
from experiments.outcomes.intervals import LEVEL
from sim import catalogue
from sim.city import City

SCENARIOS = ("skills_first", "lifelong_learning", "learning_city")
RESIDENTS, BURN_IN, MONTHS, LATE = 4000, 24, 120, 60
SEEDS, LUCKS = 24, 4
POINT = 0.001
"""A tenth of a percentage point."""
Z = NormalDist().inv_cdf(0.5 + LEVEL / 2)


def measure(asked: argparse.Namespace) -> list[Row]:
    """The rows of this part."""
    residents, seeds = min(RESIDENTS, asked.residents), 8 if asked.quick else SEEDS
    cities = [City(residents=residents, seed=seed).run(BURN_IN) for seed in range(1, seeds + 1)]
    calm = np.array([unemployment(city) for city in cities])
    rows = []
    for name in SCENARIOS:
        policy = np.array([unemployment(city, name) for city in cities])
        rows += of_scenario(name, policy, calm, residents)
    people = 3 if asked.quick else 6
    effects = np.array([[effect(other_luck(seed, luck, residents)) for luck in range(LUCKS)] for seed in range(1, people + 1)])
    note = f"{people} populations, {LUCKS} lucks each; by chance up to {100 / (1 + LUCKS):.0f}"
    rows.append(Row(f"{SCENARIOS[0]}: variance of the effect that is of who lives here", 100 * between(effects), "%", note=note))
    return rows


def unemployment(city: City, name: str = "") -> np.ndarray:
    """Mean rate of the last five years and of all years, with a scenario's levers or untouched; shape (2,)."""
    levers = [catalogue.levers()[lever](**card) for lever, card in scenario.load(name).levers.items()] if name else []
    rates = city.branch(levers).run(MONTHS).history.unemployment.to_numpy()[-MONTHS:]
    return np.array([rates[-LATE:].mean(), rates.mean()])


def effect(city: City) -> float:
    """What the first scenario changes in the last five years."""
    return float((unemployment(city, SCENARIOS[0]) - unemployment(city))[0])


def other_luck(seed: int, luck: int, residents: int) -> City:
    """The people that a seed draws, who live on with another luck."""
    city = City(residents=residents, seed=seed)
    city.seed = 1000 * seed + luck
    return city.run(BURN_IN)


def of_scenario(name: str, policy: np.ndarray, calm: np.ndarray, residents: int) -> list[Row]:
    """Seeds that one scenario needs at this size; ``policy`` and ``calm`` by seed and period, shape (seeds, 2)."""
    effects, n = policy - calm, len(calm)
    usual = seeds_for(effects[:, 0].var(ddof=1))
    apart = seeds_for(policy[:, 0].var(ddof=1) + calm[:, 0].var(ddof=1))
    r = float(np.corrcoef(effects[:, 0], calm[:, 0])[0, 1])
    note = f"effect {100 * effects[:, 0].mean():+.2f} points; {n} seeds of {residents:,}; independent worlds {apart:.0f}"
    return [
        Row(f"{name}: seeds for .1 point of unemployment", usual, "seeds", note=note),
        Row("  with a control variate from the calm city, at best", usual * (1 - r * r), "seeds", note=f"r = {r:+.2f}"),
        Row("  over all years instead of the last five", seeds_for(effects[:, 1].var(ddof=1)), "seeds"),
    ]


def seeds_for(variance: float) -> float:
    """Seeds whose mean has a 90% interval of ``POINT`` to either side."""
    return variance * (Z / POINT) ** 2


def between(effects: np.ndarray) -> float:
    """Share of the variance of effects that lies between populations (rows), not between lucks (columns); at least 0."""
    within = effects.var(axis=1, ddof=1).mean()
    extra = max(0.0, effects.mean(axis=1).var(ddof=1) - within / effects.shape[1])
    return float(extra / (extra + within))
