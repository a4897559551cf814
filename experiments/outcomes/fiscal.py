"""What it costs, who gets it, what comes back as taxes and benefits, and what residents gain for each euro."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.outcomes.definitions import THRESHOLDS, WHOLE, year
from experiments.outcomes.intervals import Ratio, fieller, t_quantile

BY = ["world", "shock", "seed"]
TOTALS = {"spending_total": "spending", "taxes_total": "taxes", "jobless_benefits_total": "jobless_benefits",
          "other_benefits_total": "other_benefits", "balance_total": "fiscal_balance"}  # fmt: skip
PERSONS = ("low educated", "medium educated", "high educated")
"""Recipients whose money is handed over for a course of their own choice."""

NEEDED = ("spending_total", "balance_total", "job_years", "net_cost", "disposable_total", "handed")
"""Outcomes behind the ratios."""


def of_run(tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]) -> pd.DataFrame:
    """Euros and job-years of each world and seed, over the whole run and by year, by lever and by recipient."""
    months, ledger = int(record["months"]), tables["ledger"]
    monthly = tables["monthly"][tables["monthly"].month > 0]
    whole = pd.concat([totals(monthly, months), today(monthly, ledger)]).assign(dimension="all", group="all", window=WHOLE)
    return pd.concat([whole, by_year(monthly), shares(ledger, monthly, months)], ignore_index=True)


def totals(monthly: pd.DataFrame, months: int) -> pd.DataFrame:
    """Sums over the whole run."""
    sums = monthly.groupby(BY, sort=False)[[*TOTALS.values(), "jobs"]].sum()
    found = pd.DataFrame({name: sums[column] for name, column in TOTALS.items()})
    found = found.assign(spending_year=sums.spending * 12 / months, job_years=sums.jobs / 12)
    return found.reset_index().melt(BY, var_name="outcome", value_name="value")


def today(monthly: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """Net cost, residents' disposable income, and what is handed to persons, at today's value."""
    worth = worth_today(monthly.month)
    handed = ledger[ledger.recipient.isin(PERSONS)]
    given = (handed.euros * worth_today(handed.month)).groupby([handed[key] for key in BY]).sum()
    sums = {"net_cost": -monthly.fiscal_balance * worth, "disposable_total": monthly.disposable * worth}
    found = pd.DataFrame({name: values.groupby([monthly[key] for key in BY], sort=False).sum() for name, values in sums.items()})
    found["handed"] = given.reindex(found.index, fill_value=0.0)
    return found.reset_index().melt(BY, var_name="outcome", value_name="value")


def worth_today(month: pd.Series) -> pd.Series:
    """What a euro of this month is worth at the policy date."""
    return (1 + THRESHOLDS.discount) ** (-month / 12)


def by_year(monthly: pd.DataFrame) -> pd.DataFrame:
    """Spending, taxes, benefits and the balance of each whole year after the policy date."""
    years = monthly.assign(year=(monthly.month - 1) // 12 + 1, benefits=monthly.jobless_benefits + monthly.other_benefits)
    years = years[years.year <= monthly.month.max() // 12]
    names = {"spending": "spending_in_year", "taxes": "taxes_in_year", "benefits": "benefits_in_year", "fiscal_balance": "balance_year"}
    sums = years.groupby([*BY, "year"], sort=False)[list(names)].sum().rename(columns=names).reset_index()
    long = sums.melt([*BY, "year"], var_name="outcome", value_name="value")
    return long.assign(window=long.year.map(year), dimension="all", group="all").drop(columns="year")


def shares(ledger: pd.DataFrame, monthly: pd.DataFrame, months: int) -> pd.DataFrame:
    """Spending a year by lever and by recipient, and the share of administration; nothing when nothing is spent."""
    if len(ledger) == 0:
        return pd.DataFrame()
    worlds = monthly[BY].drop_duplicates()
    parts = []
    for dimension in ("lever", "recipient"):
        names = pd.DataFrame({"group": sorted(ledger[dimension].unique())})
        spent = ledger.groupby([*BY, dimension]).euros.sum().rename("value").rename_axis([*BY, "group"])
        every = worlds.merge(names, how="cross").join(spent, on=[*BY, "group"]).fillna({"value": 0.0})
        parts.append(every.assign(outcome="spending_year", dimension=dimension, value=every.value * 12 / months))
    overhead = ledger.euros.where(ledger.recipient == "overhead", 0.0).groupby([ledger[key] for key in BY]).sum()
    share = (overhead / ledger.groupby(BY).euros.sum()).rename("value").reset_index()
    return pd.concat([*parts, share.assign(outcome="overhead_share", dimension="all", group="all")]).assign(window=WHOLE)


def ratios(pairs: pd.DataFrame) -> pd.DataFrame:
    """Cost per additional job-year, gross and net, and the marginal value of public funds, calm and under the shock."""
    whole = pairs[(pairs.window == WHOLE) & (pairs.dimension == "all") & pairs.outcome.isin(NEEDED)]
    found = []
    for world, part in whole.groupby("world", sort=False):
        more = part.assign(more=part.policy - part.baseline).pivot(index="seed", columns="outcome", values="more").dropna()
        found += [{**row, "world": world} for row in (*costs(more), *values(more))]
    return pd.DataFrame(found).assign(dimension="all", group="all", window=WHOLE) if found else pd.DataFrame()


def costs(more: pd.DataFrame) -> list[dict[str, Any]]:
    """Euros per additional job-year."""
    spent, net, jobs = more.spending_total.to_numpy(), -more.balance_total.to_numpy(), more.job_years.to_numpy()
    gross, left = fieller(spent, jobs), fieller(net, jobs)
    said = cost_in_words(spent.mean(), jobs.mean(), gross.clear, len(more))
    net_said = said
    if said == "extra jobs":
        net_said = "saves money" if clearly_below_zero(net) else "may cost nothing" if left.low <= 0 else said
    return [row("cost_per_job_year", gross, more, said), row("net_cost_per_job_year", left, more, net_said)]


def values(more: pd.DataFrame) -> list[dict[str, Any]]:
    """Marginal value of public funds: what residents gain over what it costs the public purse, on two assumptions."""
    cost, gain = more.net_cost.to_numpy(), more.disposable_total.to_numpy()
    made = []
    for name, worth in (("mvpf", gain), ("mvpf_with_transfers", gain + more.handed.to_numpy())):
        ratio = fieller(worth, cost)
        made.append(row(name, ratio, more, value_in_words(ratio, worth, cost, more.spending_total.mean())))
    return made


def row(outcome: str, ratio: Ratio, more: pd.DataFrame, said: str) -> dict[str, Any]:
    """One ratio as a row of effects."""
    return {"outcome": outcome, "effect": ratio.value, "low": ratio.low, "high": ratio.high, "seeds": len(more), "verdict": said,
            "baseline": np.nan, "policy": np.nan}  # fmt: skip


def cost_in_words(spent: float, job_years: float, clear: bool, seeds: int) -> str:
    """Whether a cost per additional job-year can be given at all."""
    if spent <= 0:
        return "nothing more spent"
    if seeds < 2:
        return "one seed: no interval"
    if not clear:
        return "extra jobs not clear"
    return "extra jobs" if job_years > 0 else "fewer jobs"


def value_in_words(ratio: Ratio, worth: np.ndarray, cost: np.ndarray, spent: float) -> str:
    """Whether a euro is worth more than it costs, and whether that can be told."""
    if spent <= 0:
        return "nothing more spent"
    if len(cost) < 2:
        return "one seed: no interval"
    if clearly_below_zero(cost):
        return "pays for itself" if worth.mean() > 0 else "saves money, residents lose"
    if not ratio.clear or cost.mean() <= 0:
        return "net cost not clear"
    return "above 1" if ratio.low > 1 else "below 1" if ratio.high < 1 else "above or below 1"


def clearly_below_zero(values: np.ndarray) -> bool:
    """Whether the 90% interval of the mean lies below zero."""
    if len(values) < 2:
        return False
    return bool(values.mean() + t_quantile(len(values)) * values.std(ddof=1) / np.sqrt(len(values)) < 0)
