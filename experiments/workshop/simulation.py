"""How does a world live on from the policy date? In slices of a year, so that a newer plan can stop it, and what is kept."""

import json
from collections import OrderedDict
from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from types import SimpleNamespace
from typing import Any

import numpy as np

from experiments.inputs.comparison import Comparison
from experiments.inputs.run_spec import RunSpec, simulate_by_year
from experiments.workshop.recording import StateRecording, cells_of
from sim import catalogue, tally
from sim.aim import members
from sim.city import City
from sim.observation import FIELD, MARKET, SPREAD
from sim.tables import UNEMPLOYED

SLICE = 12
"""Months lived between two looks at whether somebody more urgent waits."""
PLACES = ("people", "employed", "unemployed", "working_age", "employed_working_age", "adults", "learned_year")
"""Counts by district and month that the map shows."""

World = tuple[bool, bool]
"""(with the plan's levers?, under the plan's shocks?)"""
HELD = 700_000_000
"""Bytes kept for reuse, all sessions together (assumed: a laptop with 4 GB spares them)."""


class Cache:
    """Things by key, with their sizes, up to so many bytes."""

    def __init__(self, most: int = HELD) -> None:
        self.most, self.held, self.lock = most, 0, Lock()
        self.kept: OrderedDict[Any, Any] = OrderedDict()

    def get(self, key: Any) -> Any:
        """What is there, or None."""
        with self.lock:
            if key not in self.kept:
                return None
            self.kept.move_to_end(key)
            return self.kept[key][0]

    def put(self, key: Any, thing: Any, size: int) -> Any:
        """Keep it, and make room."""
        with self.lock:
            if key not in self.kept:
                self.kept[key] = (thing, size)
                self.held += size
            while self.held > self.most and len(self.kept) > 1:
                _, (_, gone) = self.kept.popitem(last=False)
                self.held -= gone
            return thing


@dataclass
class SimulatedWorld:
    """One world after it was simulated: curves and events; recording and cells where somebody may ask for any group."""

    months: int
    weight: float
    curves: dict[str, np.ndarray]
    events: dict[str, np.ndarray]
    places: np.ndarray
    spending: np.ndarray
    refusal: np.ndarray
    cells: Any = None  # Cells, where somebody may ask for any group
    recording: Any = None  # a StateRecording, there too
    of_chosen: dict[str, np.ndarray] | None = None
    reach: dict[str, float] | None = None
    """People of the city whom each lever with a 'for' means, at the policy date."""

    @property
    def nbytes(self) -> int:
        """Bytes held, roughly."""
        held = self.places.nbytes + sum(a.nbytes for a in (*self.curves.values(), *self.events.values()))
        return held + (self.cells.nbytes if self.cells is not None else 0) + (self.recording.nbytes if self.recording else 0)

    def of_group(self, group: dict[str, Any]) -> dict[str, np.ndarray]:
        """Indicators of a group by month; with a district, those that need what only whole cities count are left out."""
        if self.of_chosen is not None:
            return self.of_chosen
        if not group:
            return self.curves
        if "district" in group:
            counted = self.recording.counts(group)
        else:
            summed = self.cells.of(cells_of(group))
            counted = SimpleNamespace(**dict(zip(FIELD, summed.T, strict=True)))
        counted.weight = self.weight
        return indicators_of(counted)


def life_key(comparison: Comparison, seed: int, world: World, group: dict | None) -> tuple:
    """What a life depends on: ``group`` is None when everything is kept, else the one group whose curves are."""
    return "life", seed, stable(comparison.world(*world).settings_dict), None if group is None else stable(group)


def stable(data: Any) -> str:
    """The same text for the same data."""
    return json.dumps(data, sort_keys=True)


def grow_up(spec: RunSpec, seed: int, cache: Cache) -> Generator[None, None, City]:
    """The city at the policy date: drawn, and lived in for the burn-in without any lever."""
    key = "burn-in city", seed, spec.burn_in_key
    found = cache.get(key)
    if found is None:
        city = spec.draw_city(seed)
        for _ in simulate_by_year(city, spec.burn_in):
            yield
        found = cache.put(key, city, 500 * len(city.residents))
    return found


def live(
    comparison: Comparison, seed: int, world: World, group: dict | None, cache: Cache
) -> Generator[tuple | None, None, SimulatedWorld]:
    """One world from the policy date to its end; yields it every year. With a ``group`` only its curves and the city's are kept."""
    key = life_key(comparison, seed, world, group)
    found = cache.get(key)
    if found is not None:
        return found
    spec = comparison.world(*world)
    city = spec.branch((yield from grow_up(spec, seed, cache)))
    reach = {one.called: float(members(one.aim, city).sum()) * city.weight for one in city.levers if one.aim}
    recording = StateRecording(city, comparison.months) if group is None or "district" in group else None
    life = replace((yield from live_months(city, comparison.months, recording)), reach=reach)
    if group is not None:
        life = replace(life, of_chosen=life.of_group(group), cells=None, recording=None)
    return cache.put(key, life, life.nbytes)


def live_months(city: City, months: int, recording: StateRecording | None) -> Generator[tuple, None, SimulatedWorld]:
    """So many months, counted and, with a ``recording``, kept state by state; yields the city and its counts so far every year."""
    fields: list[np.ndarray] = []
    for month in range(months + 1):
        if month:
            city.step()
        fields.append(city.observations.cells[-1].sum(axis=0, dtype=np.float64))
        if recording:
            recording.keep(city, month)
        if month % SLICE == 0:
            yield city, fields
    return kept(city, months, fields, recording)


def kept(city: City, months: int, fields: list[np.ndarray], recording: StateRecording | None) -> SimulatedWorld:
    """What is kept of a world that was lived."""
    seen = city.observations
    counted, events = city_counts(city, fields)
    events |= {
        "learners": counted.enrolled,
        "outside": counted.inactive,
        "jobless_learners": jobless_learners(recording) if recording else np.zeros(months + 1),
    }
    places = np.stack(seen.districts)[:, :, [FIELD[name] for name in PLACES]].transpose(2, 0, 1)
    return SimulatedWorld(
        months, city.weight, indicators_of(counted, seen.indicators), events, np.ascontiguousarray(places), spending_of(city),
        city.residents.refusal.copy(), seen.by_cell(), recording,
    )  # fmt: skip


def curves_so_far(city: City, fields: list[np.ndarray]) -> dict[str, np.ndarray]:
    """The city's indicators up to this month of an unfinished life."""
    return indicators_of(city_counts(city, fields)[0], city.observations.indicators)


def city_counts(city: City, fields: list[np.ndarray]) -> tuple[SimpleNamespace, dict[str, np.ndarray]]:
    """Counts of the whole city by month, and what happened in it."""
    seen = city.observations
    events: dict[str, np.ndarray] = {}
    for names, rows in ((tally.EVENTS, seen.tallies), (SPREAD, seen.spreads), (MARKET, seen.markets)):
        events |= dict(zip(names, np.stack(rows).T, strict=True))
    counted = dict(zip(FIELD, np.stack(fields).T, strict=True))
    spent = spending_of(city).sum(axis=1)
    return SimpleNamespace(**counted, **events, spending=spent, weight=city.weight), events


def spending_of(city: City) -> np.ndarray:
    """EUR by month and lever, overhead included."""
    seen = city.observations
    return np.stack([spent.sum(axis=1) + more for spent, more in zip(seen.spending, seen.administration, strict=True)])


def jobless_learners(recording: StateRecording) -> np.ndarray:
    """Unemployed residents who attend a course, by month."""
    state = recording.state
    return ((state & (7 | 8)) == (UNEMPLOYED | 8)).sum(axis=1).astype(np.float64)


def indicators_of(counted: SimpleNamespace, of_city: Mapping[str, Any] | None = None) -> dict[str, np.ndarray]:
    """Every indicator that can be asked of these counts, by month: those ``of_city``, or those of the package that groups are asked."""
    found = {}
    known: Mapping[str, Any] = catalogue.indicators() if of_city is None else of_city
    for name, ask in known.items():
        if of_city is None and not ask.by_group:
            continue
        try:
            found[name] = np.asarray(ask(counted), np.float64)
        except AttributeError:
            continue
    return found
