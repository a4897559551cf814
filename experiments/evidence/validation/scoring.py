"""How many rows are in their bands, which are not and why, and which cannot be told: what the terminal, the page and TRACE say in words."""

import csv
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from experiments.evidence.targets.targets import NOT_MEASURED, NOT_TOLD
from experiments.evidence.validation import measures
from experiments.evidence.validation.virtual_experiments import in_order

TIERS = {
    "A": "Tier A: must match",
    "B": "Tier B: should match",
    "I": "Inclusion: who is kept out, and by what",
    "G": "Structure: signatures of a labour market",
    "E": "Experiments: tests of the world",
    "S": "Shocks: depth, duration and whom they hit",
    "V": "Policy studies",
    "T": "Verification: the code does what it says",
}
NEAR = (0.1, 0.2)
"""Shares of a published value within which a row is near it."""


SIGNATURES = (
    "Signatures say what must come out of the model's own rules when one thing in it is changed, against the same city with the same luck. "
    "None is a target of calibration. Where nothing is to be lost, the band begins a little below it, since luck does that in some year."
)


REASONS = Path(__file__).with_name("suspected_reasons.csv")
"""Why a row is suspected to miss: kept by hand beside the targets, shown only while it misses on that side."""


class Count(NamedTuple):
    """Rows of a tier: in their bands, out of them, not told from luck, and left out because so small a city cannot show them."""

    inside: int
    outside: int
    not_told: int
    left_out: int

    @property
    def counted(self) -> int:
        """Rows that the city can show; what is not told is no success."""
        return self.inside + self.outside + self.not_told


def count(table: pd.DataFrame, tier: str, free: bool = False) -> Count:
    """The rows of a tier; ``free``: those alone that nothing was ever fitted to. What is not in the model counts as out."""
    rows = table[(table.tier == tier) & ((table.fitted == "") | (not free))]
    left_out = (rows.verdict == NOT_MEASURED) & ~rows.key.isin(measures.NOT_IN_THE_MODEL)
    inside, not_told = rows.verdict == "in", rows.verdict == NOT_TOLD
    outside = ~(inside | not_told | left_out)
    return Count(*(int(some.sum()) for some in (inside, outside, not_told, left_out)))


def scores(table: pd.DataFrame) -> list[tuple[str, Count]]:
    """The score: every tier, and below it the rows of it that nothing was ever fitted to where these are fewer."""
    found = []
    for tier in tiers(table):
        every, free = count(table, tier), count(table, tier, free=True)
        found.append((TIERS[tier], every))
        if free != every and tier != "A":
            found.append((f"{TIERS[tier].partition(':')[0]}, never fitted to", free))
    return found


def near(table: pd.DataFrame) -> tuple[int, ...]:
    """How many rows lie within each of NEAR of the published value, and how many have one that is not zero."""
    there = table[np.isfinite(table.aim) & (table.aim != 0) & np.isfinite(table.value) & (table.tier != "T")]
    away = (there.value / there.aim - 1).abs()
    return (*(int((away <= most).sum()) for most in NEAR), len(there))


def nearness(table: pd.DataFrame) -> str:
    """'Of 78 rows of tier A with a published value, 41 lie within 10% and 60 within 20% of it.', and the same of the others."""
    said = []
    for of, rows in (("rows of tier A", table[table.tier == "A"]), ("rows of the other tiers", table[table.tier != "A"])):
        *within, known = near(rows)
        if known:
            first, second = (f"{n} lie within {share:.0%}" for n, share in zip(within, NEAR, strict=True))
            said.append(f"Of {known} {of} with a published value, {first} and {second.replace('lie ', '')} of it.")
    return " ".join(said)


def tiers(table: pd.DataFrame) -> list[str]:
    """Tiers that have rows, in the order they are read."""
    return [tier for tier in TIERS if (table.tier == tier).any()]


def counts(table: pd.DataFrame) -> str:
    """'Tier A: 40 of 78 in range, 5 not told; Tier B: ...'."""
    return "; ".join(f"{title.partition(':')[0]}: {of_count(c)}" for title, c in scores(table))


def of_count(c: Count) -> str:
    """'40 of 78 in range, 5 not told (1 not measured)'."""
    untold = f", {c.not_told} not told" if c.not_told else ""
    rest = f" ({c.left_out} not measured)" if c.left_out else ""
    return f"{c.inside} of {c.counted} in range{untold}{rest}"


def whole(table: pd.DataFrame) -> tuple[int, int]:
    """How many rows are in range, or out of it, with their whole interval."""
    inside = (table.low >= table.least) & (table.high <= table.most)
    outside = (table.low > table.most) | (table.high < table.least)
    return int(inside.sum()), int(outside.sum())


def missed(table: pd.DataFrame) -> pd.DataFrame:
    """Rows that are not in their bands, in the order of the table; those that luck decides are not among them."""
    return table[~table.verdict.isin(("in", NOT_TOLD))]


def not_told(table: pd.DataFrame) -> pd.DataFrame:
    """Rows whose interval is too wide to say whether they are in their bands."""
    return table[table.verdict == NOT_TOLD]


@cache
def suspected_reasons() -> dict[tuple[str, str], str]:
    """Suspected reason by key and side ('below', 'above')."""
    with REASONS.open(encoding="utf-8", newline="") as file:
        return {(row["key"], row["side"]): row["reason"] for row in csv.DictReader(file)}


def why(row: Any) -> str:
    """The suspected reason of a miss."""
    if row.key in measures.NOT_IN_THE_MODEL:
        return "The model has no word for it; it counts as missed."
    if row.verdict == "not measured":
        return "Too few residents or months to measure it; it does not count."
    return suspected_reasons().get((row.key, row.verdict), "")


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
