"""What goes to the page? Arrays in one binary message: a header in JSON, then the numbers as they are."""

import hashlib
import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np

from experiments.outcomes.intervals import t_quantile
from experiments.recording.run_tables import known_mean
from experiments.workshop.recording import TWINS, twins
from experiments.workshop.simulation import PLACES, SimulatedWorld
from sim import catalogue
from sim.own_indicators import asked_of_city

KINDS = {"f4": "<f4", "u2": "<u2", "u1": "|u1", "i4": "<i4", "i2": "<i2"}
YEAR, AFTER = 12, 60
"""Months of a mean, and after a shock in which what it takes is added up."""


def pack(header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> bytes:
    """'length, header, numbers': each array at a multiple of four bytes, so that the page reads it without copying."""
    parts, where, at = [], {}, 0
    for name, array in arrays.items():
        kind = "f4" if array.dtype.kind == "f" else f"{array.dtype.kind}{array.dtype.itemsize}"
        raw = np.ascontiguousarray(array, KINDS[kind]).tobytes()
        where[name] = [kind, list(array.shape), at]
        parts.append(raw + b"\0" * (-len(raw) % 4))
        at += len(parts[-1])
    said = json.dumps({**header, "arrays": where}, ensure_ascii=False, allow_nan=False).encode()
    said += b" " * (-len(said) % 4)
    return struct.pack("<I", len(said)) + said + b"".join(parts)


def size_of(told: Any) -> int:
    """Bytes of a stage of an answer: its arrays, or (words, arrays)."""
    arrays = told[-1] if isinstance(told, tuple) else told
    return sum(array.nbytes for array in arrays.values())


def name_of(key: Any) -> str:
    """A short name of what a life depends on: the page says which baseline it has."""
    return hashlib.sha256(repr(key).encode()).hexdigest()[:12]


def stacked(curves: Mapping[str, np.ndarray]) -> np.ndarray:
    """Curves by name as rows of one table."""
    return np.array(list(curves.values()), np.float32)


def of_world(prefix: str, life: SimulatedWorld) -> dict[str, np.ndarray]:
    """One world's curves, events, and counts by district."""
    places = np.minimum(life.places, 65535).astype(np.uint16)
    return {f"{prefix}": stacked(life.curves), f"{prefix}_events": stacked(life.events), f"{prefix}_places": places}


def first(plan: SimulatedWorld, baseline: SimulatedWorld, group: dict, with_baseline: bool) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The first answer: header words and arrays."""
    arrays = {**of_world("plan", plan), "spending": plan.spending.astype(np.float32), "twins": twins(plan.recording, baseline.recording)}
    words = {"indicators": list(plan.curves), "events": list(plan.events), "places": PLACES, "twins": TWINS, "weight": plan.weight}
    words["reach"] = plan.reach or {}
    if with_baseline:
        arrays |= of_world("base", baseline)
    if group:
        chosen = plan.of_group(group)
        words["group_indicators"] = list(chosen)
        arrays |= {"group_plan": stacked(chosen), "group_base": stacked(baseline.of_group(group))}
    return words, arrays


def calm(
    hit: tuple[SimulatedWorld, SimulatedWorld], calm: tuple[SimulatedWorld, SimulatedWorld], group: dict, start: int
) -> dict[str, np.ndarray]:
    """Both worlds without the shock that strikes at month ``start``: what resilience is read against; and what it takes."""
    arrays: dict[str, np.ndarray] = {}
    for prefix, chosen in views(group):
        plan, base = calm
        arrays |= {f"{prefix}calm_plan": stacked(curves_of(plan, chosen)), f"{prefix}calm_base": stacked(curves_of(base, chosen))}
        arrays |= taken(prefix, [hit], [calm], chosen, start)
    return arrays


def views(group: dict) -> list[tuple[str, dict]]:
    """What is told: the city, and the group that is looked at, each with what its arrays' names begin with."""
    return [("", {}), *([("group_", group)] if group else [])]


def curves_of(life: SimulatedWorld, chosen: dict) -> dict[str, np.ndarray]:
    """Curves of the city, or of the group that is chosen."""
    return life.of_group(chosen) if chosen else life.curves


def tables_of(pairs: list[tuple[SimulatedWorld, SimulatedWorld]], chosen: dict) -> np.ndarray:
    """Curves of all seeds: axes are seed, (plan, baseline), indicator, month."""
    return np.array([[stacked(curves_of(life, chosen)) for life in pair] for pair in pairs], np.float64)


def spread(
    pairs: list[tuple[SimulatedWorld, SimulatedWorld]], calm_pairs: list[tuple[SimulatedWorld, SimulatedWorld]], group: dict, start: int = 0
) -> dict[str, np.ndarray]:
    """Means over seeds and the 90% interval of the paired difference, of a month and of the year up to it.

    Under a shock that strikes at month ``start`` also without it, and what it takes.
    """
    arrays: dict[str, np.ndarray] = {}
    for prefix, chosen in views(group):
        arrays |= spread_of(prefix, tables_of(pairs, chosen))
        if calm_pairs:
            calm_plan, calm_base = known_mean(both_known(tables_of(calm_pairs, chosen)), 0)
            arrays |= {f"{prefix}calm_mean_plan": calm_plan, f"{prefix}calm_mean_base": calm_base}
            arrays |= taken(prefix, pairs, calm_pairs, chosen, start)
    return arrays


def taken(prefix: str, pairs: list[tuple], calm_pairs: list[tuple], chosen: dict, start: int) -> dict[str, np.ndarray]:
    """What the shock takes of employment, where that can be asked and the shock comes before the end."""
    life = pairs[0][0]
    if "employment" not in curves_of(life, chosen) or start >= life.months:
        return {}
    hit, calm = (np.array([[curves_of(one, chosen)["employment"] for one in pair] for pair in both]) for both in (pairs, calm_pairs))
    return {f"{prefix}lost": lost_to_shock(hit, calm, start)}


def lost_to_shock(hit: np.ndarray, calm: np.ndarray, start: int) -> np.ndarray:
    """Per cent of employment that a shock takes, mean of the five years after it: baseline, plan.

    Of several seeds also the half-width of their difference. ``hit`` and ``calm`` are employment with and without the
    shock; axes are seed, (plan, baseline), month. Not a number where the city without the shock has no work to lose.
    """
    after = slice(start + 1, start + 1 + AFTER)
    hit, calm = hit[..., after], calm[..., after]
    lost = both_known(known_mean(100 * (1 - np.divide(hit, calm, out=np.full_like(hit, np.nan), where=calm > 0)), -1))
    plan, base = known_mean(lost, 0)
    return np.array([base, plan, *([half_width(lost[:, 0] - lost[:, 1])] if len(lost) > 1 else [])])


def spread_of(prefix: str, tables: np.ndarray) -> dict[str, np.ndarray]:
    """Mean of each world and half-widths of the interval of the difference; axes are seed, (plan, baseline), indicator, month."""
    tables = both_known(tables)
    plan, base = known_mean(tables, 0)
    difference = tables[:, 0] - tables[:, 1]
    halves = {f"{prefix}half": half_width(difference), f"{prefix}half_year": half_width(trailing_year(difference))}
    return {f"{prefix}mean_plan": plan, f"{prefix}mean_base": base, **halves}


def both_known(tables: np.ndarray) -> np.ndarray:
    """The same without the numbers of seeds in which nobody was counted on one of both sides (second axis): they are no pair."""
    return np.where(np.isfinite(tables).all(axis=1, keepdims=True), tables, np.nan)


def half_width(differences: np.ndarray) -> np.ndarray:
    """Half of the 90% interval of the mean over the seeds (first axis) with a number; not a number where there are fewer than two."""
    there = np.isfinite(differences)
    seeds = there.sum(axis=0)
    away = np.where(there, differences - known_mean(differences, 0), 0.0)
    quantile = np.array([t_quantile(n) for n in range(len(differences) + 1)])[seeds]
    return quantile * np.sqrt((away**2).sum(axis=0) / np.where(seeds > 1, (seeds - 1.0) * seeds, np.nan))


def trailing_year(series: np.ndarray) -> np.ndarray:
    """Mean of the twelve months up to each month (fewer at the start; month 0 is before the policy and left out).

    Taken over the months in which somebody was counted; not a number where there are none.
    """
    there = np.isfinite(series[..., 1:])
    summed, counted = (up_to_a_year(part) for part in (np.where(there, series[..., 1:], 0.0), there.astype(float)))
    return np.concatenate([series[..., :1], np.divide(summed, counted, out=np.full_like(summed, np.nan), where=counted > 0)], axis=-1)


def up_to_a_year(series: np.ndarray) -> np.ndarray:
    """Sum of the twelve months up to each month, of fewer at the start."""
    summed = np.cumsum(series, axis=-1)
    before = np.concatenate([np.zeros((*series.shape[:-1], YEAR)), summed], axis=-1)[..., : summed.shape[-1]]
    return summed - before


def meanings(own: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every indicator with unit, direction and meaning, in the catalogue's order; then the room's ``own``, which groups are not asked."""
    known: Mapping[str, Any] = {**catalogue.indicators(), **{name: ask for name, ask in own.items() if not asked_of_city(ask)}}
    return [
        {"name": name, "unit": ask.unit, "better": ask.better, "by_group": ask.by_group and name not in own,
         "meaning": (ask.__doc__ or "").strip()} for name, ask in known.items()
    ]  # fmt: skip
