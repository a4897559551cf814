"""Between whom things are unequal: gaps, the Theil index within and between groups, origin, and who gets public money."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.outcomes.definitions import END, WHOLE, tenth
from experiments.outcomes.intervals import paired
from experiments.outcomes.resilience import concentration
from sim.groups import UNITED

BY = ["world", "shock", "seed"]
OF_GROUPS = ("unemployment", "employment", "participation", "mean_wage", "mean_income", "poverty")
WEIGHTS = {name: f"{name}_months" for name in OF_GROUPS}
"""Columns of yearly tables that say over how many months the mean of an outcome was taken; that of others, over as many as possible."""
PLACED = {
    "education": ("low", "high"), "sex": ("women", "men"), "age": ("15-24", "25-54"), "origin": ("foreign-born", "native"),
    "limitation": ("limited", "none"), "parents": ("low schooling", "high schooling"), "language": ("little", "good"),
}  # fmt: skip
"""The worse and the better placed group of each dimension."""
TOGETHER = [(dimension, name) for dimension, names in UNITED.items() for name in names]
"""Groups whose people are in others of their dimension too."""
GAPS = {"unemployment": 1, "employment": -1, "participation": -1, "mean_income": -1, "poverty": 1}
"""Whether more is worse (1) or better (-1)."""
SHARES_OF_SPENDING = ("money_concentration", "money_reached", "overhead_share")
ALONE = "a level, no effect"
"""Of what is not defined in the baseline: the policy's own level is told with its interval, and compared with nothing."""


def gaps(of_groups: pd.DataFrame) -> pd.DataFrame:
    """How far the worse placed group of each dimension is behind, and its participation over that of the better placed."""
    both = sided(of_groups)
    both = both[(both.dimension != "age") | (both.outcome != "participation")]  # participation is asked of 25-64 alone
    sign = both.outcome.map(GAPS)
    apart = both.assign(value=sign * (both.worse - both.better), outcome=both.outcome + "_gap")[sign.notna()]
    learn = both[both.outcome == "participation"]
    ratio = learn.assign(value=learn.worse / learn.better.where(learn.better > 0), outcome="access_ratio")
    whole = ratio[ratio.dimension == "education"].assign(dimension="all")
    return pd.concat([apart, ratio, whole], ignore_index=True).assign(group="all").drop(columns=["worse", "better"])


def sided(of_groups: pd.DataFrame) -> pd.DataFrame:
    """The worse and the better placed group of each dimension beside each other."""
    places = {(dimension, group): side for dimension, pair in PLACED.items() for group, side in zip(pair, ("worse", "better"), strict=True)}
    side = pd.Series(zip(of_groups.dimension, of_groups.group, strict=True), index=of_groups.index).map(places)
    rows = of_groups[side.notna()].assign(side=side.dropna())
    wide = rows.pivot(index=["outcome", "dimension", *BY, "window"], columns="side", values="value")
    return wide.reindex(columns=["worse", "better"]).reset_index()


def theil_parts(of_city: pd.DataFrame, of_groups: pd.DataFrame) -> pd.DataFrame:
    """The Theil indices of household income and of wages, split into what lies within and between the groups of each dimension."""
    incomes = split(of_city, of_groups, "theil", "population", "mean_income")
    wages = split(of_city, of_groups, "wage_theil", "jobs", "mean_wage")
    return pd.concat([incomes, wages], ignore_index=True)


def split(of_city: pd.DataFrame, of_groups: pd.DataFrame, index: str, weight: str, mean: str) -> pd.DataFrame:
    """One index: between = sum of income shares times the log of the group's mean over the overall mean; within is the rest."""
    keys = ["dimension", *BY, "window"]
    alone = ~pd.MultiIndex.from_frame(of_groups[["dimension", "group"]]).isin(TOGETHER)
    wide = of_groups[of_groups.outcome.isin((weight, mean)) & alone].pivot(index=[*keys, "group"], columns="outcome", values="value")
    total = wide.assign(sum=wide[weight] * wide[mean]).groupby(level=keys)[["sum", weight]].transform("sum")
    relative = wide[mean] / (total["sum"] / total[weight])
    terms = (wide[weight] * wide[mean] / total["sum"] * np.log(relative.where(relative > 0, 1.0))).groupby(level=keys).sum(min_count=1)
    whole = of_city[of_city.outcome == index].set_index([*BY, "window"]).value
    found = terms.rename("between").reset_index().join(whole.rename("whole"), on=[*BY, "window"])
    found["within"] = found.whole - found.between
    long = found.melt(keys, ["between", "within"], var_name="part")
    return long.assign(outcome=f"{index}_" + long.part, group="all").drop(columns="part")


def link(snapshots: pd.DataFrame, months: int) -> pd.DataFrame:
    """How far parents' schooling decides incomes at the end of the run."""
    rows = snapshots[(snapshots.month == months) & snapshots.what.isin(("rank_slope", "rise"))]
    return rows.rename(columns={"what": "outcome"})[["outcome", *BY, "value"]].assign(dimension="all", group="all", window=END)


def public_money(tenths: pd.DataFrame, monthly: pd.DataFrame, months: int) -> pd.DataFrame:
    """Whom public money reached: its concentration over household income, by tenth and in all; nothing where nothing is spent."""
    spent = tenths[tenths.spent > 0].sort_values([*BY, "tenth"])
    if len(spent) == 0:
        return pd.DataFrame()
    people = monthly.groupby(BY).population.mean().rename("people")
    each = spent.join(people, on=BY).assign(outcome="money_per_person", dimension="income", group=lambda t: t.tenth.map(tenth))
    each["value"] = each.euros * 12 / months / (each.people / spent.tenth.max())
    grouped = spent.groupby(BY, sort=False)
    index = grouped.euros.apply(lambda euros: concentration(euros.to_numpy(), np.ones(len(euros))))
    reached = grouped.euros.sum() / grouped.spent.first()
    whole = pd.DataFrame({"money_concentration": index, "money_reached": reached}).reset_index().melt(BY, var_name="outcome")
    whole = whole.assign(dimension="all", group="all")
    return pd.concat([each[list(whole.columns)], whole]).assign(window=WHOLE)


def from_nothing(pairs: pd.DataFrame) -> pd.DataFrame:
    """Where the baseline spends nothing, nobody got a euro of it."""
    alone = (pairs.outcome == "money_per_person") & pairs.baseline.isna()
    return pairs.assign(baseline=pairs.baseline.where(~alone, 0.0))


def levels(pairs: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """How spending is shared out where the baseline spends nothing: the policy's level and its interval, no effect."""
    rows = pairs[pairs.outcome.isin(SHARES_OF_SPENDING) & pairs.policy.notna()]
    alone = rows[rows.baseline.isna().groupby([rows[key] for key in keys]).transform("all").astype(bool)]
    found = paired(alone.assign(baseline=0.0), keys)
    return found.assign(baseline=np.nan, effect=np.nan, verdict=ALONE)


def of_run(tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any], of_city: pd.DataFrame, of_groups: pd.DataFrame) -> pd.DataFrame:
    """Every outcome of equity of each world and seed."""
    months = int(record["months"])
    parts = [gaps(of_groups), theil_parts(of_city, of_groups), link(tables["snapshots"], months),
             public_money(tables["tenths"], tables["monthly"], months)]  # fmt: skip
    return pd.concat(parts, ignore_index=True)
