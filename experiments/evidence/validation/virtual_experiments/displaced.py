"""E7: what does a tenured worker lose who is displaced, and is it worse in a slump?"""

import numpy as np

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from experiments.evidence.validation.measures import measure
from experiments.outcomes.intervals import fieller

KEYS = ("row 38", "row 39 calm", "row 39 slump", "curve unemployment calm", "curve unemployment slump")


def losses(piece: tuple[Setting, int]) -> dict[str, float]:
    """Losses of one seed."""
    how, seed = piece
    return measure(how.city, how.residents, seed, how.months, how.burn_in, how.parameters, KEYS[:3])


def displaced(setting: Setting) -> list[Finding]:
    """Earnings five years later, and the loss in a slump over that in ordinary times."""
    known, there = targets.load(setting.profile), setting.measured
    values = setting.over_seeds(losses) if there is None else there[list(KEYS)].to_dict("records")
    by_key = {key: np.array([one[key] for one in values]) for key in KEYS}
    usual, slump = (100 * np.nanmean(by_key[f"curve unemployment {when}"]) for when in ("calm", "slump"))
    whole = np.isfinite(by_key["row 39 slump"]) & np.isfinite(by_key["row 39 calm"])
    ratio = fieller(by_key["row 39 slump"][whole], by_key["row 39 calm"][whole])
    note = f"unemployment {usual:.1f}% in ordinary times, {slump:.1f}% in the slump; ratio of means, Fieller interval"
    return [known["E7"].finding(by_key["row 38"]), known["E7 slump"].judge(ratio.value, ratio.low, ratio.high, int(whole.sum()), note)]


EXPERIMENTS = {"E7 displacement": displaced}
