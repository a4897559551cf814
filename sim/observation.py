"""What is counted at the end of every month, so that any indicator can be asked of the city or of any group."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from sim import tally
from sim.catalogue import indicators
from sim.declare import known_or_mistake
from sim.kernels import inlined, kernel, rule
from sim.money import RECIPIENTS
from sim.skilled import mean_skill
from sim.tables import COMMUTER, EMPLOYED, INACTIVE, NOBODY, STUDENT, UNEMPLOYED

GROUPS = {
    "education": ("low", "medium", "high"),
    "sex": ("men", "women"),
    "age": ("15-24", "25-54", "55-74", "other"),
    "origin": ("native", "foreign-born"),
    "disability": ("none", "disabled"),
    "parents": ("low schooling", "high schooling"),
}
SHAPE = tuple(len(names) for names in GROUPS.values())
CELLS = int(np.prod(SHAPE))
FIELDS = {
    "people": "residents", "adults": "residents of 25-64", "working_age": "residents of 20-64",
    "young": "residents of 15-29", "employed": "employed residents", "unemployed": "unemployed residents",
    "employed_working_age": "employed residents of 20-64", "long_term": "unemployed for 12 months or more",
    "inactive": "outside the labour force, neither in school nor retired", "students": "in full-time initial education",
    "neet": "of 15-29, neither employed nor in education or training",
    "learned_year": "of 25-64, took part in learning in the last 12 months",
    "learned_month": "of 25-64, took part in learning in the last 4 weeks",
    "enrolled": "attending a course now", "newly_unemployed": "became unemployed this month",
    "overqualified": "tertiary-educated in a job below their level", "tertiary_employed": "tertiary-educated employed",
    "wages": "sum of gross wages, EUR/month", "incomes": "sum of equivalised incomes, EUR/month",
    "skill": "sum of mean skill of adults, SD", "aware": "adults who know what is on offer",
    "trust": "sum of trust of adults", "prepared": "sum of household preparedness of adults",
    "green": "sum of the green share of jobs",
    "stranded": "unemployed whose last occupation was in high-emission work, by the share of its posts there",
    "aided": "in work that city hall pays for in part, or apprentices",
}  # fmt: skip
FIELD = {name: number for number, name in enumerate(FIELDS)}
(PEOPLE, ADULTS, WORKING_AGE, YOUNG, WORK, JOBLESS, WORK_AGE, LONG_TERM, IDLE, STUDENTS, NEET, LEARNED_YEAR,
 LEARNED_MONTH, ENROLLED, NEWLY, OVERQUALIFIED, TERTIARY, WAGES, INCOMES, SKILL, AWARE, TRUST, PREPARED,
 GREEN, STRANDED, AIDED) = range(len(FIELDS))  # fmt: skip
BINS, FIRST_BIN = 2048, 131 << 7
"""A bin is 1/128 of an octave (0.5-0.8% wide), read off the bits of a float32; the first one starts at EUR 16 a month."""
SPREAD = ("gini_income", "gini_wage", "p90_p10_wage", "median_wage", "median_income", "poverty", "s80_s20", "palma")
MARKET = ("open_posts", "filled_posts", "vacancies", "commuters", "seats", "seats_taken", "turned_away", "emissions", "green_posts")


@rule
def education_of(attainment):
    """0 low (ISCED 0-2), 1 medium (3-4), 2 high (5-8)."""
    return 0 if attainment < 3 else (1 if attainment < 5 else 2)


@rule
def cell_of(attainment, sex, years, foreign, disabled, parents_schooling):
    """Row of the cell table for one resident: education, sex, age band, origin, disability, parents."""
    band = 3 if years < 15 or years > 74 else (0 if years < 25 else (1 if years < 55 else 2))
    cell = (education_of(attainment) * 2 + sex) * 4 + band
    return ((cell * 2 + foreign) * 2 + disabled) * 2 + (1 if parents_schooling >= 13.0 else 0)


@kernel
def count(r, level, green, exposed, cells, districts, wage_bins, income_bins):
    """Add every present resident to the cells, to her district and to the two income histograms."""
    for i in range(len(r.present)):
        if r.present[i] == 0:
            continue
        years = r.age[i] // 12
        cell = cell_of(r.attainment[i], r.sex[i], years, r.foreign[i], r.disabled[i], r.parents_schooling[i])
        d, activity = r.district[i], r.activity[i]
        cells[cell, PEOPLE] += 1
        districts[d, PEOPLE] += 1
        cells[cell, INCOMES] += r.equivalised[i]
        districts[d, INCOMES] += r.equivalised[i]
        into(income_bins, r.equivalised[i])
        if activity == EMPLOYED:
            cells[cell, WORK] += 1
            districts[d, WORK] += 1
            cells[cell, WAGES] += r.wage[i]
            districts[d, WAGES] += r.wage[i]
            o = r.occupation[i]
            cells[cell, GREEN] += green[o]
            cells[cell, AIDED] += (r.aided[i] > 0) | (r.apprentice[i] > 0)
            into(wage_bins, r.wage[i])
            if r.attainment[i] >= 5:
                cells[cell, TERTIARY] += 1
                cells[cell, OVERQUALIFIED] += 1 if level[o] < 5 else 0
        elif activity == UNEMPLOYED:
            cells[cell, JOBLESS] += 1
            cells[cell, STRANDED] += exposed[max(r.occupation[i], 0)]
            districts[d, JOBLESS] += 1
            cells[cell, LONG_TERM] += 1 if r.searching[i] >= 12 else 0
            districts[d, LONG_TERM] += 1 if r.searching[i] >= 12 else 0
            cells[cell, NEWLY] += 1 if r.searching[i] == 1 else 0
        elif activity == STUDENT:
            cells[cell, STUDENTS] += 1
        elif activity == INACTIVE:
            cells[cell, IDLE] += 1
        cells[cell, ENROLLED] += 1 if r.offer[i] >= 0 else 0
        if 15 <= years < 30:
            cells[cell, YOUNG] += 1
            cells[cell, NEET] += 1 if (activity == UNEMPLOYED or activity == INACTIVE) and r.offer[i] < 0 else 0
        if 20 <= years < 65:
            cells[cell, WORKING_AGE] += 1
            districts[d, WORKING_AGE] += 1
            cells[cell, WORK_AGE] += 1 if activity == EMPLOYED else 0
            districts[d, WORK_AGE] += 1 if activity == EMPLOYED else 0
        if 25 <= years < 65:
            cells[cell, ADULTS] += 1
            districts[d, ADULTS] += 1
            year = 1 if r.learned[i] < 12 else 0
            cells[cell, LEARNED_YEAR] += year
            districts[d, LEARNED_YEAR] += year
            cells[cell, LEARNED_MONTH] += 1 if r.learned[i] < 1 else 0
            cells[cell, AWARE] += r.aware[i]
            cells[cell, TRUST] += r.trust[i]
            districts[d, TRUST] += r.trust[i]
            cells[cell, PREPARED] += r.prepared[i]
            cells[cell, SKILL] += mean_skill(r.skill, i)


@rule
def bin_of(amount):
    """Bin of the histogram that holds an amount; bin 0 holds everything below EUR 16 a month."""
    return min(BINS - 1, max(0, (np.float32(amount).view(np.int32) >> 16) - FIRST_BIN))


@rule
def edge_of(b):
    """Lowest amount in a bin."""
    return np.float64(np.int32((b + FIRST_BIN) << 16).view(np.float32))


@inlined
def into(bins, amount):
    """Put an amount into the histogram of counts and sums."""
    b = bin_of(amount)
    bins[0, b] += 1
    bins[1, b] += amount


@kernel
def gini(bins):
    """Gini index from a histogram of counts and sums; the spread inside a bin is ignored."""
    n, total, below, area = 0.0, 0.0, 0.0, 0.0
    for b in range(bins.shape[1]):
        area += bins[0, b] * (below + bins[1, b] / 2)
        below += bins[1, b]
        n += bins[0, b]
        total += bins[1, b]
    return 1 - 2 * area / (n * total) if n > 0 and total > 0 else 0.0


@kernel
def quantile(bins, share):
    """Amount below which this share of people lies, interpolated in the bin."""
    n = bins[0].sum()
    wanted, seen = share * n, 0.0
    for b in range(bins.shape[1]):
        if bins[0, b] > 0 and seen + bins[0, b] >= wanted:
            inside = (wanted - seen) / bins[0, b]
            return edge_of(b) + inside * (edge_of(b + 1) - edge_of(b))
        seen += bins[0, b]
    return 0.0


@kernel
def share_below(bins, amount):
    """Share of people below an amount."""
    n = bins[0].sum()
    return bins[0, : bin_of(amount)].sum() / n if n > 0 else 0.0


@kernel
def income_share(bins, low, high):
    """Share of all income that goes to people between two population shares."""
    n, total, seen, got = bins[0].sum(), bins[1].sum(), 0.0, 0.0
    for b in range(bins.shape[1]):
        if bins[0, b] > 0:
            overlap = min(seen + bins[0, b], high * n) - max(seen, low * n)
            got += max(0.0, overlap) * bins[1, b] / bins[0, b]
            seen += bins[0, b]
    return got / total if total > 0 else 0.0


@kernel
def spread(wage_bins, income_bins, out):
    """Fill ``out`` with the numbers of SPREAD."""
    median = quantile(income_bins, 0.5)
    out[0], out[1] = gini(income_bins), gini(wage_bins)
    p10 = quantile(wage_bins, 0.1)
    out[2] = quantile(wage_bins, 0.9) / p10 if p10 > 0 else 0.0
    out[3], out[4], out[5] = quantile(wage_bins, 0.5), median, share_below(income_bins, 0.6 * median)
    low, palma_low = income_share(income_bins, 0.0, 0.2), income_share(income_bins, 0.0, 0.4)
    out[6] = income_share(income_bins, 0.8, 1.0) / low if low > 0 else 0.0
    out[7] = income_share(income_bins, 0.9, 1.0) / palma_low if palma_low > 0 else 0.0


@kernel
def market(employers, posts, offers, emissions, saved, out):
    """Fill ``out`` with the numbers of MARKET."""
    out[:] = 0
    for j in range(len(employers.id)):
        first = employers.first[j]
        for k in range(first, first + min(employers.target[j], employers.slots[j])):
            out[0] += posts.gone[k] == 0
        out[7] += employers.headcount[j] * emissions[employers.sector[j]] * (1.0 - employers.cleaned[j])
    filled, vacant, commuting, green = 0, 0, 0, 0
    for k in range(len(posts.employer)):
        filled += posts.holder[k] != NOBODY
        vacant += posts.vacant[k] > 0
        commuting += posts.holder[k] == COMMUTER
        if posts.green[k] and posts.holder[k] != NOBODY:
            j = posts.employer[k]
            green += 1
            out[7] -= saved * emissions[employers.sector[j]] * (1.0 - employers.cleaned[j])
    out[1], out[2], out[3], out[8] = filled, vacant, commuting, green
    for f in range(len(offers.seats)):
        out[4] += offers.places[f]
        out[5] += offers.enrolled[f]
        out[6] += offers.refused[f]


class Observations:
    """Counts of every month since the start (or the branch): row 0 is the city before its first month."""

    def __init__(self, city: Any) -> None:
        self.weight = city.weight
        self.levers = [lever.name() for lever in city.levers]
        self.months: list[int] = []
        self.cells, self.districts, self.tallies, self.spreads, self.markets = [], [], [], [], []
        self.spending, self.administration, self.extra = [], [], []

    def look(self, city: Any, month: int) -> None:
        """Count the city as it is now, after ``month`` months, and remember it."""
        cells = np.zeros((CELLS, len(FIELDS)), np.float64)
        districts = np.zeros((len(city.facts.districts), len(FIELDS)), np.float64)
        wage_bins, income_bins = np.zeros((2, BINS)), np.zeros((2, BINS))
        numbers, posts = np.zeros(len(SPREAD)), np.zeros(len(MARKET))
        jobs = city.occupations
        count(city.residents.columns, jobs.level, jobs.green, city.exposed, cells, districts, wage_bins, income_bins)
        spread(wage_bins, income_bins, numbers)
        market(city.employers.columns, city.posts.columns, city.offers.columns, city.post_emissions, city.green_saves, posts)
        self.months.append(month)
        self.cells.append(cells.astype(np.float32))
        self.districts.append(districts.astype(np.float32))
        self.tallies.append(city.tally.copy())
        self.spreads.append(numbers)
        self.markets.append(posts)
        self.spending.append(city.hall.month_spent.copy())
        self.administration.append(city.hall.month_administration.copy())
        self.extra.append({name: float(ask(city)) for name, ask in city.extra_indicators.items()})

    def counts(self, dimension: str | None = None, since: int = 0) -> SimpleNamespace:
        """Counted fields as arrays: shape (months,) for the city, (months, groups) for a dimension of GROUPS."""
        cube = np.stack(self.cells[since:]).astype(np.float64).reshape(-1, *SHAPE, len(FIELDS))
        axes = tuple(a + 1 for a, name in enumerate(GROUPS) if name != dimension)
        summed = cube.sum(axis=axes)
        if dimension == "district":
            summed = np.stack(self.districts[since:]).astype(np.float64)
        counted = SimpleNamespace(**{name: summed[..., f] for name, f in FIELD.items()})
        if dimension is None:
            self._add_city_numbers(counted, since)
        return counted

    def _add_city_numbers(self, counted: SimpleNamespace, since: int) -> None:
        for names, rows in ((tally.EVENTS, self.tallies), (SPREAD, self.spreads), (MARKET, self.markets)):
            table = np.stack(rows[since:])
            for number, name in enumerate(names):
                setattr(counted, name, table[:, number])
        counted.spending = np.array([s.sum() + a.sum() for s, a in zip(self.spending, self.administration, strict=True)])
        counted.spending = counted.spending[since:]
        counted.weight = self.weight

    def history(self) -> Any:
        """DataFrame: one row per month, one column per indicator of the whole city."""
        import pandas as pd

        counted = self.counts()
        columns = {name: ask(counted) for name, ask in indicators().items()}
        extra = pd.DataFrame(self.extra)
        frame = pd.DataFrame({"month": self.months, **columns})
        return pd.concat([frame, extra], axis=1) if len(extra.columns) else frame

    def by_group(self, dimension: str) -> Any:
        """DataFrame month, dimension, group, indicator columns: every indicator that can be asked of a group."""
        import pandas as pd

        known_or_mistake(dimension, [*GROUPS, "district"], "dimension", "by_group")
        counted = self.counts(dimension)
        groups = GROUPS.get(dimension) or [str(d) for d in range(self.districts[0].shape[0])]
        asked = {name: ask(counted) for name, ask in indicators().items() if ask.by_group}
        rows = pd.DataFrame({name: values.ravel() for name, values in asked.items()})
        rows.insert(0, "month", np.repeat(self.months, len(groups)))
        rows.insert(1, "dimension", dimension)
        rows.insert(2, "group", np.tile(groups, len(self.months)))
        return rows

    def ledger(self) -> Any:
        """DataFrame month, lever, recipient, euros: every euro spent, administration as recipient 'overhead'."""
        import pandas as pd

        rows = []
        for month, spent, administration in zip(self.months, self.spending, self.administration, strict=True):
            for number, lever in enumerate(self.levers):
                rows += [(month, lever, who, spent[number, k]) for k, who in enumerate(RECIPIENTS)]
                rows.append((month, lever, "overhead", administration[number]))
        frame = pd.DataFrame(rows, columns=["month", "lever", "recipient", "euros"])
        return frame[frame.euros > 0].reset_index(drop=True)

    def now(self, name: str) -> float:
        """One indicator of the latest month."""
        known_or_mistake(name, [*indicators(), *self.extra[-1]], "indicator", "indicator")
        if name in self.extra[-1]:
            return self.extra[-1][name]
        return float(indicators()[name](self.counts(since=len(self.months) - 1))[-1])
