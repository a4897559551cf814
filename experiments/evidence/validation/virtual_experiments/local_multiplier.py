"""G4: how many local jobs follow a job that sells outside the city, when the model is not told?"""

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from experiments.evidence.validation.measures import by_seed, virtual


def local_multiplier(setting: Setting) -> list[Finding]:
    """Row 59, from what was measured before when it is there."""
    return [targets.load(setting.profile)["G4"].finding([one["row 59"] for one in by_seed(setting, virtual.boom)])]


EXPERIMENTS = {"G4 local multiplier": local_multiplier}
