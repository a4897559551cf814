"""Step 7: which courses are taught, with how many seats, and what is in them?"""

from typing import Any

import numpy as np

from sim import providers
from sim.catalogue import Behaviour
from sim.declare import param
from sim.kernels import kernel, rule
from sim.money import RECIPIENTS

TO_PROVIDERS = RECIPIENTS.index("providers")


class CourseSupply(Behaviour):
    """Providers move seats towards courses that are asked for, slowly, within their money and their instructors.

    Contents follow what employers post, as far as providers listen, with a lag. City hall may pay for extra
    seats; they open only where instructors can be found.
    """

    people_per_college = param(110_000, "people", "residents for one vocational college", "assumed: six in a city of 650,000", 1_000, 1e7)
    people_per_university = param(220_000, "people", "residents for one university open to adults", "assumed", 1_000, 1e7)
    people_per_centre = param(36_000, "people", "residents for one community learning centre", "assumed: 18 in Helsinki", 1_000, 1e7)
    starts = param(
        0.88, "1/year", "places in courses for each adult of 25-64", "calibrated: participation of row 44 with employers' courses", 0, 2
    )
    spare_instructors = param(1.0, "factor", "instructors at month 0 against those needed", "assumed", 1, 3)
    lag = param(9, "months", "until seats have followed demand", "evidence 8.0 (9): 6-12 months", 1, 60)
    keeps = param(0.55, "share", "least share of its first seats that a course keeps", "calibrated; staff and rooms are specific", 0, 1)
    hiring = param(0.02, "share/month", "fastest growth of a provider's instructors", "assumed: instructors are scarce", 0, 0.5)
    listens = param(0.3, "share", "of contents and seats that follow posted demand without a skills council", "evidence 8.1: .3", 0, 1)
    listening_lag = param(9, "months", "until posted demand has reached the catalogue", "evidence 8.1: 6-12 months", 1, 60)

    def prepare(self, city: Any) -> None:
        """Found the providers."""
        providers.found_providers(city, self.numbers)
        city.first_seats = city.offers.seats.copy()
        city.offers.places[:] = np.floor(city.offers.seats + 0.5)
        city.refit_conditions()

    def act(self, city: Any) -> None:
        """Listen to vacancies, move seats, find instructors, open what city hall pays for."""
        p, offers = self.numbers, city.offers
        listen(p, city.posts.columns, city.occupations.weight, city.memory.columns)
        aligned = min(1.0, self.listens + float(city.conditions.alignment[0]))
        update_contents(aligned, offers.columns, city.courses.direction, city.courses.work, city.memory.wanted[0])
        courses = city.courses
        offers.extra[:] = 0
        lag = max(1.0, p.lag * (1.0 - min(0.9, float(city.conditions.hastened[0]))))  # sooner than in a month seats would swing
        own_money = float(city.conditions.funding[0])
        move_seats(p, aligned, lag, own_money, offers.columns, city.providers.columns, courses.months, courses.work, city.seat_cost,
                   city.first_seats)  # fmt: skip
        own = providers.teaching(city, offers.seats)
        asked = self._open_extra_seats(city, own) if city.conditions.extra_seats.any() else 0.0
        self._hire_instructors(city.providers.instructors, self.spare_instructors * own + asked)
        providers.set_places(city.luck_for_ever("founding"), offers.columns, city.providers.columns)
        if city.conditions.closed_rooms.any():
            lost = providers.seats_lost(city)
            offers.places[:] = np.floor(offers.places * (1 - lost) + 0.5)

    def _open_extra_seats(self, city: Any, own: np.ndarray) -> np.ndarray:
        """Open what instructors beyond those of the providers' ``own`` seats can teach; returns instructors asked for."""
        offers = city.offers
        wanted = city.conditions.extra_seats.astype(np.float64)
        asked = providers.teaching(city, wanted.sum(axis=0))
        found = ((city.providers.instructors - own) / np.maximum(asked, 1e-12)).clip(0.0, 1.0)
        opened = wanted * found[offers.provider]
        offers.extra[:] = opened.sum(axis=0)
        for payer, euros in enumerate(opened @ city.seat_cost):
            if euros > 0:
                paid = city.hall.pay(city.levers[payer], euros, RECIPIENTS[TO_PROVIDERS])
                city.hall.seat(opened[payer] * city.seat_cost * (paid / euros))
        return asked

    def _hire_instructors(self, staff: np.ndarray, needed: np.ndarray) -> None:
        staff[:] = needed.clip(staff * (1 - self.hiring), staff * (1 + self.hiring))


@kernel
def listen(p, posts, weight, memory):
    """What vacancies ask for, domain by domain, smoothed."""
    asked, vacancies = np.zeros(8), 0
    for k in range(len(posts.vacant)):
        if posts.vacant[k] > 0:
            vacancies += 1
            for m in range(8):
                asked[m] += weight[posts.occupation[k], m]
    if vacancies > 0:
        for m in range(8):
            memory.wanted[0, m] += (asked[m] / vacancies - memory.wanted[0, m]) / p.listening_lag


@rule
def content(habit, wanted, aligned):
    """How much of a domain is taught: the provider's habit, bent towards what employers ask for."""
    return habit * ((1.0 - aligned) + aligned * 8.0 * wanted)


@kernel
def update_contents(aligned, offers, direction, work, wanted):
    """Contents and worth of every work course; other courses stay as they are."""
    for f in range(len(offers.course)):
        c = offers.course[f]
        if work[c] == 0:
            continue
        total, worth = 0.0, 0.0
        for m in range(8):
            offers.direction[f, m] = content(direction[c, m], wanted[m], aligned)
            total += offers.direction[f, m]
            worth += direction[c, m] * wanted[m] * 8.0
        for m in range(8):
            offers.direction[f, m] /= total
        offers.worth[f] = min(10.0, worth)


@kernel
def move_seats(p, aligned, lag, own_money, offers, providers, months, work, cost, first):
    """Seats drift towards applications and worth; the money a provider has for its seats stays the same."""
    spent, planned = np.zeros(len(providers.kind)), np.zeros(len(providers.kind))
    for f in range(len(offers.seats)):
        c = offers.course[f]
        applied = max(0.0, offers.applicants[f])
        asked = max(p.keeps * first[f], applied * months[c])
        if work[c] > 0:
            asked *= (1.0 - aligned) + aligned * offers.worth[f]
        spent[offers.provider[f]] += first[f] * cost[f] * own_money
        offers.seats[f] += (asked - offers.seats[f]) / lag
        planned[offers.provider[f]] += offers.seats[f] * cost[f]
    for f in range(len(offers.seats)):
        k = offers.provider[f]
        if planned[k] > spent[k]:
            offers.seats[f] *= spent[k] / planned[k]
