"""What the years say: how practices spread, how unlike cities become, what membership is worth, and what happens with bad practice."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.network.adoption_rules import GOALS
from experiments.network.simulation import ALONE, UNTOUCHED
from experiments.outcomes.intervals import paired
from experiments.outcomes.verdicts import verdicts
from sim import catalogue

OUTCOMES = (*GOALS, "employment", "gini", "skill", "awareness", "trust", "long_term_share", "mean_income")
"""Indicators that worlds are compared by."""
IN_EUROS = ("practices", "grants", "membership")
"""What a resident's share of the money goes to, EUR a year."""


def late(years: int) -> int:
    """First of the years at the end that effects are read from: the last quarter, at least one."""
    return years - max(1, years // 4)


def found(tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Every table of findings by name."""
    years, practices = tables["years"], tables["practices"]
    first = late(int(record["years"]))
    truth = alone_effects(years, record, first)
    return {
        "adoption": adoption(practices),
        "spread": spread(years),
        "worth": worth(years, practices, record, first),
        "truth": truth,
        "fashion": fashion(practices, truth, record),
    }


def adoption(practices: pd.DataFrame) -> pd.DataFrame:
    """Share of cities that use each practice, and what they believe of it, by world and year."""
    by = practices.groupby(["world", "practice", "year"], sort=False)
    return by.agg(in_use=("in_use", "mean"), believed=("believed", "mean"), conviction=("conviction", "mean")).reset_index()


def spread(years: pd.DataFrame) -> pd.DataFrame:
    """Mean and standard deviation between cities of each goal, by world and year; only worlds with every city."""
    rows = years[~years.world.str.startswith("only ")]
    long = rows.melt(["world", "city", "year"], list(GOALS), var_name="outcome", value_name="value")
    by = long.groupby(["world", "outcome", "year"], sort=False).value
    return by.agg(["mean", "std"]).reset_index()


def worth(years: pd.DataFrame, practices: pd.DataFrame, record: Mapping[str, Any], first: int) -> pd.DataFrame:
    """Each network against the same cities left alone, in the last years: paired over cities, with 90% intervals.

    All goals of all networks are asked together, and all other outcomes.
    """
    rows = years[(years.year >= first)].groupby(["world", "city"])[list(OUTCOMES)].mean()
    rows = rows.join(of_own_goal(years, first)).join(euros(years, practices, record, first))
    long = rows.stack().rename("value").reset_index().rename(columns={"level_2": "outcome"})
    parts = [compared(long, kind, ALONE) for kind in record["kinds"]]
    parts += [compared(long, ALONE, UNTOUCHED)]
    return judged(pd.concat(parts, ignore_index=True))


def compared(long: pd.DataFrame, world: str, against: str) -> pd.DataFrame:
    """One world against another, city by city."""
    wide = long[long.world.isin((world, against))].pivot(index=["outcome", "city"], columns="world", values="value").reset_index()
    pairs = wide.rename(columns={against: "baseline", world: "policy"})
    return paired(pairs, ["outcome"]).assign(world=world, against=against).rename(columns={"seeds": "cities"})


def of_own_goal(years: pd.DataFrame, first: int) -> pd.DataFrame:
    """Points that a city has gained in what it wants most, against itself untouched, by world and city."""
    rows = years[years.year >= first].groupby(["world", "city"])[list(GOALS)].mean()
    gained = (rows - rows.xs(UNTOUCHED).reindex(rows.index, level="city")) * 100 * np.array(list(GOALS.values()))
    return gained.rename(columns=lambda goal: f"gain in {goal}")


def euros(years: pd.DataFrame, practices: pd.DataFrame, record: Mapping[str, Any], first: int) -> pd.DataFrame:
    """EUR a resident and year spent on practices and on membership, and won as grants, by world and city."""
    rows, levers = years[years.year >= first], {name for one in record["practices"].values() for name in one["levers"]}
    people = rows.population.to_numpy()
    on_practices = rows[[f"spent {name}" for name in sorted(levers)]].sum(axis=1).to_numpy() / people
    told = rows.assign(practices=on_practices, membership=rows["spent network_membership"].to_numpy() / people)
    spent = told.groupby(["world", "city"])[["practices", "membership"]].mean()
    grants = practices[practices.year >= first].groupby(["world", "city"]).grant.sum() / practices[practices.year >= first].year.nunique()
    return spent.join(grants.rename("grants")).fillna({"grants": 0.0})


def better_of(outcome: str) -> str:
    """Which way an outcome is better."""
    if outcome.startswith("gain in "):
        return "higher"
    asked: Any = catalogue.indicators().get(outcome)
    return asked.better if asked else ""


def alone_effects(years: pd.DataFrame, record: Mapping[str, Any], first: int) -> pd.DataFrame:
    """What each practice does by itself: cities that use it all the time against the same cities untouched."""
    rows = years[years.year >= first].groupby(["world", "city"])[list(OUTCOMES)].mean()
    long = rows.stack().rename("value").reset_index().rename(columns={"level_2": "outcome"})
    tried = [name for name in record["practices"] if f"only {name}" in set(years.world)]
    if not tried:
        return pd.DataFrame(columns=["practice", "outcome", "baseline", "policy", "effect", "cities", "low", "high", "verdict"])
    parts = [compared(long, f"only {name}", UNTOUCHED).dropna().assign(practice=name) for name in tried]
    told = pd.concat(parts, ignore_index=True).drop(columns=["world", "against"])
    return judged(told)


def judged(told: pd.DataFrame) -> pd.DataFrame:
    """Effects with the better direction and a verdict; those on goals are asked together, and those on anything else."""
    named = told.assign(better=told.outcome.map(better_of), seeds=told.cities, goal=told.outcome.str.removeprefix("gain in ").isin(GOALS))
    return told.assign(better=named.better, verdict=verdicts(named, ["goal"]))


def without_effect(truth: pd.DataFrame) -> list[str]:
    """Practices that by themselves clearly better no goal."""
    goals = truth[truth.outcome.isin(GOALS)]
    return [name for name, rows in goals.groupby("practice", sort=False) if not (rows.verdict == "better").any()]


def fashion(practices: pd.DataFrame, truth: pd.DataFrame, record: Mapping[str, Any]) -> pd.DataFrame:
    """How far practices go that clearly better nothing, and those that look better than they are: peak, fall, years in use."""
    doubtful = set(without_effect(truth)) | {name for name, one in record["practices"].items() if one["appeal"] > 1}
    rows = practices[practices.practice.isin(doubtful)]
    told = [
        {"world": world, "practice": name, **rise_and_fall(part.groupby("year").in_use.mean()), "city_years": int(part.in_use.sum())}
        for (world, name), part in rows.groupby(["world", "practice"], sort=False)
    ]
    return pd.DataFrame(told, columns=["world", "practice", "peak", "peak_year", "end", "halved_after", "city_years"])


def rise_and_fall(use: pd.Series) -> dict[str, float]:
    """Highest share of cities, when, the share at the end, and years from the peak until half of it is gone (none: not a number)."""
    peak = int(use.to_numpy().argmax())
    after = np.flatnonzero((use.to_numpy()[peak:] <= use.iloc[peak] / 2) & (use.iloc[peak] > 0))
    return {"peak": float(use.iloc[peak]), "peak_year": float(use.index[peak] + 1), "end": float(use.iloc[-1]),
            "halved_after": float(after[0]) if len(after) else float("nan")}  # fmt: skip
