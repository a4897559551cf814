"""What changed, for whom, at what cost: one tidy table of paired effects, made from the stored tables alone."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.intervals import fieller, paired
from sim import catalogue

LATE, ALWAYS, AFTER = "last 5 years", "all years", "5 years after the shock"
LATE_MONTHS, AFTER_MONTHS = 60, 60
OF_GROUPS = ("unemployment", "employment", "participation", "mean_wage", "mean_income")
KEYS = ["outcome", "dimension", "group", "world", "window"]
COLUMNS = [*KEYS, "unit", "better", "baseline", "policy", "effect", "low", "high", "seeds", "verdict"]
MADE = {
    "access_ratio": ("ratio", "higher", "Participation of the low educated over that of the high educated."),
    "resilience_loss": ("percent-months", "lower", "Employment lost to the shock, against the same city's calm twin."),
    "resilience_dividend": ("percent-months", "higher", "Loss of employment that the policy spared the city."),
    "spending_total": ("EUR", "", "Spent over the whole run, overhead included."),
    "spending_year": ("EUR/year", "", "Spent in a year on average, overhead included."),
    "job_years": ("years", "higher", "Years of employment of residents over the whole run."),
    "cost_per_job_year": ("EUR/year", "lower", "Spending over additional job-years, calm world, before taxes come back."),
}


def effects(tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]) -> pd.DataFrame:
    """Every effect with its 90% interval and a verdict in words."""
    months = int(record["months"])
    monthly, groups = tables["monthly"], tables["groups"]
    monthly = monthly[monthly.month > 0].assign(dimension="all", group="all", months=1)
    of_city = windows(monthly, indicators_of(monthly), months)
    of_groups = windows(groups, list(OF_GROUPS), months)
    start = int(min((card["start"] for card in record["shock"].values()), default=months))
    parts = [of_city, of_groups, access(of_groups), money_and_jobs(monthly, months), resilience(monthly, start, months)]
    pairs = sides(pd.concat(parts, ignore_index=True))
    found = pd.concat([paired(pairs, KEYS), cost(pairs)], ignore_index=True)
    return judged(found)[COLUMNS].sort_values(KEYS, kind="stable", ignore_index=True)


def indicators_of(monthly: pd.DataFrame) -> list[str]:
    """Columns that are indicators."""
    labels = ("scenario", "world", "shock", "seed", "month", "months", "dimension", "group")
    return [name for name in monthly.columns if name not in labels]


def windows(rows: pd.DataFrame, names: list[str], months: int) -> pd.DataFrame:
    """Means over the last five years and over all years, one row per outcome, group, world and seed."""
    late = rows[rows.month > months - LATE_MONTHS]
    return pd.concat([means(late, names).assign(window=LATE), means(rows, names).assign(window=ALWAYS)])


def means(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Means over time, long: a row of a yearly table counts for the months it stands for."""
    by = ["dimension", "group", "world", "shock", "seed"]
    summed = rows[names].mul(rows.months, axis=0).join(rows[by]).groupby(by, sort=False)[names].sum()
    total = rows.groupby(by, sort=False).months.sum()
    return summed.div(total, axis=0).reset_index().melt(by, var_name="outcome", value_name="value")


def access(of_groups: pd.DataFrame) -> pd.DataFrame:
    """Training-access ratio of each world and seed."""
    part = of_groups[(of_groups.outcome == "participation") & (of_groups.dimension == "education")]
    by = ["world", "shock", "seed", "window"]
    wide = part.pivot(index=by, columns="group", values="value").reindex(columns=["low", "high"])
    ratio = (wide.low / wide.high.where(wide.high > 0)).rename("value").reset_index()
    return ratio.assign(outcome="access_ratio", dimension="all", group="all")


def money_and_jobs(monthly: pd.DataFrame, months: int) -> pd.DataFrame:
    """Euros and job-years over the whole run, of each world and seed."""
    by = ["world", "shock", "seed"]
    sums = monthly.groupby(by, sort=False)[["spending", "jobs"]].sum()
    found = pd.DataFrame({"spending_total": sums.spending, "spending_year": sums.spending * 12 / months, "job_years": sums.jobs / 12})
    long = found.reset_index().melt(by, var_name="outcome", value_name="value")
    return long.assign(dimension="all", group="all", window="whole run")


def resilience(monthly: pd.DataFrame, start: int, months: int) -> pd.DataFrame:
    """Percent-months of employment lost in five years after the shock, and what the policy spared, of each seed."""
    after = monthly[(monthly.month > start) & (monthly.month <= min(start + AFTER_MONTHS, months))]
    wide = after.assign(shocked=after.shock != "none").pivot(index=["world", "seed", "month"], columns="shocked", values="employment")
    if len(wide) == 0 or set(wide.columns) != {False, True}:
        return pd.DataFrame()
    lost = (100 * (1 - wide[True] / wide[False])).groupby(["world", "seed"]).sum().rename("value").reset_index()
    said = {"shock": "shock", "dimension": "all", "group": "all", "window": AFTER}
    spared = lost.assign(value=-lost.value, outcome="resilience_dividend")
    return pd.concat([lost.assign(outcome="resilience_loss"), spared]).assign(**said)


def sides(long: pd.DataFrame) -> pd.DataFrame:
    """Baseline and policy of the same seed beside each other."""
    long = long.rename(columns={"world": "side"})
    long["world"] = np.where(long.shock == "none", "calm", "shock")
    wide = long.pivot(index=[*KEYS, "seed"], columns="side", values="value").reset_index()
    return wide.reindex(columns=[*KEYS, "seed", "baseline", "policy"])


def cost(pairs: pd.DataFrame) -> pd.DataFrame:
    """Spending over additional job-years in the calm world."""
    calm = pairs[(pairs.world == "calm") & (pairs.window == "whole run")]
    more = calm.assign(more=calm.policy - calm.baseline).pivot(index="seed", columns="outcome", values="more").dropna()
    if not {"spending_total", "job_years"} <= set(more.columns) or len(more) == 0:
        return pd.DataFrame()
    ratio = fieller(more.spending_total.to_numpy(), more.job_years.to_numpy())
    row = {"outcome": "cost_per_job_year", "dimension": "all", "group": "all", "world": "calm", "window": "whole run"}
    numbers = {"effect": ratio.value, "low": ratio.low, "high": ratio.high, "seeds": len(more)}
    said = cost_in_words(more.spending_total.mean(), more.job_years.mean(), ratio.clear, len(more))
    return pd.DataFrame([{**row, **numbers, "baseline": np.nan, "policy": np.nan, "verdict": said}])


def cost_in_words(spent: float, job_years: float, clear: bool, seeds: int) -> str:
    """Whether a cost per additional job-year can be given at all."""
    if spent <= 0:
        return "nothing more spent"
    if seeds < 2:
        return "one seed: no interval"
    if not clear:
        return "no extra jobs"
    return "extra jobs" if job_years > 0 else "fewer jobs"


def judged(found: pd.DataFrame) -> pd.DataFrame:
    """Units, directions and verdicts."""
    found = found.copy()
    declared = [meaning_of(name) for name in found.outcome]
    found["unit"], found["better"] = [unit for unit, _, _ in declared], [better for _, better, _ in declared]
    given = found["verdict"] if "verdict" in found else pd.Series(None, index=found.index, dtype=object)
    said = [verdict(row.low, row.high, row.better) for row in found.itertuples()]
    found["verdict"] = [own if isinstance(own, str) else made for own, made in zip(given, said, strict=True)]
    return found


def meaning_of(outcome: str) -> tuple[str, str, str]:
    """Unit, better direction and meaning of an outcome."""
    if outcome in MADE:
        return MADE[outcome]
    ask = catalogue.indicators().get(outcome)
    if ask is None:
        return "", "", f"{outcome} (of an extension)"
    return ask.unit, ask.better, (ask.__doc__ or "").strip().splitlines()[0]


def verdict(low: float, high: float, better: str) -> str:
    """An effect in words: an interval that includes zero is no clear effect."""
    if not (np.isfinite(low) and np.isfinite(high)):
        return "one seed: no interval"
    if low <= 0 <= high:
        return "no clear effect"
    if better == "":
        return "higher" if low > 0 else "lower"
    return "better" if (low > 0) == (better == "higher") else "worse"


def one(found: pd.DataFrame, outcome: str, **keys: str) -> pd.Series | None:
    """One row of the table of effects, or None when it is not there."""
    wanted = {"dimension": "all", "group": "all", "world": "calm", **keys, "outcome": outcome}
    rows = found[np.logical_and.reduce([found[key] == value for key, value in wanted.items()])]
    return None if len(rows) == 0 else rows.iloc[0]
