"""E9: whom does a recession hit, when does long-term unemployment follow, and which way does the Beveridge curve loop?"""

from typing import Any

import numpy as np

from experiments.evidence.targets import targets
from experiments.evidence.targets.setting import Setting
from experiments.evidence.targets.targets import Finding
from experiments.evidence.validation.measures.cycle import rates, unemployment
from experiments.evidence.validation.measures.regress import loop, smooth
from experiments.outcomes.intervals import fieller, without_one
from sim.catalogue import make

MONTHS = 108
LOW, HIGH = 0, 2


def through_a_recession(piece: tuple[Setting, int]) -> dict[str, Any]:
    """One seed with and without it."""
    how, seed = piece
    young = how.burn_in_city(seed)
    calm, shaken = (young.branch((), shocks).run(MONTHS).observations for shocks in ([], [make("shock", "recession", {}, "E9")]))
    rise = smooth(by_education(shaken)) - smooth(by_education(calm))
    usual, hit = calm.counts(since=1), shaken.counts(since=1)
    u, v = rates(hit)
    higher = smooth(rates(hit)[0]) - smooth(rates(usual)[0])
    longer = smooth(hit.long_term / hit.unemployed) - smooth(usual.long_term / usual.unemployed)
    worst = int(np.argmax(higher))
    return {
        "low": rise[worst, LOW], "high": rise[worst, HIGH],
        "E9 lag": (higher, longer), "E9 loop": loop(smooth(u), smooth(v)), "rise": higher[worst], "longer": longer.max(),
    }  # fmt: skip


def lag(courses: np.ndarray) -> float:
    """Months from the worst unemployment to the highest long-term share, on the mean course of all seeds: a flat top moves by chance."""
    higher, longer = courses.mean(axis=0)
    return float(np.argmax(longer) - np.argmax(higher))


def by_education(observations: Any) -> np.ndarray:
    """Unemployment rates by month and education."""
    return unemployment(observations.counts("education", since=1))


def slump(setting: Setting) -> list[Finding]:
    """Who is hit, when the long-term share peaks, and the loop."""
    known, found = targets.load(setting.profile), setting.over_seeds(through_a_recession)
    means = {key: 100 * np.mean([one[key] for one in found]) for key in ("low", "high", "rise", "longer")}
    rises = f"unemployment +{means['rise']:.1f} points, low-educated +{means['low']:.1f}, high-educated +{means['high']:.1f}"
    note = f"long-term share +{means['longer']:.1f} points at its peak"
    ratio = fieller(*(np.array([one[key] for one in found]) for key in ("low", "high")))
    return [
        known["E9"].judge(ratio.value, ratio.low, ratio.high, len(found), f"{rises}; ratio of means, Fieller interval"),
        known["E9 lag"].judge(*without_one(np.array([one["E9 lag"] for one in found]), lag), note),
        known["E9 loop"].finding([one["E9 loop"] for one in found]),
    ]


EXPERIMENTS = {"E9 recession": slump}
