"""Sets of numbers that the evidence does not rule out: searched wave by wave, tried as they will be used, written and shown."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.evidence.calibration import inputs as asking
from experiments.evidence.calibration import point, posterior, terminal, waves
from experiments.evidence.calibration.common import SPREAD, Search, begun, usual
from experiments.evidence.calibration.evaluations import Evaluations
from experiments.evidence.calibration.inputs import CalibrationInputs
from experiments.evidence.calibration.posterior import Posterior
from experiments.execution import progress
from experiments.execution.pool import pool_of
from experiments.inputs import ensemble, seeds
from experiments.storage.disk import write_whole
from experiments.storage.study import About, Tables

NEAR = 0.15
"""Share of the cities that first look near the numbers in force, so that the waves know where the good ones are."""
USED = seeds.some("fresh", 20)
"""Seeds no search sees, on which the ensemble is tried as it will be used: each with its own set."""


class EnsembleSearch(Search):
    """Search, keep what is not ruled out, try it."""

    made_by, page = "learncity calibrate", "calibration.html"
    tables = ("tried", "numbers", "rows", "influence")

    def compute(self, folder: Path) -> Tables:
        """Search wave by wave, and try what is left on seeds that no search sees."""
        one = self.asked
        cities = SPREAD + one.evaluations * len(one.setting.seeds) + 2 * len(USED)
        with progress.bar(cities, "Living", "cities") as bar, pool_of(one.setting.workers, (self.measure.__module__,)) as pool:
            evaluations = self.evaluations(folder, bar, pool)
            look, wave = searched(one, evaluations, bar.begin)
            kept = posterior.keep_nearest(look)
            bar.begin("Fresh seeds")
            sets = [one.space.values(look.points[place]) for place in kept.places]
            rows = as_used(one, look, kept, sets, evaluations)
        evaluations.gather()
        self.cities, self.sets, self.weights, self.found = len(evaluations.known), sets, kept.weights, found(kept, wave, rows)
        influence = posterior.influence(look).rename_axis("path").reset_index()
        return {"tried": posterior.tried(look, wave, kept), "numbers": posterior.numbers(look, kept), "rows": rows, "influence": influence}

    def describe(self, tables: Tables) -> dict[str, Any]:
        """What was asked and found."""
        ranges = {number.path: [number.low, number.high] for number in self.asked.space}
        return {**super().describe(tables), "ranges": ranges, **self.found}

    def add(self, folder: Path, tables: Tables, about: About) -> None:
        """The two files of the ensemble."""
        for suffix, content in zip(("csv", "json"), ensemble.written(self.sets, self.weights, about), strict=True):
            write_whole(folder / f"ensemble.{suffix}", content)

    @classmethod
    def draw(cls, folder: Path, tables: Tables, about: About) -> str:
        """Figures and page."""
        from experiments.evidence.calibration import figures, page

        return page.page(tables, about, figures.draw_all(tables, about, folder / "figures"))

    @classmethod
    def show(cls, folder: Path, tables: Tables, about: About) -> None:
        """What is left of each number, the rows that are missed, the answer."""
        terminal.show_ensemble(folder, tables, about)


def searched(one: CalibrationInputs, evaluations: Evaluations, say: Callable[[str], None]) -> tuple[point.Search, np.ndarray]:
    """Near the numbers in force first, then in waves over the whole ranges."""
    say("Spread by luck")
    look = begun(one, evaluations)
    near = max(asking.LEAST_EVALUATIONS // 2, int(NEAR * one.evaluations))
    point.search(look, near, lambda far: say(f"Near the numbers in force (best {far.costs.min():.0f})"))
    return look, waves.match(look, one.evaluations, lambda far: say(f"Waves (best {far.costs.min():.0f})"))


def as_used(
    one: CalibrationInputs, look: point.Search, kept: Posterior, sets: list[dict[str, float]], evaluations: Evaluations
) -> pd.DataFrame:
    """Every row: over the kept sets, and over fresh seeds that live each with its own set, beside the numbers in force."""
    spread = ensemble.Ensemble(one.setting.profile, tuple(sets), tuple(kept.weights), {})
    pairs = {seed: sets[spread.place_for(seed)] for seed in USED}
    evaluations.every([(usual(one), seed) for seed in USED] + [(parameters, seed) for seed, parameters in pairs.items()])
    before = pd.DataFrame([evaluations.of(usual(one), seed) for seed in USED])
    after = pd.DataFrame([evaluations.of(parameters, seed) for seed, parameters in pairs.items()])
    far = look.bands.implausibility(look.values[kept.places])
    inside = look.bands.inside(look.values[kept.places])
    lines = []
    for n, key in enumerate(look.bands.rows):
        target = one.targets[key]
        was, now = target.finding(before[key]), target.finding(after[key])
        lines.append({
            "key": key, "what": target.what, "unit": target.unit, "least": target.low, "most": target.high,
            "in_units_of": look.bands.unit[n], "out_of_reach": key in kept.out_of_reach,
            "share_inside": float(kept.weights @ inside[:, n]), "implausibility": float(np.nanmedian(far[:, n])),
            "before": was.value, "before_verdict": was.side,
            "value": now.value, "low": now.low, "high": now.high, "verdict": now.side,
        })  # fmt: skip
    return pd.DataFrame(lines)


def found(kept: Posterior, wave: np.ndarray, rows: pd.DataFrame) -> dict[str, Any]:
    """What was found, in numbers, for the provenance."""
    return {
        "sets": len(kept.places),
        "not_ruled_out": kept.not_ruled_out,
        "in_force_ruled_out": kept.in_force_ruled_out,
        "rows_forgiven": kept.forgiven,
        "rows_out_of_reach": list(kept.out_of_reach),
        "rows_in_range_before": int((rows.before_verdict == "in").sum()),
        "rows_in_range": int((rows.verdict == "in").sum()),
        "rows": len(rows),
        "used_seeds": list(USED),
        "waves": {str(number): int((wave == number).sum()) for number in np.unique(wave)},
        "method": "history matching: quadratic ridge curves for each row (scikit-learn), Sobol design and walks (SciPy, NumPy)",
    }


def shipped(folder: Path, profile: str) -> Path:
    """Put the ensemble where `learncity run parameters=ensemble` finds it."""
    for suffix in ("csv", "json"):
        write_whole(ensemble.FOLDER / f"{profile}.{suffix}", (folder / f"ensemble.{suffix}").read_bytes())
    return ensemble.FOLDER / f"{profile}.csv"
