"""E1: do stocks and flows of the calm city lie in their bands at the same time?"""

import numpy as np

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from experiments.evidence.validation.measures import measure

KEYS = ("row 1", "row 6", "row 16", "row 17", "row 18 f", "row 18 s", "row 18 f0")


def calm(piece: tuple[Setting, int]) -> dict[str, float]:
    """Stocks and flows of one seed."""
    how, seed = piece
    return measure(how.city, how.residents, seed, how.months, how.burn_in, how.parameters, KEYS)


def steady_state(setting: Setting) -> list[Finding]:
    """The lines inside, of all; from what was measured before when it is there."""
    known = targets.load(setting.profile)
    there = setting.measured
    values = setting.over_seeds(calm) if there is None else there[list(KEYS)].to_dict("records")
    means = {key: np.nanmean([one[key] for one in values]) for key in KEYS}
    out = [key for key in KEYS if not known[key].low <= means[key] <= known[key].high]
    inside = 1 - len(out) / len(KEYS)
    note = f"outside: {', '.join(out)}" if out else ""
    return [known["E1"].judge(inside, inside, inside, len(values), note)]


EXPERIMENTS = {"E1 steady state": steady_state}
