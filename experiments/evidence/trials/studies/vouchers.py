"""V3, V4 and the vouchers of E5: who uses a voucher for everybody, and does telling people move them?"""

from typing import Any

import numpy as np
import pandas as pd

from experiments.evidence.targets.setting import Setting
from experiments.evidence.trials.estimates import Estimate, mean, together
from experiments.evidence.trials.studies import by_key, simulate_trials
from experiments.evidence.trials.trial import Trial

BY_MAIL = {"knows": 1, "every": 1200, "seats": 0}
"""Everybody who is drawn finds it in the letter-box; nobody talks about it, and no seat opens for it."""
UNTARGETED = {"share": 1, "most": 1_500, "below": 9, "budget": 1e9, **BY_MAIL}
EVERYTHING = {"share": 1, "most": 50_000, "budget": 1e9}
TOLD = {"care_share": 0, "months": 3}
LETTER = {"account": 0}


def untargeted(setting: Setting) -> dict[str, Estimate]:
    """V3: a voucher for every adult who is drawn."""
    sums = together(simulate_trials(setting, "skills_vouchers", UNTARGETED, eligible="adults", shares=(0.5,), months=24))
    low, high = (dict[str, Any](dimension="education", group=group) for group in ("low", "high"))
    use = [mean(sums, "take_up", "take-up", **group) for group in (low, high)]
    gain = [mean(sums, "taken_up", months=(13, 24), **group) for group in (low, high)]
    seen = {name: mean(sums, "gap_even", outcome) * 100 for name, outcome in SEEN.items()}
    return seen | {"V3 take-up": (use[0] - use[1]) * 100, "V3 benefit": (gain[0] - gain[1]) * 100}


SEEN = {"V3 work": "employed", "V3 learning": "learned", "V3 crowding out": "trained"}


def information(setting: Setting) -> dict[str, Estimate]:
    """V4: employees are told, by somebody at the door or by letter."""
    half: dict[str, Any] = {"shares": (0.5,), "months": 12}
    told = together(simulate_trials(setting, "outreach_childcare", TOLD, eligible="employed+low", **half))
    written = together(simulate_trials(setting, "learning_entitlement", LETTER, eligible="employed", **half))
    return {
        "V4 knowledge": aware(told) * 100,
        "V4": mean(told, "gap_even", "learned") * 100,
        "V4 letters": mean(written, "gap_even", "learned") * 100,
    }


def aware(sums: pd.DataFrame) -> Estimate:
    """Knowledge of those offered less that of those not, without the luck of the draw."""
    return mean(sums, "gap_even", "aware")


def spending(trial: Trial) -> dict[str, tuple[float, float]]:
    """Where the money of a seed goes, and what it does for work."""
    (world,) = trial.worlds
    both = (world.lived.present[-1] > 0) & (trial.twin.present[-1] > 0)
    gain = (world.lived.employed[-1].astype(float) - trial.twin.employed[-1])[both]
    euros = world.lived.paid.sum(axis=0)
    return {"work": (gain.sum(), both.sum()), "spend": (concentration(euros, trial.at_start["equivalised"]), 1.0)}


def concentration(euros: np.ndarray, income: np.ndarray) -> float:
    """Concentration index of euros over people ranked by income: below zero when the poor get more; ties by mean rank."""
    rank = (pd.Series(income).rank().to_numpy() - 0.5) / len(income)
    return float(2 * np.cov(euros, rank, bias=True)[0, 1] / euros.mean()) if euros.any() else float("nan")


def targeting(setting: Setting) -> dict[str, Estimate]:
    """E5: the same voucher for everybody, and for those who need it most."""
    everybody: dict[str, Any] = {"eligible": "adults", "shares": (1.0,), "months": 12}
    wide = by_key(simulate_trials(setting, "skills_vouchers", {**EVERYTHING, "below": 9}, spending, **everybody))
    narrow = by_key(simulate_trials(setting, "skills_vouchers", EVERYTHING, spending, **everybody))
    return {"E5 untargeted": wide["work"] * 100, "E5 spend untargeted": wide["spend"], "E5 spend targeted": narrow["spend"]}


STUDIES = {"V3": untargeted, "V4": information}
