"""What is good whatever comes: regret over shocks and parameter sets, and the share of worlds in which a portfolio does what it should."""

import numpy as np
import pandas as pd

from experiments.outcomes.card_names import world
from experiments.sweep.findings.ranking import ALSO, MAIN, OBJECTIVES
from experiments.sweep.labels import AS_IT_IS

NOTHING = "no levers"
AIMS = {**{one: 1 for one in OBJECTIVES}, **{one: -1 for one in ALSO if one.outcome == "participation"}}
"""Every aim and its sign: 1 when less of it is better, -1 when more is."""
DRAWS = 400
"""Redrawings of the seeds behind the interval of a regret."""


def robustness(seeds: pd.DataFrame) -> pd.DataFrame:
    """One row per portfolio: largest and mean regret on unemployment over all states, where it is largest, how often it is first,
    and in which share of worlds unemployment falls while the Gini does not rise.
    """
    cube, states = states_of(seeds)
    regret = regrets(cube.mean(axis=0))
    worst = regret.max(axis=0)
    low, high = redrawn(cube)
    found = pd.DataFrame(
        {"portfolio": cube_names(seeds), "max_regret": worst, "low": low, "high": high, "mean_regret": regret.mean(axis=0)}
    )
    found["worst_in"] = [states[k] for k in regret.argmax(axis=0)]
    found["first_in"] = (regret == 0).sum(axis=0)
    found["states"] = len(states)
    return found.merge(satisficing(seeds), on="portfolio", how="left").sort_values("max_regret", kind="stable", ignore_index=True)


def by_state(seeds: pd.DataFrame) -> pd.DataFrame:
    """Regret on unemployment of every portfolio in every state."""
    cube, states = states_of(seeds)
    table = pd.DataFrame(regrets(cube.mean(axis=0)), index=pd.Index(states, name="state"), columns=cube_names(seeds))
    return table.rename_axis(columns="portfolio").stack().rename("regret").reset_index()


def on_every_aim(seeds: pd.DataFrame) -> pd.DataFrame:
    """One row per aim and portfolio: largest and mean regret in the aim's unit, in how many states it is first,
    and in which share of worlds it is no worse than the city left as it is.
    """
    parts = []
    for aim, sign in AIMS.items():
        cube, states = states_of(seeds, aim.outcome, sign)
        if len(cube):
            regret = regrets(cube.mean(axis=0))
            most, usual, first = regret.max(axis=0), regret.mean(axis=0), (regret == 0).sum(axis=0)
            no_worse = (cube <= 0).mean(axis=(0, 1))
            parts.append(pd.DataFrame({"outcome": aim.outcome, "aim": aim.name, "portfolio": cube_names(seeds), "max_regret": most,
                                       "mean_regret": usual, "first_in": first, "states": len(states), "no_worse": no_worse}))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def cube_names(seeds: pd.DataFrame) -> list[str]:
    """Portfolios in the order they come, and the city left as it is."""
    return [*seeds.portfolio.unique(), NOTHING]


def states_of(seeds: pd.DataFrame, outcome: str = MAIN, sign: int = 1) -> tuple[np.ndarray, list[str]]:
    """Effects on an aim, shape (seeds, states, portfolios and none), of seeds with every portfolio; and the states' names."""
    rows = seeds[seeds.outcome == outcome]
    if rows.empty:
        return np.zeros((0, 0, 0)), []
    table = rows.pivot(index="seed", columns=["case", "shock", "portfolio"], values="effect").dropna()
    states = list(dict.fromkeys(zip(rows.case, rows["shock"], strict=True)))
    names = list(seeds.portfolio.unique())
    parts = [sign * table[case][shock].reindex(columns=names).to_numpy() for case, shock in states]
    cube = np.stack(parts, axis=1)
    return np.concatenate([cube, np.zeros((*cube.shape[:2], 1))], axis=2), [state(case, shock) for case, shock in states]


def state(case: str, shock: str) -> str:
    """A state of the world in words."""
    return world(shock) if case == AS_IT_IS else f"{world(shock)}, {case}"


def regrets(means: np.ndarray) -> np.ndarray:
    """How far each option is from the best one in each state, from means of shape (states, options)."""
    return means - np.nanmin(means, axis=1, keepdims=True)


def redrawn(cube: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """90% interval of the largest regret, from seeds drawn again with replacement."""
    luck, seeds = np.random.default_rng(1), len(cube)
    if seeds < 2:
        return (np.full(cube.shape[2], np.nan),) * 2
    worst = [regrets(cube[luck.integers(0, seeds, seeds)].mean(axis=0)).max(axis=0) for _ in range(DRAWS)]
    return tuple(np.percentile(worst, [5, 95], axis=0))


def satisficing(seeds: pd.DataFrame) -> pd.DataFrame:
    """Share of worlds (case, shock, seed) in which unemployment falls and the Gini does not rise."""
    rows = seeds[seeds.outcome.isin((MAIN, "gini"))]
    both = rows.pivot(index=["portfolio", "case", "shock", "seed"], columns="outcome", values="effect").dropna()
    kept = (both[MAIN] < 0) & (both["gini"] <= 0)
    return kept.groupby(level="portfolio").mean().rename("satisficing").reset_index()
