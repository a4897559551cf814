"""Three answers to "is the city more resilient?": work in the slump with and without the plan, the plan's calm gain, and what is left."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from experiments.outcomes.card_names import the_shock
from experiments.outcomes.definitions import AFTER_MONTHS, shock_start
from experiments.outcomes.intervals import paired
from experiments.outcomes.verdicts import FEW_LIVED, ONE_SEED, verdicts
from experiments.outcomes.wording import capital, interval

SLUMP, CALM, LEFT = "slump", "calm", "left"
TITLES = {
    SLUMP: "In the slump, with the plan\nagainst without it",
    CALM: "The same months without a slump:\nthe plan's calm gain",
    LEFT: "What is left: spared of what\nthe slump itself takes",
}
"""The answers, in the order in which they are told; the third is the first less the second."""


def answers(tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]) -> pd.DataFrame | None:
    """One row per answer: job-years of residents with and without the plan, the effect, its 90% interval and a verdict.

    Counted from the first month of the shock for at most AFTER_MONTHS; of the third answer ``baseline`` and ``policy`` are what the
    slump takes, below zero. None where nothing strikes within the run.
    """
    start, end = horizon(record)
    monthly = tables["monthly"]
    if start >= end or not (monthly["shock"] != "none").any():
        return None
    rows = monthly[(monthly.month > start) & (monthly.month <= end)]
    summed = rows.assign(hit=rows["shock"] != "none").groupby(["hit", "seed", "world"]).jobs.sum() / 12
    work = summed.unstack("world")[["baseline", "policy"]]
    slump, calm = work.loc[True], work.loc[False]
    parts = [part.assign(answer=name) for name, part in ((SLUMP, slump), (CALM, calm), (LEFT, slump - calm))]
    found = paired(pd.concat(parts).reset_index(), ["answer"]).assign(better="higher")
    return found.assign(verdict=verdicts(found, (), float(record["residents"] * len(record["seeds"]))))


def horizon(record: Mapping[str, Any]) -> tuple[int, int]:
    """The answers are counted after the first of these months until the second; both are the last month where nothing strikes."""
    months = int(record["months"])
    start = min(months, shock_start(record["shock"], months))
    return start, min(start + AFTER_MONTHS, months)


def months_of(record: Mapping[str, Any]) -> int:
    """Months over which the answers are counted."""
    start, end = horizon(record)
    return end - start


def sentence(found: pd.DataFrame | None, record: Mapping[str, Any]) -> str:
    """The three answers in one sentence; nothing where they cannot be told."""
    if found is None or found.verdict.isin((ONE_SEED, FEW_LIVED)).any():
        return ""
    rows = {row.answer: row for row in found.itertuples()}
    return capital(
        f"in the {months_of(record)} months from the start of {the_shock(record['shock'])} the city with the plan has "
        f"{told(rows[SLUMP])} against the city without it. In the same months without a shock the plan brings {told(rows[CALM])}. "
        f"What is left, {told(rows[LEFT])}, is what it spares of the work that the shock itself takes."
    )


def told(row: Any) -> str:
    """'+6,900 job-years (-1,200 to +15,000: no clear effect)'."""
    return f"{row.effect:+,.0f} job-years ({interval(row.low, row.high, 'job-years')}: {row.verdict})"
