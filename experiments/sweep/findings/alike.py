"""Which portfolios are one city? Money that nobody asks for changes nothing: two budgets of a lever may live the same lives."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from experiments.inputs import budgets
from experiments.outcomes import wording
from experiments.outcomes.card_names import in_world, words_of
from experiments.recording.batch_tables import WHOLE
from experiments.storage.run_index import Index, read_runs

COST = "spending_year"
NAMED, SAID = 3, 5
"""Portfolios that a name, and groups that the page, tells one by one."""


def alike(cells: pd.DataFrame, index: Index, levers: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    """Groups of portfolios whose every outcome is the same in every case, shock and seed; in each the one that asks for least first."""
    policies = cells[cells.role == "policy"]
    lived = lives(index, frozenset(policies.run))
    same = policies.assign(life=[str(lived.get(run, run)) for run in policies.run]).sort_values(["case", "shock", "seed"])
    keys = same.groupby("portfolio", sort=False)[["case", "shock", "seed", "life"]].apply(lambda rows: tuple(map(tuple, rows.to_numpy())))
    months = int(cells.months.max())
    groups = [list(names) for names in keys.index.to_series().groupby(keys, sort=False).agg(list)]
    return [sorted(names, key=lambda name: budgets.in_total(levers.get(name, {}), months)) for names in groups if len(names) > 1]


def lives(index: Index, runs: frozenset[str]) -> dict[str, int]:
    """A number for each run that is there: the same number for the same outcomes of the whole city in all windows."""
    city = read_runs(index, "outcomes", runs, where=pc.field("dimension") == "all").to_pandas()
    if len(city) == 0:
        return {}
    seen = city.drop(columns="run")
    seen = seen.astype(dict.fromkeys(seen.select_dtypes("number"), np.float32))
    return pd.util.hash_pandas_object(seen, index=False).groupby(city.run).sum().to_dict()


def twins(groups: Sequence[Sequence[str]]) -> dict[str, str]:
    """Each portfolio that is told under another one's name, and that other one."""
    return {name: first for first, *others in groups for name in others}


def merged(table: pd.DataFrame, groups: Sequence[Sequence[str]]) -> pd.DataFrame:
    """A table with one row for each of them."""
    return table[~table.portfolio.isin(list(twins(groups)))]


def names(portfolios: Sequence[str], groups: Sequence[Sequence[str]]) -> dict[str, str]:
    """A name in words for every portfolio: 'guidance 2 or 6 M' for two that are one city."""
    said = {name: words_of(name) for name in portfolios}
    return said | {group[0]: together([words_of(name) for name in group]) for group in groups if group[0] in said}


def together(labels: Sequence[str]) -> str:
    """'guidance 2 or 6 M' of 'guidance 2 M' and 'guidance 6 M'; of many the first, and how many more."""
    if len(labels) > NAMED:
        return f"{labels[0]} (or {len(labels) - 1} more that do the same)"
    words = [label.split() for label in labels]
    first = shared(words)
    last = shared([own[first:][::-1] for own in words])
    middle = [" ".join(own[first : len(own) - last]) for own in words]
    if not all(middle):
        return " or ".join(labels)
    return " ".join(part for part in (*words[0][:first], " or ".join(middle), *words[0][len(words[0]) - last :]) if part)


def shared(words: Sequence[Sequence[str]]) -> int:
    """How many words all of them begin with."""
    count = 0
    for each in zip(*words, strict=False):
        if len(set(each)) > 1:
            break
        count += 1
    return count


def sentences(groups: Sequence[Sequence[str]], effects: pd.DataFrame) -> list[str]:
    """'guidance 2 M and guidance 6 M are the same city: both spend EUR 0.6 million a year in calm years, ...'."""
    told = [sentence(group, effects) for group in groups[:SAID]]
    more = len(groups) - SAID
    return told + ([f"{more} more groups of portfolios are one city each."] if more > 0 else [])


def sentence(group: Sequence[str], effects: pd.DataFrame) -> str:
    """Who they are, and what they spend."""
    said = [words_of(name) for name in group]
    listed = f"{', '.join(said[:-1])} and {said[-1]}" if len(said) <= SAID else f"{said[0]} and {len(said) - 1} others"
    rows = effects[(effects.portfolio == group[0]) & (effects.outcome == COST) & (effects.window == WHOLE) & (effects.dimension == "all")]
    begin = wording.capital(f"{listed} are the same city, with the same outcomes in every seed")
    if rows.empty:
        return f"{begin}."
    shock = rows["shock"].iloc[0]
    each = "both spend" if len(group) == 2 else "each spends"
    spent = wording.money(rows[rows["shock"] == shock].policy.mean())
    return f"{begin}: {each} {spent} a year {in_world(shock)}, and what is asked for beyond that changes nothing."
