"""V7, V10 and E6: how much of the hiring and training that a subsidy pays would have happened without it?"""

import numpy as np

from experiments.evidence.targets.setting import Setting
from experiments.evidence.trials.estimates import Estimate
from experiments.evidence.trials.studies import by_key, simulate_trials
from experiments.evidence.trials.trial import Trial
from sim.tally import NUMBER

ANYBODY = {"share": 0.7, "share_low": 0}
CERTIFICATES = {"budget": 1e9}
TRAINED, SUBSIDISED = NUMBER["trained_by_employer"], NUMBER["subsidised_training"]


def additional(trial: Trial) -> dict[str, tuple[float, float]]:
    """Of one seed: more staff trained than in the twin city over those trained with a subsidy; firms that train in year two."""
    (world,) = trial.worlds
    more = world.lived.tallies[:, TRAINED].sum() - trial.twin.tallies[:, TRAINED].sum()
    firms = 100 * (world.lived.training_firms - trial.twin.training_firms)[12:].sum()
    return {"V10": (more, world.lived.tallies[:, SUBSIDISED].sum()), "V10 firms": (firms, 1.0)}


def subsidy(setting: Setting) -> dict[str, Estimate]:
    """The whole city with the subsidy, against its twin."""
    return by_key(simulate_trials(setting, "employer_training_subsidy", ANYBODY, additional, eligible="employed", shares=(1.0,), months=24))


def hired(trial: Trial) -> dict[str, tuple[float, float]]:
    """Of one seed: the aided whose twins found work as well; jobs entered by those offered and by the others, above their twins."""
    (world,) = trial.worlds
    served, work = world.lived.served > 0, world.lived.employed > 0
    entered, anyway = work.any(axis=0), (trial.twin.employed > 0).any(axis=0)
    starts = work & ~np.vstack([np.zeros(work.shape[1], bool), work[:-1]])
    aided = (starts & served).any(axis=0)
    more = entered.astype(float) - anyway
    left = ~world.offered
    return {
        "V7 deadweight": (100.0 * (aided & anyway).sum(), aided.sum()),
        "offered": (100 * more[world.offered].sum(), world.offered.sum()),
        "left": (100 * more[left].sum(), left.sum()),
    }


def wage_subsidy(setting: Setting) -> dict[str, Estimate]:
    """V7: half of the long-term unemployed carry a certificate for a year."""
    found = by_key(simulate_trials(setting, "hiring_subsidy", CERTIFICATES, hired, eligible="long_term", shares=(0.5,), months=12))
    return {"V7 entry": found["offered"] - found["left"], "V7 deadweight": found["V7 deadweight"]}


STUDIES = {"V7": wage_subsidy, "V10": subsidy}
