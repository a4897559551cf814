"""V24, V25: who takes a second chance at school, and what does it bring, when?"""

from typing import Any

import numpy as np
import pandas as pd

from experiments.evidence.targets.setting import Setting
from experiments.evidence.trials.effects import OWN, of_seed
from experiments.evidence.trials.estimates import Estimate, share_of_level, together
from experiments.evidence.trials.studies import by_key, simulate_trials
from experiments.evidence.trials.studies.training import ALONE, courses_of, own
from experiments.evidence.trials.trial import Trial
from sim import facts

MONEY = {"budget": 2e7}
A_YEAR = {**MONEY, "months": 12}
"""For the trials with a control group that is kept out: all who take it up do so while the others may not."""
WHO: dict[str, Any] = {"eligible": "low+grown"}
UPPER_SECONDARY = 3


def completing(trial: Trial) -> dict[str, tuple[float, float]]:
    """V24 of one seed: who takes it up in three years, and who completes upper secondary, by sex."""
    (world,) = trial.worlds
    taken, women = trial.first(world) < 36, trial.at_start["sex"] == 1
    both = world.offered & (world.lived.present[-1] > 0) & (trial.twin.present[-1] > 0)
    completes = [lived.attainment[-1] >= UPPER_SECONDARY for lived in (world.lived, trial.twin)]
    more = 100.0 * (completes[0].astype(float) - completes[1])
    found = {}
    for name, who in (("women", women), ("men", ~women)):
        found[f"V24 {name}"] = (more[both & who].sum(), (both & who).sum())
        found[f"use {name}"] = (100.0 * (taken & world.offered & who).sum(), (world.offered & who).sum())
    return found


def basic(trial: Trial) -> pd.DataFrame:
    """The sums of a seed, with takers of basic courses apart."""
    course, _ = courses_of(trial)
    known: Any = facts.courses(1.0)
    plain = (known.level == 1) & (known.work > 0) & (known.credit == 0)
    trial.groups |= {("course", "basic"): (course >= 0) & plain[np.maximum(course, 0)]}
    return of_seed(trial)


def second_chance(setting: Setting) -> dict[str, Estimate]:
    """V24: women, men, and when."""
    found = by_key(simulate_trials(setting, "second_chance", MONEY, completing, shares=(0.5,), months=96, **WHO))
    use = found.pop("use women") - found.pop("use men")
    sums = together(simulate_trials(setting, "second_chance", A_YEAR, **ALONE, months=96, **WHO))
    early, late = (own(sums, "earnings", months, dimension="sex", group="women") for months in ((1, 24), (37, 72)))
    return {"V24 take-up": use, **found, "V24 early": early, "V24 late": late}


def basic_skills(setting: Setting) -> dict[str, Estimate]:
    """V25: literacy, language and first steps with computers."""
    sums = together(simulate_trials(setting, "second_chance", A_YEAR, basic, **ALONE, months=48, **WHO))
    gain = share_of_level(sums, "taken_up", "earnings", (13, 36), clock=OWN, dimension="course", group="basic")
    return {"V25": gain * 100}


STUDIES = {"V24": second_chance, "V25": basic_skills}
