"""Where do people of month 0 come from, when and why did they come, and how much of the language do they speak?"""

import numpy as np

from sim.behaviours.growing_older import GrowingOlder
from sim.behaviours.language import Language, pace_of_learning
from sim.chance import bells, draws, exps, logs, luck
from sim.declare import Parameters, param
from sim.facts import CityFacts
from sim.kernels import rule
from sim.tables import (
    ACTIVITIES,
    BORN_HERE,
    EMPLOYED,
    FAMILY_REASON,
    INACTIVE,
    NATIVE,
    NO_REASON,
    REFUGE,
    RETIRED,
    STUDENT,
    UNEMPLOYED,
    WORK_REASON,
)
from sim.told_people import Told

ADULT = 18
COMPULSORY = 9.0
"""Years of schooling that need no recognition anywhere."""
ROUNDS = 12
"""Times that the odds of origins are fitted to their margins: the last round changes nobody's by a hundredth of a per cent."""
AGES = np.array([0, 16, 25, 45, 65])
BACKGROUND = np.array([0.22, 0.16, 0.21, 0.16, 0.05])
"""Share of foreign background from these ages on where ``AT_SHARE`` of all are born abroad (Helsinki 2019: inclusion.csv A70)."""
AT_SHARE = 0.14
BORN_ABROAD = np.array([0.32, 0.65, 0.95, 0.99, 1.0])
"""Of these the share born abroad (A71: 68% of the minors were born here; later ages assumed)."""
STATES = (EMPLOYED, UNEMPLOYED, STUDENT, INACTIVE, RETIRED)
ACTIVITY = np.array([  # of each origin, men then women: employed, unemployed, student, outside the labour force, on a pension
    [[0.780, 0.065, 0.060, 0.050, 0.045], [0.780, 0.060, 0.060, 0.060, 0.040]],
    [[0.770, 0.075, 0.060, 0.065, 0.030], [0.690, 0.080, 0.080, 0.120, 0.030]],
    [[0.630, 0.115, 0.080, 0.120, 0.055], [0.570, 0.115, 0.080, 0.180, 0.055]],
    [[0.640, 0.110, 0.130, 0.100, 0.020], [0.520, 0.110, 0.130, 0.220, 0.020]],
    [[0.500, 0.190, 0.130, 0.150, 0.030], [0.330, 0.170, 0.130, 0.340, 0.030]],
])  # fmt: skip
"""Activity at 20-64, shape (origins, sexes, STATES): sums as in inclusion.csv A01-A07 (Helsinki 2019); the split by origin assumed."""
SCHOOLED = np.array([[0.12, 0.43, 0.45], [0.15, 0.37, 0.48], [0.18, 0.47, 0.35], [0.27, 0.30, 0.43], [0.45, 0.30, 0.25]])
"""Low, medium and high attainment of each origin, 25-64 (assumed)."""


class Coming(Parameters):
    """How people of foreign background differ from others at month 0, beyond what is counted."""

    stay = param(
        16.0, "years", "mean time since arrival of those born abroad", "set to what twenty calm years of the model settle at", 1, 40
    )
    poorer = param(2.8, "per log income", "odds of foreign background in poorer districts",
                   "assumed; dissimilarity of .22-.33 (inclusion.csv A74), and a third in the first districts (A73)", 0, 10)  # fmt: skip
    mixed = param(0.2, "share", "of couples' places filled whatever one's origin", "assumed: intermarriage of about a fifth", 0, 1)
    west = param(0.3, "share", "of what work asks in the language that adults from the west can do when they come",
                 "assumed: beginners, but English is spoken in part of their work", 0, 1)  # fmt: skip
    east = param(0.2, "share", "the same, Russia and other Europe", "assumed: near languages, some lessons before", 0, 1)
    asia = param(0.15, "share", "the same, Asia and Latin America", "assumed: beginners", 0, 1)
    africa = param(0.08, "share", "the same, Middle East and Africa", "assumed: beginners, seldom prepared", 0, 1)
    hired = param(0.45, "share", "the same of who came to work", "assumed: hired for work that is done in English at first", 0, 1)
    child = param(0.15, "share", "of the language that children know when they come", "assumed: beginners", 0, 1)
    worked = param(0.75, "share", "of the time since arrival that who works now has worked", "assumed", 0, 1)
    worked_others = param(0.3, "share", "the same, the others", "assumed", 0, 1)
    circle = param(0.3, "share", "of native speakers among acquaintances so far", "assumed", 0, 1)
    lessons = param(300.0, "hours", "of language teaching that adults have had after three years", "assumed", 0, 2000)
    talent = param(0.5, "log points", "spread of the pace at which people learn a language", "assumed", 0, 2)
    pending = param(24.0, "years", "time constant of the years until schooling from abroad is recognised", "assumed", 1, 100)
    anew = param(0.75, "share", "of arrivals born abroad who come to the country now; the others move within it",
                 "assumed: Helsinki grows by immigration, about 1 in 100 residents a year", 0, 1)  # fmt: skip
    settling = param(0.7, "share", "of men among them who came neither to work nor to study and do not look for work at first",
                     "assumed: courses, care, papers first", 0, 1)  # fmt: skip
    settling_women = param(0.9, "share", "the same, women", "assumed; A23 and A28: women from abroad begin to work years later", 0, 1)
    recruited = param(0.7, "share", "of those who come to work who have found their post before they come",
                      "assumed: a permit to work asks for a post, citizens of the EU may look for one", 0, 1)  # fmt: skip
    studies = param(36.0, "months", "of education, on average, of who comes to study; evenly spread up to twice that", "assumed", 1, 72)
    study_until = param(30.0, "years", "age until which who comes to study begins to do so", "assumed", 18, 65)
    counts = param(0.5, "share", "of work abroad that counts as experience here", "assumed; Friedberg 2000: less than here", 0, 1)


COMING = Coming()


def adults_from(c: dict[str, np.ndarray], facts: CityFacts, seed: int, told: Told) -> None:
    """Origin, arrival, reason and language of everybody; minors get theirs from their parents later (``children_of``)."""
    who, years = c["id"], c["age"] // 12
    u = {name: draws(luck(seed, "coming", n), who) for n, name in enumerate(("origin", "here", "stay", "reason", "papers"))}
    band = np.searchsorted(AGES, years, side="right") - 1
    chances = told.origin_odds(odds(c, facts), BORN_ABROAD[band])
    c["origin"][:] = (np.cumsum(chances, axis=1) < u["origin"][:, None]).sum(axis=1).clip(0, 4)
    told.put(c, "origin")
    came = told.came((c["origin"] != NATIVE) & (u["here"] < BORN_ABROAD[band]), c["origin"])
    stay = told.stay(np.minimum(c["age"], np.floor(-12 * COMING.stay * logs(u["stay"]))), c["age"])
    settle(c, came, stay.astype(np.int64), u["reason"])
    c["reason"][:] = np.where(came, told.over("reason", c["reason"]), NO_REASON)
    abroad_at = c["age"] - np.where(came, stay, c["age"])
    schooled = came & (abroad_at >= ADULT * 12) & (c["schooling"] > COMPULSORY)
    waiting = u["papers"] < exps(-stay / 12 / COMING.pending)
    c["unrecognised"][:] = np.where(schooled & waiting, c["schooling"] - COMPULSORY, 0.0)
    known = first_words(facts)[c["origin"]]
    known = np.where(c["reason"] == WORK_REASON, np.maximum(known, COMING.hired), known)
    pace = exps(COMING.talent * bells(luck(seed, "coming", 6), who))
    c["language"][:] = np.where(came, spoken_after(known, stay, abroad_at, pace, c["activity"] == EMPLOYED), 1.0)
    told.put(c, "language")


def as_told(c: dict[str, np.ndarray], told: Told) -> None:
    """What a file tells of minors, whose origin is else their parents'."""
    if "origin" in told.said or "foreign" in told.said:
        told.put(c, "origin")
        came = told.came(c["foreign"].astype(bool), c["origin"])
        stay = told.stay(np.where(c["arrived"] == BORN_HERE, 0, -c["arrived"].astype(np.int64)), c["age"])
        c["foreign"][:], c["arrived"][:] = came, np.where(came, np.maximum(-stay, BORN_HERE + 1), BORN_HERE)
        kept = np.where(c["reason"] == NO_REASON, FAMILY_REASON, c["reason"])
        c["reason"][:] = np.where(came, told.over("reason", kept), NO_REASON)
    told.put(c, "language")


def odds(c: dict[str, np.ndarray], facts: CityFacts) -> np.ndarray:
    """Chances of each origin for everybody, shape (residents, 5), fitted to the shares by age and to the mix of classes.

    Where a city counts origins by district (``origin.csv``) the chances are fitted to that too, as one more dimension. Without
    it they are modelled: only the share of those born abroad and, where a city names it, the mix of their origins are given.
    """
    years = c["age"] // 12
    band = np.searchsorted(AGES, years, side="right") - 1
    share = np.minimum(0.95, BACKGROUND * facts.foreign_share / AT_SHARE)
    wanted = np.column_stack([1 - share, share[:, None] * facts.origins])
    out = wanted[band]
    grown = (years >= 20) & (years < 65) & np.isin(c["activity"], STATES)
    state = np.array([STATES.index(code) if code in STATES else 0 for code in range(len(ACTIVITIES))])  # 0 for who is not asked
    ease = ACTIVITY[:, c["sex"], state[c["activity"]]].T
    level = np.select([c["attainment"] >= 5, c["attainment"] >= 3], [2, 1], default=0)
    out = np.where(grown[:, None], out * ease * SCHOOLED[:, level].T, out)
    poorer = exps(-COMING.poorer * np.nan_to_num(facts.relative_income))[c["district"]]
    out[:, 1:] *= poorer[:, None]
    people = np.bincount(band, minlength=len(AGES)).astype(float)
    fits = [(band, wanted * people[:, None])]
    if "origin" in facts.counts:
        counted = facts.counts["origin"]
        here = np.bincount(c["district"], minlength=len(counted)).astype(float)
        by_district = counted / np.maximum(counted.sum(axis=1, keepdims=True), 1e-9) * here[:, None]
        fits = [(band, by_age_as(wanted, people, by_district.sum(axis=0))), (c["district"], by_district)]
    for _ in range(ROUNDS):
        for rows, totals in fits:
            out /= out.sum(axis=1, keepdims=True)
            for k in range(out.shape[1]):
                got = np.bincount(rows, weights=out[:, k], minlength=len(totals))
                out[:, k] *= (totals[:, k] / np.maximum(got, 1e-12))[rows]
    return out / out.sum(axis=1, keepdims=True)


def by_age_as(shares: np.ndarray, people: np.ndarray, totals: np.ndarray) -> np.ndarray:
    """People of each band of ages and origin: the usual shares by age, moved alike so that every origin has its counted total."""
    out = shares * people[:, None]
    for _ in range(ROUNDS):
        out *= totals / np.maximum(out.sum(axis=0), 1e-12)
        out *= (people / np.maximum(out.sum(axis=1), 1e-12))[:, None]
    return out


REASONS = np.array([[0.42, 0.72, 0.92, 0.94], [0.58, 0.74, 0.84, 0.88], [0.52, 0.72, 0.86, 0.90], [0.50, 0.56, 0.63, 0.93]])
"""Cumulative shares of family, work, study and refuge for each origin abroad, other reasons the rest: all add up to A78's."""


def settle(c: dict[str, np.ndarray], came: np.ndarray, stay: np.ndarray, u: np.ndarray) -> None:
    """When and why they came who were born abroad."""
    c["foreign"][:] = came
    c["arrived"][:] = np.where(came, np.maximum(-stay, BORN_HERE + 1), BORN_HERE)
    drawn = 1 + (u[:, None] > REASONS[np.maximum(c["origin"], 1) - 1]).sum(axis=1)
    c["reason"][:] = np.where(came, drawn, NO_REASON)


def first_words(facts: CityFacts) -> np.ndarray:
    """What adults of each origin know of the language on arrival, shape (5,): most in a city whose newcomers speak it at home."""
    known = np.array([1.0, COMING.west, COMING.east, COMING.asia, COMING.africa])
    return np.maximum(known, facts.speak_on_arrival)


@rule
def talked_in(language, effort):
    """Command of the language after so much practice: what is missing shrinks by the same share each time."""
    return 1.0 - (1.0 - language) * effort


def spoken_after(first: np.ndarray, months: np.ndarray, came_at: np.ndarray, pace: np.ndarray, works: np.ndarray) -> np.ndarray:
    """Command of the language after these months here; who came as a child grew up in it."""
    p = Language().numbers
    taught = p.course * COMING.lessons * np.minimum(1.0, months / 36) / 1000
    worked = np.where(works, COMING.worked, COMING.worked_others)
    effort = pace * (taught + months * (p.living + worked * p.work + COMING.circle * p.friends))
    return np.where(came_at < 12 * 12, 1.0, talked_in(first, exps(-effort)))


def in_class(first: float, months: np.ndarray) -> np.ndarray:
    """Command of the language after so many months at school."""
    p = Language().numbers
    pace = pace_of_learning(p, 0.5 * COMPULSORY)
    return talked_in(first, exps(-pace * months * (p.course * p.at_school / 1000 + p.living)))


def children_of(c: dict[str, np.ndarray]) -> None:
    """Minors have the origin of their parents, who are both from abroad; two of three of them were born here."""
    grown = c["age"] >= ADULT * 12
    native_adult = np.zeros(c["household"].max() + 1, bool)
    native_adult[c["household"][grown & (c["origin"] == NATIVE)]] = True
    parent = np.full(len(native_adult), -1)
    women = np.flatnonzero(grown & (c["origin"] != NATIVE))
    women = women[np.lexsort((c["id"][women], c["sex"][women]))]
    parent[c["household"][women]] = women
    kids = np.flatnonzero(~grown)
    home = c["household"][kids]
    of = np.where(native_adult[home], -1, parent[home])
    c["origin"][kids] = np.where(of >= 0, c["origin"][of], NATIVE)
    stay = np.where(of >= 0, -c["arrived"][of].astype(np.int64), 0)
    came = (of >= 0) & c["foreign"][of].astype(bool) & (c["age"][kids] > stay)
    c["foreign"][kids] = came
    c["arrived"][kids] = np.where(came, np.maximum(-stay, BORN_HERE + 1), BORN_HERE)
    c["reason"][kids] = np.where(came, np.where(c["reason"][of] == REFUGE, REFUGE, FAMILY_REASON), NO_REASON)
    second = (of >= 0) & ~came & c["foreign"][of].astype(bool)
    at_school = np.maximum(0, c["age"][kids] - 84)
    at_home = GrowingOlder.declared["at_home"].default
    born_here = np.where(second, in_class(at_home, at_school), 1.0)
    c["language"][kids] = np.where(came, in_class(COMING.child, np.minimum(stay, at_school)), born_here)
    c["unrecognised"][kids] = 0.0
