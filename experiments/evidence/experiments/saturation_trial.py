"""E4: a trial with a quarter, a half and three quarters offered help: who pays for what those offered gain?"""

from experiments.evidence.finding import Finding
from experiments.evidence.setting import Setting
from experiments.evidence.studies import findings, search


def find(setting: Setting) -> list[Finding]:
    """The loss of those not offered, and what is left of the naive gap."""
    found = search.saturation(setting)
    note = f"naive gap {found['gap'].value:+.2f} points, net {found['net'].value * found['gap'].value:+.2f}"
    return findings({"E4 externality": found["externality"], "E4 naive": found["net"]}, {"E4 naive": note})


EXPERIMENTS = {"E4 saturation": find}
