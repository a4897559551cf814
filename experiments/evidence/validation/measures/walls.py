"""What do recognition, teaching of the language and a coach change for those who are kept out? Twins with the same luck; and a slump."""

from collections.abc import Callable
from typing import Any

import numpy as np

from experiments.evidence.validation.measures.standing import Standing
from experiments.evidence.validation.recorder import Recorder, share
from sim.catalogue import make
from sim.chance import draws, luck
from sim.city import City
from sim.tables import EMPLOYED, SEVERE_LIMITATION, UNEMPLOYED

RECOGNITION_KEYS = ("IA46", "IA47")
LANGUAGE_KEYS = ("IA51 early", "IA51 late", "IA53")
COACH_KEYS = ("IB21",)
SLUMP_KEYS = ("IA09", "IA10")
WAITED = 36
"""Months after which recognised and waiting applicants are compared (Brucker et al. 2021)."""
JOINING, SOON = 24, 12
"""Months in which learners begin, and after which their part in the labour force is looked at."""
EARLY, LATE = range(48), range(72, 10_000)
"""Months since the beginning: the first four years, and from the seventh on (Arendt et al. 2020)."""
OFFERED, FOLLOWED = 6, 18
"""Months in which coaches take clients on, and for which these are followed (Frederick and VanderWeele 2019)."""
MONEY = 3e7
"""EUR a year that open enough seats, and pay enough coaches, for effects to be seen over luck."""


def recognition(young: City, months: int) -> dict[str, float]:
    """Half of those whose degree from abroad nobody has recognised are recognised by lot; they against themselves, still waiting."""
    r = young.residents
    waits = (r.present == 1) & (r.unrecognised > 0) & (r.attainment >= 5) & (r.age >= 25 * 12) & (r.age < 55 * 12)
    rows = np.flatnonzero(waits & (draws(luck(young.seed, "extension", 1 << 10), np.maximum(r.id, 0)) < 0.5))
    waiting, recognised = young.branch(), young.branch()
    recognised.residents.unrecognised[rows] = 0.0
    for city in (waiting, recognised):
        city.run(WAITED)
    rows = rows[still(waiting, rows, r.id[rows]) & still(recognised, rows, r.id[rows])]
    before, after = (city.residents for city in (waiting, recognised))
    work = [one.activity[rows] == EMPLOYED for one in (before, after)]
    pay = [np.log(one.wage[rows[works]].astype(float)) for one, works in zip((before, after), work, strict=True)]
    return {
        "IA46": float(work[1].mean() - work[0].mean()) if len(rows) else np.nan,
        "IA47": float(pay[1].mean() - pay[0].mean()) if all(map(len, pay)) else np.nan,
    }


def still(city: City, rows: np.ndarray, names: np.ndarray) -> np.ndarray:
    """Whether the same people still live in these rows."""
    return (city.residents.id[rows] == names) & (city.residents.present[rows] == 1)


def language(young: City, months: int) -> dict[str, float]:
    """Whoever begins integration training or language lessons because more are open, against her twin who did not, month by month."""
    base, plan = young.branch(), young.branch([make("lever", "language_courses", {"budget": MONEY, "overhead": 0}, "IA51")])
    begun: dict[int, int] = {}
    taught: list[set[int]] = [set(), set()]  # rows that ever learned the language, in each city
    sums, active = {part: np.zeros(2) for part in ("early", "late")}, np.zeros(2)
    names = young.residents.id.copy()
    for month in range(months):
        for city, known in zip((base, plan), taught, strict=True):
            city.step()
            known.update(learners(city, names).tolist())
        if month < JOINING:
            begun |= {row: month for row in taught[1] - taught[0] - begun.keys()}
        rows = np.array(list(begun), np.int64)
        since = month - np.array(list(begun.values()), np.int64)
        there = still(base, rows, names[rows]) & still(plan, rows, names[rows])
        work = (plan.residents.activity[rows] == EMPLOYED).astype(float) - (base.residents.activity[rows] == EMPLOYED)
        for part, span in (("early", EARLY), ("late", LATE)):
            who = there & (since >= span.start) & (since < span.stop)
            sums[part] += work[who].sum(), who.sum()
        who = there & (since == SOON)
        active += (in_labour_force(plan, rows[who]) - in_labour_force(base, rows[who])).sum(), who.sum()
    return {"IA51 early": share(*sums["early"]), "IA51 late": share(*sums["late"]), "IA53": share(*active)}


def learners(city: City, names: np.ndarray) -> np.ndarray:
    """Rows of first residents who attend a course that teaches the city's language."""
    r = city.residents
    courses: Any = city.courses
    n = len(names)
    offer = r.offer[:n]
    teaches = courses.language[city.offers.course[np.maximum(offer, 0)]] > 0
    return np.flatnonzero((offer >= 0) & teaches & still(city, np.arange(n), names))


def in_labour_force(city: City, rows: np.ndarray) -> np.ndarray:
    """1.0 for who works or looks for work."""
    return np.isin(city.residents.activity[rows], (EMPLOYED, UNEMPLOYED)).astype(float)


def coach(young: City, months: int) -> dict[str, float]:
    """People with a severe limitation whom coaches take on within half a year: a job within a year and a half, over that of their twins."""
    base, plan = young.branch(), young.branch([make("lever", "place_then_train", {"budget": MONEY, "overhead": 0, "lag": 1}, "IB21")])
    names, n = young.residents.id.copy(), len(young.residents)
    since = np.full(n, -1)
    worked = np.zeros((2, n), bool)
    for month in range(OFFERED + FOLLOWED):
        for city in (base, plan):
            city.step()
        conditions: Any = plan.conditions
        met = (conditions.introduced[:n] > 0) & (plan.residents.limitation[:n] == SEVERE_LIMITATION)
        if month < OFFERED:
            since[(since < 0) & met & (base.residents.activity[:n] != EMPLOYED)] = month
        follow = (since >= 0) & (month - since < FOLLOWED)
        for k, city in enumerate((base, plan)):
            worked[k] |= follow & (city.residents.activity[:n] == EMPLOYED) & still(city, np.arange(n), names)
    return {"IB21": share(worked[1].sum(), worked[0].sum())}


def slump(young: City, months: int) -> dict[str, float]:
    """Unemployment and employment by origin in the second and third year of a recession."""
    shocks: list[Any] = [make("shock", "recession", {}, "walls")]
    found = Recorder(young.branch((), shocks).run(12), [Standing()]).live(24)
    return {"IA09": found["IA03"], "IA10": found["IA05"] - found["IA04"]}


STUDIES: dict[Callable[[City, int], dict[str, float]], tuple[str, ...]] = {
    recognition: RECOGNITION_KEYS, language: LANGUAGE_KEYS, coach: COACH_KEYS, slump: SLUMP_KEYS,
}  # fmt: skip
