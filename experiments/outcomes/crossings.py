"""Who gains at every crossing of up to three traits: counts that add up, and from them levels, paired effects and intervals.

A group of two or three traits is the sum of its cells over the months of a window: a rate is that of its person-months. Groups of no or
one trait are told with the numbers of the table of effects, which are means of monthly rates; the two differ by less than what is shown.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from experiments.outcomes.definitions import THRESHOLDS
from experiments.outcomes.intervals import LEVEL, t_quantile
from sim import catalogue
from sim.cells import add_groups
from sim.declare import Parameters, param
from sim.groups import ADJECTIVES, CELLS, GROUPS, NAMED, PHRASES, flags_of

Group = tuple[tuple[str, str], ...]
"""Traits with the group of each, in the order of TRAITS; of everybody, none."""
TRAITS = {name: tuple(group for group in groups if group != "other") for name, groups in NAMED.items()}
"""What people are crossed by; ages outside 15-74 are in no crossing with age."""
DISTRICT = "district"
COLUMNS = [*TRAITS, DISTRICT]
MOST_TRAITS = 3
"""Traits at once; a district crosses with one other trait, for more the model has too few people in a district."""
OF_WHOM = {
    "unemployment": ("unemployed", "employed"), "employment": ("working_age",), "participation": ("adults",), "mean_wage": ("employed",),
    "mean_income": ("people",), "poverty": ("people",),
}  # fmt: skip
"""Outcomes of groups, and the counts that add up to those of whom each is asked."""
ASKED = ("people", "adults", "employed", "unemployed", "working_age", "employed_working_age", "learned_year", "wages", "incomes", "poor",
         "at_work")  # fmt: skip
"""Fields of ``sim.observation.FIELDS`` that those outcomes are made of."""
RUN = ["window", "shock", "seed", "world"]
ANYBODY = ""
NUMBERS = ("baseline", "policy", "effect", "low", "high", "shrunk", "residents", "counted")
WORST, LEAST, MOST_HELPED = "worst off", "least helped", "most helped"


class Told(Parameters):
    """How many a group of several traits must be to be told, besides the residents that any group must have."""

    least_crossed = param(100, "residents x seeds", "of the model, all seeds together, that a group of several traits must have to be told",
                          "assumed: as 10 residents in each of 10 seeds", 1, 100_000)  # fmt: skip


TOLD = Told()


def crossings(traits: Iterable[str] = TRAITS, most: int = MOST_TRAITS) -> list[Group]:
    """Every group of up to so many of these traits, everybody first."""
    chosen = list(traits)
    return [group for size in range(most + 1) for some in combinations(chosen, size)
            for group in product(*([(trait, one) for one in TRAITS[trait]] for trait in some))]  # fmt: skip


def said(group: Group, districts: Mapping[str, str] | None = None) -> str:
    """A group as people say it: 'low-educated foreign-born women aged 25-54'."""
    of = dict(group)
    origin = of.get("origin", "")
    educated = f"{of['education']}-educated" if "education" in of else ""
    noun = of.get("sex") or ("people" if of else "everybody")
    phrases = [PHRASES[trait][of[trait]] for trait in PHRASES if trait in of and of[trait] in PHRASES[trait]]
    aged = f"aged {of['age']}" if "age" in of else ""
    parents = f"whose parents had {of['parents']}" if "parents" in of else ""
    where = f"in {(districts or {}).get(of[DISTRICT], f'district {of[DISTRICT]}')}" if DISTRICT in of else ""
    return " ".join(word for word in (educated, origin if origin in ADJECTIVES else "", noun, aged, *phrases, where, parents) if word)


def counts_of(cells: pd.DataFrame, groups: Iterable[Group]) -> tuple[pd.DataFrame, np.ndarray]:
    """Which run a row is (RUN), and mean counts of groups, shape (runs, groups, ASKED): every group is the sum of its cells."""
    run = cells.groupby(RUN, sort=True).ngroup().to_numpy()
    places = [pd.Categorical(cells[name], names).codes.astype(np.int64) for name, names in GROUPS.items()]
    cell = np.ravel_multi_index(places, [len(names) for names in GROUPS.values()])
    belongs = of_cells(groups)
    counts = np.zeros((run.max() + 1, belongs.max() + 1, len(ASKED)))
    add_groups(cells[list(ASKED)].to_numpy(np.float64), cell, run, belongs, counts)
    return cells[RUN].drop_duplicates().sort_values(RUN, ignore_index=True), counts


def of_cells(groups: Iterable[Group]) -> np.ndarray:
    """Numbers of the groups that each cell belongs to, filled up with -1, shape (CELLS, most)."""
    cell, group = np.nonzero(np.stack([flags_of(**dict(one)) for one in groups], axis=1))
    each = np.bincount(cell, minlength=CELLS)
    found = np.full((CELLS, each.max()), -1, np.int16)
    found[cell, np.arange(len(cell)) - (np.cumsum(each) - each)[cell]] = group
    return found


def of_districts(cells: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray, list[Group], list[str]]:
    """The same of districts, alone and by one further trait: runs, counts, groups and the names of the fields."""
    fields = [name for name in cells.columns if name in ASKED]
    whole = cells[cells.dimension == next(iter(GROUPS))].groupby([*RUN, DISTRICT], sort=False)[fields].sum().reset_index()
    rows = pd.concat([whole.assign(dimension=ANYBODY, group=ANYBODY), cells[cells.group != "other"]])
    keys, names = rows.groupby(RUN, sort=True), rows.groupby(["dimension", "group", DISTRICT], sort=True)
    counts = np.zeros((keys.ngroups, names.ngroups, len(fields)))
    counts[keys.ngroup(), names.ngroup()] = rows[fields].to_numpy()
    groups = [((*(((dimension, one),) if dimension else ()), (DISTRICT, number))) for dimension, one, number in names.groups]
    return rows[RUN].drop_duplicates().sort_values(RUN, ignore_index=True), counts, groups, fields


def pairs_of(runs: pd.DataFrame) -> Iterator[tuple[dict[str, str], np.ndarray, np.ndarray]]:
    """World and window with the runs of baseline and policy of the same seeds."""
    for (window, shock), part in runs.groupby(["window", "shock"], sort=False):
        wide = part.reset_index().pivot(index="seed", columns="world", values="index").reindex(columns=["baseline", "policy"]).dropna()
        if len(wide):
            key = {"window": window, "world": "calm" if shock == "none" else "shock"}
            yield key, wide.baseline.to_numpy(int), wide.policy.to_numpy(int)


def compared(runs: pd.DataFrame, counts: np.ndarray, groups: list[Group], fields: Iterable[str] = ASKED) -> pd.DataFrame:
    """One row per group, outcome, world and window: levels, paired effect with its interval, and people of the model.

    ``counts`` has shape (runs, groups, fields). ``residents`` are all members, ``counted`` those of whom the outcome is asked, in the
    world in which they are fewer. Numbers are there where somebody was counted in every seed.
    """
    counted = SimpleNamespace(**dict(zip(fields, np.moveaxis(counts, 2, 0), strict=True)))
    every: Any = catalogue.indicators()
    pairs, said, parts = list(pairs_of(runs)), [], []
    for outcome, base in OF_WHOM.items():
        value = np.asarray(every[outcome](counted), float)
        of_whom = sum(getattr(counted, name) for name in base)
        for key, baseline, policy in pairs:
            before, after, seeds = value[baseline], value[policy], len(baseline)
            effect, mean = after - before, (after - before).mean(axis=0)
            asked = fewer(of_whom, baseline, policy)
            half = t_quantile(seeds) * (effect.std(axis=0, ddof=1) if seeds > 1 else mean) / np.sqrt(seeds)
            said.append({"outcome": outcome, **key, "unit": every[outcome].unit, "better": every[outcome].better, "seeds": seeds})
            parts.append((before.mean(axis=0), after.mean(axis=0), mean, mean - half, mean + half,
                          shrunk(effect, enough(asked, seeds, mean)), fewer(counted.people, baseline, policy), asked))  # fmt: skip
    named = {trait: np.tile(np.array([dict(group).get(trait, ANYBODY) for group in groups], object), len(said)) for trait in COLUMNS}
    told = pd.DataFrame(said).loc[np.repeat(np.arange(len(said)), len(groups))].reset_index(drop=True)
    return of_all(pd.DataFrame({**named, **told, **dict(zip(NUMBERS, np.concatenate(parts, axis=1), strict=True))}))


def fewer(people: np.ndarray, baseline: np.ndarray, policy: np.ndarray) -> np.ndarray:
    """Mean people over the seeds, of the world in which they are fewer."""
    return np.minimum(people[baseline].mean(axis=0), people[policy].mean(axis=0))


def enough(counted: Any, seeds: Any, effect: Any) -> Any:
    """Whether groups have people enough for their effects to be told, in each seed and in all of them together."""
    return (counted >= THRESHOLDS.least_told) & (counted * seeds >= TOLD.least_crossed) & np.isfinite(effect)


def shrunk(effect: np.ndarray, told: np.ndarray) -> np.ndarray:
    """Effects of the groups that are ``told``, drawn towards their mean by how much of their differences is luck (empirical Bayes).

    ``effect`` has shape (seeds, groups). Luck that all groups share is taken out seed by seed; what groups differ by beyond the rest is
    the variance of their means less the mean of their squared errors (Efron and Morris 1973). Not a number elsewhere, and for one seed.
    """
    found, seeds = np.full(effect.shape[1], np.nan), len(effect)
    if seeds < 2 or told.sum() < 2:
        return found
    apart = effect[:, told] - effect[:, told].mean(axis=1, keepdims=True)
    error, mean = apart.var(axis=0, ddof=1) / seeds, apart.mean(axis=0)
    between = max(0.0, mean.var(ddof=1) - error.mean())
    found[told] = effect[:, told].mean() + mean * (between / (between + error) if between > 0 else 0.0)
    return found


def of_all(found: pd.DataFrame) -> pd.DataFrame:
    """With ``looked_at``, how many groups are told, and ``low_of_all`` and ``high_of_all``, intervals that hold for all of them at once.

    Bonferroni: whoever looks for the group that gains most has looked at all, however much their luck has in common.
    """
    told = enough(found.counted, found.seeds, found.effect) & (found[COLUMNS] != ANYBODY).any(axis=1)
    many = told.groupby([found[name] for name in ("outcome", "world", "window")]).transform("sum").clip(lower=1)
    wider = {(n, m): t_quantile(n, 1 - (1 - LEVEL) / m) / t_quantile(n) for n, m in set(zip(found.seeds, many, strict=True))}
    half = (found.high - found.low) / 2 * [wider[key] for key in zip(found.seeds, many, strict=True)]
    return found.assign(looked_at=many, low_of_all=found.effect - half, high_of_all=found.effect + half)


def extremes(found: pd.DataFrame) -> pd.DataFrame:
    """Rows of effects: of every outcome, world and window the group of two or three traits that is worst off in the baseline, and those
    helped most and least; with the intervals of all groups at once, because all were looked at to find them."""
    rows = candidates(found[found.outcome != "employment"])  # lowest among students, who want none
    worse = rows.better.map({"lower": 1.0, "higher": -1.0}).astype(float)
    picked = []
    for what, by in ((WORST, worse * rows.baseline), (LEAST, worse * rows.effect), (MOST_HELPED, -worse * rows.effect)):
        at = by.groupby([rows[name] for name in ("outcome", "world", "window")], sort=False).idxmax()
        picked.append(rows.loc[at].assign(dimension=what))
    made = pd.concat(picked, ignore_index=True)
    made["group"] = [said(group_of(row)) for _, row in made.iterrows()]
    made = made.drop(columns=["low", "high", "residents", "unit", "better"]).rename(columns={"low_of_all": "low", "high_of_all": "high"})
    return made[["outcome", "dimension", "group", "world", "window", "baseline", "policy", "effect", "low", "high", "seeds"]]


def candidates(found: pd.DataFrame) -> pd.DataFrame:
    """Rows of groups of two or three traits that have people enough to be named."""
    several = (found[COLUMNS] != ANYBODY).sum(axis=1) > 1
    return found[several & (found.counted >= THRESHOLDS.least_cell) & enough(found.counted, found.seeds, found.effect)]


def group_of(row: Mapping[str, str]) -> Group:
    """The group of a row."""
    return tuple((trait, row[trait]) for trait in COLUMNS if row[trait] != ANYBODY)


def of_people(cells: pd.DataFrame) -> pd.DataFrame:
    """Every crossing of the traits of people, compared."""
    groups = crossings()
    runs, counts = counts_of(cells, groups)
    return compared(runs, counts, groups)
