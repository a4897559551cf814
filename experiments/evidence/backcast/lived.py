"""What the seeds lived through: how the course was met, and outcomes by year and group beside the calm twin."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from experiments.evidence.backcast import driver
from experiments.evidence.backcast.course import ALL, BEYOND, DIMENSIONS, OUTCOMES, years_of
from experiments.evidence.backcast.inputs import BackcastInputs
from experiments.evidence.targets.targets import over_seeds
from sim.city import City

KEYS = ["year", "dimension", "group", "outcome"]


def of_seed(piece: tuple[Any, int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One seed: month by month the course and what the whole city did, and by year and group every outcome, driven and calm."""
    how: BackcastInputs = piece[0]
    seed = piece[1]
    young = how.burn_in_city(seed)
    driven, months = driver.impose(young, how.course.indices, how.imposes)
    calm = young.branch().run(how.months)
    met = pd.DataFrame({"month": how.course.months, "index": how.course.indices, "factor": [one.factor for one in months],
                        "wanted": [one.wanted for one in months], "reached": [one.reached for one in months]})  # fmt: skip
    for name, city in (("driven", driven), ("calm", calm)):
        counts = city.observations.counts(since=1)
        met[f"unemployment_{name}"] = city.history.unemployment.to_numpy()[1:]
        met[f"vacancies_{name}"] = counts.vacancies
    by_year = yearly(driven, how).merge(yearly(calm, how), on=KEYS, suffixes=("", "_calm"))
    return met.assign(seed=seed), by_year.assign(seed=seed)


def yearly(city: City, how: BackcastInputs) -> pd.DataFrame:
    """Means of each calendar year by group; months in which nobody is counted are left out."""
    parts = [whole(city), *(city.observations.by_group(name) for name in DIMENSIONS if name != ALL)]
    rows = pd.concat(parts, ignore_index=True)
    first = int(rows.month.min())
    lived = rows[(rows.month > first) & (rows.group != BEYOND)]
    years = years_of(how.course)[lived.month.to_numpy() - first - 1]
    long = lived.assign(year=years).melt(["year", "dimension", "group"], OUTCOMES, var_name="outcome")
    return long.groupby(KEYS, as_index=False, sort=False).value.mean()


def whole(city: City) -> pd.DataFrame:
    """The whole city in the form of a group."""
    return city.history[["month", *OUTCOMES]].assign(dimension=ALL, group=ALL)


def course_table(found: Iterable[tuple[pd.DataFrame, pd.DataFrame]]) -> pd.DataFrame:
    """Mean over seeds by month: the factor, what was wanted and reached, how many seeds met it, unemployment and vacancies of both."""
    rows = pd.concat([met for met, _ in found], ignore_index=True)
    rows["met"] = (rows.reached / rows.wanted - 1).abs() <= driver.NEAR
    mean = rows.drop(columns="seed").groupby("month", as_index=False).mean()
    return mean.assign(gap=mean.reached / mean.wanted - 1)


def group_table(found: Iterable[tuple[pd.DataFrame, pd.DataFrame]]) -> pd.DataFrame:
    """By year, group and outcome: the driven city, its calm twin, their difference, and the change since the first year, with intervals."""
    rows = pd.concat([by_year for _, by_year in found], ignore_index=True)
    first = rows[rows.year == rows.year.min()].drop(columns=["year", "value_calm"])
    rows = rows.merge(first.rename(columns={"value": "begun"}), on=["dimension", "group", "outcome", "seed"], how="left")
    lines = []
    for keys, own in rows.groupby(KEYS, sort=False):
        line = dict(zip(KEYS, keys, strict=True))
        for name, values in (("value", own.value), ("calm", own.value_calm), ("effect", own.value - own.value_calm),
                             ("change", own.value - own.begun)):  # fmt: skip
            line[name], line[f"{name}_low"], line[f"{name}_high"], line["seeds"] = over_seeds(values)
        lines.append(line)
    return pd.DataFrame(lines)


def beside(groups: pd.DataFrame, observed: pd.DataFrame) -> pd.DataFrame:
    """The table of groups with what was observed: its level, its change since the first year, and whether the model's change holds it."""
    seen = groups.merge(observed.rename(columns={"value": "observed"}), on=KEYS, how="left")
    keys = ["dimension", "group", "outcome"]
    begun = seen[seen.year == seen.year.min()][[*keys, "observed"]].rename(columns={"observed": "begun"})
    seen = seen.merge(begun, on=keys, how="left")
    seen["observed_change"] = seen.observed - seen.begun
    return seen.drop(columns="begun")


def furthest(course: pd.DataFrame) -> float:
    """The largest gap of any month between what was reached and what was wanted, mean over seeds."""
    return float(np.abs(course.gap).max())
