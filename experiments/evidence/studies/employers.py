"""V10 and E6: how much of the training that a subsidy pays would not have happened without it?"""

from experiments.evidence.estimate import Estimate
from experiments.evidence.setting import Setting
from experiments.evidence.studies import by_key, live
from experiments.evidence.trial import Trial
from sim.tally import NUMBER

ANYBODY = {"share": 0.7, "share_low": 0}
TRAINED, SUBSIDISED = NUMBER["trained_by_employer"], NUMBER["subsidised_training"]


def additional(trial: Trial) -> dict[str, tuple[float, float]]:
    """Of one seed: more staff trained than in the twin city over those trained with a subsidy; firms that train in year two."""
    (world,) = trial.worlds
    more = world.lived.tallies[:, TRAINED].sum() - trial.twin.tallies[:, TRAINED].sum()
    firms = 100 * (world.lived.training_firms - trial.twin.training_firms)[12:].sum()
    return {"V10": (more, world.lived.tallies[:, SUBSIDISED].sum()), "V10 firms": (firms, 1.0)}


def subsidy(setting: Setting) -> dict[str, Estimate]:
    """The whole city with the subsidy, against its twin."""
    return by_key(live(setting, "employer_training_subsidy", ANYBODY, additional, eligible="employed", shares=(1.0,), months=24))


STUDIES = {"V10": subsidy}
