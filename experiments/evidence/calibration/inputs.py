"""What a calibration is asked: the setting, the rows, the numbers that may move, where its cities are kept."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from experiments.evidence.calibration import free_parameters
from experiments.evidence.calibration.free_parameters import Space
from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Target
from experiments.evidence.validation import measures
from experiments.evidence.validation.job import setting_from, settings_of
from experiments.evidence.validation.measures import virtual
from experiments.evidence.validation.measures.displacement import Careers
from experiments.inputs import scenario, seeds
from experiments.inputs.fingerprint import Fingerprint, fingerprint
from sim.city import check_whole
from sim.declare import Mistake, known_or_mistake

USUAL = {"residents": 10_000, "seeds": 1, "first_seed": seeds.first("calibration"), "burn_in": 60, "months": 60}
"""Short runs of common luck: what is sought are differences between parameters, not levels to the last digit."""
LEAST_EVALUATIONS = 20


@dataclass(frozen=True)
class CalibrationInputs:
    """Everything that decides a calibration's result."""

    setting: Setting
    rows: tuple[str, ...]
    space: Space
    evaluations: int
    free_file: Path = free_parameters.FILE

    @property
    def targets(self) -> dict[str, Target]:
        """The rows with their bands."""
        known = targets.load(self.setting.profile)
        return {key: known[key] for key in self.rows}

    @property
    def settings_dict(self) -> dict[str, Any]:
        """The question as plain data."""
        names = ("city", "residents", "months", "burn_in", "profile")
        asked = {name: getattr(self.setting, name) for name in names}
        sets = {"seeds": list(self.setting.seeds), "parameters": self.setting.parameters, "rows": list(self.rows)}
        return {**asked, **sets, "evaluations": self.evaluations, "free": self.space.paths}

    @property
    def model(self) -> str:
        """Hash of all that decides what one city says: the model, its facts, the measurement, the setting without its seeds."""
        keys = ("city", "residents", "months", "burn_in", "parameters", "rows")
        settings = {key: self.settings_dict[key] for key in keys}
        return fingerprint("city of a calibration", settings, self.setting.city).whole

    def fingerprint(self, **how: Any) -> Fingerprint:
        """What is asked, from where and over which ranges the search goes, and all source that can change what is found."""
        return fingerprint(
            "calibration", {**self.settings_dict, **how, "space": [vars(number) for number in self.space]}, self.setting.city
        )

    @property
    def folder_name(self) -> str:
        """Readable, and different for different models, measurements and profiles."""
        city = Path(self.setting.city).name
        return f"calibrate-{city}-{self.setting.profile}-{self.setting.residents}-{self.model[:8]}"


def rows_of(profile: str, which: str) -> tuple[str, ...]:
    """Rows of tier A: 'fast' are those that one run and a year of asked wishes answer, 'all' adds careers and prices, or a list."""
    tier_a = [key for key, line in targets.load(profile).items() if line.tier == "A"]
    fast = [key for kind in measures.PAGES if kind is not Careers for key in kind.keys] + [*virtual.WISH_KEYS]
    can = {"fast": fast, "all": list(measures.known())}.get(which)
    if can is not None:
        return tuple(key for key in tier_a if key in can)
    return tuple(dict.fromkeys(one_row(key.strip(), tier_a) for key in which.split(",")))


def one_row(key: str, tier_a: Iterable[str]) -> str:
    """A row by its key, with or without the word 'row'; only tier A may be fitted."""
    key = key if key in tier_a or key in measures.known() else f"row {key}"
    known_or_mistake(key, tier_a, "row of tier A", "rows")
    known_or_mistake(key, measures.known(), "row", "rows")
    return key


def asked(words: list[str], profile: str, which: str, evaluations: int, file: Path = free_parameters.FILE) -> tuple[CalibrationInputs, str]:
    """The calibration that the words of the command line ask for, checked, and where results go."""
    how = settings_of(words, USUAL, "calibrate")
    check_whole("evaluations", evaluations, LEAST_EVALUATIONS, 1_000_000)
    rows, space = rows_of(profile, which), free_parameters.load(file)
    if len(space) >= len(rows):
        raise Mistake(f"{file.name}: {len(space)} free numbers for {len(rows)} rows; there must be fewer numbers than rows")
    setting = setting_from(how, scenario.parameters_of(how["parameters"]), profile=profile)
    return begun(CalibrationInputs(setting, rows, space, evaluations, file)), how["output"]


def begun(one: CalibrationInputs) -> CalibrationInputs:
    """Parameters of the command line that are free are where the search begins; the others stay as they are said."""
    said = one.setting.parameters
    space = Space(replace(number, usual=said.get(number.path, number.usual)) for number in one.space)
    for number in space:
        if not number.low <= number.usual <= number.high:
            raise Mistake(
                f"{one.free_file.name}: {number.path} = {number.usual:g}, where the search begins, is outside "
                f"{number.low:g}..{number.high:g}"
            )
    fixed = {path: value for path, value in said.items() if path not in space.paths}
    return replace(one, setting=replace(one.setting, parameters=fixed), space=space)
