"""Sets of numbers that the evidence does not rule out: searched wave by wave, tried as they will be used, written and shown."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments import store
from experiments.evidence import ensemble
from experiments.evidence.calibration import asked as asking
from experiments.evidence.calibration import left, point, telling, waves
from experiments.evidence.calibration.asked import Asked
from experiments.evidence.calibration.common import SPREAD, begun, describe, usual
from experiments.evidence.calibration.evaluations import Evaluations, Measure, city
from experiments.evidence.calibration.left import Left
from experiments.evidence.calibration.point import Search
from experiments.evidence.parallel import crew_of
from experiments.plain_yaml import read_json
from sim.declare import Mistake

NEAR = 0.15
"""Share of the cities that first look near the numbers in force, so that the waves know where the good ones are."""
USED = tuple(range(1001, 1021))
"""Seeds no search sees, on which the ensemble is tried as it will be used: each with its own set."""


def find_ensemble(one: Asked, output: str, ship: bool = False, measure: Measure = city) -> Path:
    """Search, keep what is not ruled out, try it, write and show."""
    folder = asking.folder_of(one, output)
    began = datetime.now(UTC)
    cities = SPREAD + one.evaluations * len(one.setting.seeds) + 2 * len(USED)
    with telling.bar(cities) as bar, crew_of(one.setting.workers) as crew:
        evaluations = Evaluations(folder, one.setting, one.rows, measure, bar.tell, crew)
        look, wave = searched(one, evaluations, bar.begin)
        kept = left.left(look)
        bar.begin("Fresh seeds")
        sets = [one.space.values(look.points[place]) for place in kept.places]
        rows = as_used(one, look, kept, sets, evaluations)
    about = {**describe(one, began, len(evaluations.known)), **found(kept, wave, rows)}
    tables = {"tried": left.tried(look, wave, kept), "numbers": left.numbers(look, kept), "rows": rows}
    tables["influence"] = left.influence(look).rename_axis("path").reset_index()
    evaluations.gather()
    write(folder, tables, ensemble.written(sets, kept.weights, about))
    show(folder, tables, about)
    if ship:
        telling.show_shipped(shipped(folder, one.setting.profile))
    return folder


def searched(one: Asked, evaluations: Evaluations, say: Callable[[str], None]) -> tuple[Search, np.ndarray]:
    """Near the numbers in force first, then in waves over the whole ranges."""
    say("Spread by luck")
    look = begun(one, evaluations)
    near = max(asking.LEAST_EVALUATIONS // 2, int(NEAR * one.evaluations))
    point.search(look, near, lambda far: say(f"Near the numbers in force (best {far.costs.min():.0f})"))
    return look, waves.match(look, one.evaluations, lambda far: say(f"Waves (best {far.costs.min():.0f})"))


def as_used(one: Asked, look: Search, kept: Left, sets: list[dict[str, float]], evaluations: Evaluations) -> pd.DataFrame:
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
            "before": was.value, "before_verdict": was.verdict,
            "value": now.value, "low": now.low, "high": now.high, "verdict": now.verdict,
        })  # fmt: skip
    return pd.DataFrame(lines)


def found(kept: Left, wave: np.ndarray, rows: pd.DataFrame) -> dict[str, Any]:
    """What was found, in numbers, for the provenance."""
    return {
        "sets": len(kept.places),
        "not_ruled_out": kept.not_ruled_out,
        "rows_forgiven": kept.forgiven,
        "rows_out_of_reach": list(kept.out_of_reach),
        "rows_in_range_before": int((rows.before_verdict == "in").sum()),
        "rows_in_range": int((rows.verdict == "in").sum()),
        "rows": len(rows),
        "used_seeds": list(USED),
        "waves": {str(number): int((wave == number).sum()) for number in np.unique(wave)},
        "method": "history matching: quadratic ridge curves for each row (scikit-learn), Sobol design and walks (SciPy, NumPy)",
    }


def write(folder: Path, tables: Mapping[str, pd.DataFrame], files: tuple[bytes, bytes]) -> None:
    """Tables and the two files of the ensemble."""
    for name, table in tables.items():
        store.write_table(folder / f"{name}.parquet", table)
    for suffix, content in zip(("csv", "json"), files, strict=True):
        store.write_whole(folder / f"ensemble.{suffix}", content)


def show(folder: Path, tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any]) -> None:
    """Figures, page, manifest, and the terminal's tables."""
    from experiments.evidence.calibration import page, pictures

    drawn = pictures.draw_all(tables, about, folder / "figures")
    store.write_whole(folder / "calibration.html", page.page(tables, about, drawn).encode())
    store.write_manifest(folder, {name: value for name, value in about.items() if name != "sha256"})
    telling.show_ensemble(folder, tables, about)


def again(folder: Path) -> None:
    """Figures, page and tables of a finished calibration, without running the model."""
    names = ("tried", "numbers", "rows", "influence")
    if not (folder / "ensemble.json").is_file() or not all((folder / f"{name}.parquet").is_file() for name in names):
        raise Mistake(f"results: {folder} holds no finished ensemble")
    show(folder, {name: store.read_table(folder / f"{name}.parquet") for name in names}, read_json(folder / "ensemble.json"))


def shipped(folder: Path, profile: str) -> Path:
    """Put the ensemble where `learncity run parameters=ensemble` finds it."""
    for suffix in ("csv", "json"):
        store.write_whole(ensemble.FOLDER / f"{profile}.{suffix}", (folder / f"ensemble.{suffix}").read_bytes())
    return ensemble.FOLDER / f"{profile}.csv"
