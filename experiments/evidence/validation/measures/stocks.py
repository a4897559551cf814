"""Who is employed, unemployed, inactive: rows 1, 2, 4, 5, 6, 7, 9, 11, 12 by the survey's ages and groups."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from experiments.evidence.validation.recorder import Month, Page, share
from sim.city import City
from sim.tables import ACTIVITIES, EMPLOYED, INACTIVE, RETIRED, UNEMPLOYED

OTHER, WORKS, BELOW, SHORT, LONG, IDLE, PENSION = range(7)
"""States of a resident; BELOW: tertiary-educated in a job below that level; LONG: unemployed for twelve months or more."""
STATE = np.full(len(ACTIVITIES), OTHER, np.int64)
STATE[[EMPLOYED, UNEMPLOYED, INACTIVE, RETIRED]] = WORKS, SHORT, IDLE, PENSION
AT_WORK, JOBLESS, LABOUR, EVERYBODY = (WORKS, BELOW), (SHORT, LONG), (WORKS, BELOW, SHORT, LONG), tuple(range(7))
Codes = Sequence[int]
SHAPE = (16, 3, 2, 2, 7, 2)
"""Five-year ages (the last one 75 and over), education, sex, any limitation, state, enrolled."""


def ages(first: int, last: int) -> range:
    """The five-year groups of an age range: ages(25, 64)."""
    return range(first // 5, (last + 1) // 5)


def educations(attainment: np.ndarray) -> np.ndarray:
    """0 low (ISCED 0-2), 1 medium (3-4), 2 high (5-8)."""
    return (attainment >= 3).astype(np.int64) + (attainment >= 5)


class Stocks(Page):
    """Everybody is counted by age, education, sex, limitation, state and enrolment at the end of every month."""

    keys = (
        "row 1", "row 2 low", "row 2 medium", "row 2 high", "row 2 ratio", "row 4 low", "row 4 medium", "row 4 high", "row 5",
        "row 5 low", "row 5 ratio", "row 6", "row 6 labour force", "row 7", "row 7 men", "row 7 women", "row 9", "row 11",
        "row 12", "row 12 men", "row 12 women",
    )  # fmt: skip

    def open(self, city: City) -> None:
        """Nobody counted yet."""
        self.people = np.zeros(SHAPE)

    def note(self, month: Month) -> None:
        """Count."""
        r = month.city.residents
        occupations: Any = month.city.occupations
        state = STATE[r.activity]
        works = r.activity == EMPLOYED
        state[works & (r.attainment >= 5) & (occupations.level[r.occupation] < 5)] = BELOW
        state[(state == SHORT) & (r.searching >= 12)] = LONG
        code = np.minimum(r.age // 60, 15).astype(np.int64)
        for size, part in zip(SHAPE[1:], (educations(r.attainment), r.sex, r.limitation > 0, state, r.offer >= 0), strict=True):
            code = code * size + part
        self.people += np.bincount(code, weights=r.present, minlength=self.people.size).reshape(SHAPE)

    def count(self, who: range, states: Codes = EVERYBODY, education: Codes = (0, 1, 2), sex: Codes = (0, 1), limited: Codes = (0, 1),
              enrolled: Codes = (0, 1)) -> float:  # fmt: skip
        """Person-months of a group in some states."""
        return float(self.people[np.ix_(who, education, sex, limited, states, enrolled)].sum())

    def unemployment(self, who: range, **group: tuple) -> float:
        """Unemployment rate of a group."""
        return share(self.count(who, JOBLESS, **group), self.count(who, LABOUR, **group))

    def employment(self, who: range, **group: tuple) -> float:
        """Employed over population of a group."""
        return share(self.count(who, AT_WORK, **group), self.count(who, **group))

    def idle(self, **group: tuple) -> float:
        """Of 15-29, neither in employment nor in education or training."""
        young = ages(15, 29)
        return share(self.count(young, (SHORT, LONG, IDLE, PENSION), enrolled=(0,), **group), self.count(young, **group))

    def overqualified(self, **group: tuple) -> float:
        """Of tertiary-educated workers of 20-64, in a job below that level."""
        grown = ages(20, 64)
        return share(self.count(grown, (BELOW,), (2,), **group), self.count(grown, AT_WORK, (2,), **group))

    def close(self, city: City) -> dict[str, float]:
        """Rates of stocks."""
        adult, grown, young, all_ages = ages(25, 64), ages(20, 64), ages(15, 29), ages(15, 74)
        u = [self.unemployment(adult, education=(k,)) for k in range(3)]
        e = [self.employment(ages(25, 34), education=(k,)) for k in range(3)]
        long = self.count(all_ages, (LONG,))
        return {
            "row 1": self.unemployment(all_ages), "row 2 low": u[0], "row 2 medium": u[1], "row 2 high": u[2],
            "row 2 ratio": share(u[0], u[2]), "row 4 low": e[0], "row 4 medium": e[1], "row 4 high": e[2],
            "row 5": self.unemployment(young), "row 5 low": self.unemployment(young, education=(0,)),
            "row 5 ratio": share(self.unemployment(young), self.unemployment(ages(30, 74))),
            "row 6": share(long, self.count(all_ages, JOBLESS)), "row 6 labour force": share(long, self.count(all_ages, LABOUR)),
            "row 7": self.idle(), "row 7 men": self.idle(sex=(0,)), "row 7 women": self.idle(sex=(1,)),
            "row 9": self.employment(grown, sex=(0,)) - self.employment(grown, sex=(1,)),
            "row 11": self.employment(grown, limited=(0,)) - self.employment(grown, limited=(1,)),
            "row 12": self.overqualified(), "row 12 men": self.overqualified(sex=(0,)), "row 12 women": self.overqualified(sex=(1,)),
        }  # fmt: skip
