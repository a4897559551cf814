"""How month 0 is drawn from a city's counts."""

from dataclasses import dataclass

import numpy as np

from sim import counts_to_people, health, origins, rows_of_people, told_cells, told_people, traits
from sim.chance import draws, luck
from sim.counts_to_people import AXES, FitReport
from sim.facts import CityFacts
from sim.homes import settle_homes
from sim.tables import CHILD, INACTIVE, PUPIL, RETIRED, STUDENT, Households, Residents
from sim.told_people import Told

OLD = 68
"""Years from which somebody counted among others is taken to be retired without a pension of her own (assumed)."""


@dataclass(frozen=True)
class Population:
    """Columns of Residents and of Households, how well they fit the counts, and how many people one stands for."""

    columns: dict[str, np.ndarray]
    households: dict[str, np.ndarray]
    report: FitReport
    weight: float
    pay: np.ndarray | None = None
    """Gross pay for full time that a file of people tells, EUR a month by row, NaN where it does not; None without."""


def draw(facts: CityFacts, residents: int, seed: int) -> Population:
    """``residents`` people of the city, all ages, in households: the same ones for the same seed on every platform.

    What a file of people tells of them (``facts.people_file``) is as told, whatever it leaves open is drawn as without it.
    """
    joint, margins = counts_to_people.fit_counts(facts)
    told = rows_of_people.told_of(facts, residents, seed)
    u = float(draws(luck(seed, "sampling", 0), np.zeros(1, np.int64))[0])
    cells = told_cells.cells(told, facts, joint, seed) if told else counts_to_people.sample(joint, residents, u)
    c = {name: getattr(table, name) for table in [Residents(residents)] for name in table}
    counted(c, facts, cells, joint.shape, seed, told)
    origins.adults_from(c, facts, seed, told)
    traits.tempers(c, facts, seed)
    health.limitations(c, facts, seed)
    told.put(c, "limitation")
    traits.last_occupations(c, facts, seed)
    told.put(c, "occupation", of=told_people.WORKED)
    traits.skills(c, facts, seed)
    told.skills(c)
    traits.work_so_far(c, facts, seed)
    health.interrupted(c)
    homes = settle_homes(c, facts, seed) if told.homes is None else told.settle(c)
    origins.children_of(c)
    origins.as_told(c, told)
    told.plain(c)
    traits.acquaintances(c, seed)
    report = counts_to_people.report(facts, joint, margins, cells, told.notes(facts))
    return Population(c, households_of(c, homes), report, facts.people / residents, told.pay)


def counted(c: dict[str, np.ndarray], facts: CityFacts, cells: np.ndarray, shape: tuple[int, ...], seed: int, told: Told) -> None:
    """What the counts tell, or a file of people: district, age, sex, attainment and activity."""
    parts = dict(zip(("district", *AXES), np.unravel_index(cells, shape), strict=True))
    c["id"][:], c["present"][:] = np.arange(len(cells)) + 1, 1
    c["district"][:], c["sex"][:] = parts["district"], parts["sex"]
    low, high = np.array(facts.ages, float).T
    u = draws(luck(seed, "traits", 0), c["id"])
    activity = traits.FROM_COUNTS[parts["activity"]]
    first = np.where(activity == STUDENT, np.maximum(low, 15.0)[parts["age"]], low[parts["age"]])
    last = np.where(activity == CHILD, np.minimum(high, 14.0)[parts["age"]], high[parts["age"]])
    first = np.where(parts["attainment"] > 0, np.maximum(first, np.minimum(facts.attainment_from, last)), first)
    c["age"][:] = np.floor(12 * (first + u * np.maximum(last + 1 - first, 1 / 12)))
    c["age"][:] = told.months_of_age(c["age"], u)
    years = c["age"] // 12
    grown = np.where((activity == INACTIVE) & (years >= OLD), RETIRED, activity)
    c["activity"][:] = told.activity_of(np.where((years < 16) & (years >= 7), PUPIL, np.where(years < 7, CHILD, grown)), years)
    traits.school_record(c, parts["attainment"], seed)
    told.attainment_of(c)


def households_of(c: dict[str, np.ndarray], homes: int) -> dict[str, np.ndarray]:
    """Columns of Households: counts of members, of those of 14 and over, of children under 12."""
    h, years = Households(homes), c["age"] // 12
    h.members[:] = np.bincount(c["household"], minlength=homes)
    h.adults[:] = np.bincount(c["household"], weights=years >= 14, minlength=homes)
    h.young[:] = np.bincount(c["household"], weights=years < 12, minlength=homes)
    return {name: getattr(h, name) for name in h}
