"""E3: a trial of half a year of training: a dip, nothing after a year, a gain after two, fading or flat after four."""

from experiments.evidence.finding import Finding
from experiments.evidence.setting import Setting
from experiments.evidence.studies import findings, training


def find(setting: Setting) -> list[Finding]:
    """Employment of takers against the same people kept out."""
    return findings(training.training_trial(setting))


EXPERIMENTS = {"E3 training trial": find}
