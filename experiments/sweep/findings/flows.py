"""Moves between states and Lorenz curves under every portfolio, beside the baseline's with the same luck."""

import pandas as pd

from experiments.outcomes.definitions import END, WHOLE
from experiments.recording.batch_tables import FLOWS
from experiments.storage.run_index import Index, read_runs
from experiments.sweep import effects

LABELS = ["portfolio", "shock", "outcome"]


def flows(cells: pd.DataFrame, index: Index) -> pd.DataFrame:
    """People who move between states in a year, mean over the years: baseline, policy, effect and interval; empty when not kept."""
    pairs = effects.paired_runs(cells)
    years = read_runs(index, "flows", runs_of(pairs), FLOWS).to_pandas()
    if len(years) == 0:
        return pd.DataFrame()
    months = cells.drop_duplicates("run").set_index("run").months
    sums = years.groupby("run")[list(FLOWS)].sum()
    yearly = sums.mul(12 / months.reindex(sums.index), axis=0).reset_index()
    return effects.contrast(pairs, yearly.assign(window=WHOLE, dimension="all", group="all"), list(FLOWS))


def lorenz(cells: pd.DataFrame, index: Index) -> pd.DataFrame:
    """Share of the sum that the poorest percentiles have, of wages and of household income, in the last month; empty when not kept."""
    pairs = effects.paired_runs(cells)
    rows = read_runs(index, "spread", runs_of(pairs), ["what", "percentile", "share"]).to_pandas()
    rows = rows[rows.get("what", pd.Series(dtype=str)) != "skill"]
    if len(rows) == 0:
        return pd.DataFrame()
    named = rows.rename(columns={"what": "dimension", "percentile": "group"}).assign(window=END)
    return effects.contrast(pairs, named.astype({"share": float}), ["share"]).rename(columns={"dimension": "what", "group": "percentile"})


def runs_of(pairs: pd.DataFrame) -> frozenset[str]:
    """All runs of these pairs."""
    return frozenset(pairs.run) | frozenset(pairs.run_of_baseline)
