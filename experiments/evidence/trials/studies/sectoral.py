"""V11 and V13: training for one trade, after a screening, with employers who keep vacancies."""

from typing import Any

import numpy as np
import pandas as pd

from experiments.evidence.targets.setting import Setting
from experiments.evidence.trials.effects import OWN, beside, of_seed, shifted
from experiments.evidence.trials.estimates import Estimate, ratio, share_of_level, together
from experiments.evidence.trials.studies import simulate_trials
from experiments.evidence.trials.trial import Trial

PLACES = {"budget": 1e8, "months": 24}
DESIGN: dict[str, Any] = {"eligible": "unemployed", "shares": (1.0,), "months": 60}
LATER = (25, 36)
"""Months after the start in which the trials read earnings: the third year."""
YOUTH = 25 * 12
"""Age in months until which an applicant is a youth of V13 (18-24)."""


def with_youth(trial: Trial) -> tuple[pd.DataFrame, tuple[float, ...]]:
    """The sums of a seed, the young apart; gain of takers in the third year, and how much of it is more pay for those in work anyway."""
    trial.groups |= {("years", "youth"): trial.at_start["age"] < YOUTH}
    (world,) = trial.worlds
    seen = beside(trial, world)
    taken = world.offered & (seen.first < len(seen.both))
    both = seen.both & (seen.treated["employed"] > 0) & (seen.twins["employed"] > 0)
    tracks = (seen.gain("earnings"), np.where(both, seen.gain("earnings"), 0.0))
    gain, pay = (float(shifted(track, seen.first, taken)[LATER[0] - 1 : LATER[1]].sum()) for track in tracks)
    return of_seed(trial), (pay, gain)


def training(setting: Setting) -> dict[str, Estimate]:
    """Earnings of those who began a course, in per cent of what their twins earn."""
    measured = simulate_trials(setting, "sectoral_training", PLACES, with_youth, **DESIGN)
    sums = together([one for one, _ in measured])
    youth = {"clock": OWN, "dimension": "years", "group": "youth"}
    return {
        "V11": share_of_level(sums, "taken_up", "earnings", LATER, clock=OWN) * 100,
        "V11 pay": ratio(*np.transpose([parts for _, parts in measured])),
        "V13 dip": share_of_level(sums, "taken_up", "earnings", (1, 12), **youth) * 100,
        "V13": share_of_level(sums, "taken_up", "earnings", LATER, **youth) * 100,
    }


def applicants(setting: Setting) -> dict[str, Estimate]:
    """V11: whoever was screened."""
    return {key: found for key, found in training(setting).items() if key.startswith("V11")}


def young_people(setting: Setting) -> dict[str, Estimate]:
    """V13: those of 18 to 24 among them."""
    return {key: found for key, found in training(setting).items() if key.startswith("V13")}


STUDIES = {"V11": applicants, "V13": young_people}
