"""The city as a model of the EMA workbench: levers, uncertainties, outcomes. Run: python -m experiments.examples.sweep_ema"""

from functools import cache

import numpy as np
import pandas as pd
from ema_workbench import Model, RealParameter, ScalarOutcome, SequentialEvaluator

import sim
from sim.levers import AlignedCourses, Guidance
from sim.shocks import Recession

SEEDS = (1, 2)


@cache
def young(residents: int, seed: int) -> sim.City:
    """The city at the policy date: every experiment branches from it, so that all share their luck."""
    return sim.City("helsinki", residents, seed).run(12)


def portfolio(guidance: float, courses: float, depth: float, residents: int, months: int) -> dict[str, float]:
    """What a portfolio changes in a recession of this depth, against the same city in the same recession without it."""
    shock = Recession(depth=depth, start=6)
    changed = []
    for seed in SEEDS:
        levers = [Guidance(budget=guidance), AlignedCourses(budget=courses)]
        worlds = [young(residents, seed).branch(own, [shock]).run(months).history.iloc[1:] for own in ([], levers)]
        changed.append((worlds[1] - worlds[0])[["unemployment", "gini"]].mean())
    means = np.mean(changed, axis=0)
    return {"unemployment": means[0], "gini": means[1], "spending": guidance + courses}


def main(residents: int = 1_000, months: int = 48, scenarios: int = 8, policies: int = 6) -> tuple[pd.DataFrame, dict]:
    """Each portfolio in each recession; what comes back is what PRIM and the workbench's plots take."""
    model = Model("city", function=lambda **said: portfolio(**said, residents=residents, months=months))
    model.levers = [RealParameter("guidance", 0, 30e6), RealParameter("courses", 0, 60e6)]
    model.uncertainties = [RealParameter("depth", 0.0, 0.1)]
    model.outcomes = [ScalarOutcome("unemployment"), ScalarOutcome("gini"), ScalarOutcome("spending")]
    with SequentialEvaluator(model) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios, policies)
    worst = pd.DataFrame(outcomes).groupby(experiments["policy"].astype(str)).unemployment.max()
    print(f"{len(experiments)} experiments; the largest rise of unemployment by portfolio:", worst.sort_values(), sep="\n")
    return experiments, outcomes


if __name__ == "__main__":
    main()
