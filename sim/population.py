"""How month 0 is drawn from a city's counts."""

from dataclasses import dataclass

import numpy as np

from sim import counts_to_people, health, origins, traits
from sim.chance import draws, luck
from sim.counts_to_people import AXES, FitReport
from sim.facts import CityFacts
from sim.homes import settle_homes
from sim.tables import CHILD, INACTIVE, PUPIL, RETIRED, STUDENT, Households, Residents

OLD = 68
"""Years from which somebody counted among others is taken to be retired without a pension of her own (assumed)."""


@dataclass(frozen=True)
class Population:
    """Columns of Residents and of Households, how well they fit the counts, and how many people one stands for."""

    columns: dict[str, np.ndarray]
    households: dict[str, np.ndarray]
    report: FitReport
    weight: float


def draw(facts: CityFacts, residents: int, seed: int) -> Population:
    """``residents`` people of the city, all ages, in households: the same ones for the same seed on every platform."""
    joint, margins = counts_to_people.fit_counts(facts)
    u = float(draws(luck(seed, "sampling", 0), np.zeros(1, np.int64))[0])
    cells = counts_to_people.sample(joint, residents, u)
    c = {name: getattr(table, name) for table in [Residents(residents)] for name in table}
    counted(c, facts, cells, joint.shape, seed)
    origins.adults_from(c, facts, seed)
    traits.tempers(c, facts, seed)
    health.limitations(c, facts, seed)
    traits.last_occupations(c, facts, seed)
    traits.skills(c, seed)
    traits.work_so_far(c, facts, seed)
    health.interrupted(c)
    homes = settle_homes(c, facts, seed)
    origins.children_of(c)
    traits.acquaintances(c, seed)
    report = counts_to_people.report(facts, joint, margins, cells)
    return Population(c, households_of(c, homes), report, facts.people / residents)


def counted(c: dict[str, np.ndarray], facts: CityFacts, cells: np.ndarray, shape: tuple[int, ...], seed: int) -> None:
    """What the counts tell: district, age, sex, attainment and activity."""
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
    years = c["age"] // 12
    grown = np.where((activity == INACTIVE) & (years >= OLD), RETIRED, activity)
    c["activity"][:] = np.where((years < 16) & (years >= 7), PUPIL, np.where(years < 7, CHILD, grown))
    traits.school_record(c, parts["attainment"], seed)


def households_of(c: dict[str, np.ndarray], homes: int) -> dict[str, np.ndarray]:
    """Columns of Households: counts of members, of those of 14 and over, of children under 12."""
    h, years = Households(homes), c["age"] // 12
    h.members[:] = np.bincount(c["household"], minlength=homes)
    h.adults[:] = np.bincount(c["household"], weights=years >= 14, minlength=homes)
    h.young[:] = np.bincount(c["household"], weights=years < 12, minlength=homes)
    return {name: getattr(h, name) for name in h}
