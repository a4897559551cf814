"""Are two levers together more than their sum? The difference from additivity, seed by seed, with its interval."""

from itertools import combinations

import numpy as np
import pandas as pd

from experiments.outcomes.verdicts import clear, verdicts
from experiments.sweep.findings.ranking import OBJECTIVES, interval, wide

WORDS = {"better": "more than the sum", "worse": "less than the sum", "no clear effect": "no clear difference"}
COLUMNS = ["one", "other", "a", "b", "shock", "outcome", "together", "sum", "beyond", "low", "high", "seeds"]


def together(seeds: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """One row per pair of varied lever numbers, pair of levels above the lowest, shock and objective; all pairs are asked together."""
    named = levels(cells)
    parts = [of_pair(seeds, named, one, other) for one, other in combinations(named.columns, 2)]
    found = [part for part in parts if len(part)]
    if not found:
        return pd.DataFrame(columns=[*COLUMNS, "clear", "verdict"])
    table = pd.concat(found, ignore_index=True)
    said = verdicts(table.assign(effect=table.beyond, better="lower"), ["shock", "outcome"], lived(table, cells))
    return table.assign(clear=clear(said), verdict=[WORDS.get(one, one) for one in said])


def levels(cells: pd.DataFrame) -> pd.DataFrame:
    """The varied numbers of levers, one row per portfolio; only numbers that take several values."""
    policies = cells[cells.role == "policy"].drop_duplicates("portfolio").set_index("portfolio")
    varied = policies[[name for name in policies if str(name).startswith("levers.")]].apply(pd.to_numeric, errors="coerce")
    return varied.loc[:, (varied.nunique() > 1) & varied.notna().all()]


def of_pair(seeds: pd.DataFrame, named: pd.DataFrame, one: str, other: str) -> pd.DataFrame:
    """Every combination of two levers' levels against what each does alone, all else at its lowest."""
    rest = named.drop(columns=[one, other])
    alone = named[(rest == rest.min()).all(axis=1)] if rest.shape[1] else named
    grid = {(a, b): portfolio for portfolio, (a, b) in alone[[one, other]].iterrows()}
    a0, b0 = alone[one].min(), alone[other].min()
    rows = []
    for (a, b), both in grid.items():
        corners = [grid[key] for key in ((a0, b), (a, b0), (a0, b0)) if key in grid]
        if a > a0 and b > b0 and len(corners) == 3:
            rows += beyond(seeds, both, corners, {"one": one, "other": other, "a": a, "b": b})
    return pd.DataFrame(rows, columns=COLUMNS) if rows else pd.DataFrame(columns=COLUMNS)


def grid(seeds: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Effects on every combination of the two lever numbers with the most levels, all else at its lowest."""
    named = levels(cells)
    if named.shape[1] < 2:
        return pd.DataFrame()
    most = named.nunique().sort_values(ascending=False, kind="stable").index[:2]
    one, other = (name for name in named.columns if name in most)
    rest = named.drop(columns=[one, other])
    alone = named[(rest == rest.min()).all(axis=1)] if rest.shape[1] else named
    if len(alone) < named[one].nunique() * named[other].nunique():
        return pd.DataFrame()
    places = alone[[one, other]].set_axis(["a", "b"], axis=1).assign(one=one, other=other)
    effects = [interval(wide(seeds, shock, asked.outcome)).assign(shock=shock, outcome=asked.outcome)
               for shock in seeds["shock"].unique() for asked in OBJECTIVES]  # fmt: skip
    found = pd.concat([places.join(part, how="inner") for part in effects if len(part)]).reset_index(names="portfolio")
    return found.assign(clear=clear(verdicts(found.assign(better="lower"), ["shock", "outcome"], lived(found, cells))))


def beyond(seeds: pd.DataFrame, both: str, corners: list[str], said: dict) -> list[dict]:
    """What two levers do beyond the sum of their own effects, under each shock."""
    rows = []
    for shock in seeds["shock"].unique():
        for one in OBJECTIVES:
            some = seeds[(seeds["shock"] == shock) & (seeds.outcome == one.outcome) & seeds.portfolio.isin([both, *corners])]
            each = some.pivot_table(index="seed", columns="portfolio", values="effect").dropna()
            if len(each):
                of_b, of_a, neither = (each[name] for name in corners)
                summed = of_a + of_b - 2 * neither
                rows.append({**said, "shock": shock, "outcome": one.outcome, **told(each[both] - neither, summed)})
    return rows


def told(whole: pd.Series, summed: pd.Series) -> dict:
    """Together, the sum of both alone, and the difference with its interval."""
    (row,) = interval((whole - summed).to_frame()).itertuples(index=False)
    return {"together": whole.mean(), "sum": summed.mean(), "beyond": row.effect, "low": row.low, "high": row.high, "seeds": row.seeds}


def lived(found: pd.DataFrame, cells: pd.DataFrame) -> pd.Series:
    """Residents of the model behind each row, of all its seeds together."""
    return found.seeds * (cells.residents.min() if "residents" in cells else np.inf)
