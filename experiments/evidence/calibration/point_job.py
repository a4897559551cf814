"""Nearby numbers with which more rows are in range: searched, tried on fresh seeds, written and told."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.evidence.calibration import point, terminal
from experiments.evidence.calibration.common import FRESH, FURTHER, SPREAD, Search, begun, usual
from experiments.evidence.calibration.evaluations import Evaluations
from experiments.evidence.calibration.implausibility import Bands
from experiments.evidence.calibration.inputs import CalibrationInputs
from experiments.execution import progress
from experiments.execution.pool import pool_of
from experiments.storage.study import About, Tables


class PointSearch(Search):
    """Nearby numbers with which more rows are in range, and what they do on fresh seeds; ``count``: as many rows as can be."""

    made_by, tables, csv, page = "learncity calibrate --point", ("point", "point_rows"), ("point", "point_rows"), ""
    manifest = "point.json"
    """An ensemble of the same cities has the usual name, in the same folder."""

    def compute(self, folder: Path) -> Tables:
        """Search, let the finalists compete, try the best on fresh seeds."""
        one, count = self.asked, self.settings.get("count", False)
        cities = SPREAD + one.evaluations * len(one.setting.seeds) + point.FINALISTS * len(FURTHER) + 2 * len(FRESH)
        with progress.bar(cities, "Living", "cities") as bar, pool_of(one.setting.workers, (self.measure.__module__,)) as pool:
            evaluations = self.evaluations(folder, bar, pool)
            bar.begin("Spread by luck")
            look = begun(one, evaluations)
            point.search(look, one.evaluations, lambda far: bar.begin(f"Search (best {far.costs.min():.1f})"), count)
            bar.begin("Finalists")
            numbers = numbers_of(one, point.chosen(look, FURTHER))
            bar.begin("Fresh seeds")
            rows = compared(one, look.bands, evaluations, dict(zip(numbers.path, numbers.proposed, strict=True)))
        evaluations.gather()
        self.cities = len(evaluations.known)
        return {"point": numbers, "point_rows": rows}

    @classmethod
    def show(cls, folder: Path, tables: Tables, about: About) -> None:
        """The numbers, the rows, and the proposal as words for a command."""
        terminal.show_point(tables["point"], tables["point_rows"])
        terminal.show_proposal(tables["point"])


def numbers_of(one: CalibrationInputs, best: np.ndarray) -> pd.DataFrame:
    """Each number in force and as proposed; one that hardly moved stays."""
    proposed = one.space.values(best)
    lines = []
    for number in one.space:
        moved = number.to_share(proposed[number.path]) - number.to_share(number.usual)
        value = number.usual if abs(moved) < terminal.STAYS else proposed[number.path]
        lines.append({
            "path": number.path, "usual": number.usual, "proposed": value, "moved": moved if value != number.usual else 0.0,
            "low": number.low, "high": number.high, "at_end": value in (number.low, number.high),
            "unit": number.unit, "reason": number.reason,
        })  # fmt: skip
    return pd.DataFrame(lines)


def compared(one: CalibrationInputs, bands: Bands, evaluations: Evaluations, proposed: Mapping[str, float]) -> pd.DataFrame:
    """Every row with the numbers in force and with those proposed, on fresh seeds."""
    both = evaluations.at([usual(one), proposed], FRESH)[list(bands.rows)].to_numpy()
    far = bands.implausibility(both)
    lines = []
    for n, key in enumerate(bands.rows):
        line = one.targets[key]
        found = {"key": key, "what": line.what, "unit": line.unit, "low": line.low, "high": line.high, "in_units_of": bands.unit[n]}
        for place, when in enumerate(("before", "after")):
            verdict = line.finding([both[place, n]]).side
            found |= {when: verdict, f"{when}_value": both[place, n], f"{when}_implausibility": far[place, n]}
        lines.append(found)
    return pd.DataFrame(lines)
