"""Of how many people does a row of effects speak, and are they enough for it to be told?"""

import numpy as np
import pandas as pd

from experiments.outcomes.definitions import THRESHOLDS
from experiments.outcomes.equity import PLACED

FEW = "too few people"
OF_GROUP = ["dimension", "group"]
NUMBERS = ["baseline", "policy", "effect", "low", "high"]


def counted(pairs: pd.DataFrame, keys: list[str], seeds: int) -> pd.DataFrame:
    """Mean residents of the model in every group, of the world in which they are fewer: columns ``keys``, dimension, group, residents.

    ``pairs`` has a row for each seed with the residents of ``baseline`` and ``policy``; a seed without any counts as nobody.
    """
    summed = pairs.fillna({"baseline": 0.0, "policy": 0.0}).groupby([*keys, *OF_GROUP], sort=False)[["baseline", "policy"]].sum()
    return (summed.min(axis=1) / max(1, seeds)).rename("residents").reset_index()


def with_people(found: pd.DataFrame, people: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Effects with a column ``residents``: residents of the model behind a row, of the smaller group where two are compared.

    Not a number for the whole city.
    """
    sides = {(dimension, group): dimension for dimension, pair in PLACED.items() for group in pair}
    pairs = people.assign(dimension=[sides.get(key) for key in zip(people.dimension, people.group, strict=True)])
    smaller = pairs.dropna(subset="dimension").groupby([*keys, "dimension"]).residents.min().reset_index().assign(group="all")
    apart = found.outcome.str.endswith("_gap") | (found.outcome == "access_ratio")
    of_whom = pd.concat([people[people.dimension != "all"], smaller]).set_index([*keys, *OF_GROUP]).residents
    asked = found[[*keys, *OF_GROUP]].assign(
        dimension=np.where((found.dimension == "all") & (found.outcome == "access_ratio"), "education", found.dimension),
        group=np.where((found["group"] == "all") & ~apart, "", found["group"]),
    )
    return found.assign(residents=of_whom.reindex(pd.MultiIndex.from_frame(asked)).to_numpy(float))


def mask_few(found: pd.DataFrame) -> pd.DataFrame:
    """Effects as they are told: what speaks of fewer people than the threshold asks for has no numbers and says so."""
    if "residents" not in found:
        return found
    few = found.residents < THRESHOLDS.least_told
    return found.assign(**{name: found[name].mask(few) for name in NUMBERS}, verdict=found["verdict"].mask(few, FEW))
