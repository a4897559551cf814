"""What a point and an ensemble share: the rows' bands, where the search begins, seeds kept apart, the manifest."""

from pathlib import Path
from typing import Any

from experiments.evidence.calibration import implausibility, point
from experiments.evidence.calibration.evaluations import TABLE, Evaluations, Measure, city
from experiments.evidence.calibration.inputs import CalibrationInputs
from experiments.evidence.targets import targets
from experiments.execution.jobs import Engine
from experiments.execution.progress import OnProgress
from experiments.inputs import seeds
from experiments.inputs.fingerprint import model_source
from experiments.storage.study import Study, Tables
from sim import facts

FURTHER = seeds.some("finalists", 4)
"""Seeds on which the finalists of a search compete."""
FRESH = seeds.some("fresh", 4)
"""Seeds that no search sees: what is proposed is tried on them."""
SPREAD = 8
"""Seeds from which the spread by luck is taken."""
CARRIED = 0.6
"""How much of what a common seed does to the numbers in force it does to others too (measured over 73 rows: .47 to .78)."""


def begun(one: CalibrationInputs, evaluations: Evaluations) -> point.Search:
    """A search that has tried nothing yet, with what luck does to the numbers in force: its spread, and that of the common seeds."""
    lucks = range(one.setting.seeds[0], one.setting.seeds[0] + max(SPREAD, len(one.setting.seeds)))
    many = evaluations.at([usual(one)], lucks).iloc[0]
    few = evaluations.at([usual(one)], one.setting.seeds).iloc[0]
    known = [evaluations.of(usual(one), seed) for seed in lucks]
    bands = implausibility.bands(one.targets, implausibility.spread_of(known), len(one.setting.seeds))
    luck = CARRIED * (few - many)[list(bands.rows)].fillna(0.0).to_numpy()
    return point.begin(one.space, bands, one.space.shares({}), evaluations, one.setting.seeds, luck)


def usual(one: CalibrationInputs) -> dict[str, float]:
    """The numbers where the search begins."""
    return one.space.values(one.space.shares({}))


class Search(Study):
    """What a search for a point and one for an ensemble share."""

    what, reused = "calibration", ("cities", TABLE)

    def __init__(self, asked: CalibrationInputs, output: str = "outputs", measure: Measure = city, **settings: bool) -> None:
        """What is asked, and which of both is looked for; the folder is the same for all searches over the same cities."""
        super().__init__(asked.fingerprint(kind=self.made_by, **settings), asked.folder_name, output)
        self.asked, self.measure, self.settings, self.cities = asked, measure, settings, 0

    def evaluations(self, folder: Path, on_progress: OnProgress, pool: Engine) -> Evaluations:
        """The cities lived so far."""
        return Evaluations(folder, self.asked.setting, self.asked.rows, self.measure, on_progress, pool)

    def describe(self, tables: Tables) -> dict[str, Any]:
        """What was asked, of which city, with how many cities lived."""
        one, place = self.asked, facts.city(self.asked.setting.city)
        return {
            "asked": one.settings_dict,
            "targets": {key: [line.low, line.high] for key, line in one.targets.items()},
            "targets_file": targets.FILE.name,
            "model": one.model,
            "model_source": model_source(),
            "cities": self.cities,
            "fresh_seeds": list(FRESH),
            "city": {"title": place.title, "year": place.year},
        }
