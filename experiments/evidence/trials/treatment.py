"""A lever that reaches only those who were drawn for it: the treatment of a trial."""

import copy
from collections.abc import Callable
from typing import Any

import numpy as np

from sim.aim import placed
from sim.catalogue import Lever
from sim.conditions import Conditions
from sim.declare import Mistake, known_or_mistake, shown
from sim.tables import EDUCATION, EMPLOYED, INACTIVE, PUPIL, SEVERE_LIMITATION, UNEMPLOYED

ENOUGH = 0.75
"""Command of the language from which nobody lacks it (B2)."""
LONG_TERM = 12
"""Months of search from which somebody counts as long-term unemployed (Eurostat)."""

WORDS: dict[str, tuple[str, Callable[[Any], np.ndarray]]] = {
    "adults": ("residents of 18 to 64", lambda r: r.age > 0),
    "unemployed": ("adults who look for work", lambda r: r.activity == UNEMPLOYED),
    "long_term": ("adults who have looked for work for a year", lambda r: (r.activity == UNEMPLOYED) & (r.searching >= LONG_TERM)),
    "employed": ("adults in work", lambda r: r.activity == EMPLOYED),
    "inactive": ("adults who neither work, look for work nor study", lambda r: r.activity == INACTIVE),
    "low": ("adults of low education (ISCED 0-2)", lambda r: r.attainment < 3),
    "medium": ("adults of medium education (ISCED 3-4)", lambda r: (r.attainment >= 3) & (r.attainment < 5)),
    "high": ("adults of high education (ISCED 5-8)", lambda r: r.attainment >= 5),
    "educated": ("adults with at least upper secondary education", lambda r: r.attainment >= 3),
    "women": ("women of 18 to 64", lambda r: r.sex == 1),
    "men": ("men of 18 to 64", lambda r: r.sex == 0),
    "young": ("adults under 30", lambda r: r.age < 30 * 12),
    "grown": ("adults of 25 and older", lambda r: r.age >= 25 * 12),
    "native": ("adults born in the country", lambda r: r.origin == 0),
    "foreign": ("adults born abroad", lambda r: r.foreign == 1),
    "limited": ("adults with a lasting limitation", lambda r: r.limitation > 0),
    "severe": ("adults with a lasting severe limitation", lambda r: r.limitation == SEVERE_LIMITATION),
    "jobless": ("adults who look for work, or neither work nor study", lambda r: (r.activity == UNEMPLOYED) | (r.activity == INACTIVE)),
    "speechless": ("adults who lack the language of the city", lambda r: r.language < ENOUGH),
    "unaware": ("adults who do not know what learning is on offer", lambda r: r.aware == 0),
    "pupils": ("children at school", lambda r: r.activity == PUPIL),
}  # fmt: skip
USUAL = "unemployed"
PERSONAL = tuple(name for name, spec in Conditions.declared.items() if spec.axis.endswith("resident"))
LOCAL = tuple(name for name, spec in Conditions.declared.items() if spec.axis == "district")
FOR_A_COURSE = ("voucher", "time_help", "priority")
"""Personal conditions that matter only to somebody who starts a course; the others are a service in themselves."""
HARMLESS = ("voucher_most", "promoted", "takes_in", "created")
"""Conditions of the whole city that do nothing without a personal one."""
UNITS = ("person", "district", "city")
EMBARGO = 24
"""Months for which a control group is kept out of courses; afterwards it is as free as everybody (assumed: embargoes last 1-3 years)."""
NO_SCHEDULE = 1e6
"""So far is the schedule barrier raised for those kept out: no wish to learn overcomes it."""
PROBE = 1e9
"""Euros a year with which a lever shows what it changes."""
SEVERAL_YEARS = 60
"""Months after which every lever is fully staffed."""


def words_of(asked: Any) -> tuple[str, ...]:
    """The words of ``eligible=...``; Mistake names the nearest one."""
    if not isinstance(asked, str) or not asked:
        raise Mistake(f"eligible must be words joined by '+', not {shown(asked)}; there is: {', '.join(WORDS)}")
    words = tuple(word.strip() for word in asked.split("+"))
    for word in words:
        known_or_mistake(word, WORDS, "group", f"eligible={asked}")
    return words


def rows_of(residents: Any, asked: str) -> np.ndarray:
    """Rows of the residents whom every word fits, today."""
    words = words_of(asked)
    fits = residents.present == 1
    if "pupils" not in words:
        fits &= (residents.age >= 18 * 12) & (residents.age < 65 * 12)
    for word in words:
        fits &= WORDS[word][1](residents)
    return np.flatnonzero(fits)


def describe(asked: str) -> str:
    """The group as a planner says it."""
    return " and ".join(WORDS[word][0] for word in words_of(asked))


def groups_of(residents: Any, rows: np.ndarray) -> dict[tuple[str, str], np.ndarray]:
    """(dimension, group) -> who of ``rows`` belongs to it today; groups without anybody are left out."""
    level = np.select([residents.attainment[rows] < 3, residents.attainment[rows] < 5], [0, 1], 2)
    sex, seeks = residents.sex[rows], residents.activity[rows] == UNEMPLOYED
    long = seeks & (residents.searching[rows] >= LONG_TERM)
    found = {("all", "all"): np.ones(len(rows), bool)}
    found |= {("education", name): level == number for number, name in enumerate(EDUCATION)}
    found |= {("sex", "men"): sex == 0, ("sex", "women"): sex == 1}
    found |= {("search", "long-term unemployed"): long, ("search", "unemployed under a year"): seeks & ~long}
    return {key: members for key, members in found.items() if members.any()}


class Drawn(Lever):
    """Another lever, kept from everybody who was not drawn.

    The lever sees a city in which only those drawn are there, so that its money reaches nobody else; what it
    changed for others is put back.
    """

    def __init__(self, lever: Lever, ids: np.ndarray, rows: np.ndarray, districts: np.ndarray | None = None) -> None:
        super().__init__(**{name: getattr(lever, name) for name in Lever.declared})
        self.steps = lever.steps
        self.lever, self.ids, self.rows, self.districts = lever, ids, rows, districts
        if districts is not None and hasattr(lever, "rooms"):
            lever.rooms = min(lever.rooms, int(districts.sum()))

    def prepare(self, city: Any) -> None:
        """The lever spends from the account of the trial."""
        self.lever.aim = placed(self.lever.aim, city.facts.districts, self.lever.called)
        city.hall.account[self.lever.called] = city.hall.account[self.called]
        self.lever.prepare(city)

    def apply(self, city: Any) -> None:
        """One month: let the lever act, and take back what it did for those not drawn."""
        names = PERSONAL if self.districts is None else LOCAL
        drawn = self.still_here(city) if self.districts is None else self.districts
        before = {name: getattr(city.conditions, name).copy() for name in names}
        self.lever.apply(self.seen(city, drawn))
        for name, was in before.items():
            getattr(city.conditions, name)[..., ~drawn] = was[..., ~drawn]

    def still_here(self, city: Any) -> np.ndarray:
        """Who of those drawn still lives in the city, as a mask over the rows of today."""
        drawn = np.zeros(len(city.residents), bool)
        drawn[self.rows[city.residents.id[self.rows] == self.ids]] = True
        return drawn

    def seen(self, city: Any, drawn: np.ndarray) -> Any:
        """The city as the lever sees it: nobody else is there, and no other district is in need."""
        if self.districts is None:
            return Seen(city, residents=Seen(city.residents, present=city.residents.present * drawn))
        income = np.nan_to_num(city.facts.relative_income)  # like the city's mean where none is published
        return Seen(city, facts=Seen(city.facts, relative_income=np.where(drawn, income - income.max() - 1.0, 1.0)))


class KeptOut(Lever):
    """For some months nobody of these people starts a course: the control group of a programme that had no place for them."""

    def __init__(self, ids: np.ndarray, rows: np.ndarray, start: int = 0, months: int = EMBARGO) -> None:
        super().__init__(budget=0, start=start, months=months)
        self.ids, self.rows = ids, rows

    def apply(self, city: Any) -> None:
        """No schedule suits them."""
        here = city.residents.id[self.rows] == self.ids
        city.conditions.time_help[self.rows[here]] -= NO_SCHEDULE


class Seen:
    """Something looked at with a few of its attributes replaced."""

    def __init__(self, thing: Any, **instead: Any) -> None:
        self.__dict__.update(instead)
        self.__dict__["thing"] = thing

    def __getattr__(self, name: str) -> Any:
        return getattr(self.thing, name)

    def __len__(self) -> int:
        return len(self.thing)


class Reach:
    """What a lever changes, found by letting it act once: who can be drawn for it, and what taking it up means."""

    def __init__(self, city: Any, lever: Lever) -> None:
        self.changes = tuple({**dict.fromkeys(changed_by(city, type(lever)())), **dict.fromkeys(changed_by(city, lever))})

    @property
    def unit(self) -> str:
        """The smallest unit the lever can be kept from: a person, a district, or only the whole city."""
        axes = {Conditions.declared[name].axis for name in self.changes if name not in HARMLESS}
        if axes - {"resident", "payer x resident", "district", "payer x offer"} or axes == {"payer x offer"}:
            return "city"
        return "district" if "district" in axes else "person"

    @property
    def seats(self) -> bool:
        """Whether it opens seats, which anybody may take."""
        return "extra_seats" in self.changes

    @property
    def taking_up(self) -> str:
        """What counts as taking it up: 'course' (starting one with its help), 'any_course', 'service' or 'employer' (being trained)."""
        if "training_subsidy" in self.changes or "training_subsidy_low" in self.changes:
            return "employer"
        helps = set(self.changes) & set(FOR_A_COURSE)
        if self.unit != "person":
            return "any_course"
        return "course" if helps else "service"

    def check(self, lever: str, shares: tuple[float, ...], over: str) -> None:
        """Mistake when the lever cannot be offered to a part of the people in this way."""
        told = ", ".join(self.changes) or "nothing"
        if self.unit == "city" and set(shares) != {1.0}:
            raise Mistake(f"share: {lever} acts on the whole city (it changes {told}) and cannot be kept from some people; "
                          "use share=1: its effect is read against the same city without it")  # fmt: skip
        if self.unit == "district" and over == "districts":
            raise Mistake(f"saturation: {lever} acts on whole districts (it changes {told}); use share=... of the districts")


def changed_by(city: Any, lever: Lever) -> list[str]:
    """Conditions that are off their baseline after the lever has acted for years with all the money it wants."""
    probe = copy.copy(lever)
    probe.budget, probe.start = PROBE, -SEVERAL_YEARS
    town = city.branch([probe])
    town.conditions.reset()
    town.hall.open_month(0)
    town.levers[0].apply(town)
    return [name for name, spec in Conditions.declared.items() if (getattr(town.conditions, name) != spec.baseline).any()]
