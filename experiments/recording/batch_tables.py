"""What is kept of runs: months, groups, outcomes, flows, money, and how things are spread at the end.

Runs of equal length are measured together, as one long run: what NumPy and Arrow cost per call is paid once.
"""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from experiments.outcomes.definitions import ALWAYS, LATE, LATE_MONTHS
from experiments.outcomes.equity import WEIGHTS
from experiments.recording.run_tables import group_counts, group_values, known_mean, known_means, spread_values, years
from sim import tally
from sim.city import City
from sim.money import RECIPIENTS
from sim.observation import FIELDS

WHOLE = "whole run"
MADE = ("access_ratio", "spending_total", "spending_year", "job_years")
TABLES = ("monthly", "groups", "outcomes", "flows", "ledger", "spread")
CHOICE = ("monthly", "groups", "flows", "ledger", "spread")
"""What may be left out to save disk; outcomes are always kept."""
FLOWS = (
    "births", "deaths", "arrivals", "departures", "graduates", "layoffs", "quits", "retirements", "entries",
    "hired_unemployed", "hired_employed", "hired_long_term", "recalled", "wished", "started", "completed", "dropped_out",
)  # fmt: skip
PERCENTILES = np.arange(5, 101, 5)
MONTHS_AT_ONCE = 200
"""Few enough that the counts of all of them stay in a core's cache (measured: 6.4 ms a run of 24 months, 10 ms with one at a time)."""


@dataclass(frozen=True)
class Recording:
    """One finished run as it was seen, before anything is worked out."""

    run: str
    months: int
    seen: Any
    spread: tuple[np.ndarray, np.ndarray]

    @property
    def kind(self) -> tuple:
        """Runs of one kind can be measured together."""
        return self.months, self.seen.weight, len(self.seen.districts[0]), (*self.seen.extra[0], *self.seen.own)


def record(run: str, city: City, months: int) -> Recording:
    """What has to be kept of a city that lived ``months`` months since its policy date."""
    return Recording(run, months, city.observations, spread_of(city))


def measured(runs: Sequence[Recording]) -> dict[str, pa.Table]:
    """Every table of some finished runs."""
    kinds: dict[tuple, list[Recording]] = {}
    for one in runs:
        kinds.setdefault(one.kind, []).append(one)
    parts = [of_one_kind(few) for some in kinds.values() for few in batched(some, max(1, MONTHS_AT_ONCE // some[0].months))]
    return {name: pa.concat_tables([part[name] for part in parts], promote_options="default") for name in TABLES}


def batched(runs: list[Recording], size: int) -> Iterator[list[Recording]]:
    """So many at a time."""
    return (runs[start : start + size] for start in range(0, len(runs), size))


def of_one_kind(runs: Sequence[Recording]) -> dict[str, pa.Table]:
    """Every table of runs of one kind."""
    names, months = [one.run for one in runs], runs[0].months
    seen = as_one([one.seen for one in runs])
    whole = {name: values.reshape(len(runs), months + 1) for name, values in of_city(seen).items()}
    groups = Groups(seen, names, months)
    return {
        "monthly": monthly(names, whole, months),
        "groups": groups.by_year(),
        "outcomes": outcomes(names, whole, groups, months),
        "flows": flows(seen, names, months),
        "ledger": pa.concat_tables([ledger(one) for one in runs]),
        "spread": spread(names, [one.spread for one in runs]),
    }


def as_one(seen: Sequence[Any]) -> Any:
    """Observations of several runs as if they were one long run."""
    long = copy.copy(seen[0])
    for name, first in vars(seen[0]).items():
        if isinstance(first, list) and len(first) == len(long.months) and name != "months":
            setattr(long, name, [month for one in seen for month in vars(one)[name]])
    long.months = [month for one in seen for month in one.months]
    return long


def of_city(seen: Any) -> dict[str, np.ndarray]:
    """Each indicator of the whole city, one number a month."""
    counted = seen.counts()
    found = {name: np.asarray(ask(counted), float) for name, ask in seen.indicators.items()}
    return {**found, **{name: np.array([row[name] for row in seen.extra]) for name in seen.extra[0]}}


def monthly(names: list[str], whole: dict[str, np.ndarray], months: int) -> pa.Table:
    """One row per run and month, month 0 being the policy date."""
    said = {"run": chosen(np.repeat(np.arange(len(names)), months + 1), names)}
    said["month"] = np.tile(np.arange(months + 1, dtype=np.int16), len(names))
    return pa.table({**said, **{name: blank(values.astype(np.float32).ravel()) for name, values in whole.items()}})


class Groups:
    """All groups at once: ``values`` (indicators, runs, months, groups), ``here`` (runs, months, groups) where somebody belongs."""

    def __init__(self, seen: Any, runs: list[str], months: int) -> None:
        self.runs, self.months = runs, months
        counts, self.labels = group_counts(seen, seen.by_cell())
        counts = counts.reshape(len(FIELDS), len(runs), months + 1, len(self.labels))[:, :, 1:]
        self.names, self.here, self.values = group_values(counts, seen.indicators)

    def by_year(self) -> pa.Table:
        """Means over each year's months in which somebody was counted, and over how many, of the groups that have people."""
        starts, ends = years(self.months)
        counted = np.add.reduceat(self.here, starts, axis=1, dtype=np.int64)
        run, year, group = np.nonzero(counted)
        means, known = (part[:, run, year, group] for part in known_means(self.values, starts, 2))
        said = {"run": chosen(run, self.runs), "month": ends[year].astype(np.int16), "months": counted[run, year, group].astype(np.int8)}
        weights = {column: known[self.names.index(name)].astype(np.int8) for name, column in WEIGHTS.items()}
        found = {name: blank(column) for name, column in zip(self.names, means.astype(np.float32), strict=True)}
        return pa.table({**said, **self.names_of(group), **found, **weights})

    def names_of(self, group: np.ndarray) -> dict[str, pa.Array]:
        """The two columns that say which group a row is about."""
        return {what: chosen(group, [label[k] for label in self.labels]) for k, what in enumerate(("dimension", "group"))}

    def means(self, months: int) -> np.ndarray:
        """Means over the last ``months`` months, shape (indicators, runs, groups); nobody's are not a number."""
        return known_mean(self.values[:, :, -months:], axis=2)


def blank(values: np.ndarray) -> pa.Array:
    """A column in which what is not a number is left blank."""
    return pa.array(values, from_pandas=True)


def chosen(at: np.ndarray, names: list[str]) -> pa.Array:
    """The names at these places, as text."""
    return pa.DictionaryArray.from_arrays(at.astype(np.int32), names).cast(pa.string())


def outcomes(names: list[str], whole: dict[str, np.ndarray], groups: Groups, months: int) -> pa.Table:
    """One row per run, window and group (districts are in the groups by year); jobs and money over the whole run in rows of their own."""
    labels = [("all", "all"), *(label for label in groups.labels if label[0] != "district")]
    each = len(labels)
    found = np.full((len(whole) + len(MADE), len(names), 2 * each + 1), np.nan)
    own = [list(whole).index(name) for name in groups.names]
    for top, span in ((0, min(LATE_MONTHS, months)), (each, months)):
        means = groups.means(span)[..., : each - 1]
        found[: len(whole), :, top] = [known_mean(values[:, -span:], axis=1) for values in whole.values()]
        found[len(whole), :, top] = access(groups, means)
        found[own, :, top + 1 : top + each] = means
    spent, work = whole["spending"][:, 1:].sum(axis=1), whole["jobs"][:, 1:].sum(axis=1)
    found[-3:, :, -1] = spent, spent * 12 / months, work / 12
    run, row = np.nonzero(np.isfinite(found).any(axis=0))
    said = {"run": chosen(run, names), "window": chosen(row // each, [LATE, ALWAYS, WHOLE])}
    said |= {what: chosen(row % each, [label[k] for label in labels]) for k, what in enumerate(("dimension", "group"))}
    return pa.table({**said, **dict(zip((*whole, *MADE), map(blank, found[:, run, row]), strict=True))})


def access(groups: Groups, means: np.ndarray) -> np.ndarray:
    """Participation of the low educated over that of the high educated, of each run."""
    learn = means[groups.names.index("participation")]
    low, high = (learn[:, groups.labels.index(("education", group))] for group in ("low", "high"))
    return np.divide(low, high, out=np.full(len(low), np.nan), where=high > 0)


def flows(seen: Any, names: list[str], months: int) -> pa.Table:
    """How many people of the real city moved between states in each year."""
    starts, ends = years(months)
    each_month = np.stack(seen.tallies).reshape(len(names), months + 1, -1)[:, 1:]
    summed = (np.add.reduceat(each_month, starts, axis=1) * seen.weight).astype(np.float32)
    said = {"run": chosen(np.repeat(np.arange(len(names)), len(ends)), names), "month": np.tile(ends, len(names)).astype(np.int16)}
    return pa.table({**said, **{name: summed[..., tally.NUMBER[name]].ravel() for name in FLOWS}})


def ledger(one: Recording) -> pa.Table:
    """Every euro spent in a run: month, lever, recipient; administration as recipient 'overhead'."""
    seen = one.seen
    spent = np.concatenate([np.stack(seen.spending), np.stack(seen.administration)[..., None]], axis=2)
    month, lever, who = np.nonzero(spent > 0)
    said = {"run": chosen(np.zeros(len(month)), [one.run]), "month": month.astype(np.int16)}
    said |= {"lever": chosen(lever, seen.levers), "recipient": chosen(who, [*RECIPIENTS, "overhead"])}
    return pa.table({**said, "euros": spent[month, lever, who]})


def spread_of(city: City) -> tuple[np.ndarray, np.ndarray]:
    """Wages, incomes and skills at the end, by percentile: values, and the share of the sum that lies at or below."""
    values, shares = zip(*map(percentiles, spread_values(city).values()), strict=True)
    shares[2][:] = np.nan  # skill has no sum to share
    return np.concatenate(values), np.concatenate(shares)


def percentiles(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values at PERCENTILES and the share of the sum up to there; not a number where nobody is."""
    if len(values) == 0:
        return np.full(len(PERCENTILES), np.nan, np.float32), np.full(len(PERCENTILES), np.nan, np.float32)
    ordered = np.sort(values)
    last = np.ceil(PERCENTILES / 100 * len(ordered)).astype(int) - 1
    running = np.cumsum(ordered, dtype=np.float64)[last]
    return ordered[last], (running / running[-1] if running[-1] > 0 else running * np.nan).astype(np.float32)


def spread(names: list[str], found: Sequence[tuple[np.ndarray, np.ndarray]]) -> pa.Table:
    """One row per run, kind of value and percentile."""
    what, each = ["wage", "income", "skill"], 3 * len(PERCENTILES)
    said = {"run": chosen(np.repeat(np.arange(len(names)), each), names)}
    said["what"] = chosen(np.tile(np.repeat(np.arange(3), len(PERCENTILES)), len(names)), what)
    said["percentile"] = np.tile(PERCENTILES.astype(np.int8), 3 * len(names))
    value, share = (blank(np.concatenate(part)) for part in zip(*found, strict=True))
    return pa.table({**said, "value": value, "share": share})
