"""Who is at work and who learns, by origin, limitation, sex and parents: stocks that differ by group."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from experiments.evidence.validation.measures.stocks import ages, educations
from experiments.evidence.validation.recorder import Month, Page, share
from sim.city import City
from sim.groups import group_numbers
from sim.tables import EMPLOYED, INACTIVE, RETIRED, UNEMPLOYED

NATIVE, ABROAD, BACKGROUND, ANY = (0,), (1, 2, 3, 4), (1, 2, 3, 4, 5), tuple(range(6))
"""Numbers of groups of origin: born abroad, of foreign background, everybody."""
SOME, SEVERE = 1, 2
WORKS, BELOW, JOBLESS, OUTSIDE, ELSE = range(5)
"""In work, in work below a tertiary level that she has, unemployed, neither, and still in education or a child."""
SHAPE = (16, 2, 6, 3, 5, 3, 2)
"""Five-year ages (the last one 75 and over), sex, origin, limitation, state, education, in a course."""
LATER = 60
"""Months at the end of the recording that show whether gaps last."""
Codes = Sequence[int]


class Standing(Page):
    """Everybody is counted by age, sex, origin, limitation, state and education at the end of every month."""

    keys = (
        "IA01", "IA02", "IA03", "IA03 later", "IA04", "IA05", "IA06", "IA07", "IA27", "IA31", "IA40", "IA42", "IA64", "IA71", "IA79",
        "IA82",
        "IA83", "IA85", "IB02", "IB03", "IB05", "IB08", "IB23", "IB24", "calm drift",
    )  # fmt: skip

    def open(self, city: City) -> None:
        """Nobody counted yet."""
        self.months: list[np.ndarray] = []
        self.left, self.worked = np.zeros(6), np.zeros(6)
        self.learned, self.grown = np.zeros(3), np.zeros(3)
        self.poor, self.all = np.zeros((2, 6)), np.zeros((2, 6))

    def note(self, month: Month) -> None:
        """Count stocks, and who lost work."""
        r = month.city.residents
        occupations: Any = month.city.occupations
        group = group_numbers(r)
        state = np.select(
            [r.activity == EMPLOYED, r.activity == UNEMPLOYED, np.isin(r.activity, (INACTIVE, RETIRED))], [WORKS, JOBLESS, OUTSIDE], ELSE
        )
        state[(state == WORKS) & (r.attainment >= 5) & (occupations.level[r.occupation] < 5)] = BELOW
        code = np.minimum(r.age // 60, 15).astype(np.int64)
        parts = r.sex, group["origin"], r.limitation, state, educations(r.attainment), r.offer >= 0
        for size, part in zip(SHAPE[1:], parts, strict=True):
            code = code * size + part
        self.months.append(np.bincount(code, weights=r.present, minlength=int(np.prod(SHAPE))).reshape(SHAPE))
        n = len(month.same)
        begun = month.same & (month.was.activity == EMPLOYED)
        self.worked += np.bincount(group["origin"][:n][begun], minlength=6)
        self.left += np.bincount(group["origin"][:n][begun & (r.activity[:n] == UNEMPLOYED)], minlength=6)
        adult = (r.present == 1) & (r.age >= 25 * 12) & (r.age < 65 * 12)
        self.grown += np.bincount(r.limitation[adult], minlength=3)
        self.learned += np.bincount(r.limitation[adult & (r.learned < 1)], minlength=3)
        self.poverty(month.city, group)

    def poverty(self, city: City, group: dict[str, np.ndarray]) -> None:
        """Who lives on less than 60% of the median, by origin and by limitation."""
        r = city.residents
        here = (r.present == 1) & (r.age >= 16 * 12)
        poor = here & (r.equivalised < 0.6 * np.median(r.equivalised[r.present == 1]))
        for k, of in enumerate((group["origin"], r.limitation)):
            self.all[k] += np.bincount(of[here], minlength=6)
            self.poor[k] += np.bincount(of[poor], minlength=6)

    def close(self, city: City) -> dict[str, float]:
        """Rates and their gaps."""
        whole, later = Counted(np.sum(self.months, axis=0)), Counted(np.sum(self.months[-LATER:], axis=0))
        work = {k: whole.employment(origin=(k,)) for k in ABROAD}
        severe, some = (whole.employment(limitation=(0,)) - whole.employment(limitation=(k,)) for k in (SEVERE, SOME))
        left, poor, learned = self.left / np.maximum(1, self.worked), self.poor, self.learned / np.maximum(1, self.grown)
        far, minors = (3, 4), ages(0, 14)
        return {
            "IA01": whole.unemployment(origin=BACKGROUND), "IA02": whole.unemployment(origin=NATIVE),
            "IA03": share(whole.unemployment(origin=BACKGROUND), whole.unemployment(origin=NATIVE)),
            "IA03 later": share(later.unemployment(origin=BACKGROUND), later.unemployment(origin=NATIVE)),
            "IA04": whole.employment(origin=BACKGROUND), "IA05": whole.employment(origin=NATIVE),
            "IA06": whole.employment(origin=BACKGROUND, sex=(0,)), "IA07": whole.employment(origin=BACKGROUND, sex=(1,)),
            "IA27": max(work.values()) - min(work.values()),
            "IA31": whole.activity(origin=NATIVE) - whole.activity(origin=ABROAD),
            "IA40": share(whole.overqualified(origin=ABROAD), whole.overqualified(origin=NATIVE)),
            "IA42": whole.overqualified(origin=ABROAD, sex=(1,)) - whole.overqualified(origin=ABROAD, sex=(0,)),
            "IA64": share(self.left[list(far)].sum() / max(1, self.worked[list(far)].sum()), left[0]),
            "IA71": share(whole.count(minors, origin=(5,)), whole.count(minors, origin=BACKGROUND)),
            "IA79": share(poverty_of(poor[0], self.all[0], ABROAD), poverty_of(poor[0], self.all[0], NATIVE)),
            "IA82": share(whole.schooled(origin=(5,)), whole.schooled(origin=NATIVE)),
            "IA83": share(whole.left_early(origin=ABROAD), whole.left_early(origin=NATIVE)),
            "IA85": share(whole.idle(origin=ABROAD), whole.idle(origin=NATIVE)),
            "IB02": severe, "IB03": some, "IB05": whole.employment(limitation=(SOME, SEVERE)),
            "IB08": whole.activity(limitation=(0,)) - whole.activity(limitation=(SOME, SEVERE)),
            "IB23": share(self.learned[1:].sum() / max(1, self.grown[1:].sum()), learned[0]),
            "IB24": share(poverty_of(poor[1], self.all[1], (1, 2)), poverty_of(poor[1], self.all[1], (0,))),
            "calm drift": Counted(np.sum(self.months[-12:], axis=0)).unemployment() - counted_unemployment(city),
        }  # fmt: skip


class Counted:
    """Person-months of some months, and the rates that are asked of groups."""

    def __init__(self, people: np.ndarray) -> None:
        self.people = people

    def count(
        self, who: range, states: Codes = range(5), education: Codes = range(3), sex: Codes = (0, 1), origin: Codes = ANY,
        limitation: Codes = range(3), enrolled: Codes = (0, 1),
    ) -> float:  # fmt: skip
        """Person-months of a group in some states."""
        return float(self.people[np.ix_(who, sex, origin, limitation, states, education, enrolled)].sum())

    def unemployment(self, **group: Codes) -> float:
        """Unemployment rate, 15-74."""
        who = ages(15, 74)
        return share(self.count(who, (JOBLESS,), **group), self.count(who, (WORKS, BELOW, JOBLESS), **group))

    def employment(self, **group: Codes) -> float:
        """Employed over population, 20-64."""
        return share(self.count(ages(20, 64), (WORKS, BELOW), **group), self.count(ages(20, 64), **group))

    def activity(self, **group: Codes) -> float:
        """Labour force over population, 20-64."""
        return share(self.count(ages(20, 64), (WORKS, BELOW, JOBLESS), **group), self.count(ages(20, 64), **group))

    def overqualified(self, **group: Codes) -> float:
        """Of tertiary-educated workers of 20-64, in a job below that level."""
        who = ages(20, 64)
        return share(self.count(who, (BELOW,), (2,), **group), self.count(who, (WORKS, BELOW), (2,), **group))

    def schooled(self, **group: Codes) -> float:
        """With at least upper secondary education, 20-24."""
        return share(self.count(ages(20, 24), education=(1, 2), **group), self.count(ages(20, 24), **group))

    def left_early(self, **group: Codes) -> float:
        """Of low education and in none, 20-24."""
        who = ages(20, 24)
        return share(self.count(who, (WORKS, BELOW, JOBLESS, OUTSIDE), (0,), enrolled=(0,), **group), self.count(who, **group))

    def idle(self, **group: Codes) -> float:
        """Neither in employment nor in education or training, 15-29."""
        return share(self.count(ages(15, 29), (JOBLESS, OUTSIDE), enrolled=(0,), **group), self.count(ages(15, 29), **group))


def poverty_of(poor: np.ndarray, everybody: np.ndarray, groups: Codes) -> float:
    """Share of some groups that is poor."""
    return share(poor[list(groups)].sum(), everybody[list(groups)].sum())


def counted_unemployment(city: City) -> float:
    """Unemployment as the city's counts have it."""
    employed, unemployed = city.facts.counts["activity"][:, :2].sum(axis=0)
    return share(unemployed, employed + unemployed)
