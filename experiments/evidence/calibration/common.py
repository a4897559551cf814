"""What a point and an ensemble share: the rows' bands, where the search begins, seeds kept apart, the manifest."""

from datetime import UTC, datetime
from typing import Any

from experiments import manifest, places
from experiments.evidence import ensemble, targets
from experiments.evidence.calibration import implausibility, point
from experiments.evidence.calibration.asked import Asked
from experiments.evidence.calibration.evaluations import Evaluations
from experiments.evidence.calibration.point import Search
from sim import facts

FURTHER = tuple(range(2001, 2005))
"""Seeds on which the finalists of a search compete."""
FRESH = tuple(range(1001, 1005))
"""Seeds that no search sees: what is proposed is tried on them."""
SPREAD = 8
"""Seeds from which the spread by luck is taken."""
CARRIED = 0.6
"""How much of what a common seed does to the numbers in force it does to others too (measured over 73 rows: .47 to .78)."""


def begun(one: Asked, evaluations: Evaluations) -> Search:
    """A search that has tried nothing yet, with what luck does to the numbers in force: its spread, and that of the common seeds."""
    seeds = range(one.setting.seeds[0], one.setting.seeds[0] + max(SPREAD, len(one.setting.seeds)))
    many = evaluations.at([usual(one)], seeds).iloc[0]
    few = evaluations.at([usual(one)], one.setting.seeds).iloc[0]
    known = [evaluations.of(usual(one), seed) for seed in seeds]
    bands = implausibility.bands(one.targets, implausibility.spread_of(known), len(one.setting.seeds))
    luck = CARRIED * (few - many)[list(bands.rows)].fillna(0.0).to_numpy()
    return point.begin(one.space, bands, one.space.shares({}), evaluations, one.setting.seeds, luck)


def usual(one: Asked) -> dict[str, float]:
    """The numbers where the search begins."""
    return one.space.values(one.space.shares({}))


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
        "model_source": ensemble.model_source(),
        "cities": cities,
        "fresh_seeds": list(FRESH),
        "city": {"title": place.title, "year": place.year},
        "versions": manifest.versions(),
        "git_commit": manifest.commit(places.PACKAGE.parent),
    }
