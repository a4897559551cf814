"""Who learns what, for how long, at what cost: rows 44-48, 50, 53 and 54."""

from typing import Any

import numpy as np

from experiments.evidence.validation.measures.stocks import educations
from experiments.evidence.validation.recorder import Month, Yearly, grown, share
from sim.city import City
from sim.tables import ACTIVITIES, EMPLOYED, INACTIVE, NEVER, STUDENT, UNEMPLOYED

INITIAL, FORMAL, LEISURE, WORK, EMPLOYER = range(5)
"""Kinds of learning: initial education, courses with a qualification, other courses, those for work, employer training."""
STATUS = {"employed": (EMPLOYED,), "unemployed": (UNEMPLOYED,), "inactive": tuple(range(INACTIVE, len(ACTIVITIES)))}


def adults(r: Any) -> np.ndarray:
    """Residents of 25-64."""
    return (r.present == 1) & (r.age >= 300) & (r.age < 780)


class Learning(Yearly):
    """A clock for every resident and kind of learning: months since she last did it."""

    keys = (
        "row 44", "row 45", "row 45 low", "row 45 unemployed", "row 46 low", "row 46 medium", "row 46 high", "row 47 employed",
        "row 47 unemployed", "row 47 inactive", "row 48 formal", "row 48 non-formal", "row 48 only", "row 50", "row 53 employer",
        "row 53 non-formal", "row 53 formal", "row 54 hour", "row 54 month",
    )  # fmt: skip

    def open(self, city: City) -> None:
        """Clocks without a past."""
        super().open(city)
        self.since = np.full((5, len(city.residents)), NEVER, np.int16)
        rule: Any = next(b for b in city.behaviours if b.name() == "employer_training")
        self.training = rule.hours
        self.begin()

    def begin(self) -> None:
        """A new year of hours and costs."""
        self.hours, self.class_hours, self.class_cost, self.full_months, self.full_cost = np.zeros(2), 0.0, 0.0, 0.0, 0.0

    def early(self, month: Month) -> None:
        """Let the clocks run, and set those of who learned to zero."""
        r, was, n = month.city.residents, month.was, len(month.was.id)
        self.since = grown(self.since, len(r), NEVER)
        self.since[:, :n][:, r.id[:n] != was.id] = NEVER
        self.since += self.since < NEVER
        attended = np.where(r.offer[:n] >= 0, r.offer[:n], was.offer)
        learns = month.same & (r.learned[:n] == 0)
        initial = month.same & ((r.activity[:n] == STUDENT) | (was.activity == STUDENT))
        course = np.where(attended >= 0, month.city.offers.course[attended], -1)
        c: Any = month.city.courses
        kind = np.where(c.credit[course] > 0, FORMAL, np.where(c.work[course] > 0, WORK, LEISURE))
        kind = np.where(course >= 0, kind, EMPLOYER)
        rows = np.flatnonzero(learns & ~initial)
        self.since[kind[rows], rows] = 0
        self.since[INITIAL, :n][initial] = 0
        self.rows, self.course, self.kind = rows, course[rows], kind[rows]

    def note(self, month: Month) -> None:
        """The clocks, the hours attended and what they cost."""
        self.early(month)
        city = month.city
        c: Any = city.courses
        adult = adults(city.residents)[self.rows]
        training = (self.kind == EMPLOYER) & adult
        of_adults = (self.course >= 0) & adult
        k, kind = self.course[of_adults], self.kind[of_adults]
        hours = c.hours[k] / c.months[k]
        self.hours += hours[kind != FORMAL].sum() + self.training * training.sum(), hours[kind == FORMAL].sum()
        k = self.course[self.course >= 0]
        room, full = k[c.online[k] == 0], k[(c.load[k] >= 0.5) & (c.work[k] > 0) & (c.threshold[k] == 0)]
        self.class_hours += (c.hours[room] / c.months[room]).sum()
        self.class_cost += (c.cost[room] / c.months[room]).sum() / city.price_level
        self.full_months += len(full)
        self.full_cost += (c.cost[full] / c.months[full]).sum() / city.price_level
        if city.month % 3 == 0:
            self.found.append(self.participation(city))

    def participation(self, city: City) -> dict[str, float]:
        """Shares of adults who learned in the last year and in the last month."""
        r = city.residents
        adult, education = adults(r), educations(r.attainment)
        year, last = (self.since < 12).any(axis=0), (self.since < 1).any(axis=0)
        formal = (self.since[[INITIAL, FORMAL]] < 12).any(axis=0)
        other = (self.since[[LEISURE, WORK, EMPLOYER]] < 12).any(axis=0)
        for_work = (self.since[[WORK, EMPLOYER]] < 12).any(axis=0)
        return {
            "row 44": part(year, adult), "row 45": part(last, adult), "row 45 low": part(last, adult & (education == 0)),
            "row 45 unemployed": part(last, adult & (r.activity == UNEMPLOYED)),
            **{f"row 46 {name}": part(year, adult & (education == g)) for g, name in enumerate(("low", "medium", "high"))},
            **{f"row 47 {name}": part(for_work, adult & np.isin(r.activity, codes)) for name, codes in STATUS.items()},
            "row 48 formal": part(formal, adult), "row 48 non-formal": part(other, adult),
            "row 48 only": part(~formal, adult & year), "row 50": part(r.aware == 1, adult),
        }  # fmt: skip

    def year(self, city: City) -> None:
        """Hours of a year over its participants, and costs of an hour and a month."""
        adult = adults(city.residents)
        others, formal = ((self.since[kinds] < 12).any(axis=0) & adult for kinds in ([LEISURE, WORK, EMPLOYER], [FORMAL]))
        self.found.append({
            "row 53 employer": self.training, "row 53 non-formal": share(self.hours[0], others.sum()),
            "row 53 formal": share(self.hours[1], formal.sum()), "row 54 hour": share(self.class_cost, self.class_hours),
            "row 54 month": share(self.full_cost, self.full_months),
        })  # fmt: skip
        self.begin()


def part(what: Any, whom: np.ndarray) -> float:
    """Share of a group."""
    return share((what & whom).sum(), whom.sum())
