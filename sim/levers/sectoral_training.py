"""Training for one trade, for applicants who were looked at first, with employers who keep vacancies for those who finish."""

from typing import Any

import numpy as np

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.chance import draws, luck
from sim.declare import param
from sim.providers import COLLEGE, offers_of
from sim.tables import EMPLOYED, UNEMPLOYED
from sim.targeting import belong, by_lot, funded, lift, pay_each, payer, places, put_first, under_way

FOR_EMPLOYERS = 2
"""Code of what a resident last learned when employers keep vacancies for it."""


class SectoralTraining(Lever):
    """Out of work or in badly paid work, able and keen: such applicants get a free place in a trade that employers ask for.

    Somebody stands by them until they finish, and good employers who agreed to it meet them afterwards. Most applicants are turned
    away, so that gains for those who get in are large and few have them; a vacancy kept for them is kept from others.
    """

    theme = "skill development for the local economy"
    works_on = "people without a degree, out of work or badly paid, who pass the screening"
    aims = KINDS
    beside = param(260.0, "EUR/month", "for screening, coaching and contacts with employers, for one trainee",
                   "evidence V12: USD 5,200-6,700 for each participant, the course included", 10, 5000)  # fmt: skip
    skill = param(
        -0.5, "SD", "least basic skill of who is admitted", "evidence V11: tests at the level of grade 6 to 10; size assumed", -3, 3
    )
    keen = param(0.0, "log-odds", "least wish to learn of who is admitted, against others of the same education",
                 "assumed: interviews screen for motivation; one applicant in five is admitted (Katz et al. 2022)", -4, 4)  # fmt: skip
    badly = param(0.7, "share of mean wage", "pay below which somebody in work may come", "assumed", 0.1, 3)
    hours = param(0.4, "share", "of a full week that a course must take at least", "assumed: certificates of some months", 0, 1)
    joins = param(0.25, "share/month", "of those with a place waiting who think of a course", "assumed: they have applied", 0.01, 1)
    stays = param(0.5, "share", "of the risk of dropping out that coaching takes away", "assumed: four of five finish", 0, 1)
    employers = param(0.3, "share", "of employers who pay above the market that keep vacancies", "assumed", 0, 1)
    meets = param(0.8, "share", "of these employers to whom a graduate is introduced", "assumed", 0, 1)
    search = param(1.5, "factor", "applications sent by a graduate out of work", "assumed: placement by the trainer", 1, 3)
    months_after = param(9, "months", "after a course in which a graduate is introduced", "assumed", 1, 36)
    first = param(6, "months", "until the first course begins", "assumed: employers to win, applicants to screen", 0, 60)

    def apply(self, city: Any) -> None:
        """Stand by trainees, introduce graduates, screen applicants for the seats that the money opens."""
        rows = wanted_trades(city, self.hours)
        if not funded(city, self) or not len(rows):
            return
        r, c = city.residents, city.conditions
        ours = (r.present == 1) & (r.granted == FOR_EMPLOYERS)
        a_month = self.beside + float(np.mean(city.seat_cost[rows])) / (city.weight * city.price_level)
        room = places(city, self, a_month, under_way(city, self))
        learning = np.flatnonzero(ours & (r.offer >= 0))
        pay_each(city, self, learning, self.beside * city.price_level * city.weight, "providers")
        lift(c.coaching, learning, self.stays)
        self.introduce(city, ours & (r.offer < 0) & (r.trained < self.months_after))
        chosen = by_lot(city, self, self.screened(city), 3 * max(0, room - len(learning)), lasts=6)
        c.invited[chosen], c.committed[chosen], c.reach[chosen] = self.joins, 1, 1
        c.voucher[payer(city, self), chosen] = 1.0
        put_first(city, self, belong(np.arange(len(r)), chosen, len(r)), 2.0)
        lift(c.advised, chosen, 0.95)
        weights = city.offers.seats[rows].astype(np.float64)
        c.promoted[rows] += weights
        trainees = len(learning) + self.joins * len(chosen) / 3
        c.extra_seats[payer(city, self), rows] += weights / max(float(weights.sum()), 1e-12) * trainees

    def screened(self, city: Any) -> np.ndarray:
        """Flags of those who would be admitted: without a degree, out of work or badly paid, able and keen."""
        r = city.residents
        out = (r.activity == UNEMPLOYED) | ((r.activity == EMPLOYED) & (r.wage < self.badly * city.facts.mean_wage))
        fit = out & (r.present == 1) & (r.age >= 18 * 12) & (r.age < 55 * 12) & (r.attainment < 5) & (r.offer < 0)
        return fit & (r.skill[:, 0] >= self.skill) & (r.aspiration >= self.keen)

    def introduce(self, city: Any, graduates: np.ndarray) -> None:
        """Employers who keep vacancies meet those who finished."""
        c, e = city.conditions, city.employers
        c.takes_in[(e.premium > 0) & (draws(luck(city.seed, "lever", 1 << 21), e.id) < self.employers)] = 1
        lift(c.introduced, graduates, self.meets)
        c.guidance[graduates] *= self.search


def wanted_trades(city: Any, load: float) -> np.ndarray:
    """Rows of offers at colleges that take so much of the week and teach what employers ask for more than on average."""
    rows = offers_of(city, COLLEGE, work=1, threshold=0)
    rows = rows[city.courses.load[city.offers.course[rows]] >= load]
    return rows[city.offers.worth[rows] >= np.median(city.offers.worth[rows])] if len(rows) else rows
