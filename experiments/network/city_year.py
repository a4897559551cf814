"""One year of one city in a process of its own: the city is taken from its file, told what it does this year, and put back."""

import hashlib
import json
import pickle
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from experiments.inputs.run_spec import RunSpec
from experiments.network.practices import MEMBERSHIP, Recognition
from experiments.recording.run_tables import known_mean
from experiments.storage.results_folder import write_whole
from sim import catalogue
from sim.catalogue import indicators
from sim.city import City
from sim.own_indicators import OwnObservations

YEAR = 12
NEVER = 1200
OF_NETWORK = {"membership": (MEMBERSHIP,), "award": (Recognition.name(),)}
"""Cards behind what a city does because it is a member."""
Doing = tuple[tuple[str, int, int], ...]
"""What a city does in a year: practice (or 'membership', 'award'), first month, month after the last."""


@dataclass(frozen=True)
class Errand:
    """One city-year: from the file ``before`` (none: the city grows up) to the file ``after``, which the whole past names."""

    spec: RunSpec
    seed: int
    year: int
    before: str | None
    after: str
    doing: Doing


@dataclass
class Report:
    """What came of some errands: the row of each, by the name of its file, and the seconds of a core they took."""

    rows: dict[str, dict[str, float]] = field(default_factory=dict)
    seconds: float = 0.0


class Damaged(Exception):
    """A kept city is not as it was written."""


@dataclass(frozen=True)
class CityYears:
    """A task for an engine: some errands, one after the other."""

    home: str
    levers: dict[str, dict[str, dict[str, float]]]
    award: dict[str, float]
    errands: tuple[Errand, ...]

    def work(self) -> Report:
        """Live them all."""
        report = Report()
        for errand in self.errands:
            began = time.process_time()
            report.rows[errand.after] = self.live(errand)
            report.seconds += time.process_time() - began
        return report

    def live(self, errand: Errand) -> dict[str, float]:
        """One errand; kept before it is told."""
        home = Path(self.home)
        if errand.before is None:
            city = born(errand.spec, errand.seed, self.levers, self.award)
            row: dict[str, float] = {"residents": float(len(city.residents))}
        else:
            city = taken(home / errand.before)
            row = year_of(city, errand, self.levers)
        keep(home / errand.after, row, city)
        return row


def named(before: str | None, doing: Doing, who: Any) -> str:
    """The name of a city's file after a year: by all that it has ever done."""
    told = json.dumps([before, doing, who], sort_keys=True).encode()
    return hashlib.sha256(told).hexdigest()[:20]


def born(spec: RunSpec, seed: int, levers: Mapping[str, Mapping[str, dict]], award: Mapping[str, float]) -> City:
    """A city at the date from which cities learn from each other; every practice is at hand and nothing is in use."""
    city = spec.burn_in_city(seed)
    cards = [asleep(name, numbers) for portfolio in levers.values() for name, numbers in portfolio.items()]
    city.plan([*cards, asleep(MEMBERSHIP, {})], [*spec.cards("shock"), Recognition(months=0, **award)])
    start_counting(city)
    return city


def asleep(name: str, numbers: Mapping[str, float]) -> catalogue.Lever:
    """A lever that is not in use."""
    return catalogue.make("lever", name, {**numbers, "start": 0, "months": 0}, "practices")


def start_counting(city: City) -> None:
    """Forget the months that were counted: a year's row is all that is kept of it."""
    city.observations = OwnObservations(city)
    city.observations.look(city, city.month)


def year_of(city: City, errand: Errand, levers: Mapping[str, Mapping[str, dict]]) -> dict[str, float]:
    """Live a year doing this, and tell its means and what was spent."""
    cards = {**{lever.called: lever for lever in city.levers}, **{shock.name(): shock for shock in city.shocks}}
    for card in (*city.levers, cards[Recognition.name()]):
        card.months = 0.0
    for what, start, end in errand.doing:
        for name in OF_NETWORK.get(what) or levers[what]:
            cards[name].start, cards[name].months = float(start), float(min(NEVER, end - start))
    city.run(YEAR)
    row = told(city)
    start_counting(city)
    return row


def told(city: City) -> dict[str, float]:
    """Means of those of the year's twelve months in which somebody was counted, and EUR spent by each lever."""
    counted = city.observations.counts(since=1)
    row = {name: float(known_mean(np.asarray(ask(counted), float), 0)) for name, ask in indicators().items()}
    spent = sum(city.observations.spending[1:]).sum(axis=1) + sum(city.observations.administration[1:])
    return {**row, **{f"spent {lever.called}": float(euros) for lever, euros in zip(city.levers, spent, strict=True)}}


def keep(file: Path, row: dict[str, float], city: City) -> None:
    """The row, then the city, in one file that appears whole or not at all."""
    whole = pickle.dumps(city, 5)
    packed = pa.Codec("zstd", 1).compress(whole, asbytes=True)
    write_whole(file, pickle.dumps(row, 5) + pickle.dumps((len(whole), hashlib.sha256(packed).hexdigest(), packed), 5))


def taken(file: Path) -> City:
    """The city of a file."""
    _, size, packed = opened(file)
    return pickle.loads(pa.decompress(packed, size, codec="zstd", asbytes=True))


def row_in(file: Path) -> dict[str, float]:
    """The row of a file, whose city is there too."""
    return opened(file)[0]


def opened(file: Path) -> tuple[dict[str, float], int, bytes]:
    """What a file holds: the row, and the city with its size unpacked; Damaged when it is not as it was written."""
    try:
        with file.open("rb") as kept:
            row, (size, told, packed) = pickle.load(kept), pickle.load(kept)
    except Exception as error:  # whatever the reader makes of broken bytes
        raise Damaged(f"{file} is damaged or gone") from error
    if hashlib.sha256(packed).hexdigest() != told:
        raise Damaged(f"{file} is damaged")
    return row, size, packed
