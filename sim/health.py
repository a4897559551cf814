"""How many are limited by their health at each age, and who is so at month 0."""

import numpy as np

from sim.chance import draws, exps, luck
from sim.declare import Parameters, param
from sim.facts import CityFacts
from sim.tables import EMPLOYED, INACTIVE, REFUGE, RETIRED, SEVERE_LIMITATION, SOME_LIMITATION, UNEMPLOYED

OLDEST = 110
USUAL_SCHOOLING, GROWN, OF_AGE, BAND = 13.0, 25, 65, 5
"""Years of schooling at which limitations are as usual, from which age schooling matters, pension age, width of an age band."""


class Health(Parameters):
    """Long-standing limitations by age and schooling, and in what activities those who have them are found."""

    some = param(0.17, "share", "with some limitation at 50", "B09: 19.7% of those of 16 and over; by age assumed, as in EU-SILC", 0, 0.5)
    some_ageing = param(0.024, "1/year", "growth of that share with age", "as above", 0, 0.1)
    some_most = param(0.42, "share", "most at any age", "assumed", 0.1, 0.6)
    severe = param(1.0, "factor", "share with a severe limitation at 50, against the city's at 15-64", "assumed, as in EU-SILC", 0.2, 3)
    severe_ageing = param(0.036, "1/year", "growth of that share with age", "B09: 7.2% of those of 16 and over", 0, 0.1)
    severe_most = param(0.26, "share", "most at any age", "assumed", 0.05, 0.4)
    by_schooling = param(-0.09, "1/year", "log share with a limitation by years of schooling, from 25 on",
                         "assumed: EU-SILC, the low-educated nearly twice as often at the same age", -0.3, 0)  # fmt: skip
    refuge = param(1.8, "factor", "share with a limitation of who sought refuge here, against others of the age",
                   "assumed; MAAMU 2012, remembered: a third to half have lasting symptoms of trauma or depression", 1, 5)  # fmt: skip
    worked = param(0.9, "factor", "months worked so far with some limitation, in life and in the post", "assumed: interruptions", 0, 1)
    severe_worked = param(0.85, "factor", "the same, severe limitation", "as above", 0, 1)
    employed = param(0.90, "factor", "of employed people with some limitation, against their share at that age",
                     "B03: gap of 14.4 points, 8-20", 0.1, 1)  # fmt: skip
    unemployed = param(1.1, "factor", "the same, unemployed", "as above", 0.1, 10)
    inactive = param(1.9, "factor", "the same, outside the labour force", "as above; B08: most of the gap is inactivity", 0.1, 20)
    retired = param(2.5, "factor", "the same, on a pension before 65", "B12: stock of disability pensions 5.5% of 16-64", 0.1, 20)
    severe_employed = param(0.42, "factor", "the same, severe limitation, employed", "B02: gap of 42 points, 32-50", 0.1, 1)
    severe_unemployed = param(0.7, "factor", "the same, severe limitation, unemployed", "as above", 0.1, 10)
    severe_inactive = param(3.5, "factor", "the same, severe limitation, outside the labour force", "as above", 0.1, 20)
    severe_retired = param(6.0, "factor", "the same, severe limitation, on a pension before 65", "as above", 0.1, 20)


HEALTH = Health()


def shares_by_age(facts: CityFacts) -> tuple[np.ndarray, np.ndarray]:
    """Shares of residents with some and with a severe limitation at each whole age, float64, shape (OLDEST + 2,) each."""
    h, years = HEALTH, np.arange(OLDEST + 2) - 50.0
    some = np.minimum(h.some_most, h.some * exps(h.some_ageing * years))
    severe = np.minimum(h.severe_most, h.severe * facts.disabled_share * exps(h.severe_ageing * years))
    return some, severe


def limitations(c: dict[str, np.ndarray], facts: CityFacts, seed: int) -> None:
    """Fill ``limitation``: as many at each age as there are, more of them among the low-educated and outside work."""
    h, years, a = HEALTH, c["age"] // 12, c["activity"]
    by_activity = {
        SOME_LIMITATION: (h.employed, h.unemployed, h.inactive, h.retired),
        SEVERE_LIMITATION: (h.severe_employed, h.severe_unemployed, h.severe_inactive, h.severe_retired),
    }
    working_age = (years >= 16) & (years < OF_AGE)
    states = [working_age & (a == state) for state in (EMPLOYED, UNEMPLOYED, INACTIVE, RETIRED)]
    schooling = np.where(years >= GROWN, exps(h.by_schooling * (c["schooling"] - USUAL_SCHOOLING)), 1.0)
    schooling *= np.where(c["reason"] == REFUGE, h.refuge, 1.0)
    chance = {
        level: of_the_age(share[years], schooling * np.select(states, by_activity[level], default=1.0), years)
        for level, share in zip(by_activity, shares_by_age(facts), strict=True)
    }
    u = draws(luck(seed, "limiting", 0), c["id"])
    severe = u < chance[SEVERE_LIMITATION]
    limited = u < chance[SEVERE_LIMITATION] + chance[SOME_LIMITATION]
    c["limitation"][:] = np.select([severe, limited], [SEVERE_LIMITATION, SOME_LIMITATION], default=0)


def interrupted(c: dict[str, np.ndarray]) -> None:
    """Whoever has a limitation at month 0 has worked less so far: in life, in the occupation and in the post."""
    kept = np.array([1.0, HEALTH.worked, HEALTH.severe_worked])[c["limitation"]]
    for months in ("experience", "practice", "tenure"):
        c[months][:] = np.floor(c[months] * kept)


def of_the_age(share: np.ndarray, weight: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Chance of each, in proportion to a weight, that keeps the shares of every band of ages; 3 in 4 at most."""
    band = years // BAND
    wanted = np.bincount(band, share)
    got = np.bincount(band, share * weight)
    return np.minimum(0.75, share * weight * (wanted / np.maximum(got, 1e-9))[band])
