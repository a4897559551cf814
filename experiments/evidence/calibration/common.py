"""What a point and an ensemble share: the rows' bands, where the search begins, seeds kept apart, the manifest."""

from datetime import UTC, datetime
from typing import Any

from experiments import manifest, places
from experiments.evidence import ensemble, targets
from experiments.evidence.calibration import implausibility
from experiments.evidence.calibration.asked import Asked
from experiments.evidence.calibration.evaluations import Evaluations
from experiments.evidence.calibration.implausibility import Bands
from sim import facts

FURTHER = tuple(range(2001, 2005))
"""Seeds on which the finalists of a search compete."""
FRESH = tuple(range(1001, 1005))
"""Seeds that no search sees: what is proposed is tried on them."""
SPREAD = 8
"""Seeds from which the spread by luck is taken."""


def bands_of(one: Asked, evaluations: Evaluations) -> Bands:
    """The rows' bands, with the spread by luck of the numbers in force as their unit."""
    seeds = range(one.setting.seeds[0], one.setting.seeds[0] + SPREAD)
    evaluations.at([usual(one)], seeds)
    known = [evaluations.of(usual(one), seed) for seed in seeds]
    return implausibility.bands(one.targets, implausibility.spread_of(known), len(one.setting.seeds))


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
