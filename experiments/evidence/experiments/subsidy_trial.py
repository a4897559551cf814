"""E6: a subsidy of employers' training: how much of it pays for training that would not have happened?"""

from experiments.evidence.finding import Finding
from experiments.evidence.setting import Setting
from experiments.evidence.studies import employers, findings


def find(setting: Setting) -> list[Finding]:
    """Additional training over subsidised training."""
    return findings({"E6": employers.subsidy(setting)["V10"]})


EXPERIMENTS = {"E6 employer subsidy": find}
