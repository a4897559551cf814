"""Mesa's batch_run on the city, the same seeds under each size of a lever. Run: python -m experiments.examples.sweep_mesa"""

import inspect

import mesa
import pandas as pd

from sim import LearningCity
from sim.levers import Guidance

SIZES = (0.0, 20e6)


class GuidedCity(LearningCity):
    """A city whose parameter is the yearly budget for guidance."""

    def __init__(self, guidance: float = 0.0, residents: int = 2_000, seed: int | None = None, rng: int | None = None) -> None:
        super().__init__(residents=residents, seed=seed if rng is None else rng, levers=[Guidance(budget=guidance)])


def main(residents: int = 2_000, months: int = 36, seeds: tuple[int, ...] = (1, 2, 3), processes: int = 1) -> pd.DataFrame:
    """Unemployment at the end, one row per seed and size; rows of one seed share their luck."""
    parameters = {"guidance": list(SIZES), "residents": residents}
    newer = "rng" in inspect.signature(mesa.batch_run).parameters  # Mesa 3.5 asks for seeds in a word of their own
    given = {"parameters": parameters, "rng": list(seeds)} if newer else {"parameters": {**parameters, "seed": list(seeds)}}
    rows = mesa.batch_run(GuidedCity, max_steps=months, number_processes=processes, display_progress=False, **given)
    wide = pd.DataFrame(rows).pivot(index="seed", columns="guidance", values="unemployment")
    print(wide.assign(effect=wide[SIZES[1]] - wide[SIZES[0]]))
    return wide


if __name__ == "__main__":
    main()
