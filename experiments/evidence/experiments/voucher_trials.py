"""E5: vouchers for everybody and for those who need them most: what they do for work, and where the money goes."""

from experiments.evidence.finding import Finding
from experiments.evidence.setting import Setting
from experiments.evidence.studies import findings, vouchers


def find(setting: Setting) -> list[Finding]:
    """Employment after a year, and the concentration of spending over incomes."""
    return findings(vouchers.targeting(setting))


EXPERIMENTS = {"E5 vouchers": find}
