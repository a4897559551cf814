"""The table of all crossings: whoever is asked for, with districts, each row told as the table of effects tells it."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from experiments.outcomes import crossings, paired_effects
from experiments.outcomes.crossings import ANYBODY, COLUMNS, DISTRICT, MOST_TRAITS, TRAITS
from experiments.outcomes.definitions import THRESHOLDS
from experiments.outcomes.verdicts import verdicts
from sim.declare import Mistake, known_or_mistake, shown

ASKED = ("groups_crossed", "districts")
"""Tables of a run that tell who gains."""
KEYS = [*COLUMNS, "outcome", "world", "window"]
LEVELS = ["baseline", "policy", "effect", "low", "high"]
NUMBERS = [*LEVELS, "low_of_all", "high_of_all", "shrunk"]
ORDER = [*KEYS, "unit", "better", *NUMBERS, "looked_at", "seeds", "residents", "counted", "verdict"]


def table(tables: Mapping[str, pd.DataFrame], effects: pd.DataFrame) -> pd.DataFrame:
    """One row per group, outcome, world and window; groups of too few people say so and have no numbers."""
    parts = [crossings.of_people(tables["cells"]), crossings.compared(*crossings.of_districts(tables["district_cells"]))]
    found = pd.concat([crossings.of_all(as_published(part, effects)) for part in parts], ignore_index=True)
    several = (found[COLUMNS] != ANYBODY).sum(axis=1) > 1
    alone = found.effect.notna() & (found.residents >= THRESHOLDS.least_told)
    few = ~np.where(several, crossings.enough(found.counted, found.seeds, found.effect), alone)
    told = np.where(few, paired_effects.FEW, judged(found.assign(several=several), ~few, effects))
    numbers = {name: significant(found[name].mask(few)) for name in NUMBERS}
    people = {name: found[name].round(1) for name in ("residents", "counted")}
    return found.assign(**numbers, **people, verdict=told)[ORDER]


def judged(found: pd.DataFrame, told: np.ndarray, effects: pd.DataFrame) -> np.ndarray:
    """The verdict of each row: that of the table of effects where it has one, else one that allows for all crossings asked of it."""
    said = published(found, effects).verdict.astype(object)
    asked = told & said.isna().to_numpy()
    family = ["outcome", "world", "window", "several"]
    said[asked] = verdicts(found[asked], family, lived(effects))
    return said.to_numpy()


def lived(effects: pd.DataFrame) -> float:
    """Residents of the model in all seeds together."""
    city = effects[effects.dimension == "all"]
    return float((city.residents * city.seeds).max())


def as_published(found: pd.DataFrame, effects: pd.DataFrame) -> pd.DataFrame:
    """Groups of no or one trait with the numbers of the table of effects: one number, wherever it is told."""
    known = published(found, effects)
    there = known.effect.notna()
    found = found.copy()
    found.loc[there, LEVELS] = known.loc[there, LEVELS]
    return found


def published(found: pd.DataFrame, effects: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table of effects about the same group, for groups of no or one trait; not a number for others."""
    traits = (found[COLUMNS] != ANYBODY).sum(axis=1)
    dimension = found[COLUMNS].ne(ANYBODY).idxmax(axis=1).where(traits > 0, "all")
    group = found[COLUMNS].max(axis=1).where(traits > 0, "all").where(traits <= 1)
    asked = pd.MultiIndex.from_arrays([found.outcome, dimension, group, found.world, found.window])
    return effects.set_index(paired_effects.KEYS)[[*LEVELS, "verdict"]].reindex(asked).set_index(found.index)


def significant(values: pd.Series, digits: int = 6) -> pd.Series:
    """Rounded to so many digits, so that tables are small and the same everywhere."""
    size = np.floor(np.log10(values.abs().where(values != 0, 1.0)))
    scale = 10.0 ** (digits - 1 - size)
    return (values * scale).round() / scale


def who(crossed: pd.DataFrame, districts: pd.DataFrame, **traits: str) -> pd.DataFrame:
    """Rows of the table of crossings about one group, as said: ``origin="foreign-born", sex="women"``; no trait is everybody."""
    group = asked(traits, districts)
    wanted = np.logical_and.reduce([crossed[trait] == group.get(trait, ANYBODY) for trait in COLUMNS])
    return crossed[wanted].reset_index(drop=True)


def asked(traits: Mapping[str, str], districts: pd.DataFrame) -> dict[str, str]:
    """Traits and groups as they are called in tables; Mistake with the nearest known name where there is no such."""
    for trait in traits:
        known_or_mistake(trait, COLUMNS, "trait", "who")
    if len(traits) > MOST_TRAITS:
        raise Mistake(f"who: up to {MOST_TRAITS} traits are crossed, not {len(traits)}")
    if DISTRICT in traits and len(traits) > 2:
        raise Mistake(f"who: a district is crossed with one other trait, for more it has too few people; not with {len(traits) - 1}")
    return {trait: number_of(said, districts) if trait == DISTRICT else named(trait, said) for trait, said in traits.items()}


def named(trait: str, said: str) -> str:
    """A group of a trait, in capitals or not."""
    known = {one.casefold(): one for one in TRAITS[trait]}
    known_or_mistake(str(said).casefold(), known, trait, "who")
    return known[str(said).casefold()]


def number_of(said: str, districts: pd.DataFrame) -> str:
    """The number of a district that is called by its name, its code or its number."""
    wanted = str(said).casefold()
    for column in ("name", "code", "group"):
        rows = districts[districts[column].astype(str).str.casefold() == wanted]
        if len(rows) == 1:
            return str(rows["group"].iloc[0])
    near = districts[districts.name.str.casefold().str.contains(wanted, regex=False)] if wanted else districts.iloc[:0]
    if len(near) == 1:
        return str(near["group"].iloc[0])
    if len(near) > 1:
        raise Mistake(f"who: district {shown(said)} may be any of {', '.join(near.name[:6])}")
    known_or_mistake(said, list(districts.name), DISTRICT, "who")
    return str(said)
