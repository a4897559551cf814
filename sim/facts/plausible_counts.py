"""Can these counts be one city's? Tables that tell of the same people agree, and nothing stands in another unit."""

import numpy as np

from sim.declare import Mistake
from sim.facts.reading_counts import Table
from sim.showing import shown

ROUNDING, FEW = 0.02, 20.0
"""Tables of one district may differ by this share, and by so many people: offices round, and hide small numbers."""
CROWD = 15
"""Most people of an average household."""
APART, SPARSEST, DENSEST = 100.0, 0.5, 150_000.0
"""km to the nearest other district, and people per square km of a whole city."""
JOBS_PER_EMPLOYED = (0.05, 20.0)
INCOME_TO_WAGE = (0.15, 3.0)
"""Mean income of residents over the mean wage of full-time workers, both a year; Helsinki has .68 and Medellin .89."""
RICHEST = 30.0
"""Times by which a district's income may differ from the city's."""


def check_city(tables: dict[str, Table], bands: tuple[tuple[int, int], ...], about: dict) -> None:
    """Mistake names file, row and what to write instead when the tables cannot be the counts of one city."""
    people = tables["age"].numbers()
    if people.sum() <= 0:
        raise Mistake(f"{tables['age'].file}: the city has no residents")
    check_no_totals(tables)
    check_same_people(tables, bands, int(about["attainment_from"]))
    check_children(tables, bands)
    check_households(tables, people.sum(axis=1))
    check_income(tables, about["mean_wage"])
    check_jobs(tables)
    check_places(tables["districts"], people.sum(axis=1))


def check_no_totals(tables: dict[str, Table]) -> None:
    """Mistake when a row is, in every table of counts, the sum of two or more rows right before or after it."""
    counts = np.column_stack([table.numbers() for name, table in tables.items() if name not in ("districts", "income")])
    lived_in = np.flatnonzero(counts.any(axis=1))
    for order, side in ((lived_in, "above"), (lived_in[::-1], "below")):
        so_far = np.vstack([np.zeros(counts.shape[1]), np.cumsum(counts[order], axis=0)])
        for n in range(2, len(order)):
            row = counts[order[n]]
            slack = 0.005 * row + (3.0 if row.max() >= 1000 else 0.0)
            if (np.abs(so_far[n] - so_far[: n - 1] - row) <= slack).all(axis=1).any():
                told = f"is the sum of rows {side} it in every table: a row of totals is no district, take it out everywhere"
                raise Mistake(f"{tables['age'].place(order[n])}: {told}")


def check_same_people(tables: dict[str, Table], bands: tuple[tuple[int, int], ...], grown: int) -> None:
    """Tables of one district tell of the same people: totals agree within rounding."""
    people, adults = tables["age"].numbers().sum(axis=1), aged(tables, bands, grown)
    whole = [(name, people, "all ages") for name in ("sex", "activity", "origin") if name in tables]
    for name, total, of in (*whole, ("attainment", adults, f"{grown} and over")):
        got = tables[name].numbers().sum(axis=1)
        for d in np.flatnonzero(np.abs(got - total) > slack_of(total)):
            told = f"adds up to {got[d]:g}, but age.csv has {total[d]:g} people ({of}); they may differ by {ROUNDING:.0%}"
            if 99 <= got[d] <= 101:
                told += ": per cent? write how many people"
            elif name == "attainment":
                fits = [age for age in range(31) if (np.abs(got - aged(tables, bands, age)) <= slack_of(got)).all()]
                told += f": {fits[-1]} and over would fit (attainment_from in city.yaml)" if fits else ""
            raise Mistake(f"{tables[name].place(d)}: {told}")


def check_children(tables: dict[str, Table], bands: tuple[tuple[int, int], ...]) -> None:
    """Children of activity.csv are of an age to be children, and enough others are of an age to work."""
    people, children = tables["age"].numbers().sum(axis=1), tables["activity"].numbers("children")[:, 0]
    small, minors = people - aged(tables, bands, 6), people - aged(tables, bands, 18)
    for d in np.flatnonzero((children > minors + slack_of(minors)) | (children < 0.9 * small - FEW)):
        told = f"children = {children[d]:g}, but age.csv has {small[d]:g} people below 6 and {minors[d]:g} below 18"
        raise Mistake(f"{tables['activity'].place(d)}: {told}: write those below the age of work")


def check_households(tables: dict[str, Table], people: np.ndarray) -> None:
    """Mistake when parts are larger than wholes, or households hold nobody or too many."""
    table = tables["households"]
    every, alone, families, lone = table.numbers("households", "one_person", "with_children", "one_parent").T
    rules = (
        ("households", every, "people in age.csv", people),
        ("one_person", alone, "households", every),
        ("one_person and with_children", alone + families, "households", every),
        ("one_parent", lone, "with_children", families),
    )
    for name, part, of, whole in rules:
        for d in np.flatnonzero(part > whole + slack_of(whole)):
            raise Mistake(f"{table.place(d)}: {name} = {part[d]:g}, more than the {whole[d]:g} {of}: write how many households there are")
    for d in np.flatnonzero(people > CROWD * every + 100):
        told = f"households = {every[d]:g} for {people[d]:g} people in age.csv, more than {CROWD} in each"
        raise Mistake(f"{table.place(d)}: {told}: thousands or per cent? write how many households there are")


def check_income(tables: dict[str, Table], wage: float) -> None:
    """Mistake when incomes and the mean wage are in different units, or a district's in another than the rest."""
    table, people = tables["income"], tables["age"].numbers().sum(axis=1)
    mean, median = table.numbers("mean", "median").T
    published = ~np.isnan(median) & (people > 0)
    if not published.any():
        raise Mistake(f"{table.file}: median is published in no district; without any, write the same number for each")
    usual = float(np.average(median[published], weights=people[published]))
    for d in np.flatnonzero(published & ((median * RICHEST < usual) | (median > RICHEST * usual))):
        told = f"median = {median[d]:g}, more than {RICHEST:g} times away from the city's {usual:,.0f}"
        raise Mistake(f"{table.place(d)}: {told}: write EUR a year, or leave it blank if it is not published")
    for d in np.flatnonzero(median > 1.5 * mean):
        raise Mistake(f"{table.place(d)}: median = {median[d]:g} is above mean = {mean[d]:g}: are the columns exchanged?")
    low, high = INCOME_TO_WAGE
    ratio = usual / (12 * wage)
    if not low <= ratio <= high:
        told = f"the median of {usual:,.0f} EUR a year does not go with mean_wage = {wage:,.10g} EUR a month in city.yaml"
        raise Mistake(f"{table.file}: {told}: {other_unit(ratio, usual, wage)}")
    check_classes(tables, people)


def other_unit(ratio: float, usual: float, wage: float) -> str:
    """Which unit would make income and wage agree."""
    low, high = INCOME_TO_WAGE
    guesses = []
    if low <= ratio * 12 <= high:
        guesses.append(f"a yearly pay? then mean_wage is {wage / 12:,.10g}; a monthly income? then its median is {usual * 12:,.0f}")
    if low <= ratio * 1000 <= high:
        guesses.append(f"thousands? then the median is {usual * 1000:,.0f}")
    return "; ".join(guesses) or f"income should be {low:g} to {high:g} times twelve months of the mean wage"


def check_classes(tables: dict[str, Table], people: np.ndarray) -> None:
    """Income classes count adults: no more than there are, and not per cent of them."""
    table = tables["income"]
    classes = table.numbers("lowest_class", "middle_class", "highest_class").sum(axis=1)
    adults = tables["attainment"].numbers().sum(axis=1)
    for d in np.flatnonzero((classes > people + slack_of(people)) | ((classes > 0) & (classes < 0.25 * adults - FEW))):
        told = f"the three income classes add up to {classes[d]:g}, of {adults[d]:g} adults in attainment.csv"
        raise Mistake(f"{table.place(d)}: {told}: write how many adults are in each, or leave all three blank")


def check_jobs(tables: dict[str, Table]) -> None:
    """Every sector has a workplace, and there are about as many as work can need."""
    table, jobs = tables["jobs"], tables["jobs"].numbers()
    per_sector = jobs.sum(axis=0)
    if per_sector.min() <= 0:
        name = [name for name in table.columns if name != "code"][int(np.argmin(per_sector))]
        raise Mistake(f"{table.file}: {name}: every sector needs at least one workplace in the city")
    totals = jobs.sum(axis=1)[jobs.any(axis=1)]
    if len(totals) > 1 and ((totals >= 99) & (totals <= 101)).all():
        raise Mistake(f"{table.file}: every district adds up to 100: per cent? write how many workplaces there are")
    employed = float(tables["activity"].numbers("employed").sum())
    low, high = JOBS_PER_EMPLOYED
    if not low * employed - FEW <= jobs.sum() <= high * employed + FEW:
        told = f"has {jobs.sum():,.0f} workplaces, but activity.csv {employed:,.0f} residents in work"
        raise Mistake(f"{table.file}: {told}; there may be {low:g} to {high:g} for each: write workplaces, not thousands or per cent")


def check_places(table: Table, people: np.ndarray) -> None:
    """Districts lie in kilometres around the city's centre: not in degrees, not in metres, none far from all others."""
    at = table.numbers("x_km", "y_km")
    middle, span = np.average(at, axis=0, weights=people), np.ptp(at, axis=0)
    n, far = len(at), float(np.hypot(*middle))
    if far > max(25.0, span.max()):
        x, y = in_km(at[0], middle)
        degrees = np.abs(at).max() <= 180 and span.max() < 3
        how = "are these degrees? write" if degrees else "take the centre's away from each:"
        told = f"the middle of the districts lies at {middle[0]:.6g}, {middle[1]:.6g}, {far:,.0f} km from the city's centre at 0, 0"
        told += f"; {how} x_km, y_km = {x if degrees else at[0, 0] - middle[0]:.2f}, {y if degrees else at[0, 1] - middle[1]:.2f}"
        raise Mistake(f"{table.file}: {told} for district {shown(table.codes[0])}")
    if n < 2:
        return
    if not span.any():
        raise Mistake(f"{table.file}: all districts lie in one place: write the middle of each in kilometres from the city's centre")
    apart = np.hypot(*(at[:, None] - at).transpose(2, 0, 1)) + np.where(np.eye(n) > 0, np.inf, 0)
    alone = np.flatnonzero(apart.min(axis=1) > APART)
    if len(alone) != 1 and people.sum() < SPARSEST * span.prod():
        told = f"{people.sum():,.0f} people on {span[0]:,.0f} times {span[1]:,.0f} km: metres?"
        raise Mistake(f"{table.file}: {told} write kilometres from the city's centre, such as {at[0, 0] / 1000:.2f} for {at[0, 0]:g}")
    for d in alone:
        told = f"lies {apart[d].min():,.0f} km from every other district: a slip of a digit or a decimal mark?"
        raise Mistake(f"{table.place(d)}: {told} write kilometres from the city's centre")
    wider = (np.sqrt(n) / (np.sqrt(n) - 1)) ** 2  # the middles of outer districts span less than the districts do
    if people.sum() > DENSEST * wider * span.max() ** 2:
        told = f"{people.sum():,.0f} people lie within {span.max():.2g} km of each other: degrees?"
        raise Mistake(f"{table.file}: {told} write kilometres from the city's centre; one degree of latitude is 111 km")


def in_km(place: np.ndarray, centre: np.ndarray) -> tuple[float, float]:
    """Degrees as kilometres east and north of a centre; which of the two is the latitude, the one that fits decides."""
    east, north = place - centre
    latitude = centre[1] if abs(centre[1]) <= 90 else centre[0]
    return float(east * 111.32 * np.cos(np.radians(latitude))), float(north * 110.57)


def aged(tables: dict[str, Table], bands: tuple[tuple[int, int], ...], first: int) -> np.ndarray:
    """Residents of each district who are ``first`` years or older."""
    return tables["age"].numbers() @ np.array([overlap(low, high, first) for low, high in bands])


def overlap(low: int, high: int, first: int) -> float:
    """Share of an age band that is ``first`` years or older."""
    return min(1.0, max(0.0, (high + 1 - first) / (high + 1 - low)))


def slack_of(total: np.ndarray) -> np.ndarray:
    """By how many people tables may differ."""
    return np.maximum(FEW, ROUNDING * total)
