"""What do women, people of foreign background and people with a limitation earn, and is it the job, the hours or the pay in it?"""

import numpy as np

from experiments.evidence.validation.measures.regress import slopes
from experiments.evidence.validation.recorder import Month, Yearly, grown, share
from sim.city import City
from sim.groups import group_numbers
from sim.pay import earnings
from sim.tables import EMPLOYED, REFUGE, SEVERE_LIMITATION

SECOND = 5
"""Number of the second generation among groups of origin; 1 to 4 were born abroad, from the west to the Middle East and Africa."""
SETTLED = 120
"""Months since arrival of those who have been here for more than ten years."""
CLEANING = "Cleaning and grounds"
PART_TIME = 0.86
"""Share of full time below which work is part-time: 30 of 35 hours (OECD)."""


class PayGaps(Yearly):
    """Pay added up over each year, and a cross-section of jobs at its end."""

    keys = (
        "IC01", "IC02", "IC01 month", "IA34", "IA36", "IA38", "IA34 month", "IB17", "IB17 month", "IA16", "IA17", "IA21", "IA22", "IA76",
        "IC04 mothers", "IC04 fathers", "IC08 mothers", "IC08 fathers", "IC10",
    )  # fmt: skip

    def open(self, city: City) -> None:
        """Nothing earned yet."""
        super().open(city)
        self.begin(city)

    def begin(self, city: City) -> None:
        """A new year of pay and income, of those who live here now."""
        self.id = city.residents.id.copy()
        self.pay, self.income = np.zeros(len(self.id)), np.zeros(len(self.id))

    def note(self, month: Month) -> None:
        """A month of pay for the hours worked, and of disposable income."""
        r = month.city.residents
        self.pay, self.income = (grown(column, len(r), 0.0) for column in (self.pay, self.income))
        self.pay += np.where(r.activity == EMPLOYED, earnings(r, slice(None)), 0.0)
        self.income += r.income

    def year(self, city: City) -> None:
        """Gaps of the year, and of the jobs at its end."""
        r = city.residents
        n = len(self.id)
        stayed = np.zeros(len(r), bool)
        stayed[:n] = (r.id[:n] == self.id) & (r.present[:n] == 1)
        group = group_numbers(r)
        self.found.append({**of_jobs(city, group), **self.of_year(city, group, stayed), **of_parents(city)})
        self.begin(city)

    def of_year(self, city: City, group: dict[str, np.ndarray], stayed: np.ndarray) -> dict[str, float]:
        """Yearly earnings, and places among all incomes, of residents of 20-64."""
        r = city.residents
        able = stayed & (r.age >= 21 * 12) & (r.age < 65 * 12)
        earns = able & (self.pay > 0)
        origin, refugee = group["origin"], able & (r.reason == REFUGE) & settled(city)
        low, high = np.quantile(self.income[able], [0.25, 0.75])
        bottom, top = self.income < low, self.income > high
        native, abroad = able & (origin == 0), able & (origin > 0) & (origin < SECOND)
        men = (r.sex == 0) & (r.age >= 25 * 12) & (r.age < 60 * 12)
        return {
            "IC02": 1 - ratio(self.pay, earns & (r.sex == 1), earns & (r.sex == 0)),
            "IA16": ratio(top, abroad, native), "IA17": ratio(bottom, abroad, native),
            "IA21": at(r.activity == EMPLOYED, refugee), "IA22": ratio(self.pay, refugee & men, native & men),
        }  # fmt: skip


def settled(city: City) -> np.ndarray:
    """Whether somebody came from abroad more than ten years ago."""
    return (city.residents.foreign == 1) & (city.month - city.residents.arrived >= SETTLED)


def at(values: np.ndarray, who: np.ndarray) -> float:
    """Mean over some residents."""
    return float(values[who].mean()) if who.any() else float("nan")


def ratio(values: np.ndarray, some: np.ndarray, others: np.ndarray) -> float:
    """Mean of some over that of others."""
    return share(at(values, some), at(values, others))


def of_jobs(city: City, group: dict[str, np.ndarray]) -> dict[str, float]:
    """Gaps in pay for full time and for the hours worked, raw, with controls and within job and employer; who does which work."""
    r = city.residents
    works = (r.present == 1) & (r.activity == EMPLOYED) & (r.leave == 0) & (r.wage > 0) & (r.age >= 240) & (r.age < 780)
    wage, origin = r.wage.astype(float), group["origin"]
    month, women, background = wage * r.hours, works & (r.sex == 1), works & (origin > 0)
    native, severe, none = works & (origin == 0), works & (r.limitation == SEVERE_LIMITATION), works & (r.limitation == 0)
    cleans = r.occupation == city.facts.work.titles.index(CLEANING)
    return {
        "IC01": 1 - ratio(wage, women, works & (r.sex == 0)), "IC01 month": ratio(month, women, works & (r.sex == 0)),
        "IA34 month": ratio(month, background, native), "IB17": 1 - ratio(wage, works & (r.limitation > 0), none),
        "IB17 month": ratio(month, severe, none), **of_origin(city, works, origin),
        "IA76": share(at(r.foreign == 1, works & cleans), at(r.foreign == 1, works)),
        "IC10": dissimilarity(r.occupation[works], r.sex[works] == 1),
    }  # fmt: skip


def of_origin(city: City, works: np.ndarray, origin: np.ndarray) -> dict[str, float]:
    """Gap in log pay of those born abroad, given schooling, age and sex; the same within occupation and employer."""
    r = city.residents
    rows = np.flatnonzero(works & (origin < SECOND))
    logs, age = np.log(r.wage[rows].astype(float)), r.age[rows] / 12
    controls = (r.schooling[rows], age, age * age, r.sex[rows])
    gap = -slopes(logs, origin[rows] > 0, *controls)[0]
    classes = [origin[rows] == k for k in range(1, SECOND)]
    west, _, _, far = -slopes(logs, *classes, *controls)[:4]
    job = city.posts.employer[r.post[rows]].astype(np.int64) * 1000 + r.occupation[rows]
    inside = -slopes(*(within(column, job) for column in (logs, origin[rows] > 0, *controls)))[0]
    return {"IA34": gap, "IA36": inside, "IA38": share(far, west) if west > 0.02 else float("nan")}


def within(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Values less the mean of their group."""
    _, place = np.unique(groups, return_inverse=True)
    return values - (np.bincount(place, values.astype(float)) / np.bincount(place))[place]


def dissimilarity(places: np.ndarray, one: np.ndarray) -> float:
    """Duncan index of some against the others over places."""
    some, others = (np.bincount(places[who], minlength=places.max() + 1) for who in (one, ~one))
    return float(0.5 * np.abs(share_of(some) - share_of(others)).sum())


def share_of(counts: np.ndarray) -> np.ndarray:
    """Shares of the sum."""
    return counts / max(1, counts.sum())


def of_parents(city: City) -> dict[str, float]:
    """Employment and part-time work of residents of 25-54 with children under 12, by sex."""
    r = city.residents
    with_children = (r.present == 1) & (r.age >= 300) & (r.age < 660) & (city.households.young[r.household] > 0)
    works, part = r.activity == EMPLOYED, r.hours < PART_TIME
    found: dict[str, float] = {}
    for name, sex in (("mothers", 1), ("fathers", 0)):
        who = with_children & (r.sex == sex)
        found |= {f"IC08 {name}": at(works, who), f"IC04 {name}": at(part, who & works & (r.leave == 0))}
    return found
