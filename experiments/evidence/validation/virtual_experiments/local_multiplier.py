"""G4: how many local jobs follow a job that sells outside the city, when the model is not told?"""

from experiments.evidence.targets import targets
from experiments.evidence.targets.finding import Finding
from experiments.evidence.targets.setting import Setting
from experiments.evidence.validation.measures import virtual


def follow(piece: tuple[Setting, int]) -> float:
    """Row 59 of one seed."""
    how, seed = piece
    return virtual.boom(how.burn_in_city(seed), how.months)["row 59"]


def local_multiplier(setting: Setting) -> list[Finding]:
    """Row 59, from what was measured before when it is there."""
    values = setting.over_seeds(follow) if setting.measured is None else setting.measured["row 59"].tolist()
    return [targets.load(setting.profile)["G4"].finding(values)]


EXPERIMENTS = {"G4 local multiplier": local_multiplier}
