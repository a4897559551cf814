"""G8: who pays for help with the search, when everybody is counted, and when only the study's own segment is?"""

import numpy as np

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from experiments.evidence.trials import treatment
from experiments.evidence.trials.treatment import Drawn
from experiments.evidence.trials.trial import DRAWING, Design
from experiments.outcomes.intervals import fieller
from sim import chance
from sim.city import City
from sim.tables import COMMUTER, EMPLOYED, UNEMPLOYED

MONTHS, READ = 10, slice(5, 10)
"""Months after the offer, and the sixth to the tenth, as in V1."""
PAIRS = 6
"""Draws of the eligible into halves; each half is offered it in a city of its own, since one draw shows more luck than effect."""
SEGMENT = "unemployed+young+educated"
"""Crepon et al. 2013: young people with a diploma who looked for work."""
WHO = ("offered", "eligible, not offered", "others unemployed", "employees", "unemployed later or entered", "commuters")
OFFERED, ELIGIBLE, OUT, AT_WORK, LATER, COMMUTERS = range(len(WHO))


def offer(piece: tuple[Setting, int]) -> dict[str, np.ndarray]:
    """One seed: further employed of each of WHO, then how many were offered it and not, by whom it is offered to; means over the draws."""
    how, seed = piece
    young, found = how.burn_in_city(seed), {}
    r, calm = young.residents, employed(young.branch(), young.residents.id)
    for eligible in (treatment.USUAL, SEGMENT):
        rows, halves = treatment.rows_of(r, eligible), []
        for pair in range(PAIRS):
            first = chance.draws(chance.luck(seed, "lever", DRAWING + pair), r.id[rows]) < 0.5
            halves += [first, ~first]
        found[eligible] = np.mean([gain(young, calm, rows, offered) for offered in halves], axis=0)
    return found


def gain(young: City, calm: np.ndarray, rows: np.ndarray, offered: np.ndarray) -> np.ndarray:
    """What an offer to some of the eligible does: further employed of each of WHO, then how many were offered it and how many not."""
    r, who, lever = young.residents, rows[offered], Design("guidance").made(seats=False)
    more = employed(young.branch([Drawn(lever, r.id[who], who)]), r.id) - calm
    classes = np.append(classes_of(young, rows, who), [LATER, COMMUTERS])
    return np.append(np.bincount(classes, more, minlength=len(WHO)), [offered.sum(), (~offered).sum()])


def classes_of(city: City, rows: np.ndarray, offered: np.ndarray) -> np.ndarray:
    """In which of WHO each row is by what she did when the offers were made."""
    r = city.residents
    classes = np.select([r.present == 0, r.activity == UNEMPLOYED, r.activity == EMPLOYED], [LATER, OUT, AT_WORK], LATER)
    classes[rows], classes[offered] = ELIGIBLE, OFFERED
    return classes


def employed(city: City, ids: np.ndarray) -> np.ndarray:
    """Share of the months that are read in which each of these people (by row) works; then others and commuters at work, as means."""
    n, found = len(ids), []
    names = ids.copy()
    for _ in range(MONTHS):
        city.step()
        r = city.residents
        works = (r.present == 1) & (r.activity == EMPLOYED)
        same = works[:n] & (r.id[:n] == names)
        found.append(np.append(same, [works.sum() - same.sum(), (city.posts.holder == COMMUTER).sum()]))
    return np.mean(found[READ], axis=0)


def whole_city(setting: Setting) -> list[Finding]:
    """What is left of the naive gain in the whole city; what a study of the segment sees."""
    known, found = targets.load(setting.profile), setting.over_seeds(offer)
    made = []
    for eligible, name in ((treatment.USUAL, "city"), (SEGMENT, "segment")):
        table = np.array([one[eligible] for one in found])
        gains, (treated, control) = table[:, : len(WHO)], table[:, len(WHO) :].T
        lost = gains[:, ELIGIBLE] / control
        naive = gains[:, OFFERED] - lost * treated
        net = fieller(gains.sum(axis=1), naive)
        made.append(known[f"G8 {name}"].judge(net.value, net.low, net.high, len(found), lost_by(gains.mean(axis=0), treated.mean())))
        if eligible == SEGMENT:
            seen = fieller(gains[:, OFFERED], naive)
            made.append(known["G8 externality"].finding(100 * lost, f"{control.mean():.0f} not offered, {treated.mean():.0f} offered"))
            made.append(known["G8 seen"].judge(seen.value, seen.low, seen.high, len(found)))
    return made


def lost_by(gain: np.ndarray, treated: float) -> str:
    """Who gains and who loses, for each hundred who are offered it."""
    return "for each hundred offered: " + ", ".join(f"{name} {100 * one / treated:+.1f}" for name, one in zip(WHO, gain, strict=True))


EXPERIMENTS = {"G8 whole city": whole_city}
