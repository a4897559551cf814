"""Object model: who applies where, and who gets which job."""

from bisect import bisect_left, bisect_right
from collections import Counter

import numpy as np

from experiments.bench.plain import plain, signed
from sim.behaviours import hiring as choosing
from sim.behaviours import job_search as looking
from sim.chance import bell, draw, draw2, draw_about, word
from sim.origins import COMPULSORY
from sim.pay import command, shortfall
from sim.tables import EMPLOYED, UNEMPLOYED

search, choice, missing, share_usable = plain(looking), plain(choosing), shortfall.py_func, command.py_func
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

    def command_for(self, occupation: int) -> float:
        """Share of a skill that can be used with one's command of the language that the work asks for."""
        return share_usable(self.language, self.model.spoken[occupation])

    def usable_fit(self, occupation: int) -> float:
        """Fit in the language that the work asks for."""
        return self.fit(occupation) * self.command_for(occupation)

    def applications_to_send(self, luck: int, p: object, urge: float) -> int:
        """How many applications go out this month; a spell of search grows by a month."""
        tally = self.model.tally
        if self.activity == UNEMPLOYED:
            self.searching += 1
            tally["unemployed_before"] += self.searching > 1
            studying = self.offer is not None
            burden = self.offer.course.load if studying else 0.0
            wish = urge * search.effort(p, self.searching - 1.0, 1.0, burden, studying) * (p.prepared if self.entering else 1.0)
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
        return p.pay * (employer.premium + self.match + p.gain) - p.distance * km

    def works_there(self, employer: object) -> int:
        """1 when an acquaintance works at this employer."""
        return int(any(friend and friend.post and friend.post.employer is employer for friend in self.friends))

    def apply(self, lucks: tuple[int, int], p: object, luck_sd: float, sends: int, board: "Board") -> list[Application]:
        """Look at a few vacancies and apply to those liked best, best first; what is not advertised an acquaintance must tell."""
        luck, matching = lucks
        home = self.occupation if self.occupation >= 0 else NOT_YET
        least, best, ticket = self.least_liking(p), [], signed(self.name * looking.LOOKS)
        usual = search.liking(p, self.model.premium[home], 0.0, self.usable_fit(home))
        for look in range(int(sends * p.looks)):
            u, place = draw2(luck, ticket + look)
            post = self.be_told(board, place / p.asks) if place < p.asks else self.see(board, luck, p, look, home, u, place)
            if post is None or any(known.post is post for known in best):
                continue
            contact = self.works_there(post.employer)
            like = self.liking_of(p, post) - usual
            like += p.custom * search.usual_for_sex(self.model.women[post.occupation], self.sex)
            like += p.whim * bell(draw_about(luck, self.name, post.name))
            like += p.pay * luck_sd * bell(draw_about(matching, self.name, post.name))
            like += p.contact * contact
            if like >= least and (contact or post not in board.hidden):
                best.append(Application(self, post, like, contact))
                best.sort(key=lambda application: -application.liking)
                del best[looking.MOST :]
        return best

    def be_told(self, board: "Board", u: float) -> object:
        """The vacancy that an acquaintance tells of; None if there is none."""
        friend = self.friends[int(u * len(self.friends))]
        return board.told.get(friend.post.employer) if friend and friend.post else None

    def see(self, board: "Board", luck: int, p: object, look: int, home: int, u: float, place: float) -> object:
        """The vacancy that a look finds, into occupations near one's own or into simple work; None if there is none."""
        lost = 1.0 - self.command_for(home)
        simple = (p.simple + (1.0 - p.simple) * p.speechless * lost) * (self.activity == UNEMPLOYED)
        way = search.where_to_look(luck, self.name, look, 0.0, simple)
        return board.look(way, home, u, (place - p.asks) / (1.0 - p.asks))

    def liking_of(self, p: object, post: object) -> float:
        """How much a vacancy is liked, before acquaintances and whim."""
        employer = post.employer
        km = self.model.travel[self.district][employer.district]
        pay = employer.premium + self.model.premium[post.occupation]
        return search.liking(p, pay, km, self.usable_fit(post.occupation))

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
        self.take_post(post)

    def take_post(self, post: object) -> None:
        """Begin in a post: what was learned in another occupation counts no longer."""
        self.practice *= self.occupation == post.occupation
        post.holder, post.vacant = self, 0
        self.post, self.activity, self.occupation = post, EMPLOYED, post.occupation
        self.tenure, self.spell, self.searching = 0, 0, 0


class Board:
    """The vacancies of the month, by occupation, on a ring in the order of hashed names; which ones staff tell of; which are hidden."""

    def __init__(self, luck: int, posts: list, near: list, hidden: set) -> None:
        self.rings = [[] for _ in range(len(near[0]) + 1)]
        for post in posts:
            key = word(np.uint64(word(luck, post.employer.name)), post.slot) >> 16
            self.rings[post.occupation].append((key, post.name, post))
        for ring in self.rings:
            ring.sort(key=lambda place: place[0])
        self.keys = [[place[0] for place in ring] for ring in self.rings]
        told = sorted((place for ring in self.rings for place in ring), key=lambda place: -place[0])
        self.told = {post.employer: post for _, _, post in told}
        self.near, self.hidden = near, hidden

    def look(self, way: int, home: int, u: float, place: float) -> object:
        """The first vacancy of some near or simple occupation from a drawn place on, round the ring; None if nothing is vacant there."""
        row = self.near[way][home]
        occupation = bisect_right(row, u * row[-1])
        ring = self.rings[occupation]
        found = bisect_left(self.keys[occupation], int(place * 2.0**48))
        return ring[found % len(ring)][2] if ring else None


def job_search(city: object) -> None:
    """List the vacancies, then let every seeker look and apply."""
    p, m, luck, browsing = city.p.job_search, city.memory, city.luck("searching"), city.luck("browsing")
    posts = [post for employer in city.employers for post in employer.posts if post.vacant > 0]
    public = city.luck_for_ever("browsing")
    board = Board(browsing, posts, city.near, {post for post in posts if draw(public, post.name) >= p.public})
    city.vacant, city.tally["posted"] = posts, len(posts)
    urge, lucks = city.urge(m.hits, m.usual_hits), (browsing, city.luck("matching"))
    sending = [(person, person.applications_to_send(luck, p, urge)) for person in city.people]
    city.applications = [person.apply(lucks, p, city.p.wages.luck_sd, sends, board) for person, sends in sending if sends > 0]
    city.tally["applications"] += sum(map(len, city.applications))


def hiring(city: object) -> None:
    """Rank the applications where employers decide, settle the offers, move people."""
    p, lucks = city.p.hiring, (city.luck("ranking"), city.luck_for_ever("ranking"))
    received = [application for sent in city.applications for application in sent]
    shown, decided = choice.weight_shown(p.in_slumps, city.memory.filling, city.usual_filling), decided_this_month(city, p)
    for application in received:
        application.score = score(p, lucks, shown, city, application) if application.post in decided else None
    winners = settle(city.applications)
    for post, application in winners.items():
        person = application.person
        city.tally["hired_contact"] += application.contact
        below = person.attainment >= 5 and city.level[post.occupation] < 5
        city.tally["overqualified_hires"] += 1 if below else 0
        person.start_job(post)
    remember(city, p, len(received), winners)


def decided_this_month(city: object, p: object) -> set:
    """Vacancies on which their employers find the time to decide."""
    luck, vacancies = city.luck("screening"), Counter(post.employer for post in city.vacant)
    chance = {employer: choice.chance_of_choosing(p, employer.headcount, number) for employer, number in vacancies.items()}
    return {post for post in city.vacant if draw(luck, post.name) < chance[post.employer]}


def score(p: object, lucks: tuple[int, int], shown: float, city: object, application: Application) -> float | None:
    """How an employer sees an applicant; None who cannot do the work at all, or lacks the papers for it."""
    (luck, which), person, post = lucks, application.person, application.post
    fitting = person.usable_fit(post.occupation)
    if fitting < p.floor:
        return None
    if person.unrecognised > 0.0 and choice.needs_papers(which, post.name, city.regulated[post.occupation]):
        return None
    showing = bell(draw_about(luck, person.name, post.name))
    short = city.occupation_schooling[post.occupation] - person.schooling + person.unrecognised
    handicap = post.employer.bias * choice.handicap_of(p, person.origin, person.limitation) * (1.0 - application.contact)
    lost = p.papers * min(person.unrecognised, max(0.0, city.occupation_schooling[post.occupation] - COMPULSORY))
    searching = person.searching if person.activity == UNEMPLOYED else 0
    return choice.suitability(p, fitting, person.credential * shown, short, application.contact, searching,
                              handicap, lost, person.age / 12.0, showing)  # fmt: skip


def remember(city: object, p: object, applications: int, winners: dict) -> None:
    """How many vacancies there were and how many were filled, by occupation and in the city; how many applications met a hire."""
    m, filled = city.memory, len(winners)
    posted, hired = (Counter(post.occupation for post in posts) for posts in (city.vacant, winners))
    for occupation, trade in enumerate(city.trades):
        trade.remember_filling(p.memory, posted[occupation], hired[occupation])
    if applications > 0:
        m.hits += p.memory * (filled / applications - m.hits)
        m.usual_hits += (m.hits - m.usual_hits) / p.used_to
    if city.vacant:
        m.filling += p.memory * (filled / len(city.vacant) - m.filling)


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
