"""How many rows are in their bands, and which are not: what the terminal and the page say in words."""

from typing import Any, NamedTuple

import pandas as pd

from experiments.evidence.validation import measures
from experiments.evidence.validation.virtual_experiments import in_order

TIERS = {
    "A": "Tier A: must match",
    "B": "Tier B: should match, not fitted",
    "E": "Experiments: not fitted",
    "G": "Structure: signatures that a labour market has to show, not fitted",
    "S": "Shocks: depth, duration and whom they hit",
    "V": "Policy studies: not fitted",
}


SIGNATURES = (
    "Signatures say what must come out of the model's own rules when one thing in it is changed, against the same city with the same luck. "
    "None is a target of calibration. Where nothing is to be lost, the band begins a little below it, since luck does that in some year."
)


class Count(NamedTuple):
    """Rows of a tier: inside, counted, and left out because so small a city cannot show them."""

    inside: int
    counted: int
    left_out: int


def count(table: pd.DataFrame, tier: str) -> Count:
    """Rows about things that are not in the model count as missed; rows that need more residents do not count."""
    rows = table[table.tier == tier]
    absent = rows.key.isin(measures.NOT_IN_THE_MODEL)
    left_out = (rows.verdict == "not measured") & ~absent
    return Count(int(rows.inside.sum()), int((~left_out).sum()), int(left_out.sum()))


def tiers(table: pd.DataFrame) -> list[str]:
    """Tiers that have rows, in the order they are read."""
    return [tier for tier in TIERS if (table.tier == tier).any()]


def counts(table: pd.DataFrame) -> str:
    """'A: 40 of 78 in range; B: ...'."""
    said = []
    for tier in tiers(table):
        found = count(table, tier)
        rest = f" ({found.left_out} not measured)" if found.left_out else ""
        said.append(f"{tier}: {found.inside} of {found.counted} in range{rest}")
    return "; ".join(said)


def whole(table: pd.DataFrame) -> tuple[int, int]:
    """How many rows are in range, or out of it, with their whole interval."""
    inside = table.inside & (table.low >= table.least) & (table.high <= table.most)
    outside = ~table.inside & ((table.low > table.most) | (table.high < table.least))
    return int(inside.sum()), int(outside.sum())


def missed(table: pd.DataFrame) -> pd.DataFrame:
    """Rows that are not in their bands, in the order of the table."""
    return table[~table.inside]


def ordered(table: pd.DataFrame) -> pd.DataFrame:
    """Tier by tier; within a tier as the targets stand in their file, others by name."""
    from experiments.evidence.targets import targets

    place = {key: n for n, key in enumerate(targets.load())}
    ranks = {tier: n for n, tier in enumerate(TIERS)}
    keys = sorted(table.index, key=lambda n: (ranks.get(table.tier[n], 9), place.get(table.key[n], len(place)), in_order(table.key[n])))
    return table.loc[keys].reset_index(drop=True)


def interval(row: Any) -> str:
    """The 90% interval as it is read; nothing for one seed."""
    from experiments.evidence.targets.targets import shown

    return f"{shown(row.low, row.unit)} to {shown(row.high, row.unit)}" if row.seeds > 1 and row.low == row.low else ""
