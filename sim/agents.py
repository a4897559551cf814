"""Residents, employers and providers as Mesa agents: light views over rows, in the words people use."""

from typing import Any

import numpy as np

from sim import facts
from sim.tables import ACTIVITIES, EDUCATION, EMPLOYED, REASONS, UNEMPLOYED, Employers, Providers, Residents
from sim.views import RowAgent, derived

LEVEL_NAMES = np.array([EDUCATION[0 if isced < 3 else (1 if isced < 5 else 2)] for isced in range(9)])
ACTIVITY_NAMES, SEX_NAMES = np.array(ACTIVITIES), np.array(["man", "woman"])
FIRST_PROVIDER = 2_000_000_001


class Resident(RowAgent, of=Residents):
    """Somebody who lives in the city. Her ``unique_id`` is hers for life."""

    __slots__ = ()

    @classmethod
    def everybody(cls, city: Any) -> np.ndarray:
        """Rows in which somebody lives."""
        return np.flatnonzero(city.residents.present)

    @classmethod
    def names(cls, city: Any, rows: Any) -> Any:
        """Their stable names."""
        return city.residents.id[rows]

    @property
    def here(self) -> bool:
        """Whether she still lives in the city."""
        return self.model.residents.id.item(self.row) == self.unique_id

    @derived
    def years(r):
        """Age in whole years."""
        return r.age // 12

    @derived
    def woman(r):
        """Whether she is a woman."""
        return r.sex == 1

    @derived
    def gender(r):
        """'woman' or 'man'."""
        return SEX_NAMES[r.sex]

    @derived
    def employed(r):
        """Whether she has a job."""
        return r.activity == EMPLOYED

    @derived
    def unemployed(r):
        """Whether she is looking for a job."""
        return r.activity == UNEMPLOYED

    @derived
    def learning(r):
        """Whether she attends a course."""
        return r.offer >= 0

    @derived
    def education(r):
        """'low', 'medium' or 'high': ISCED 0-2, 3-4, 5-8."""
        return LEVEL_NAMES[r.attainment]

    @derived
    def doing(r):
        """Her activity in a word: child, pupil, student, employed, unemployed, inactive, retired."""
        return ACTIVITY_NAMES[r.activity]

    @derived
    def occupation_title(r):
        """What she does, or last did, for a living; 'no occupation' for who never worked."""
        return np.array([*r.model.facts.work.titles, "no occupation"])[r.occupation]

    @derived
    def why_not_learning(r):
        """How her last wish to learn ended: 'cost', 'no seat', ..."""
        return np.array(REASONS)[r.refusal]

    @property
    def employer(self) -> "Employer | None":
        """Who employs her."""
        return Employer.at(self.model, self.model.posts.employer[self.post]) if self.post >= 0 else None

    @property
    def course(self) -> str | None:
        """Title of the course she attends."""
        city = self.model
        return city.teaching.titles[city.offers.course[self.offer]] if self.offer >= 0 else None

    @property
    def friends(self) -> "list[Resident]":
        """Acquaintances who still live in the city."""
        rows = self.model.residents.friends[self.row] if self.here else ()
        return [Resident.at(self.model, row) for row in rows if row >= 0 and self.model.residents.present[row]]

    @property
    def companion(self) -> "Resident | None":
        """Her partner in the household."""
        return Resident.at(self.model, self.partner)

    @property
    def household_members(self) -> "list[Resident]":
        """Everybody of her household, herself included."""
        r, home = self.model.residents, self.household
        rows = np.flatnonzero((r.household == home) & (r.present > 0)) if home >= 0 else [self.row]
        return [Resident.at(self.model, row) for row in rows]

    def __repr__(self) -> str:
        if not self.here:
            return f"<Resident {self.unique_id}: no longer in the city>"
        doing = f"employed in {self.occupation_title}" if self.employed else self.doing
        return f"<Resident {self.unique_id}: {self.gender}, {self.years}, {self.education} education, {doing}>"


class Employer(RowAgent, of=Employers):
    """A firm or a public employer; its ``unique_id`` is negative, so that no resident has the same."""

    __slots__ = ()

    @classmethod
    def names(cls, city: Any, rows: Any) -> Any:
        """Their stable names, below zero; a new firm in an old place has a new one."""
        return -city.employers.id[rows]

    @property
    def here(self) -> bool:
        """Whether it still exists, open or closed."""
        return self.model.employers.id.item(self.row) == -self.unique_id

    @derived
    def in_business(e):
        """Whether it is open."""
        return e.closed == 0

    @derived
    def sector_title(e):
        """What it does."""
        return np.array(facts.titles("sectors"))[e.sector]

    @property
    def posts(self) -> slice:
        """Its rows in ``city.posts``."""
        return slice(self.first, self.first + self.slots)

    @property
    def staff(self) -> list[Resident]:
        """Residents who work here."""
        holders = self.model.posts.holder[self.posts]
        return [Resident.at(self.model, row) for row in holders[holders >= 0]]

    @property
    def vacancies(self) -> int:
        """Posts advertised now."""
        return int((self.model.posts.vacant[self.posts] > 0).sum())

    def __repr__(self) -> str:
        if not self.here:
            return f"<Employer {-self.unique_id}: no longer in the city>"
        state = f"{self.headcount} posts filled, {self.vacancies} vacant" if self.in_business else "closed"
        return f"<Employer {-self.unique_id}: {self.sector_title}, {state}>"


class Provider(RowAgent, of=Providers):
    """A school for adults."""

    __slots__ = ()

    @classmethod
    def names(cls, city: Any, rows: Any) -> Any:
        """Numbers far beyond the residents'."""
        return rows + FIRST_PROVIDER

    @derived
    def kind_title(p):
        """What kind of school it is."""
        return np.array(p.model.teaching.kind_titles)[p.kind]

    @property
    def offers(self) -> list[int]:
        """Its rows in ``city.offers``."""
        return np.flatnonzero(self.model.offers.provider == self.row).tolist()

    @property
    def courses(self) -> list[str]:
        """Titles of the courses it teaches."""
        return [self.model.teaching.titles[self.model.offers.course[offer]] for offer in self.offers]

    @property
    def learners(self) -> list[Resident]:
        """Residents in its courses."""
        r = self.model.residents
        rows = np.flatnonzero(np.isin(r.offer, self.offers) & (r.present > 0))
        return [Resident.at(self.model, row) for row in rows]

    def __repr__(self) -> str:
        number = self.unique_id - FIRST_PROVIDER + 1
        return f"<Provider {number}: {self.kind_title}, {len(self.offers)} courses, {self.enrolled} learners>"


KINDS = (Resident, Employer, Provider)
