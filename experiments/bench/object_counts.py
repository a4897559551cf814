"""Object model: the month is counted with Python's lists, and the indicators of the model are asked of the counts."""

from itertools import accumulate
from math import exp, log, sqrt

import numpy as np

from experiments.bench.plain import plain
from sim import groups
from sim.groups import CELLS
from sim.histogram import LEAST
from sim.observation import ELSEWHERE, FIELD, FIELDS, FULL_TIME, POOR_BELOW, TENTHS, Observations
from sim.tables import COMMUTER, EMPLOYED, INACTIVE, STUDENT, UNEMPLOYED

rules = plain(groups)


def fields_of(person: object) -> list[str]:
    """Everything that a resident counts as one of."""
    years, activity, learner = person.age // 12, person.activity, person.offer is not None
    fields = ["people"]
    if activity == EMPLOYED:
        fields += fields_of_work(person)
    elif activity == UNEMPLOYED:
        fields += ["unemployed"] + ["long_term"] * (person.searching >= 12) + ["newly_unemployed"] * (person.searching == 1)
    elif activity == STUDENT:
        fields.append("students")
    elif activity == INACTIVE:
        fields.append("inactive")
    if learner:
        fields.append("enrolled")
    if 15 <= years < 30:
        fields += ["young"] + ["neet"] * (activity in (UNEMPLOYED, INACTIVE) and not learner)
    if 20 <= years < 65:
        fields += ["working_age"] + ["employed_working_age"] * (activity == EMPLOYED)
    if 25 <= years < 65:
        fields += ["adults"] + ["learned_year"] * (person.learned < 12) + ["learned_month"] * (person.learned < 1)
    return fields


def fields_of_work(person: object) -> list[str]:
    """What somebody in work counts as one of."""
    fields = ["employed"]
    if person.leave == 0:
        fields += ["at_work"] + ["part_time"] * (person.hours < FULL_TIME)
    if person.attainment >= 5:
        fields += ["tertiary_employed"] + ["overqualified"] * (person.model.level[person.occupation] < 5)
    return fields


def amounts_of(person: object, line: float) -> dict[str, float]:
    """What a resident adds to sums."""
    amounts = {"incomes": person.equivalised, "poor": float(person.equivalised < line)}
    amounts[paid_as(person)] = person.income
    if person.activity == EMPLOYED:
        amounts["green"] = person.model.green[person.occupation]
        if person.leave == 0:
            amounts.update(wages=person.wage * person.hours, hours=person.hours)
    if 25 * 12 <= person.age < 65 * 12:
        amounts.update(aware=person.aware, trust=person.trust, prepared=person.prepared, skill=sum(person.skill) / 8)
    return amounts


def paid_as(person: object) -> str:
    """As what a resident's income counts."""
    if person.activity == EMPLOYED:
        return "take_home" if person.leave == 0 else "other_benefits"
    return "jobless_benefits" if person.activity in (UNEMPLOYED, INACTIVE) else "other_benefits"


IN_DISTRICTS = ("people", "incomes", "employed", "wages", "unemployed", "long_term", "working_age",
                "employed_working_age", "adults", "learned_year", "trust", "poor", "at_work")  # fmt: skip


def cell_of(person: object) -> int:
    """Row of the cell table."""
    origin = person.origin, person.foreign
    return rules.cell_of(
        person.attainment, person.sex, person.age // 12, *origin, person.limitation, person.parents_schooling, person.language
    )


def count(people: object, line: float, cells: list, districts: list) -> None:
    """Add every resident to the cells and to her district."""
    for person in people:
        cell, district = cells[cell_of(person)], districts[person.district]
        for name in fields_of(person):
            cell[FIELD[name]] += 1
            if name in IN_DISTRICTS:
                district[FIELD[name]] += 1
        for name, amount in amounts_of(person, line).items():
            cell[FIELD[name]] += amount
            if name in IN_DISTRICTS:
                district[FIELD[name]] += amount


class Sorted:
    """Amounts in order, and questions about their spread."""

    def __init__(self, amounts: list[float]) -> None:
        self.amounts = sorted(amounts)
        self.sums = [0.0, *accumulate(self.amounts)]

    def gini(self) -> float:
        """Gini index."""
        n, total = len(self.amounts), self.sums[-1]
        area = sum(low + high for low, high in zip(self.sums, self.sums[1:], strict=False)) / 2
        return 1 - 2 * area / (n * total) if total > 0 else 0.0

    def quantile(self, share: float) -> float:
        """Amount below which this share of people lies."""
        return self.amounts[int(share * (len(self.amounts) - 1))] if self.amounts else 0.0

    def income_share(self, low: float, high: float) -> float:
        """Share of all income that goes to people between two population shares."""
        n, total = len(self.amounts), self.sums[-1]
        return (self.sums[int(high * n)] - self.sums[int(low * n)]) / total if total > 0 else 0.0

    def relative(self) -> list[float]:
        """Amounts over their mean."""
        return [amount * len(self.amounts) / self.sums[-1] for amount in self.amounts] if self.sums[-1] > 0 else []

    def theil(self) -> float:
        """Theil index."""
        return mean([x * log(x) for x in self.relative() if x > 0]) * sum(a > 0 for a in self.amounts) / max(1, len(self.amounts))

    def atkinson(self) -> list[float]:
        """Atkinson indices for aversions 1/2, 1 and 2."""
        x = [max(LEAST, one) for one in self.relative()]
        if not x:
            return [0.0, 0.0, 0.0]
        return [1 - mean([sqrt(one) for one in x]) ** 2, 1 - exp(mean([log(one) for one in x])), 1 - 1 / mean([1 / one for one in x])]


def mean(numbers: list[float]) -> float:
    """The mean, 0 of nothing."""
    return sum(numbers) / len(numbers) if numbers else 0.0


def ratio(a: float, b: float) -> float:
    """a / b, 0 when there is nothing to divide by."""
    return a / b if b > 0 else 0.0


def spread(wages: Sorted, incomes: Sorted) -> list[float]:
    """The numbers of SPREAD."""
    return [
        incomes.gini(), wages.gini(), ratio(wages.quantile(0.9), wages.quantile(0.1)), wages.quantile(0.5), incomes.quantile(0.5),
        ratio(incomes.income_share(0.8, 1.0), incomes.income_share(0.0, 0.2)),
        ratio(incomes.income_share(0.9, 1.0), incomes.income_share(0.0, 0.4)),
        incomes.theil(), wages.theil(), *incomes.atkinson(),
    ]  # fmt: skip


def market(model: object) -> list[float]:
    """The numbers of MARKET; emissions and green posts are left at 0."""
    posts = [post for employer in model.employers for post in employer.posts]
    return [
        sum(post.slot < post.employer.target for post in posts), sum(post.holder is not None for post in posts),
        sum(post.vacant > 0 for post in posts), sum(post.holder == COMMUTER for post in posts),
        sum(offer.places for offer in model.offers), sum(offer.enrolled for offer in model.offers),
        sum(offer.refused for offer in model.offers), sum(employer.size for employer in model.employers if employer.closed == 0),
        0.0, 0.0,
    ]  # fmt: skip


class Record(Observations):
    """Counts of every month; asked for indicators as those of the model are."""

    def __init__(self, city: object) -> None:
        super().__init__(city)
        self.line = 0.0
        self.nothing_spent, self.districts_of = city.hall.month_spent.copy(), len(city.facts.districts)

    def look(self, city: object, month: int) -> None:
        """Count the objects as they are now."""
        cells = [[0.0] * len(FIELDS) for _ in range(CELLS)]
        districts = [[0.0] * len(FIELDS) for _ in range(self.districts_of)]
        people = list(city.people)
        incomes = Sorted([person.equivalised for person in people])
        count(people, self.line or POOR_BELOW * incomes.quantile(0.5), cells, districts)
        self.line = POOR_BELOW * incomes.quantile(0.5)
        wages = Sorted([person.wage * person.hours for person in people if person.activity == EMPLOYED and person.leave == 0])
        self.months.append(month)
        there = [number for number, cell in enumerate(cells) if cell[FIELD["people"]]]
        self.cells.append(np.array([cells[number] for number in there], np.float32))
        self.occupied.append(np.array(there, np.int16))
        self.districts.append(np.array(districts, np.float32))
        self.districts[-1][:, ELSEWHERE] = np.nan
        self.tallies.append(np.array(list(city.tally.values())))
        self.spreads.append(np.array(spread(wages, incomes)))
        self.markets.append(np.array(market(city), float))
        self.spending.append(self.nothing_spent)
        self.administration.append(np.zeros(0))
        self.tenths.append(np.zeros(TENTHS))
        self.extra.append({})


def observing(city: object) -> None:
    """Look at the city and remember."""
    city.record.look(city, city.month + 1)


def fate_of(city: object) -> dict[int, tuple]:
    """Who does what where: activity and employer of every resident by name, of a city of columns."""
    r, e, posts = city.residents, city.employers, city.posts
    rows = np.flatnonzero(r.present)
    work = np.where(r.post[rows] >= 0, e.id[posts.employer[np.maximum(r.post[rows], 0)]], -1)
    return dict(zip(r.id[rows].tolist(), zip(r.activity[rows].tolist(), work.tolist(), strict=True), strict=True))


def fate_of_objects(model: object) -> dict[int, tuple]:
    """The same of a city of objects."""
    return {person.name: (person.activity, person.post.employer.name if person.post else -1) for person in model.people}
