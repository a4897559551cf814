"""Object model: who applies where, and who gets which job."""

from bisect import bisect_left

import numpy as np

from experiments.bench.plain import plain, signed
from sim.behaviours import hiring as choosing
from sim.behaviours import job_search as looking
from sim.chance import bell, draw, draw2, draw_about, word
from sim.pay import shortfall
from sim.tables import EMPLOYED, UNEMPLOYED

search, choice, missing = plain(looking), plain(choosing), shortfall.py_func
NOT_YET = 14
"""Occupation in which somebody looks who never had one, as in the model."""


class Application:
    """One application: who applies for which post."""

    def __init__(self, person: object, post: object, liking: float, contact: int) -> None:
        self.person, self.post, self.liking, self.contact, self.score = person, post, liking, contact, None


class Seeking:
    """What a resident does to find a job."""

    def fit(self, occupation: int) -> float:
        """1 when every requirement is met, 0 when each weighted one is missed by 2 SD."""
        needs, weights = self.model.need[occupation], self.model.weight[occupation]
        lack = 0.0
        for need, weight, skill in zip(needs, weights, self.skill, strict=True):
            lack += weight * missing(need, skill)
        return 1.0 - lack / 2.0

    def applications_to_send(self, luck: int, p: object) -> int:
        """How many applications go out this month; a spell of search grows by a month."""
        tally = self.model.tally
        if self.activity == UNEMPLOYED:
            self.searching += 1
            tally["unemployed_before"] += self.searching > 1
            studying = self.offer is not None
            burden = self.offer.course.load if studying else 0.0
            wish = search.effort(p, self.searching - 1.0, 1.0, burden, studying) * (p.prepared if self.entering else 1.0)
            self.entering = 0
            return min(int(looking.LOOKS // p.looks), int(wish + draw(luck, self.name)))
        if self.activity == EMPLOYED:
            tally["employed_before"] += 1
            return 2 if draw(luck, self.name) < search.chance_of_looking(p, self.tenure) else 0
        return 0

    def least_liking(self, p: object) -> float:
        """Liking below which nobody applies, and an employee stays where she is."""
        if self.activity != EMPLOYED:
            return p.wants
        employer = self.post.employer
        km = self.model.travel[self.district][employer.district]
        return p.pay * (employer.premium + p.gain) - p.distance * km

    def works_there(self, employer: object) -> int:
        """1 when an acquaintance works at this employer."""
        return int(any(friend and friend.post and friend.post.employer is employer for friend in self.friends))

    def apply(self, luck: int, p: object, sends: int, board: "Board") -> list[Application]:
        """Look at a few vacancies and apply to those liked best, best first."""
        home = self.occupation if self.occupation >= 0 else NOT_YET
        least, best, ticket = self.least_liking(p), [], signed(self.name * looking.LOOKS)
        usual = search.liking(p, self.model.premium[home], 0.0, self.fit(home))
        for look in range(int(sends * p.looks)):
            post = self.find(board, p, home, *draw2(luck, ticket + look))
            if post is None or any(known.post is post for known in best):
                continue
            contact = self.works_there(post.employer)
            like = self.reason(p, post) - usual + p.contact * contact
            like += p.whim * bell(draw_about(luck, self.name, post.name))
            if like >= least:
                best.append(Application(self, post, like, contact))
                best.sort(key=lambda application: -application.liking)
                del best[looking.MOST :]
        return best

    def find(self, board: "Board", p: object, home: int, u: float, place: float) -> object:
        """The vacancy that a look finds, or that an acquaintance tells of; None if there is none."""
        if place >= p.asks:
            return board.look(home, u, (place - p.asks) / (1.0 - p.asks))
        friend = self.friends[int(place / p.asks * len(self.friends))]
        return board.told.get(friend.post.employer) if friend and friend.post else None

    def reason(self, p: object, post: object) -> float:
        """How much a vacancy is liked, before acquaintances and whim."""
        employer = post.employer
        km = self.model.travel[self.district][employer.district]
        pay = employer.premium + self.model.premium[post.occupation]
        return search.liking(p, pay, km, self.fit(post.occupation))

    def start_job(self, post: object) -> None:
        """Take a post and leave the one held before."""
        tally = self.model.tally
        if self.activity == EMPLOYED:
            tally["hired_employed"] += 1
            self.leave_post(UNEMPLOYED)
        else:
            tally["hired_unemployed"] += 1
            tally["found_work"] += self.searching > 1
            tally["hired_long_term"] += 1 if self.searching >= 12 else 0
        post.holder, post.vacant = self, 0
        self.post, self.activity, self.occupation = post, EMPLOYED, post.occupation
        self.tenure, self.spell, self.searching = 0, 0, 0


class Board:
    """The vacancies of the month, by occupation, on a ring in the order of hashed names; and which one each staff tells of."""

    def __init__(self, luck: int, posts: list, near: list, arc: list) -> None:
        self.rings = [[] for _ in near]
        for post in posts:
            key = word(np.uint64(word(luck, post.employer.name)), post.slot) >> 16
            self.rings[post.occupation].append((key, post.name, post))
        for ring in self.rings:
            ring.sort(key=lambda place: place[0])
        self.keys = [[place[0] for place in ring] for ring in self.rings]
        told = sorted((place for ring in self.rings for place in ring), key=lambda place: -place[0])
        self.told = {post.employer: post for _, _, post in told}
        self.near, self.arc = near, arc

    def look(self, home: int, u: float, place: float) -> object:
        """A vacancy of some near occupation, at or after a drawn place on the ring."""
        row = self.near[home]
        occupation = next((o for o, upto in enumerate(row) if upto > u * row[-1]), len(row) - 1)
        ring = self.rings[occupation]
        wanted = int(place * 2.0**48)
        found = bisect_left(self.keys[occupation], wanted)
        if found == len(ring) or ring[found][0] - wanted > self.arc[occupation]:
            return None
        return ring[found][2]


def job_search(city: object) -> None:
    """List the vacancies, then let every seeker look and apply."""
    p, luck = city.p.job_search, city.luck("searching")
    posts = [post for employer in city.employers for post in employer.posts if post.vacant > 0]
    city.posted = len(posts)
    city.tally["posted"] = len(posts)
    board, browsing = Board(city.luck("browsing"), posts, city.near, city.arc), city.luck("browsing")
    sending = [(person, person.applications_to_send(luck, p)) for person in city.people]
    city.applications = [person.apply(browsing, p, sends, board) for person, sends in sending if sends > 0]
    city.tally["applications"] += sum(map(len, city.applications))


def hiring(city: object) -> None:
    """Score the applications, settle the offers, move people."""
    p, luck = city.p.hiring, city.luck("ranking")
    received = [application for sent in city.applications for application in sent]
    for application in received:
        application.score = score(p, luck, city, application)
    judge(p, city.memory, received)
    winners = settle(city.applications)
    for post, application in winners.items():
        person = application.person
        city.tally["hired_contact"] += application.contact
        below = person.attainment >= 5 and city.level[post.occupation] < 5
        city.tally["overqualified_hires"] += 1 if below else 0
        person.start_job(post)
    if city.posted:
        city.memory.filling += p.memory * (len(winners) / city.posted - city.memory.filling)


def judge(p: object, memory: object, received: list[Application]) -> None:
    """Nobody is taken below the standard, which follows the usual score."""
    standard, usual = memory.standard, sum(application.score for application in received) / max(1, len(received))
    for application in received:
        if application.score < standard - p.waiting * min(application.post.vacant, 12):
            application.score = None
    if received:
        memory.standard += (usual + p.above - standard) / p.adapts


def score(p: object, luck: int, city: object, application: Application) -> float:
    """How an employer sees an applicant."""
    person, post = application.person, application.post
    showing = bell(draw_about(luck, person.name, post.name))
    short = city.occupation_schooling[post.occupation] - person.schooling
    bias = post.employer.bias * (person.foreign + person.disabled)
    searching = person.searching if person.activity == UNEMPLOYED else 0
    return choice.suitability(p, person.fit(post.occupation), person.credential, short, application.contact, searching,
                              bias, person.age / 12.0, showing)  # fmt: skip


def settle(applications: list[list[Application]]) -> dict:
    """Deferred acceptance, applicants proposing: the winning application of each post."""
    winner: dict = {}
    waiting = [iter(sent) for sent in applications]
    sender = {application: proposer for proposer, sent in zip(waiting, applications, strict=True) for application in sent}
    for proposer in waiting:
        while proposer is not None:
            application = next(proposer, None)
            if application is None:
                break
            held = winner.get(application.post)
            if application.score is not None and (held is None or application.score > held.score):
                winner[application.post] = application
                proposer = sender[held] if held else None
    return winner
