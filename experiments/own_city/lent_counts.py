"""Which counts would this city have, were its people like those of another one? Shares of the other city, this city's people."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.facts.cities_of_counts import CityFacts
from sim.facts.columns_of_counts import CLASSES, columns_of
from sim.facts.plausible_counts import overlap

Columns = dict[str, np.ndarray]
Bands = tuple[tuple[int, int], ...]
WORK, REST = 15, 65
"""Years of age from which nobody is a child, and from which most have a pension."""
HOW = {
    "age": "its share of each age, of the residents, and of the adults or children where they are known",
    "sex": "its shares, of the residents not told of",
    "attainment": "its shares, of the adults not told of",
    "activity": "its children for each resident below 15, its pensioners for each one of 65 and over, its shares of everybody else",
    "households": "its households for each resident, and its shares of their kinds where the own ones leave room",
    "income": "its ratio of income to the mean wage, the same in every district",
    "jobs": "its mix of sectors and its workplaces for each resident in work, as if they lay where those live",
}
"""What is borrowed of each table, in words."""


@dataclass(frozen=True)
class Town:
    """What is known of the city that borrows, by district: its people, by age, those in work, and its mean wage."""

    people: np.ndarray
    ages: np.ndarray
    bands: Bands
    employed: np.ndarray
    wage: float
    grown: int

    def aged(self, first: int) -> np.ndarray:
        """Residents of each district who are ``first`` years or older."""
        return self.ages @ weights(self.bands, first)


def weights(bands: Bands, first: int) -> np.ndarray:
    """Share of each band that is ``first`` years or older."""
    return np.array([overlap(low, high, first) for low, high in bands])


def whole_city(known: CityFacts, table: str) -> dict[str, float]:
    """The sums of one table over all districts, by column."""
    names = [column.name for column in columns_of(table)][1:]
    return dict(zip(names, known.counts[table].sum(axis=0).tolist(), strict=True))


def lent(known: CityFacts, table: str, own: Columns, missing: list[str], town: Town) -> Columns:
    """The ``missing`` columns of one table (not of age), NaN for a blank; ``own`` are those that the city has."""
    if table == "households":
        return households(known, own, missing, town)
    if table == "income":
        return income(known, own, missing, town)
    if table == "jobs":
        return jobs(known, own, missing, town)
    if table == "activity":
        return activity(known, own, missing, town)
    return parted(known, table, own, missing, town.aged(town.grown) if table == "attainment" else town.people)


def ages(known: CityFacts, people: np.ndarray, elders: np.ndarray | None = None, first: int = 0) -> Columns:
    """Residents by the bands of the known city; ``elders`` of them, where known, are ``first`` years or older.

    Its shares within the younger and within the elder, so that what the city tells of adults or children stays true.
    """
    share, old = known.counts["age"].sum(axis=0) / known.people, weights(known.ages, first)
    if elders is None:
        number = people[:, None] * share
    else:
        parts = np.array([share * (1 - old), share * old])
        young_and_old = np.linalg.solve(np.array([parts.sum(axis=1), parts @ old]), np.array([people, elders]))
        number = np.maximum(0.0, young_and_old.T @ parts)
    names = [f"{low}-{high}" if high < 99 else f"{low}+" for low, high in known.ages]
    return dict(zip(names, number.T, strict=True))


def parted(known: CityFacts, table: str, own: Columns, missing: list[str], total: np.ndarray) -> Columns:
    """Those whom the own columns leave of a ``total``, by the known city's shares."""
    left, share = np.maximum(0.0, total - sum(own.values(), np.zeros(len(total)))), whole_city(known, table)
    return {name: left * share[name] / sum(share[n] for n in missing) for name in missing}


def activity(known: CityFacts, own: Columns, missing: list[str], town: Town) -> Columns:
    """Children and pensioners go by age, the others share who is left; the last to be missing is whoever is left."""
    made: Columns = {}
    share, people = whole_city(known, "activity"), known.counts["age"].sum(axis=0)
    young, old = 1 - weights(known.ages, WORK), weights(known.ages, REST)
    of_age = {
        "children": (town.people - town.aged(WORK)) * share["children"] / (people @ young),
        "pensioners": town.aged(REST) * share["pensioners"] / (people @ old),
    }
    for name, number in of_age.items():
        if name in missing and len(missing) - len(made) > 1:
            left = np.maximum(0.0, town.people - sum({**own, **made}.values(), np.zeros(len(town.people))))
            made[name] = np.minimum(number, left)
    rest = [name for name in missing if name not in made]
    return {**made, **parted(known, "activity", {**own, **made}, rest, town.people)}


def households(known: CityFacts, own: Columns, missing: list[str], town: Town) -> Columns:
    """Each kind is the known city's share of what it is a part of, as far as the own kinds leave room for it."""
    made, share, none = dict(own), whole_city(known, "households"), np.zeros(len(town.people))
    if "households" in missing:
        told = own.get("one_person", none) + np.maximum(own.get("with_children", none), own.get("one_parent", none))
        made["households"] = np.maximum(town.people * share["households"] / known.people, told)
    every = made["households"]
    for name, other in (("one_person", "with_children"), ("with_children", "one_person")):
        if name in missing:
            made[name] = np.minimum(every * share[name] / share["households"], every - made.get(other, none))
    if "with_children" in missing:
        made["with_children"] = np.maximum(made["with_children"], own.get("one_parent", none))
    if "one_parent" in missing:
        made["one_parent"] = made["with_children"] * share["one_parent"] / share["with_children"]
    return {name: made[name] for name in missing}


def income(known: CityFacts, own: Columns, missing: list[str], town: Town) -> Columns:
    """Mean and median by one another where one is known, else by the mean wage; classes that nobody told of are left blank."""
    adults = known.counts["attainment"].sum(axis=1)
    usual: Mapping[str, float] = {name: mean(known.counts["income"][:, k], adults) for k, name in enumerate(("mean", "median"))}
    made: Columns = {}
    for name, other in (("mean", "median"), ("median", "mean")):
        if name in missing:
            by_wage = np.full(len(town.people), usual[name] * town.wage / known.mean_wage)
            made[name] = own[other] * usual[name] / usual[other] if other in own else by_wage
    return {**made, **{name: np.full(len(town.people), np.nan) for name in CLASSES if name in missing}}


def mean(values: np.ndarray, weight: np.ndarray) -> float:
    """The mean of what is published."""
    published = ~np.isnan(values)
    return float(np.average(values[published], weights=np.maximum(weight[published], 1e-9)))


def jobs(known: CityFacts, own: Columns, missing: list[str], town: Town) -> Columns:
    """Sectors beside the own ones by the known city's mix; without any, by residents in work. None is left without a workplace."""
    share = whole_city(known, "jobs")
    if own:
        base = sum(own.values(), np.zeros(len(town.people))) / sum(share[name] for name in own)
    else:
        base = town.employed / whole_city(known, "activity")["employed"]
    made = {name: np.rint(base * share[name]) for name in missing}
    for number in made.values():
        number[np.argmax(base)] = max(1.0, number[np.argmax(base)])
    return made
