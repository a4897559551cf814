"""Who teaches adults, where, and what a seat costs."""

from typing import Any

import numpy as np

from sim.chance import draw, draws, luck
from sim.facts import CityFacts
from sim.kernels import kernel, rule
from sim.tables import Offers, Providers

COLLEGE, UNIVERSITY, CENTRE, ONLINE = range(4)


def found_providers(city: Any, p: Any) -> None:
    """Fill ``city.providers`` and ``city.offers``: sites where people work or live, seats as the catalogue shares them."""
    usual, taught = (p.people_per_college, p.people_per_university, p.people_per_centre), city.teaching
    per_site = [own or (usual[kind] if kind < len(usual) else np.inf) for kind, own in enumerate(taught.per_site)]
    sites = [site_districts(city.facts, kind, people, city.seed, taught.sites[kind]) for kind, people in enumerate(per_site)]
    providers = Providers(sum(len(s) for s in sites))
    providers.kind[:] = np.repeat(np.arange(len(sites)), [len(s) for s in sites])
    providers.district[:] = np.concatenate(sites)
    providers.id[:] = providers.kind.astype(int) * 1000 + np.concatenate([np.arange(len(s)) for s in sites])
    providers.quality[:] = 0.8 + 0.4 * draws(luck(city.seed, "founding", 500), providers.id)
    city.providers, city.offers = providers, make_offers(city, providers, p)
    city.instructors_per_seat, city.seat_cost = instructors_per_seat(city), seat_cost(city)
    providers.instructors[:] = p.spare_instructors * teaching(city, city.offers.seats)


def site_districts(facts: CityFacts, kind: int, people_per_site: float, seed: int, near: str) -> np.ndarray:
    """Districts of the providers of one kind: spread evenly over workplaces (colleges, universities) or homes."""
    weights = facts.jobs.sum(axis=1) if near == "workplaces" else facts.districts.people
    count = max(1, round(facts.people / people_per_site)) if np.isfinite(people_per_site) else 1
    ends = np.cumsum(weights)
    start = draws(luck(seed, "founding", 600 + kind), np.zeros(1, np.int64))[0]
    return np.searchsorted(ends, (np.arange(count) + start) / count * ends[-1])


def make_offers(city: Any, providers: Providers, p: Any) -> Offers:
    """Every provider offers the courses of its kind; seats follow the catalogue's share of learners."""
    courses = city.courses
    provider, course = np.nonzero(providers.kind[:, None] == courses.provider[None, :])
    offers = Offers(len(provider))
    offers.provider[:], offers.course[:] = provider, course
    adults = np.sum((city.residents.age >= 25 * 12) & (city.residents.age < 65 * 12))
    sharing = np.bincount(course, minlength=len(courses.provider))[course]
    starts = p.starts * adults * courses.share[course] / sharing
    offers.seats[:] = starts * courses.months[course] / 12
    offers.applicants[:] = starts / 12
    offers.direction[:] = courses.direction[course]
    return offers


def teaching(city: Any, seats: np.ndarray) -> np.ndarray:
    """Instructors needed to teach these seats, full-time equivalents by provider."""
    by_offer = seats * city.instructors_per_seat
    return np.bincount(city.offers.provider, weights=by_offer, minlength=len(city.providers))


def instructors_per_seat(city: Any) -> np.ndarray:
    """Full-time instructors for one seat of each offer: 80 hours of teaching a month, 12 to a class; online 200."""
    c = city.courses
    hours = c.hours / c.months / (80.0 * np.where(c.online > 0, 200.0, 12.0))
    return hours[city.offers.course]


def seat_cost(city: Any) -> np.ndarray:
    """Real euros a month for one model seat of each offer, what learners pay included."""
    c = city.courses
    return (c.cost / c.months)[city.offers.course] * city.weight


def unmet(city: Any) -> np.ndarray:
    """Where extra seats would be taken: seats asked for beyond the provider's own, and a tenth of these, by offer."""
    return queue(city) + 0.1 * city.offers.seats


def queue(city: Any) -> np.ndarray:
    """Seats asked for beyond the provider's own, as applications of the last year have it, by offer."""
    offers = city.offers
    return np.maximum(0.0, offers.applicants * city.courses.months[offers.course] - offers.seats).astype(np.float64)


def asked_for(city: Any) -> np.ndarray:
    """Extra seats that would not stand empty, and one in twenty beside the provider's own for those who have not asked yet, by offer."""
    return queue(city) + 0.05 * city.offers.seats


def seats_lost(city: Any) -> np.ndarray:
    """Share of the places of each offer that are lost with closed rooms and not made up for at a distance."""
    c, provider = city.conditions, city.offers.provider
    closed = c.closed_rooms[city.providers.district[provider]] * (city.courses.online[city.offers.course] == 0)
    return closed * (1 - min(1.0, float(c.backup[0])))


def offers_of(city: Any, kind: int | None = None, **flags: int) -> np.ndarray:
    """Rows of offers of a kind of provider whose course has these flags (threshold=1, work=1, ...)."""
    chosen = np.ones(len(city.offers), bool)
    if kind is not None:
        chosen &= (city.providers.kind == kind)[city.offers.provider]
    for flag, value in flags.items():
        chosen &= (getattr(city.courses, flag) == value)[city.offers.course]
    return np.flatnonzero(chosen)


@rule
def offer_name(provider_id, course):
    """Stable name of an offer: luck about it is keyed by this."""
    return provider_id * 64 + course


@kernel
def set_places(luck, offers, providers):
    """Whole seats: fractions are rounded by a threshold of the offer's own, so that sums are kept in the mean."""
    for f in range(len(offers.seats)):
        threshold = draw(luck, offer_name(providers.id[offers.provider[f]], offers.course[f]))
        offers.places[f] = int(offers.seats[f] + offers.extra[f] + threshold)
