"""V1, V16, V19, V20: does help with the search for work help, whom, and at whose expense?"""

from typing import Any

import pandas as pd

from experiments.evidence.targets.setting import Setting
from experiments.evidence.trials.effects import of_seed
from experiments.evidence.trials.estimates import Estimate, mean, share_of_level, together
from experiments.evidence.trials.studies import simulate_trials
from experiments.evidence.trials.studies.training import PAID_WHOLLY
from experiments.evidence.trials.trial import Trial

SATURATION: dict[str, Any] = {"shares": (0.25, 0.5, 0.75), "months": 10}
AFTER = (6, 10)
"""Months around the eighth, in which the study of V1 asked."""
SLUMP = {"recession": {"start": 0.0}}
IN_SLUMP = (12, 24)
SUGGESTIONS = {"search": 1, "broaden": 0.5, "after": 0, "round": 12}
BROCHURE = {"cost": 5, "after": 0, "months": 1}


def saturation(setting: Setting) -> dict[str, Estimate]:
    """V1 in calm years: what a trial sees, who pays for it, and what is left."""
    sums = together(simulate_trials(setting, "guidance", **SATURATION))
    gap = mean(sums, "gap_even", months=AFTER)
    lost, net = mean(sums, "not_offered", months=AFTER), mean(sums, "offered", months=AFTER)
    return {"gap": gap * 100, "externality": lost * 100, "net": net / gap}


def placement(setting: Setting) -> dict[str, Estimate]:
    """V1, and the same in a recession."""
    found = {f"V1 {name}": estimate for name, estimate in saturation(setting).items()}
    longer = {**SATURATION, "months": IN_SLUMP[1]}
    calm, slump = (
        mean(together(simulate_trials(setting, "guidance", shock=shock, **longer)), "not_offered", months=IN_SLUMP) for shock in ({}, SLUMP)
    )
    return found | {"V1 slump": (slump - calm) * 100}


def services_or_training(setting: Setting) -> dict[str, Estimate]:
    """V16: staff services against money for training."""
    half: dict[str, Any] = {"shares": (0.5,), "months": 30}
    advised = earnings(together(simulate_trials(setting, "guidance", **half)), (25, 30))
    funded = earnings(together(simulate_trials(setting, "skills_vouchers", PAID_WHOLLY, **half)), (25, 30))
    return {"V16 guidance": advised, "V16 training": funded, "V16 order": advised - funded}


def earnings(sums: pd.DataFrame, months: tuple[int, int]) -> Estimate:
    """Earnings of those offered less those not, without the luck of the draw, in per cent of their twins'."""
    offered = share_of_level(sums, "offered", "earnings", months)
    return (offered - share_of_level(sums, "not_offered", "earnings", months)) * 100


def by_spell(trial: Trial) -> pd.DataFrame:
    """The sums of a seed, with groups by how long people had searched at the start."""
    searching = trial.at_start["searching"]
    trial.groups |= {("spell", "short"): searching < 3, ("spell", "long"): searching >= 3}
    return of_seed(trial)


def suggestions(setting: Setting) -> dict[str, Estimate]:
    """V19: other occupations suggested."""
    sums = together(simulate_trials(setting, "guidance", SUGGESTIONS, by_spell, shares=(0.5,), months=6))
    groups = {name: mean(sums, "gap_even", months=(3, 6), dimension="spell", group=name) for name in ("long", "short")}
    return {f"V19 {name}": estimate * 100 for name, estimate in groups.items()}


def brochure(setting: Setting) -> dict[str, Estimate]:
    """V20: a month of advice."""
    return {"V20": earnings(together(simulate_trials(setting, "guidance", BROCHURE, shares=(0.5,), months=12)), (1, 12))}


STUDIES = {"V1": placement, "V16": services_or_training, "V19": suggestions, "V20": brochure}
