"""What is kept of one world: tidy tables of its months, groups, money, jobs and people."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from experiments.outcomes.definitions import AFTER, ALWAYS, LATE, LATE_MONTHS
from experiments.outcomes.equity import WEIGHTS
from experiments.recording.cohort import Cohort, snapshot
from experiments.recording.district_cells import DistrictCells
from sim import catalogue, facts
from sim.cells import Cells
from sim.city import City
from sim.groups import GROUPS, LABELS, SHAPE
from sim.observation import FIELD, FIELDS, TENTHS
from sim.tables import EMPLOYED

PERCENTILES = (5, 10, 25, 50, 75, 90, 95)


def tables_of(
    city: City, months: int, horizon: tuple[int, int] = (0, 0), cohort: Cohort | None = None, seen: Sequence[pd.DataFrame] = (),
    districts: DistrictCells | None = None,
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """Every table of a world that lived ``months`` months; ``horizon`` are the months between which resilience is read."""
    windows = {LATE: (max(0, months - LATE_MONTHS), months), ALWAYS: (0, months), AFTER: horizon}
    windows = {name: (first, last) for name, (first, last) in windows.items() if first < last}
    monthly = city.history.assign(month=lambda h: h.month - h.month.iloc[0])
    ledger = city.observations.ledger()
    ledger["month"] -= city.observations.months[0]
    cells = city.observations.by_cell()
    return {
        "monthly": monthly, "groups": by_year(city.observations, cells, months), "ledger": ledger, "spread": spread_of(city),
        "cells": cells_of(cells, windows), "work": work_of(city), "tenths": tenths_of(city.observations, months),
        "district_cells": (districts or DistrictCells(city, months)).table(),
        "cohort": cohort.table() if cohort else Cohort(city).table().iloc[:0],
        "snapshots": pd.concat([*seen, snapshot(city, months)], ignore_index=True),
    }  # fmt: skip


def by_year(seen: Any, cells: Cells, months: int) -> pd.DataFrame:
    """Means of each group over the months of a year in which somebody was counted, and over how many; years are counted from the end.

    ``months`` are those in which the group has people: groups without any are left out.
    """
    counts, labels = group_counts(seen, cells)
    names, here, values = group_values(counts[:, 1:], seen.indicators)
    starts, ends = years(months)
    there = np.add.reduceat(here, starts, axis=0, dtype=np.int64)
    group, year = np.nonzero(there.T)
    means, known = (part[:, year, group] for part in known_means(values, starts, 1))
    said = {"month": ends[year], **{what: [labels[g][k] for g in group] for k, what in enumerate(("dimension", "group"))}}
    weights = {column: known[names.index(name)] for name, column in WEIGHTS.items()}
    return pd.DataFrame({**said, **dict(zip(names, means, strict=True)), "months": there[year, group], **weights})


def cells_of(cells: Cells, windows: dict[str, tuple[int, int]]) -> pd.DataFrame:
    """Mean counts of every cell of the crossing of all GROUPS, over some months."""
    parts = []
    for window, (first, last) in windows.items():
        means = cells.mean(first + 1, last + 1)
        there = np.flatnonzero(means[:, FIELD["people"]] > 0)
        places = np.unravel_index(there, SHAPE)
        named = {dimension: np.array(names)[at] for (dimension, names), at in zip(GROUPS.items(), places, strict=True)}
        parts.append(pd.DataFrame({"window": window, **named, **dict(zip(FIELDS, means[there].T.astype(np.float32), strict=True))}))
    return pd.concat(parts, ignore_index=True)


def work_of(city: City) -> pd.DataFrame:
    """Filled posts by sector and by occupation, every twelve months from the policy date on."""
    filled = np.stack(city.observations.work)
    labels = [("sector", title) for title in facts.titles("sectors")] + [("occupation", title) for title in city.facts.work.titles]
    year, group = np.divmod(np.arange(filled.size), len(labels))
    said = {what: [labels[g][k] for g in group] for k, what in enumerate(("dimension", "group"))}
    return pd.DataFrame({"month": 12 * year, **said, "posts": filled.ravel() * city.weight})


def tenths_of(seen: Any, months: int) -> pd.DataFrame:
    """Euros that reached residents over the whole run, as cash, service or seat, by tenth of household income."""
    euros = np.sum(seen.tenths, axis=0)
    return pd.DataFrame({"tenth": np.arange(1, TENTHS + 1), "euros": euros, "spent": sum(s.sum() for s in seen.spending)})


def spread_of(city: City) -> pd.DataFrame:
    """Wages, incomes and skills of the last month by percentile."""
    return pd.concat([percentiles(name, found) for name, found in spread_values(city).items()])


def spread_values(city: City) -> dict[str, np.ndarray]:
    """Wages of the employed, incomes of everybody (EUR a month), and the mean skill of residents of 25 to 64."""
    r = city.residents
    here = np.flatnonzero(r.present == 1)
    grown = here[(r.age[here] >= 25 * 12) & (r.age[here] < 65 * 12)]
    return {"wage": r.wage[here[r.activity[here] == EMPLOYED]], "income": r.equivalised[here], "skill": r.skill[grown].mean(axis=1)}


def percentiles(name: str, values: np.ndarray) -> pd.DataFrame:
    """Values at PERCENTILES; not a number where nobody is."""
    at = np.percentile(values.astype(float), PERCENTILES) if len(values) else np.full(len(PERCENTILES), np.nan)
    return pd.DataFrame({"what": name, "percentile": PERCENTILES, "value": at})


def group_counts(seen: Any, cells: Cells) -> tuple[np.ndarray, list[tuple[str, str]]]:
    """Counted fields of every group of every dimension and of the districts, shape (fields, months, groups), and the groups' names."""
    parts = [cells.by_group(), np.stack(seen.districts)]
    labels = [*LABELS, *(("district", str(number)) for number in range(parts[1].shape[1]))]
    return np.concatenate([np.moveaxis(part, 2, 0) for part in parts], axis=2), labels


def group_values(counts: np.ndarray, asked: Mapping[str, Any] | None = None) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Of counts of shape (fields, ..., groups): the indicators that groups have, where somebody belongs (..., groups), and their values
    (indicators, ..., groups), not a number where nobody does. ``asked`` are the indicators; the packaged ones unless said."""
    counted = SimpleNamespace(**{name: counts[f] for name, f in FIELD.items()})
    every: Mapping[str, Any] = catalogue.indicators() if asked is None else asked
    found = {name: ask(counted) for name, ask in every.items() if ask.by_group}
    here = counts[FIELD["people"]] > 0
    return list(found), here, np.where(here, np.stack(list(found.values())), np.nan)


def years(months: int) -> tuple[np.ndarray, np.ndarray]:
    """Where each year begins among the months after the policy date, and its last month: years are counted back from the end."""
    starts = np.unique(np.append(0, np.arange(months % 12, months, 12)))
    return starts, np.append(starts[1:], months)


def known_means(values: np.ndarray, starts: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Means over stretches of months along ``axis``, each beginning at one of ``starts``, and over how many months they were taken.

    Only months in which somebody was counted enter; where there are none the mean is not a number.
    """
    there = np.isfinite(values)
    months = np.add.reduceat(there, starts, axis=axis, dtype=np.int64)
    summed = np.add.reduceat(np.where(there, values, 0.0), starts, axis=axis)
    return np.divide(summed, months, out=np.full(summed.shape, np.nan), where=months > 0), months


def known_mean(values: np.ndarray, axis: int) -> np.ndarray:
    """Mean over the months in which somebody was counted; not a number, and no warning, where there are none."""
    there = np.isfinite(values)
    months = there.sum(axis=axis)
    summed = np.where(there, values, 0.0).sum(axis=axis)
    return np.divide(summed, months, out=np.full(summed.shape, np.nan), where=months > 0)
