"""`learncity calibrate`: numbers nobody has published, moved until the city is like published ones; a point or an ensemble."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments import manifest, places, store
from experiments.evidence import targets, validate
from experiments.evidence.calibration import asked as asking
from experiments.evidence.calibration import free, implausibility, point, telling
from experiments.evidence.calibration.asked import Asked
from experiments.evidence.calibration.evaluations import TABLE, Evaluations, city
from experiments.evidence.calibration.implausibility import Bands
from experiments.evidence.parallel import crew_of
from sim import facts

POINT, ENSEMBLE = 200, 1500
"""Usual numbers of cities."""
FURTHER = tuple(range(2001, 2005))
"""Seeds on which the finalists of a search compete."""
FRESH = tuple(range(1001, 1005))
"""Seeds that no search sees: what is proposed is tried on them."""
SPREAD = 8
"""Seeds from which the spread by luck is taken."""


def answer(words: list[str], profile: str, which: str, evaluations: int | None, file: Path | None, only_point: bool) -> Path:
    """Search, write, show."""
    usual = POINT if only_point else ENSEMBLE
    one, output = asking.asked(words, profile, which, evaluations or usual, file or free.FILE)
    validate.warm_up(one.setting)
    return find_point(one, output)


def find_point(one: Asked, output: str) -> Path:
    """Nearby numbers with which more rows are in range, and what they do on fresh seeds."""
    folder = asking.folder_of(one, output)
    began = datetime.now(UTC)
    cities = SPREAD + one.evaluations * len(one.setting.seeds) + point.FINALISTS * len(FURTHER) + 2 * len(FRESH)
    with telling.bar(cities) as bar, crew_of(one.setting.workers) as crew:
        evaluations = Evaluations(folder / "cities", one.setting, one.rows, city, bar.tell, crew)
        bar.begin("Spread by luck")
        bands = bands_of(one, evaluations)
        look = point.begin(one.space, bands, one.space.shares({}), evaluations, one.setting.seeds)
        point.search(look, one.evaluations, lambda far: bar.begin(f"Search (best {far.costs.min():.1f})"))
        bar.begin("Finalists")
        numbers = numbers_of(one, point.chosen(look, FURTHER))
        bar.begin("Fresh seeds")
        rows = compared(one, bands, evaluations, dict(zip(numbers.path, numbers.proposed, strict=True)))
    store.write_whole(folder / "point.csv", numbers.to_csv(index=False).encode())
    store.write_whole(folder / "point_rows.csv", rows.to_csv(index=False).encode())
    store.write_table(folder / TABLE, evaluations.table())
    store.write_manifest(folder, describe(one, began, len(evaluations.known)))
    telling.show_point(numbers, rows)
    telling.show_places(folder, numbers)
    return folder


def bands_of(one: Asked, evaluations: Evaluations) -> Bands:
    """The rows' bands, with the spread by luck of the numbers in force as their unit."""
    seeds = range(one.setting.seeds[0], one.setting.seeds[0] + SPREAD)
    evaluations.at([usual(one)], seeds)
    known = [evaluations.of(usual(one), seed) for seed in seeds]
    return implausibility.bands(one.targets, implausibility.spread_of(known), len(one.setting.seeds))


def usual(one: Asked) -> dict[str, float]:
    """The numbers where the search begins."""
    return one.space.values(one.space.shares({}))


def numbers_of(one: Asked, best: np.ndarray) -> pd.DataFrame:
    """Each number in force and as proposed; one that hardly moved stays."""
    proposed = one.space.values(best)
    lines = []
    for number in one.space:
        moved = number.to_share(proposed[number.path]) - number.to_share(number.usual)
        value = number.usual if abs(moved) < telling.STAYS else proposed[number.path]
        lines.append({
            "path": number.path, "usual": number.usual, "proposed": value, "moved": moved if value != number.usual else 0.0,
            "low": number.low, "high": number.high, "at_end": value in (number.low, number.high),
            "unit": number.unit, "reason": number.reason,
        })  # fmt: skip
    return pd.DataFrame(lines)


def compared(one: Asked, bands: Bands, evaluations: Evaluations, proposed: Mapping[str, float]) -> pd.DataFrame:
    """Every row with the numbers in force and with those proposed, on fresh seeds."""
    both = evaluations.at([usual(one), proposed], FRESH)[list(bands.rows)].to_numpy()
    far = bands.implausibility(both)
    lines = []
    for n, key in enumerate(bands.rows):
        line = one.targets[key]
        found = {"key": key, "what": line.what, "unit": line.unit, "low": line.low, "high": line.high, "in_units_of": bands.unit[n]}
        for place, when in enumerate(("before", "after")):
            verdict = line.finding([both[place, n]]).verdict
            found |= {when: verdict, f"{when}_value": both[place, n], f"{when}_implausibility": far[place, n]}
        lines.append(found)
    return pd.DataFrame(lines)


def describe(one: Asked, began: datetime, cities: int) -> dict[str, Any]:
    """Who made it, with what: the manifest but the sums of the files."""
    place = facts.city(one.setting.city)
    return {
        "made_by": "learncity calibrate",
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "wall_seconds": round((datetime.now(UTC) - began).total_seconds(), 1),
        "asked": one.record,
        "targets": {key: [line.low, line.high] for key, line in one.targets.items()},
        "targets_file": targets.FILE.name,
        "model": one.model,
        "cities": cities,
        "fresh_seeds": list(FRESH),
        "city": {"title": place.title, "year": place.year},
        "versions": manifest.versions(),
        "git_commit": manifest.commit(places.PACKAGE.parent),
    }
