"""Object model: providers and their courses, who enrols, and what a month of a course does."""

from bisect import bisect_right
from itertools import accumulate
from typing import Any

import mesa

from experiments.bench.plain import plain
from sim.behaviours import course_supply as supplying
from sim.behaviours import enrolment as enrolling
from sim.behaviours import studying as learning
from sim.chance import draw, draw_about
from sim.groups import education_of
from sim.providers import CENTRE
from sim.tables import EMPLOYED, ENROLLED, NO_SEAT, NO_WISH, UNAWARE

supply, wishing, study = plain(supplying), plain(enrolling), plain(learning)
level_of = education_of.py_func


class ObjectProvider(mesa.Agent):
    """A school for adults, with its offers."""

    def __init__(self, model: mesa.Model, values: dict) -> None:
        super().__init__(model)
        self.__dict__.update(values)
        self.offers: list[ObjectOffer] = []

    def move_seats(self, p: object, aligned: float) -> None:
        """Seats drift towards applications and worth, within the money the provider has for its seats."""
        spent = sum(offer.first_seats * offer.cost for offer in self.offers)
        for offer in self.offers:
            asked = max(p.keeps * offer.first_seats, max(0.0, offer.applicants) * offer.course.months)
            if offer.course.work > 0:
                asked *= (1.0 - aligned) + aligned * offer.worth
            offer.seats += (asked - offer.seats) / p.lag
        planned = sum(offer.seats * offer.cost for offer in self.offers)
        if planned > spent:
            for offer in self.offers:
                offer.seats *= spent / planned
        self.hire_instructors(p)

    def hire_instructors(self, p: object) -> None:
        """Instructors follow the seats, slowly."""
        needed = p.spare_instructors * sum(offer.seats * offer.teaching for offer in self.offers)
        slow, fast = self.instructors * (1 - p.hiring), self.instructors * (1 + p.hiring)
        self.instructors = min(fast, max(slow, needed))


class ObjectOffer:
    """One course at one provider."""

    def __init__(self, values: dict, provider: ObjectProvider, course: object) -> None:
        self.__dict__.update(values)
        self.provider, self.course, self.wishes = provider, course, []
        self.name = supplying.providers.offer_name.py_func(provider.name, course.row)

    def listen(self, aligned: float, wanted: list) -> None:
        """Contents and worth follow what employers ask for."""
        if self.course.work == 0:
            return
        taught = [supply.content(habit, asked, aligned) for habit, asked in zip(self.course.direction, wanted, strict=True)]
        total = sum(taught)
        self.direction = [share / total for share in taught]
        self.worth = min(10.0, sum(h * w * 8.0 for h, w in zip(self.course.direction, wanted, strict=True)))

    def give_seats(self, p: object) -> list:
        """Seats by lot; returns the wishes that get one."""
        self.applicants += (len(self.wishes) - self.applicants) / p.memory
        self.wishes.sort(key=lambda wish: -wish[1])
        free = max(0, self.places - self.enrolled)
        for person, _ in self.wishes[free:]:
            person.refusal, person.barriers = NO_SEAT, 1 << NO_SEAT
        self.refused = len(self.wishes[free:])
        return self.wishes[:free]


class Catalogue:
    """Offers among which looks fall in proportion to their seats of month 0."""

    def __init__(self, offers: list[ObjectOffer]) -> None:
        self.offers, self.ends = offers, list(accumulate(offer.first_seats for offer in offers))

    def at(self, u: float) -> ObjectOffer:
        """The offer at share u of the seats."""
        return self.offers[min(bisect_right(self.ends, u * self.ends[-1]), len(self.ends) - 1)]


class Learning:
    """What a resident does to learn as an adult."""

    def leave_course(self) -> None:
        """Attend no course any longer."""
        self.offer: Any = None
        self.months_left = 0

    def learning_friends(self) -> float:
        """Share of acquaintances who learned something in the last year."""
        friends = [friend for friend in self.friends if friend]
        return sum(friend.learned < 12 for friend in friends) / len(friends) if friends else 0.0

    def taught_level(self, offer: ObjectOffer) -> float:
        """Skill in what a course teaches."""
        return sum(share * skill for share, skill in zip(offer.direction, self.skill, strict=True))

    def consider_learning(self, luck: int, choosing: int, lot: int, p: object) -> None:
        """Now and then weigh a few courses against none."""
        if self.activity < EMPLOYED or self.offer is not None or self.age > 80 * 12:
            return
        if draw(luck, self.name) >= p.considers:
            return
        friends, education = self.learning_friends(), level_of(self.attainment)
        want = wishing.wish(p, education, self.activity, self.aspiration, friends)
        nothing = wishing.gumbel(draw_about(choosing, self.name, -1))
        choice, self.refusal, named = self.weigh_courses(luck, choosing, p, want, nothing)
        if choice and not self.aware and not self.finds_out(luck, p):
            choice, self.refusal, named = None, UNAWARE, 1 << UNAWARE
        self.barriers = 0 if self.refusal == NO_WISH else named or 1 << self.refusal
        if choice:
            choice.wishes.append((self, draw(lot, self.name)))
        self.model.tally["wished"] += 1 if choice or self.refusal != NO_WISH else 0

    def finds_out(self, luck: int, p: object) -> bool:
        """Whether somebody whom nobody told looks for what is on offer, and finds it."""
        self.aware = int(draw_about(luck, self.name, -1) < p.searches)
        return bool(self.aware)

    def weigh_courses(self, luck: int, choosing: int, p: object, want: float, nothing: float) -> tuple:
        """The course liked best, None if none is; what weighs most against learning; and every barrier that is named."""
        best, best_free, choice, reason, named = nothing, nothing, None, NO_WISH, 0
        for look in range(int(p.looks) if self.aware else 1):
            offer = self.look_at_course(luck, p, look)
            course, fits = offer.course, self.is_suitable(p, offer)
            if fits != NO_WISH:
                reason = fits if reason == NO_WISH and want > nothing else reason
                continue
            barriers = self.weights_against(p, offer)
            gain = self.promise_of(p, offer)
            taste = wishing.gumbel(draw_about(choosing, self.name, offer.name)) + (p.online if course.online else 0.0)
            free = want + gain + taste
            hours, care, cost, way, ill = barriers
            if free - cost - hours - care - way - ill > best:
                best, choice = free - cost - hours - care - way - ill, offer
            if free > best_free:
                best_free, reason, named = free, wishing.biggest(*barriers), wishing.all_named(p, *barriers)
        return choice, reason, named

    def look_at_course(self, luck: int, p: object, look: int) -> ObjectOffer:
        """An offer met; who lacks the language looks at courses in it first."""
        if self.language < p.enough and self.model.tongue.offers and draw_about(luck, self.name, 192 + look) < p.tongue:
            return self.model.tongue.at(draw_about(luck, self.name, 256 + look))
        return self.model.catalogue.at(draw_about(luck, self.name, look))

    def is_suitable(self, p: object, offer: ObjectOffer) -> int:
        """Whether a course is admitted to, and has something new to say; as the code of a barrier."""
        course = offer.course
        if course.language > 0.0:
            return wishing.suitable_tongue(p, course.entry, self.attainment, self.language)
        return wishing.suitable(course.entry, course.credit, course.level, self.attainment, self.taught_level(offer))

    def promise_of(self, p: object, offer: ObjectOffer) -> float:
        """What a work course promises."""
        gap = max(0.0, offer.course.level - self.taught_level(offer))
        gap += 2.0 * wishing.lacks(p, self.language) * wishing.taught_there(offer.course.language)
        return wishing.promise(p, gap, offer.worth, self.age / 12.0) if offer.course.work > 0 else 0.0

    def weights_against(self, p: object, offer: ObjectOffer) -> tuple[float, float, float, float, float]:
        """What schedule, care, price, distance and health weigh."""
        course, provider = offer.course, offer.provider
        price = wishing.own_price(p, course.price, course.work, self.activity)
        km = self.model.travel[self.district][provider.district]
        return (
            wishing.time_barrier(p, course.load, self.activity, 0.0),
            wishing.care_barrier(p, course.load, self.household.young, self.sex, 0.0),
            wishing.cost_barrier(p, price, self.equivalised),
            wishing.distance_barrier(p, km, course.online, provider.kind == CENTRE, 0.0),
            wishing.loss_by_health(p, self.limitation),
        )

    def start_course(self, offer: ObjectOffer) -> None:
        """Take a seat."""
        self.offer, self.months_left, self.learned = offer, offer.course.months, 0
        self.refusal, self.barriers = ENROLLED, 0
        offer.enrolled += 1
        self.model.tally["started"] += 1

    def study(self, luck: int, p: object) -> None:
        """A month of lessons; then go on, complete or drop out."""
        if self.offer is None:
            return
        course, quality, self.learned = self.offer.course, self.offer.provider.quality, 0
        for m, share in enumerate(self.offer.direction):
            self.skill[m] += study.lesson(
                p, course.hours / course.months, share, self.skill[m], course.level, self.ability, quality, course.online
            )
        self.months_left -= 1
        risk = study.chance_of_leaving(p, course.online, self.skill[0], self.household.young, 0.0)
        if self.months_left <= 0:
            self.complete_course(p, course)
        elif draw(luck, self.name) < risk:
            self.leave_course()
            self.model.tally["dropped_out"] += 1

    def complete_course(self, p: object, course: object) -> None:
        """A certificate, perhaps a qualification."""
        self.leave_course()
        self.model.tally["completed"] += 1
        if course.credit > self.attainment:
            self.attainment, self.schooling = course.credit, study.schooling_with(course.credit, self.schooling)
        if course.work > 0 and self.age < 68 * 12:
            self.trained = 0 if self.activity >= EMPLOYED and course.hours >= 40.0 else self.trained
            self.credential = min(3.0, self.credential + (p.signal_credit if course.credit > 0 else p.signal))


def course_supply(city: object) -> None:
    """Listen to vacancies, move seats, find instructors."""
    p, asked, vacancies = city.p.course_supply, [0.0] * 8, 0
    for employer in city.employers:
        for post in employer.posts:
            if post.vacant > 0:
                vacancies += 1
                asked = [total + use for total, use in zip(asked, city.weight[post.occupation], strict=True)]
    if vacancies > 0:
        wanted = zip(city.memory.wanted, asked, strict=True)
        city.memory.wanted = [was + (now / vacancies - was) / p.listening_lag for was, now in wanted]
    aligned = min(1.0, p.listens)
    for offer in city.offers:
        offer.listen(aligned, city.memory.wanted)
    city.providers.do("move_seats", p, aligned)
    for offer in city.offers:
        offer.places = int(offer.seats + draw(city.luck_for_ever("founding"), offer.name))
        offer.refused = 0


def enrolment(city: object) -> None:
    """Count the seats taken, gather wishes, give out seats, start courses."""
    p = city.p.enrolment
    for offer in city.offers:
        offer.enrolled, offer.wishes = 0, []
    for person in city.people:
        if person.offer:
            person.offer.enrolled += 1
    city.people.do("consider_learning", city.luck("considering"), city.luck("choosing_course"), city.luck("lot"), p)
    for offer in city.offers:
        for person, _ in offer.give_seats(p):
            person.start_course(offer)


def studying(city: object) -> None:
    """Every learner has a month of lessons."""
    city.people.do("study", city.luck("dropping_out"), city.p.studying)
