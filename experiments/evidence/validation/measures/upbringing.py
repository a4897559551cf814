"""What do homes give to children: skills at 15, tracks, higher education; what does a child cost its parents; where do origins live?"""

from typing import Any

import numpy as np

from experiments.evidence.validation.measures.pay_gaps import at, dissimilarity
from experiments.evidence.validation.recorder import Month, Page, Yearly, grown, mean, share
from sim.chance import draws, luck
from sim.city import City
from sim.groups import group_numbers
from sim.pay import earnings
from sim.tables import EMPLOYED, STUDENT

BASIC = 0
"""Literacy and numeracy among the domains of skill."""
LOW, HIGH = 10.0, 15.0
"""Years of schooling of parents with compulsory schooling alone, and with a degree."""
LEAST = 0.22
"""Share of 15-year-olds of native origin below the basic level of PISA mathematics in Finland, 2022: sets the level."""
AFTER = range(5, 11)
"""Years after the first birth over which its cost is taken."""


class Upbringing(Yearly):
    """Once a year: those of 15, of 25-27 and all adults by their parents' schooling; where people live by origin."""

    keys = ("row 4 tracks", "ID03", "ID05", "ID08", "ID10", "IA80 first", "IA80 second", "IA74")

    def year(self, city: City) -> None:
        """One look."""
        r = city.residents
        here, origin = r.present == 1, group_numbers(r)["origin"]
        skill, low, high = r.skill[:, BASIC], r.parents_schooling <= LOW, r.parents_schooling >= HIGH
        grown_up, young = here & (r.age >= 192) & (r.age < 792), here & (r.age >= 300) & (r.age < 336)
        higher = (r.attainment >= 5) | ((r.activity == STUDENT) & (r.attainment >= 3))
        upper = here & (r.activity == STUDENT) & (r.age >= 192) & (r.age < 240) & (r.attainment < 3)
        working = here & (r.age >= 300) & (r.age < 420) & (r.attainment >= 3) & (r.attainment < 5)
        trained = r.vocational == 1
        self.found.append({
            "row 4 tracks": at(r.activity == EMPLOYED, working & trained) - at(r.activity == EMPLOYED, working & ~trained),
            "degree high": at(higher, young & high), "degree low": at(higher, young & low),
            "ID05": at(high, upper & ~trained) - at(high, upper & trained),
            "ID08": (at(skill, grown_up & high) - at(skill, grown_up & low)) / skill[grown_up].std(), **at_fifteen(r, origin),
            "IA74": beyond_luck(r.district[here], origin[here] > 0, city.seed, city.month),
        })  # fmt: skip

    def close(self, city: City) -> dict[str, float]:
        """Means over the years; few are of one age, so that the ratio is that of means."""
        high, low = (mean([one[f"degree {name}"] for one in self.found]) for name in ("high", "low"))
        return {**super().close(city), "ID03": share(high, low)}


def at_fifteen(r: Any, origin: np.ndarray) -> dict[str, float]:
    """Basic skill of 15-year-olds: top less bottom quarter of homes in SD, and who is below the level of the weakest natives."""
    rows = np.flatnonzero((r.present == 1) & (r.age >= 180) & (r.age < 192))
    skill, home, of = r.skill[rows, BASIC], r.parents_schooling[rows], origin[rows]
    if len(rows) < 8 or not (of == 0).any():
        return {"ID10": np.nan, "IA80 first": np.nan, "IA80 second": np.nan}
    order = np.argsort(home, kind="stable")
    quarter = max(1, len(rows) // 4)
    below = skill < np.quantile(skill[of == 0], LEAST)
    return {
        "ID10": float((skill[order[-quarter:]].mean() - skill[order[:quarter]].mean()) / skill.std()),
        "IA80 first": at(below, (of > 0) & (of < 5)), "IA80 second": at(below, of == 5),
    }  # fmt: skip


def beyond_luck(district: np.ndarray, background: np.ndarray, seed: int, month: int) -> float:
    """Duncan index over districts beyond what so few people placed at random would show (Carrington and Troske 1997)."""
    chance = []
    for n in range(10):
        order = np.argsort(draws(luck(seed, "extension", month * 16 + n), np.arange(len(district))))
        chance.append(dissimilarity(district, background[order]))
    expected = float(np.mean(chance))
    return (dissimilarity(district, background) - expected) / (1 - expected)


class FirstBirths(Page):
    """Parents of a first child, followed: what they earn before it and from five to ten years after."""

    keys = ("IC06",)

    def open(self, city: City) -> None:
        """A first look at who has children, and no births yet."""
        self.cohorts: list[dict[str, Any]] = []
        self.pay = np.zeros(len(city.residents))
        self.childless, self.before, self.id = childless(city), None, city.residents.id.copy()
        self.years = 0

    def note(self, month: Month) -> None:
        """A month of pay."""
        r = month.city.residents
        self.pay = grown(self.pay, len(r), 0.0)
        self.pay += np.where(r.activity == EMPLOYED, earnings(r, slice(None)), 0.0)

    def year(self, city: City) -> None:
        """Whose first child was born this year, and what earlier parents earn now, against the mean of all who work."""
        r, n = city.residents, len(self.id)
        mean_pay = self.pay[(r.present == 1) & (r.activity == EMPLOYED)].mean()
        relative = self.pay / mean_pay
        for cohort in self.cohorts:
            rows, same = cohort["rows"], r.id[cohort["rows"]] == cohort["id"]
            cohort["later"].append(np.where(same, relative[rows], np.nan))
        if self.before is not None:
            new = newborn(city)[:n] & self.childless & (r.id[:n] == self.id) & (r.age[:n] >= 240) & (r.age[:n] < 540)
            rows = np.flatnonzero(new)
            self.cohorts.append(
                {"rows": rows, "id": r.id[rows].copy(), "woman": r.sex[rows] == 1, "before": self.before[rows], "later": []}
            )
        self.childless, self.before, self.id, self.pay = childless(city), relative, r.id.copy(), np.zeros(len(r))

    def close(self, city: City) -> dict[str, float]:
        """Mothers' earnings after over before, against fathers'."""
        sums = np.zeros((2, 2))
        for cohort in self.cohorts:
            for k in AFTER:
                if k <= len(cohort["later"]):
                    later = cohort["later"][k - 1]
                    for sex in (0, 1):
                        who = np.isfinite(later) & (cohort["woman"] == bool(sex))
                        sums[sex] += cohort["before"][who].sum(), later[who].sum()
        fathers, mothers = (share(after, before) for before, after in sums)
        return {"IC06": 1 - share(mothers, fathers)}


def newborn(city: City) -> np.ndarray:
    """Who is an adult in a household with somebody under one year of age."""
    r = city.residents
    babies = (r.present == 1) & (r.age < 12) & (r.household >= 0)
    homes = np.zeros(len(city.households), bool)
    homes[r.household[babies]] = True
    return homes[r.household] & (r.household >= 0) & (r.present == 1) & (r.age >= 240)


def childless(city: City) -> np.ndarray:
    """Who has no child under 18 at home."""
    r = city.residents
    minors = (r.present == 1) & (r.age < 216) & (r.household >= 0)
    homes = np.zeros(len(city.households), bool)
    homes[r.household[minors]] = True
    return ~(homes[r.household] & (r.household >= 0))
