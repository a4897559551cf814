"""What is counted at the end of every month, so that any indicator can be asked of the city or of any group."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from sim import tally
from sim.catalogue import indicators
from sim.cells import Cells
from sim.declare import known_or_mistake
from sim.groups import CELLS, GROUPS, LABELS, NAMED, find_cells
from sim.histogram import BINS, SPREAD, into, rank_of, spread
from sim.kernels import kernel
from sim.money import RECIPIENTS
from sim.moving import rows_with
from sim.pay import earned
from sim.skilled import mean_skill
from sim.tables import COMMUTER, EMPLOYED, INACTIVE, NOBODY, STUDENT, UNEMPLOYED

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
    "wages": "sum of gross pay for the hours worked, EUR/month", "incomes": "sum of equivalised incomes, EUR/month",
    "skill": "sum of mean skill of adults, SD", "aware": "adults who know what is on offer",
    "trust": "sum of trust of adults", "prepared": "sum of household preparedness of adults",
    "green": "sum of the green share of jobs", "poor": "below 60% of last month's median equivalised income",
    "take_home": "wages less taxes and contributions, EUR/month",
    "jobless_benefits": "benefits of the unemployed and of those outside the labour force, less tax on them, EUR/month",
    "other_benefits": "pensions, student aid, child benefit and pay on parental leave, less tax on them, EUR/month",
    "stranded": "unemployed whose last occupation was in high-emission work, by the share of its posts there",
    "aided": "in work that city hall pays for in part, or apprentices",
    "at_work": "employed and not on parental leave", "hours": "sum of their hours, in full-time workers",
    "part_time": "of those at work, less than nine tenths of full time",
}  # fmt: skip
FIELD = {name: number for number, name in enumerate(FIELDS)}
(PEOPLE, ADULTS, WORKING_AGE, YOUNG, WORK, JOBLESS, WORK_AGE, LONG_TERM, IDLE, STUDENTS, NEET, LEARNED_YEAR,
 LEARNED_MONTH, ENROLLED, NEWLY, OVERQUALIFIED, TERTIARY, WAGES, INCOMES, SKILL, AWARE, TRUST, PREPARED,
 GREEN, POOR, TAKE_HOME, JOBLESS_BENEFITS, OTHER_BENEFITS, STRANDED, AIDED, AT_WORK, HOURS, PART_TIME) = range(len(FIELDS))  # fmt: skip
BY_DISTRICT = (PEOPLE, ADULTS, WORKING_AGE, WORK, JOBLESS, WORK_AGE, LONG_TERM, LEARNED_YEAR, WAGES, INCOMES, TRUST, POOR, AT_WORK)
"""What is counted in every district; the rest is not a number there."""
ELSEWHERE = np.setdiff1d(np.arange(len(FIELDS)), BY_DISTRICT)
NO_NUMBER = np.where(np.isin(np.arange(len(FIELDS)), ELSEWHERE), np.nan, 0.0)
"""Added to the counts of a district: not a number where it is not counted."""
PAID_AS = np.array([OTHER_BENEFITS] * 3 + [TAKE_HOME] + [JOBLESS_BENEFITS] * 2 + [OTHER_BENEFITS])
"""Field of the income of each activity, in the order of ACTIVITIES."""
MARKET = (
    "open_posts", "filled_posts", "vacancies", "commuters", "seats", "seats_taken", "turned_away", "asked_posts", "emissions",
    "green_posts",
)  # fmt: skip
POOR_BELOW, FULL_TIME, TENTHS = 0.6, 0.9, 10


@kernel
def number_cells(present, cell):
    """Cells that somebody is in, in the order in which their first resident is met; ``cell`` of every resident becomes its place there."""
    place, occupied, used = np.full(CELLS, -1, np.int16), np.empty(CELLS, np.int16), 0
    for i in range(len(present)):
        if present[i]:
            if place[cell[i]] < 0:
                place[cell[i]], occupied[used] = used, cell[i]
                used += 1
            cell[i] = place[cell[i]]
    return occupied[:used].copy()


@kernel
def count(r, level, green, exposed, line, cell_of, cells, districts, wage_bins, income_bins):
    """Add every present resident to the row ``cell_of`` hers of ``cells``, to her district and to the two income histograms."""
    for i in range(len(r.present)):
        if r.present[i] == 0:
            continue
        years, cell = r.age[i] // 12, cell_of[i]
        d, activity = r.district[i], r.activity[i]
        cells[cell, PEOPLE] += 1
        districts[d, PEOPLE] += 1
        cells[cell, INCOMES] += r.equivalised[i]
        districts[d, INCOMES] += r.equivalised[i]
        into(income_bins, r.equivalised[i])
        poor = r.equivalised[i] < line
        cells[cell, POOR] += poor
        districts[d, POOR] += poor
        cells[cell, PAID_AS[activity] if r.leave[i] == 0 or activity != EMPLOYED else OTHER_BENEFITS] += r.income[i]
        if activity == EMPLOYED:
            cells[cell, WORK] += 1
            districts[d, WORK] += 1
            pay = earned(r, i)
            cells[cell, WAGES] += pay
            districts[d, WAGES] += pay
            o = r.occupation[i]
            cells[cell, GREEN] += green[o]
            cells[cell, AIDED] += (r.aided[i] > 0) | (r.apprentice[i] > 0)
            if r.leave[i] == 0:
                cells[cell, AT_WORK] += 1
                districts[d, AT_WORK] += 1
                cells[cell, HOURS] += r.hours[i]
                cells[cell, PART_TIME] += r.hours[i] < FULL_TIME
                into(wage_bins, pay)
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


@kernel
def done_at_home(employers, posts, c, j):
    """Share of an employer's wanted posts whose work goes on at home when the place is closed."""
    first, at_home = employers.first[j], 0.0
    for k in range(first, first + employers.target[j]):
        at_home += c.at_home[posts.occupation[k]]
    return at_home / max(1, employers.target[j])


@kernel
def market(employers, posts, offers, asked, emissions, saved, c, out):
    """Fill ``out`` with the numbers of MARKET.

    Posts asked for are those that demand, tasks and stopped work leave, before local demand follows incomes and staff.
    """
    out[:] = 0
    wanted, posts_asked, emitted = 0, 0.0, 0.0
    for j in range(len(employers.id)):
        first, s = employers.first[j], employers.sector[j]
        for k in range(first, first + min(employers.target[j], employers.slots[j])):
            wanted += posts.gone[k] == 0
        banned = c.stopped[s] * (1.0 - done_at_home(employers, posts, c, j)) if c.stopped[s] > 0 else 0.0
        goes_on = asked[s] * (1.0 - max(banned, c.damage[j]) * (1.0 - c.short_time[s]) * (1.0 - employers.continuity[j]))
        posts_asked += employers.size[j] * goes_on * c.orders[j] * (employers.closed[j] == 0)
        emitted += employers.headcount[j] * emissions[s] * (1.0 - employers.cleaned[j])
    filled, vacant, commuting, green = 0, 0, 0, 0
    for k in range(len(posts.employer)):
        filled += posts.holder[k] != NOBODY
        vacant += posts.vacant[k] > 0
        commuting += posts.holder[k] == COMMUTER
    for k in rows_with(posts.green, 1, 1):
        if posts.holder[k] != NOBODY:
            j = posts.employer[k]
            green += 1
            emitted -= saved * emissions[employers.sector[j]] * (1.0 - employers.cleaned[j])
    out[0], out[1], out[2], out[3], out[7], out[8], out[9] = wanted, filled, vacant, commuting, posts_asked, emitted, green
    for f in range(len(offers.seats)):
        out[4] += offers.places[f]
        out[5] += offers.enrolled[f]
        out[6] += offers.refused[f]


def work_of(city: Any) -> np.ndarray:
    """Filled posts by sector, then by occupation."""
    rows = np.flatnonzero(city.posts.holder != NOBODY)
    sectors, occupations = len(city.sectors.tradable), len(city.occupations.schooling)
    by_sector = np.bincount(city.employers.sector[city.posts.employer[rows]], minlength=sectors)
    return np.concatenate([by_sector, np.bincount(city.posts.occupation[rows], minlength=occupations)])


def by_tenth(city: Any, income_bins: np.ndarray) -> np.ndarray:
    """Euros of this month that reached residents, or paid for the seats they sit in, by tenth of equivalised income."""
    rows, euros = city.hall.reached(city.residents.offer)
    if len(rows) == 0:
        return np.zeros(TENTHS)
    there = city.residents.present[rows] == 1
    rank = rank_of(income_bins, city.residents.equivalised[rows[there]])
    return np.bincount(np.minimum(TENTHS - 1, (TENTHS * rank).astype(int)), euros[there], TENTHS)


class Observations:
    """Counts of every month since the start (or the branch): row 0 is the city before its first month."""

    def __init__(self, city: Any) -> None:
        self.weight, self.scale = city.weight, city.branches.scale.copy()
        self.levers = [lever.called for lever in city.levers]
        self.months: list[int] = []
        self.cells, self.occupied, self.districts, self.tallies, self.spreads, self.markets = [], [], [], [], [], []
        self.spending, self.administration, self.extra = [], [], []
        self.work, self.tenths = [], []

    def look(self, city: Any, month: int) -> None:
        """Count the city as it is now, after ``month`` months, and remember it."""
        r, jobs = city.residents.columns, city.occupations
        cell = np.empty(len(city.residents), np.int16)
        find_cells(r, cell)
        occupied = number_cells(r.present, cell)
        cells, districts = np.zeros((len(occupied), len(FIELDS))), np.zeros((len(city.facts.districts), len(FIELDS)))
        wage_bins, income_bins, numbers = np.zeros((2, BINS)), np.zeros((2, BINS)), np.zeros(len(SPREAD))
        line = np.float32(POOR_BELOW * self._last_median(city.residents))
        count(r, jobs.level, jobs.green, city.exposed, line, cell, cells, districts, wage_bins, income_bins)
        spread(wage_bins, income_bins, numbers)
        self.months.append(month)
        self.cells.append(cells.astype(np.float32))
        self.occupied.append(occupied)
        self.districts.append((districts + NO_NUMBER).astype(np.float32))
        self.tallies.append(city.tally.copy())
        self.spreads.append(numbers)
        self._look_at_posts(city)
        self.spending.append(city.hall.month_spent.copy())
        self.administration.append(city.hall.month_administration.copy())
        self.tenths.append(by_tenth(city, income_bins))
        self.extra.append({name: float(ask(city)) for name, ask in city.extra_indicators.items()})

    def _last_median(self, residents: Any) -> float:
        """Median equivalised income of last month; of this month in the first look."""
        if self.spreads:
            return self.spreads[-1][SPREAD.index("median_income")]
        here = residents.equivalised[residents.present == 1]
        return float(np.median(here)) if len(here) else 0.0

    def _look_at_posts(self, city: Any) -> None:
        """Posts of this month; once a year those filled by sector and occupation."""
        c, numbers = city.conditions, np.zeros(len(MARKET))
        asked, firms = self.scale * c.demand * (city.sectors.staffing @ c.task), city.employers.columns
        market(firms, city.posts.columns, city.offers.columns, asked, city.post_emissions, city.green_saves, c.columns, numbers)
        self.markets.append(numbers)
        if (self.months[-1] - self.months[0]) % 12 == 0:
            self.work.append(work_of(city))

    def counts(self, dimension: str | None = None, since: int = 0) -> SimpleNamespace:
        """Counted fields as arrays: shape (months,) for the city, (months, groups) for the groups NAMED of a dimension."""
        if dimension == "district":
            summed = np.stack(self.districts[since:]).astype(np.float64)
        elif dimension is None:
            summed = np.stack([cells.sum(axis=0, dtype=np.float64) for cells in self.cells[since:]])
        else:
            summed = self.by_cell(since).by_group()[:, [d == dimension for d, _ in LABELS]]
        counted = SimpleNamespace(**{name: summed[..., f] for name, f in FIELD.items()})
        if dimension is None:
            self._add_city_numbers(counted, since)
        return counted

    def by_cell(self, since: int = 0) -> Cells:
        """Counts of every month by cell."""
        return Cells(self.cells[since:], self.occupied[since:])

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
        groups = NAMED.get(dimension) or [str(d) for d in range(self.districts[0].shape[0])]
        asked = {name: ask(counted) for name, ask in indicators().items() if ask.by_group}
        rows = pd.DataFrame({name: values.ravel() for name, values in asked.items()})
        rows.insert(0, "month", np.repeat(self.months, len(groups)))
        rows.insert(1, "dimension", dimension)
        rows.insert(2, "group", np.tile(groups, len(self.months)))
        return rows

    def ledger(self) -> Any:
        """DataFrame month, lever, recipient, euros: every euro spent, administration as recipient 'overhead'."""
        import pandas as pd

        spent = np.concatenate([np.stack(self.spending), np.stack(self.administration)[..., None]], axis=2)
        month, lever, who = np.nonzero(spent > 0)
        named = {"lever": np.array([*self.levers, ""], object)[lever], "recipient": np.array([*RECIPIENTS, "overhead"], object)[who]}
        return pd.DataFrame({"month": np.array(self.months)[month], **named, "euros": spent[month, lever, who]})

    def now(self, name: str) -> float:
        """One indicator of the latest month."""
        known_or_mistake(name, [*indicators(), *self.extra[-1]], "indicator", "indicator")
        if name in self.extra[-1]:
            return self.extra[-1][name]
        return float(indicators()[name](self.counts(since=len(self.months) - 1))[-1])
