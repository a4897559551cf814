"""What each run costs the public purse and what comes back, and the ratios made of it, from the stored months and ledger."""

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from experiments.outcomes import fiscal
from experiments.outcomes.definitions import WHOLE
from experiments.outcomes.intervals import fieller
from experiments.storage.run_index import Index, read_runs

LABELS = ["portfolio", "case", "shock"]
MADE = ("spending_total", "job_years")
"""Totals that are among the stored outcomes already."""
NOTHING = pd.DataFrame(columns=[*fiscal.BY, "recipient", "month", "euros"]).astype({"month": float, "euros": float})
"""A ledger without entries."""


def totals(index: Index, runs: Collection[str]) -> pd.DataFrame:
    """Taxes, benefits, balance, net cost and residents' income of each run over all its months; empty where months are not kept."""
    asked = ["month", "jobs", "disposable", *fiscal.TOTALS.values()]
    monthly = read_runs(index, "monthly", runs, asked).to_pandas()
    if len(monthly) == 0:
        return pd.DataFrame()
    monthly = labelled(monthly[monthly.month > 0].astype(dict.fromkeys(asked[1:], float)))
    ledger = labelled(read_runs(index, "ledger", runs, ["month", "recipient", "euros"]).to_pandas())
    handed = ledger if len(ledger) else NOTHING
    long = pd.concat([fiscal.totals(monthly, 12), fiscal.today(monthly, handed)])
    unasked = (*MADE, "spending_year", *(() if index.owners("ledger", runs) else ("handed",)))
    wide = long[~long.outcome.isin(unasked)].pivot(index="seed", columns="outcome", values="value")
    return wide.rename_axis(columns=None).reset_index(names="run").assign(window=WHOLE, dimension="all", group="all")


def labelled(table: pd.DataFrame) -> pd.DataFrame:
    """A run is to the tables of one question what a seed is."""
    return table.rename(columns={"run": "seed"}).assign(world="run", shock="any")


def ratios(pairs: pd.DataFrame, city: pd.DataFrame, euros: pd.DataFrame) -> pd.DataFrame:
    """Euros per additional job-year, and the marginal value of public funds where months are kept, with Fieller intervals."""
    whole = city.loc[city.window == WHOLE].set_index("run")[list(MADE)]
    if len(euros):
        whole = whole.join(euros.set_index("run")[[name for name in fiscal.NEEDED if name in euros]])
    there = pairs[pairs.run.isin(whole.index) & pairs.run_of_baseline.isin(whole.index)].reset_index(drop=True)
    more = pd.DataFrame(whole.loc[there.run].to_numpy() - whole.loc[there.run_of_baseline].to_numpy(), columns=whole.columns)
    return pd.DataFrame(rows(there, more))


def rows(there: pd.DataFrame, more: pd.DataFrame) -> Iterator[dict]:
    """The ratios of each portfolio, case and shock."""
    for labels, at in there.groupby(LABELS, sort=False).indices.items():
        own = more.iloc[at].dropna()
        for one in found(own):
            yield {**dict(zip(LABELS, labels, strict=True)), **one, "dimension": "all", "group": "all", "window": WHOLE}


def found(more: pd.DataFrame) -> list[dict]:
    """All ratios that can be made of what is kept; transfers are only known from the ledger."""
    if "net_cost" not in more:
        return [cost(more)]
    made = [*fiscal.costs(more), *fiscal.values(more if "handed" in more else more.assign(handed=0.0))]
    return [row for row in made if "handed" in more or row["outcome"] != "mvpf_with_transfers"]


def cost(more: pd.DataFrame) -> dict:
    """Spending over additional job-years."""
    spent, work = (more[name].to_numpy() for name in MADE)
    ratio = fieller(spent, work)
    said = fiscal.cost_in_words(float(np.mean(spent)), float(np.mean(work)), ratio.clear, len(more))
    return fiscal.row("cost_per_job_year", ratio, more, said)
