"""E3 to E6: the trials that the validation runs, each a study of the model held against its published band."""

from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from experiments.evidence.trials.studies import employers, findings, search, training, vouchers


def training_trial(setting: Setting) -> list[Finding]:
    """E3: a trial of half a year of training: a dip, nothing after a year, a gain after two, fading or flat after four.

    Found: employment of takers against the same people kept out.
    """
    return findings(training.training_trial(setting))


def saturation_trial(setting: Setting) -> list[Finding]:
    """E4: a trial with a quarter, a half and three quarters offered help: who pays for what those offered gain?

    Found: the loss of those not offered, and what is left of the naive gap.
    """
    found = search.saturation(setting)
    note = f"naive gap {found['gap'].value:+.2f} points, net {found['net'].value * found['gap'].value:+.2f}"
    return findings({"E4 externality": found["externality"], "E4 naive": found["net"]}, {"E4 naive": note})


def voucher_trial(setting: Setting) -> list[Finding]:
    """E5: vouchers for everybody and for those who need them most: what they do for work, and where the money goes.

    Found: employment after a year, and the concentration of spending over incomes.
    """
    return findings(vouchers.targeting(setting))


def employer_subsidy(setting: Setting) -> list[Finding]:
    """E6: a subsidy of employers' training: how much of it pays for training that would not have happened?

    Found: additional training over subsidised training.
    """
    return findings({"E6": employers.subsidy(setting)["V10"]})


EXPERIMENTS = {
    "E3 training trial": training_trial,
    "E4 saturation": saturation_trial,
    "E5 vouchers": voucher_trial,
    "E6 employer subsidy": employer_subsidy,
}
