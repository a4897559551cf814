"""People of month 0 whom a user's file tells: who of them lives here, what the file says of each, and what is drawn beside it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from sim.facts import CityFacts
from sim.facts.columns_of_people import LOW, PLAIN, columns_of_people
from sim.facts.people_in_file import PeopleFile
from sim.tables import BORN_HERE, DOMAINS, EMPLOYED, INACTIVE, NATIVE, PUPIL, RETIRED, STUDENT, UNEMPLOYED, USUAL_YEARS

APART = 16
"""Years between two of a household from which they are taken for parent and child, not for a couple (assumed)."""
ADULT = 18


class Told:
    """What a file says of everybody drawn; without a file nothing is said, and everything is drawn as usual.

    ``put`` and ``over`` lay what is told over what was drawn, row by row, and leave who is not told as drawn.
    """

    def __init__(self, file: PeopleFile | None = None, rows: np.ndarray | None = None, homes: np.ndarray | None = None) -> None:
        self.file, self.rows, self.homes = file, np.empty(0, np.int64) if rows is None else rows, homes
        self.said = {} if file is None else {name: values[self.rows] for name, values in file.columns.items()}

    def __bool__(self) -> bool:
        return self.file is not None

    def over(self, name: str, drawn: np.ndarray) -> np.ndarray:
        """What was drawn, and where the file tells it, what it tells."""
        if name not in self.said:
            return drawn
        return np.where(np.isnan(self.said[name]), drawn, np.nan_to_num(self.said[name])).astype(drawn.dtype)

    def put(self, c: dict[str, np.ndarray], *names: str, of: Iterable[int] = ()) -> None:
        """The same into columns of residents; only of who has one of these activities, when any is named."""
        for name in names:
            if name in self.said:
                mine = np.isin(c["activity"], list(of)) if of else np.ones(len(c["activity"]), bool)
                c[name][:] = np.where(mine, self.over(name, c[name]), c[name])

    def months_of_age(self, drawn: np.ndarray, u: np.ndarray) -> np.ndarray:
        """Ages in months: a whole year of age is somewhere within that year."""
        if "age" not in self.said:
            return drawn
        years = self.said["age"]
        told = (
            years
            if self.file is not None and self.file.in_months
            else np.where(years % 1 > 0, np.floor(12 * years), np.floor(12 * (years + u)))
        )
        return np.where(np.isnan(years), drawn, np.nan_to_num(told)).astype(drawn.dtype)

    def activity_of(self, drawn: np.ndarray, years: np.ndarray) -> np.ndarray:
        """Activities: who is below 16 is at school or a child, and nobody else is; a pensioner stays one."""
        if "activity" not in self.said:
            return drawn
        told = self.said["activity"]
        grown = np.where(told <= PUPIL, STUDENT, told)
        return np.where(np.isnan(told) | (years < 16), drawn, np.nan_to_num(grown)).astype(drawn.dtype)

    def attainment_of(self, c: dict[str, np.ndarray]) -> None:
        """ISCED levels and years at school, where the file has the level itself or the years."""
        level = self.said.get("attainment", np.full(len(c["age"]), np.nan))
        exact = ~np.isnan(level) & (level < LOW)
        c["attainment"][exact] = level[exact]
        grown = exact & (c["age"] >= 16 * 12)
        c["schooling"][grown] = USUAL_YEARS[c["attainment"][grown]]
        self.put(c, "schooling")

    def origin_odds(self, odds: np.ndarray, born_abroad: np.ndarray) -> np.ndarray:
        """Chances of each origin of those whose place of birth is told: who was born abroad is no native."""
        if "foreign" not in self.said:
            return odds
        foreign = self.said["foreign"]
        weight = np.where(np.isnan(foreign), 1.0, np.where(foreign == 1, born_abroad, 1 - born_abroad))
        out = odds.copy()
        out[:, 1:] *= weight[:, None]
        out[:, 0] *= np.where(foreign == 1, 0.0, 1.0)
        total = out.sum(axis=1, keepdims=True)
        return np.where(total > 0, out / np.maximum(total, 1e-300), odds)

    def came(self, drawn: np.ndarray, origin: np.ndarray) -> np.ndarray:
        """Who was born abroad: as told, by place of birth, arrival or years here; of native origin only where it is told."""
        out = drawn
        for name, here in (("years_here", None), ("arrived", BORN_HERE)):
            if name in self.said:
                told = self.said[name]
                out = np.where(np.isnan(told), out, (origin != NATIVE) if here is None else told != here)
        return self.over("foreign", out) & (origin != NATIVE)

    def stay(self, drawn: np.ndarray, age: np.ndarray) -> np.ndarray:
        """Months since arrival, at most all of a life."""
        out = drawn
        if "years_here" in self.said:
            out = np.where(np.isnan(self.said["years_here"]), out, 12 * np.nan_to_num(self.said["years_here"]) + 6)
        if "arrived" in self.said:
            told = self.said["arrived"]
            out = np.where(np.isnan(told) | (told == BORN_HERE), out, -np.nan_to_num(told))
        return np.minimum(out, age).astype(drawn.dtype)

    def plain(self, c: dict[str, np.ndarray]) -> None:
        """What the file has of a life so far, as it stands there."""
        for name, of in PLAIN.items():
            self.put(c, name, of=of)

    def skills(self, c: dict[str, np.ndarray]) -> None:
        """Skills that are told."""
        for m, domain in enumerate(DOMAINS):
            c["skill"][:, m] = self.over(f"skill_{domain}", c["skill"][:, m])

    def settle(self, c: dict[str, np.ndarray]) -> int:
        """Households and partners of the file; returns how many households there are."""
        assert self.homes is not None
        c["household"][:], c["partner"][:] = self.homes, -1
        many, years = int(self.homes.max()) + 1, c["age"] / 12
        if "partner" in self.said and self.file is not None:
            place = {(row, home): n for n, (row, home) in enumerate(zip(self.rows.tolist(), self.homes.tolist(), strict=True))}
            told = self.said["partner"]
            for n in np.flatnonzero(~np.isnan(told)).tolist():
                c["partner"][n] = place.get((int(told[n]), int(self.homes[n])), -1)
        else:
            order = np.lexsort((-c["age"], self.homes))
            first = np.flatnonzero(np.diff(self.homes[order], prepend=-1))
            first = first[np.bincount(self.homes, minlength=many) > 1]
            one, other = order[first], order[first + 1]
            pairs = (years[other] >= ADULT) & (years[one] - years[other] < APART)
            c["partner"][one[pairs]], c["partner"][other[pairs]] = other[pairs], one[pairs]
        grown = years >= ADULT
        adults = np.bincount(self.homes, weights=grown, minlength=many)
        theirs = np.bincount(self.homes, weights=grown * c["schooling"], minlength=many) / np.maximum(adults, 1)
        minors = ~grown & (adults[self.homes] > 0)
        c["parents_schooling"][minors] = theirs[self.homes[minors]]
        return many

    @property
    def pay(self) -> np.ndarray | None:
        """Told gross pay for full time of each row, EUR a month, NaN where it is not told; None where no pay is."""
        if "wage" not in self.said:
            return None
        return np.where(self.said["wage"] > 0, self.said["wage"], np.nan)

    def notes(self, facts: CityFacts) -> list[str]:
        """What came from the file and what did not, in words."""
        if self.file is None:
            return []
        known, found = columns_of_people(facts.districts, facts.work), self.file.columns
        told = [
            f"{name} ({np.isnan(found[name]).mean():.0%} blank)" if np.isnan(found[name]).any() else name for name in known if name in found
        ]
        about = ("id", "weight", "partner", "years_here", "arrived", "foreign")
        how: dict[str, list[str]] = {}
        for name, column in known.items():
            if name not in found and name not in (*PLAIN, *about) and not name.startswith("skill_"):
                how.setdefault(column.missing, []).append(name)
        people = (
            f"people of {Path(self.file.file).name}: {len(self.rows):,} drawn from {len(np.unique(self.rows)):,} of {len(self.file):,} rows"
        )
        lines = [people, f"told by the file: {', '.join(told)}{'; age in months' if self.file.in_months else ''}"]
        lines += [f"not in the file: {', '.join(names)}: {why}" for why, names in how.items()]
        if self.pay is not None and not np.isnan(self.pay).all():
            mean = float(np.nanmean(self.pay))
            against = f"{mean / facts.mean_wage:.2f} of the city's mean_wage, at which the newly hired are paid"
            lines.append(f"mean told pay {mean:,.0f} EUR a month, {against}")
        if self.file.passed_over:
            lines.append(f"columns passed over: {', '.join(self.file.passed_over)}")
        return lines


def pay_as_told(city: Any, pay: np.ndarray) -> None:
    """Whoever works is paid what is told from month 0 on: the difference to the wage equation is the luck of her job."""
    r = city.residents
    people = np.flatnonzero((r.post[: len(pay)] >= 0) & ~np.isnan(pay))
    r.match[people] = np.clip(r.match[people] + np.log(pay[people] / r.wage[people]), -3, 3)
    r.wage[people] = pay[people]


WORKED = (EMPLOYED, UNEMPLOYED, INACTIVE, RETIRED)
"""Activities of those who have, or had, an occupation."""
