"""G8: who pays for help with the search, when everybody is counted, and when only the study's own segment is?"""

from typing import Any

import numpy as np

from experiments.evidence.targets import targets
from experiments.evidence.targets.finding import Finding
from experiments.evidence.targets.setting import Setting
from experiments.evidence.trials import eligibility
from experiments.evidence.trials.treatment import Drawn
from experiments.evidence.trials.trial import Design, assign_treatment
from experiments.outcomes.intervals import fieller
from sim.city import City
from sim.tables import COMMUTER, EMPLOYED, UNEMPLOYED

MONTHS, READ = 10, slice(5, 10)
"""Months after the offer, and the sixth to the tenth, as in V1."""
SHARE = 0.5
SEGMENT = "unemployed+young+educated"
"""Crepon et al. 2013: young people with a diploma who looked for work."""
WHO = ("offered", "eligible, not offered", "others unemployed", "employees", "unemployed later or entered", "commuters")
OFFERED, ELIGIBLE, OUT, AT_WORK, LATER, COMMUTERS = range(len(WHO))


def offer(piece: tuple[Setting, int]) -> dict[str, dict[str, Any]]:
    """One seed: further employed by WHO, and how many were offered it or not, when it is offered to all unemployed and in the segment."""
    how, seed = piece
    young, found = how.burn_in_city(seed), {}
    for eligible in (eligibility.USUAL, SEGMENT):
        rows = eligibility.rows_of(young.residents, eligible)
        offered = rows[assign_treatment(seed, young.residents.id[rows], np.full(len(rows), SHARE))]
        lever = Design("guidance").made(seats=False)
        classes = classes_of(young, rows, offered)
        calm, helped = (
            employed(young.branch(cards), young.residents.id.copy(), classes)
            for cards in ([], [Drawn(lever, young.residents.id[offered], offered)])
        )
        found[eligible] = {"gain": helped - calm, "offered": len(offered), "not": len(rows) - len(offered)}
    return found


def classes_of(city: City, rows: np.ndarray, offered: np.ndarray) -> np.ndarray:
    """In which of WHO each row is by what she did when the offers were made."""
    r = city.residents
    classes = np.select([r.present == 0, r.activity == UNEMPLOYED, r.activity == EMPLOYED], [LATER, OUT, AT_WORK], LATER)
    classes[rows], classes[offered] = ELIGIBLE, OFFERED
    return classes


def employed(city: City, ids: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Employed of each of WHO, mean of the months that are read; who moved in or grew up since entered."""
    found = []
    for _ in range(MONTHS):
        city.step()
        r, n = city.residents, len(ids)
        now = np.full(len(r), LATER)
        now[:n] = np.where(r.id[:n] == ids, classes, LATER)
        counted = np.bincount(now[(r.present == 1) & (r.activity == EMPLOYED)], minlength=len(WHO))
        counted[COMMUTERS] = (city.posts.holder == COMMUTER).sum()
        found.append(counted)
    return np.mean(found[READ], axis=0)


def whole_city(setting: Setting) -> list[Finding]:
    """What is left of the naive gain in the whole city; what a study of the segment sees."""
    known, found = targets.load(setting.profile), setting.over_seeds(offer)
    made = []
    for eligible, name in ((eligibility.USUAL, "city"), (SEGMENT, "segment")):
        gain = np.array([one[eligible]["gain"] for one in found])
        treated, control = (np.array([one[eligible][key] for one in found], float) for key in ("offered", "not"))
        helped, lost = gain[:, OFFERED] / treated, gain[:, ELIGIBLE] / control
        naive = (helped - lost) * treated
        note = lost_by(gain.mean(axis=0), treated.mean())
        net = fieller(gain.sum(axis=1), naive)
        made.append(known[f"G8 {name}"].judge(net.value, net.low, net.high, len(found), note))
        if eligible == SEGMENT:
            seen = fieller(gain[:, OFFERED], naive)
            made.append(known["G8 externality"].finding(100 * lost, f"{control.mean():.0f} not offered, {treated.mean():.0f} offered"))
            made.append(known["G8 seen"].judge(seen.value, seen.low, seen.high, len(found)))
    return made


def lost_by(gain: np.ndarray, treated: float) -> str:
    """Who gains and who loses, for each hundred who are offered it."""
    return "for each hundred offered: " + ", ".join(f"{name} {100 * one / treated:+.1f}" for name, one in zip(WHO, gain, strict=True))


EXPERIMENTS = {"G8 whole city": whole_city}
