"""A SALib problem on the city: how much of the effect comes from each number? Run: python -m experiments.examples.sweep_salib"""

from typing import Any

import numpy as np
from SALib import ProblemSpec

from experiments import sweep

LEVERS = {"levers.guidance.budget": [1e6, 30e6], "levers.aligned_courses.budget": [1e6, 60e6]}
UNKNOWN = {"parameters.job_search.distance": [0.05, 0.3]}
BOUNDS = {**LEVERS, **UNKNOWN}


def main(samples: int = 16, **settings: Any) -> ProblemSpec:
    """First-order and total Sobol indices of what a portfolio does to unemployment; SALib samples and analyses, the sweep runs."""
    settings = {"residents": 1_000, "months": 60, "burn_in": 24, "seeds": 4, **settings}
    problem = ProblemSpec({"names": list(BOUNDS), "bounds": list(BOUNDS.values()), "outputs": ["unemployment"]})
    problem.sample_sobol(samples, calc_second_order=False, seed=1)
    problem.evaluate(lambda rows: effects(rows, settings)).analyze_sobol(calc_second_order=False, seed=1)
    print(problem.to_df())
    return problem


def effects(rows: np.ndarray, settings: dict) -> np.ndarray:
    """Change in unemployment against the same city without levers, one number for each row of SALib's sample."""
    points = [{"name": f"row {number}", **dict(zip(BOUNDS, map(float, row), strict=True))} for number, row in enumerate(rows)]
    runs = sweep(scenario="skills_first", design="list", points=points, shocks=["none"], keep=[], **settings)  # type: ignore[operator] # the package is the verb, too
    by_seed = runs.pivot(index=["case", "seed"], columns="portfolio", values="unemployment")
    by_case = by_seed.sub(by_seed["baseline"], axis=0).groupby("case").mean()
    return np.array([by_case[point["name"]].dropna().item() for point in points])


if __name__ == "__main__":
    main()
