"""`learncity calibrate`: numbers nobody has published, moved until the city is like published ones; a point or an ensemble."""

from dataclasses import dataclass
from pathlib import Path

from experiments.evidence.calibration import ensemble_job, free_parameters, point_job, terminal
from experiments.evidence.calibration import inputs as asking
from experiments.evidence.targets import targets
from sim.declare import Mistake

POINT, ENSEMBLE = 200, 1000
"""Usual numbers of sets that are tried: little was gained beyond them where it was measured."""


@dataclass(frozen=True)
class Options:
    """What the command line says beside settings."""

    point: bool = False
    profile: str = targets.TYPICAL
    rows: str = "fast"
    evaluations: int | None = None
    free: Path = free_parameters.FILE
    ship: bool = False
    count: bool = False


def answer(words: list[str], how: Options, fresh: bool = False) -> Path:
    """Search, write, show."""
    usual = POINT if how.point else ENSEMBLE
    if how.point and how.ship:
        raise Mistake("calibrate: a point does not ship; write the numbers it proposes into the cards")
    if how.count and not how.point:
        raise Mistake("calibrate: --count goes with --point; an ensemble is judged by distance")
    one, output = asking.asked(words, how.profile, how.rows, usual if how.evaluations is None else how.evaluations, how.free)
    if how.point:
        return point_job.PointSearch(one, output, count=how.count).run(fresh)
    folder = ensemble_job.EnsembleSearch(one, output).run(fresh)
    if how.ship:
        terminal.show_shipped(ensemble_job.shipped(folder, one.setting.profile))
    return folder
