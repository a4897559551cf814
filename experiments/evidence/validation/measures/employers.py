"""Employers: who trains whom and at what cost, how large they are, how they find staff: rows 28, 31, 54-58."""

import numpy as np

from experiments.evidence.validation.measures.regress import slopes
from experiments.evidence.validation.recorder import Month, Yearly, share
from sim.city import City
from sim.tables import EMPLOYED

DIRECT = 636 / 1158
"""Part of training cost that is not wages of trainees (evidence row 54: CVTS Malta 2015)."""
FEW = 5
"""Employers of a size below which a share of them says nothing."""
TIMES = 6
"""How many times larger a city has to be for enough employers of 250 and more: at 10,000 residents there is none (assumed)."""
SETTLING = 12
"""Months before such a city is looked at."""
SIZES = {"small": (10, 50), "medium": (50, 250), "large": (250, 10**9)}


class Employers(Yearly):
    """Trainees of every employer over a year; the year's pay; hires and vacancies from what the city counted."""

    keys = (
        "row 28", "row 31", "row 54 employer", "row 55", "row 55 small", "row 55 medium", "row 56", "row 56 small",
        "row 56 within", "row 57 direct", "row 57 total", "row 58",
    )  # fmt: skip

    def open(self, city: City) -> None:
        """A first year."""
        super().open(city)
        self.first = len(city.observations.months)
        self.begin(city)

    def begin(self, city: City) -> None:
        """A new year."""
        self.trainees, self.pay = np.zeros(len(city.employers)), 0.0
        self.since = len(city.observations.months)

    def note(self, month: Month) -> None:
        """Add this month's trainees and pay."""
        r = month.city.residents
        self.trainees += month.city.employers.trainees
        self.pay += float(r.wage[(r.activity == EMPLOYED) & (r.present == 1)].sum(dtype=np.float64))

    def year(self, city: City) -> None:
        """Training of the year by size of employer."""
        counted = city.observations.counts(since=self.since)
        cost = counted.training_cost.sum() / city.weight
        staff = np.bincount(city.posts.employer[city.posts.holder >= 0], minlength=len(city.employers))
        size, open_ = city.employers.headcount, city.employers.closed == 0
        large, trains = open_ & (size >= 10), self.trainees > 0
        found = {
            "row 54 employer": share(cost, counted.trained_by_employer.sum()) / city.price_level,
            "row 55": share((large & trains).sum(), large.sum()), "row 56": share(self.trainees[large].sum(), staff[large].sum()),
            "row 56 within": share(self.trainees[large].sum(), staff[large & trains].sum()),
            "row 57 total": share(cost, self.pay), "row 57 direct": share(DIRECT * cost, self.pay), "row 58": rank_size(size[open_]),
        }  # fmt: skip
        for name, (low, high) in SIZES.items():
            some = open_ & (size >= low) & (size < high)
            found[f"row 55 {name}"] = share((some & trains).sum(), some.sum()) if some.sum() >= FEW else np.nan
            if name == "small":
                found["row 56 small"] = share(self.trainees[some].sum(), staff[some].sum())
        self.found.append(found)
        self.begin(city)

    def close(self, city: City) -> dict[str, float]:
        """Means over the years; hires and vacancies over all months."""
        t = city.observations.counts(since=self.first)
        return {
            **super().close(city),
            "row 28": share(t.vacancies.sum(), (t.vacancies + t.filled_posts).sum()),
            "row 31": share(t.hired_contact.sum(), (t.hired_unemployed + t.hired_employed).sum()),
        }


def rank_size(sizes: np.ndarray) -> float:
    """Exponent of P(size > s) ~ s^-exponent: log rank less a half on log size (Gabaix and Ibragimov 2011)."""
    s = np.sort(sizes[sizes > 0])[::-1].astype(np.float64)
    return -slopes(np.log(np.arange(1, len(s) + 1) - 0.5), np.log(s))[0]


def large(city_name: str, residents: int, seed: int, parameters: dict[str, float]) -> dict[str, float]:
    """Row 55 for employers of 250 and more, which only a larger city has: a year of training in one."""
    city = City(city_name, TIMES * residents, seed, parameters=parameters).run(SETTLING)
    trained = np.zeros(len(city.employers), bool)
    for _ in range(12):
        trained |= city.run(1).employers.trainees > 0
    of_size = (city.employers.headcount >= SIZES["large"][0]) & (city.employers.closed == 0)
    return {"row 55 large": share((of_size & trained).sum(), of_size.sum()) if of_size.sum() >= FEW else np.nan}
