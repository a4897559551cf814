"""What changed, for whom, at what cost: one tidy table of paired effects, made from the stored tables alone."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.outcomes import crossings, equity, fiscal, resilience
from experiments.outcomes.crossings import LEAST, MOST_HELPED, WORST
from experiments.outcomes.definitions import AFTER, ALWAYS, LATE, LATE_MONTHS, THRESHOLDS, definition_of
from experiments.outcomes.equity import OF_GROUPS, PLACED, WEIGHTS
from experiments.outcomes.intervals import paired
from experiments.outcomes.resilience import without_censored
from experiments.outcomes.verdicts import FEW_LIVED, UNCLEAR, too_few, verdicts
from sim import catalogue

KEYS = ["outcome", "dimension", "group", "world", "window"]
COLUMNS = [*KEYS, "unit", "better", "baseline", "policy", "effect", "low", "high", "seeds", "residents", "verdict"]
HELP = ("population", "jobs")
"""Asked of groups only to weigh them."""
FEW = "too few people"
MAIN = "unemployment"
"""The outcome that a run is about: its headline begins with it, and ``precision`` speaks of it."""
RESTS_ON = {
    "extra jobs not clear": ("job_years", ("cost_per_job_year", "net_cost_per_job_year"),
                             ("extra jobs", "fewer jobs", "saves money", "may cost nothing")),
    "net cost not clear": ("net_cost", ("mvpf", "mvpf_with_transfers"),
                           ("pays for itself", "saves money, residents lose", "above 1", "below 1", "above or below 1")),
}  # fmt: skip
"""Of ratios: what is said where the effect that they rest on is not clear, that effect, the ratios, and what is said where it is."""
OWN_EFFECTS = tuple(word for unclear, (_, _, told) in RESTS_ON.items() for word in (unclear, *told))
"""Verdicts of ratios, which too few residents cannot give either."""
OF_GROUP = ["dimension", "group"]
NUMBERS = ["baseline", "policy", "effect", "low", "high"]


def effects(tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]) -> pd.DataFrame:
    """Every effect with its 90% interval and a verdict in words."""
    pairs, of_groups = pairs_of(tables, record)
    shown = pairs[pairs.outcome != "handed"]
    found = [without_censored(paired(shown, KEYS), KEYS[1:]), equity.levels(shown, KEYS), fiscal.ratios(pairs),
             resilience.resistance(pairs), crossings.extremes(crossings.of_people(tables["cells"]))]  # fmt: skip
    told = with_people(pd.concat(found, ignore_index=True), people(of_groups, tables["cohort"]), ["world", "window"])
    told = judged(told, residents_lived(record))
    return told[COLUMNS].sort_values(KEYS, kind="stable", ignore_index=True)


def by_seed(tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]) -> pd.DataFrame:
    """Every effect in every seed: both worlds and what parts them, for statistics of one's own."""
    pairs = pairs_of(tables, record)[0]
    found = pairs[pairs.outcome != "handed"]
    found = found.assign(effect=found.policy - found.baseline)
    return found.sort_values([*KEYS, "seed"], kind="stable", ignore_index=True)


def pairs_of(tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both worlds of every seed beside each other, for the city and its groups; and the means of the groups behind them."""
    months = int(record["months"])
    monthly, groups = tables["monthly"], tables["groups"]
    monthly = monthly[monthly.month > 0].assign(dimension="all", group="all", months=1)
    of_city = windows(monthly, indicators_of(monthly), months)
    own = [name for name in groups.columns if name in catalogue.OUTSIDE]
    of_groups = windows(groups, [*OF_GROUPS, *own, *HELP], months)
    parts = [of_city, of_groups[~of_groups.outcome.isin(HELP)], equity.of_run(tables, record, of_city, of_groups),
             fiscal.of_run(tables, record), resilience.outcomes(tables, record)]  # fmt: skip
    return equity.from_nothing(sides(pd.concat(parts, ignore_index=True))), of_groups


def residents_lived(record: Mapping[str, Any]) -> float:
    """Residents of the model in all seeds of a question together."""
    return float(record["residents"] * len(record["seeds"]))


def people(of_groups: pd.DataFrame, cohort: pd.DataFrame) -> pd.DataFrame:
    """Residents of the model in every group, by world and window: of those who live there, and of those who did when the shock began."""
    seeds = of_groups.seed.nunique()
    living = sides(of_groups[of_groups.outcome == "population"])
    followed = cohort.rename(columns={"people": "value"})[["world", "shock", "seed", "dimension", "group", "value"]]
    begun = sides(followed.assign(outcome="population", window=AFTER))
    return counted(pd.concat([living, begun]), ["world", "window"], seeds)


def indicators_of(monthly: pd.DataFrame) -> list[str]:
    """Columns that are indicators."""
    labels = ("scenario", "world", "shock", "seed", "month", "months", "dimension", "group")
    return [name for name in monthly.columns if name not in labels]


def late_months(month: pd.Series, months: int) -> pd.Series:
    """Which months count for the last years, of a run of so many ``months``; the policy date is none of them."""
    return (month > months - LATE_MONTHS) & (month > 0)


def windows(rows: pd.DataFrame, names: list[str], months: int) -> pd.DataFrame:
    """Means over the last five years and over all years, one row per outcome, group, world and seed."""
    late = rows[late_months(rows.month, months)]
    return pd.concat([means(late, names).assign(window=LATE), means(rows, names).assign(window=ALWAYS)])


def means(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Means over time, long: a row of a yearly table counts for the months it stands for."""
    by = ["dimension", "group", "world", "shock", "seed"]
    return known_means(rows, names, by).reset_index().melt(by, var_name="outcome", value_name="value")


def known_means(rows: pd.DataFrame, names: list[str], by: list[str]) -> pd.DataFrame:
    """Means of these columns, each row counting for the months in which somebody was counted; not a number where nobody ever was."""
    weights = pd.DataFrame({name: rows[WEIGHTS[name] if WEIGHTS.get(name) in rows else "months"] for name in names})
    weights = weights.where(rows[names].notna(), 0)
    keys = [rows[key] for key in by]
    summed, months = (table.groupby(keys, sort=False).sum() for table in (rows[names].astype(float) * weights, weights))
    return summed / months.where(months > 0)


def sides(long: pd.DataFrame) -> pd.DataFrame:
    """Baseline and policy of the same seed beside each other."""
    long = long.rename(columns={"world": "side"})
    long["world"] = np.where(long.shock == "none", "calm", "shock")
    wide = long.pivot(index=[*KEYS, "seed"], columns="side", values="value").reset_index()
    return wide.reindex(columns=[*KEYS, "seed", "baseline", "policy"])


def judged(found: pd.DataFrame, lived: Any) -> pd.DataFrame:
    """Units, directions and verdicts of effects from so many residents ``lived``, of all seeds together, one number or one for each row."""
    meant = {name: definition_of(name) for name in found.outcome.unique()}
    sides = {what: found.outcome.map({name: said[n] for name, said in meant.items()}) for n, what in enumerate(("unit", "better"))}
    found = found.assign(**sides)
    own = found["verdict"] if "verdict" in found else pd.Series(None, index=found.index, dtype=object)
    few = found.residents < THRESHOLDS.least_told if "residents" in found else pd.Series(False, index=found.index)
    asked, lived = own.isna() & ~few, pd.Series(lived, found.index, dtype=float)
    said = own.mask(few, FEW).mask(own.isin(OWN_EFFECTS) & too_few(found.seeds.to_numpy(float), lived.to_numpy(float)), FEW_LIVED)
    said[asked] = verdicts(found[asked].assign(family=families(found[asked])), ["family"], lived[asked])
    return ratios_as_clear(found.assign(verdict=said))


def ratios_as_clear(found: pd.DataFrame) -> pd.DataFrame:
    """Verdicts of ratios no clearer than that of the effect which they rest on."""
    keys, said = [name for name in ("portfolio", "case", "shock", "world") if name in found], found["verdict"].copy()
    for unclear, (effect, ratios, told) in RESTS_ON.items():
        base = found[(found.outcome == effect) & (found.dimension == "all")].set_index(keys)["verdict"]
        rows = found.index[found.outcome.isin(ratios) & said.isin(told)]
        below = base.reindex(pd.MultiIndex.from_frame(found.loc[rows, keys]) if len(keys) > 1 else found.loc[rows, keys[0]])
        said[rows[(below == UNCLEAR).to_numpy()]] = unclear
    return found.assign(verdict=said)


def families(found: pd.DataFrame) -> pd.Series:
    """What is asked together, by a name for each row.

    In one world and window that is all outcomes of the city, or one outcome in all groups, or in all districts; a yearly outcome of the
    city in all years; in a sweep, of all portfolios. The outcome that a run is about is asked alone, as it was before anybody looked.
    What is neither better nor worse (spending, most of it certain) is asked apart and makes no other verdict easier.
    """
    years, city = found.window.str.startswith("year "), found.dimension == "all"
    where = found.dimension.where(found.dimension.isin(("all", "district", "lever", "recipient", WORST, LEAST, MOST_HELPED)), "group")
    which = found.outcome.where(years | ~city | (found.outcome == MAIN), "any")
    parts = [where, found.world, found.window.where(~years, "years"), which, (found.better != "").astype(str)]
    labels = [found[name].astype(str) for name in ("case", "shock") if name in found]
    return pd.Series(zip(*parts, *labels, strict=True), index=found.index, dtype=object)


def one(found: pd.DataFrame, outcome: str, **keys: str) -> pd.Series | None:
    """One row of the table of effects, or None when it is not there."""
    wanted = {"dimension": "all", "group": "all", "world": "calm", **keys, "outcome": outcome}
    rows = found[np.logical_and.reduce([found[key] == value for key, value in wanted.items()])]
    return None if len(rows) == 0 else rows.iloc[0]


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
