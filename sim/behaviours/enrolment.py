"""Step 8: who wishes to learn, which course does she choose, who gets the seat, and if not: why not?"""

from collections import namedtuple
from typing import Any

import numpy as np

from sim.catalogue import Behaviour
from sim.chance import draw, draws, ln, word
from sim.declare import param
from sim.groups import education_of
from sim.kernels import inlined, kernel, rule
from sim.providers import offer_name
from sim.skilled import weighted_skill
from sim.tables import (
    COST,
    DISTANCE,
    EMPLOYED,
    ENROLLED,
    FAMILY,
    HEALTH,
    INACTIVE,
    NO_OFFER,
    NO_SEAT,
    NO_TIME,
    NO_WISH,
    NOT_ADMITTED,
    RETIRED,
    SEVERE_LIMITATION,
    SOME_LIMITATION,
    UNAWARE,
    UNEMPLOYED,
)
from sim.tally import STARTED, WISHED

Wishes = namedtuple("Wishes", ["person", "offer", "lot", "alone"])
GUIDE = 1024


class Enrolment(Behaviour):
    """Now and then an adult considers learning. If she knows what is on offer she weighs a few courses against none.

    A logit over return, price, distance, time and care; acquaintances who learn make it likelier. Seats that
    are short are given by declared priority, then by lot. Whoever does not learn keeps the reason: the barrier that
    weighs most, no seat, or, when nothing else keeps her away, that nobody told her.
    """

    considers = param(0.0715, "share/month", "of adults who consider a course", "calibrated: participation of row 44", 0, 1)
    looks = param(4, "courses", "weighed at a time", "assumed", 1, 12)
    low = param(-1.45, "log-odds", "wish to learn, ISCED 0-2", "calibrated: participation by education, row 46", -5, 5)
    medium = param(-1.05, "log-odds", "the same, ISCED 3-4", "as above", -5, 5)
    high = param(1.05, "log-odds", "the same, ISCED 5-8", "as above", -5, 5)
    jobless = param(-0.85, "log-odds", "extra wish of the unemployed", "calibrated; activation", -3, 3)
    elderly = param(-1.4, "log-odds", "extra wish of pensioners and those outside the labour force", "calibrated: row 47", -5, 3)
    peers = param(1.0, "log-odds", "when all acquaintances learn, against none", "assumed: 8.0 (8), small peer effect", 0, 5)
    returns = param(0.8, "log-odds/SD", "for a gap in wanted skills that a work course can close, fading to 65", "assumed", 0, 5)
    price = param(
        3.0, "log-odds", "loss when a course costs a month's income", "calibrated; order of row 51, 2-5 points per EUR 1,000", 0, 10
    )
    placed = param(0.8, "share", "of the price of a work course that the employment service pays for the unemployed",
                   "assumed: labour market training is free of charge in Finland, other courses are not", 0, 1)  # fmt: skip
    health = param(2.2, "log-odds", "loss from a severe limitation", "calibrated; health is named by 8-12%, row 49", 0, 10)
    some = param(0.35, "log-odds", "the same with some limitation", "assumed", 0, 10)
    named = param(
        0.295, "share", "of the biggest barrier from which another one is named too", "calibrated; surveys take several answers", 0.05, 1
    )
    searches = param(1.0, "share", "of those whom nothing else keeps away who look for an offer they do not know, and find one",
                     "calibrated; Bulgarian survey of row 49: few search, 84% of them find", 0, 1)  # fmt: skip
    distance = param(0.027, "log-odds/km", "loss with distance", "calibrated; row 52, .05-.15 per km", 0, 1)
    time = param(
        2.05, "log-odds", "loss of a full-time course for somebody in work", "calibrated; schedule is the first barrier, row 49", 0, 10
    )
    leisure = param(0.25, "share", "of that loss for somebody without work", "calibrated: rows 45 and 47, the unemployed", 0, 1)
    care = param(3.48, "log-odds", "a mother's loss from caring for young children",
                 "calibrated; family is the second barrier, row 49", 0, 10)  # fmt: skip
    fathers = param(0.645, "share", "of that loss for a father",
                    "calibrated; Adult Education Survey, remembered: 25% of men, 40% of women name family", 0, 1)  # fmt: skip
    enough = param(
        0.75, "share", "command of the language from which nobody needs a course in it", "assumed: B2, as most work asks", 0.1, 1
    )
    tongue = param(0.5, "share", "of looks of people who need the language that go to courses in it",
                   "assumed: employment services and friends send newcomers there first", 0, 1)  # fmt: skip
    online = param(-0.7, "log-odds", "liking of online courses", "assumed: row 60", -5, 5)
    exempt = param(0.25, "share", "of a work course that somebody whose prior learning is certified need not attend", "assumed", 0, 1)
    dearer = param(0.75, "share", "by which prices rise in the end where all learners have vouchers and most are turned away",
                   "assumed: Cellini and Goldin 2014, aided colleges charge 75% more, remembered", 0, 3)  # fmt: skip
    repricing = param(12, "months", "until a price has followed", "assumed: catalogues are printed once a year", 1, 60)
    skims = param(0.0, "rate/SD", "at which providers who are paid for success turn applicants of little basic skill away, below the mean",
                  "assumed: none, everybody may compete for a seat; evidence V2: strong cream-skimming; 8.2 (8)", 0, 10)  # fmt: skip
    memory = param(12, "months", "over which providers average applications", "assumed", 1, 60)

    def prepare(self, city: Any) -> None:
        """Offers are looked at in proportion to their seats of month 0; where there are none, only those pointed to."""
        self.ends = np.cumsum(city.first_seats, dtype=np.float64)
        guide = np.searchsorted(self.ends, np.arange(GUIDE) / GUIDE * self.ends[-1], side="right")
        self.guide = np.minimum(guide, len(self.ends) - 1).astype(np.int32)
        self.spoken = np.where(city.courses.language[city.offers.course] > 0, city.first_seats, 0.0)

    def act(self, city: Any) -> None:
        """Count the seats taken, gather wishes, give out seats, pay vouchers, start courses."""
        offers, r, c = city.offers.columns, city.residents.columns, city.conditions.columns
        count_seats_taken(r.offer, offers.enrolled)
        wishes = consider(
            city.luck("considering"), city.luck("choosing_course"), city.luck("lot"), self.numbers, self.ends, self.guide, self.spoken,
            r, city.households.columns, offers, city.providers.columns, city.courses, city.facts.travel, c, city.tally,
        )  # fmt: skip
        order = np.argsort(-wishes.lot, kind="stable")
        if self.skims > 0:
            order = order[~self._turned_away(city, wishes.person[order])]
        admitted = give_seats(order, self.memory, wishes.person, wishes.offer, r, offers)
        self._start(city, wishes, admitted)

    def _turned_away(self, city: Any, people: np.ndarray) -> np.ndarray:
        """Applicants whom providers do not want, as a mask; for them it is as if there were no seat."""
        r = city.residents
        chance = 1.0 - np.exp(-self.skims * np.maximum(0.0, -r.skill[people, 0]))
        away = draws(city.luck("screening"), r.id[people]) < chance
        r.refusal[people[away]], r.barriers[people[away]] = NO_SEAT, 1 << NO_SEAT
        return away

    def _start(self, city: Any, wishes: Wishes, admitted: np.ndarray) -> None:
        hall, c = city.hall, city.conditions
        pool = hall.pool()
        spent, aided = np.zeros((len(city.levers), 3)), np.zeros((2, len(city.offers)))
        people, offers, alone = wishes.person[admitted], wishes.offer[admitted], wishes.alone[admitted]
        given = np.zeros(len(admitted))
        start(self.numbers, people, offers, alone, city.residents.columns, city.offers.columns, city.courses, c.committed, c.voucher,
              c.voucher_most, city.weight, pool, spent, given, aided, city.tally)  # fmt: skip
        if aided[1].any() or (city.offers.dearer > 1).any():
            reprice(self.numbers, city.offers.columns, aided, len(city.courses.price))
        for payer in range(len(pool)):
            hall.settle(payer, spent[payer])
        if given.any():
            hall.hand(people, given)


@rule
def wish(p, education, activity, aspiration, learning_friends):
    """Log-odds of wishing to learn, before looking at any course."""
    base = p.low if education == 0 else (p.medium if education == 1 else p.high)
    place = p.jobless if activity == UNEMPLOYED else (p.elderly if activity == INACTIVE or activity == RETIRED else 0.0)
    return base + place + aspiration + p.peers * learning_friends


@rule
def chance_of_considering(p, invited):
    """Monthly chance that somebody considers a course: of her own accord, or because somebody sits down with her and asks."""
    return p.considers + (1.0 - p.considers) * invited


@rule
def loss_by_health(p, limitation):
    """How much health takes from the liking of any course, log-odds."""
    return p.health if limitation == SEVERE_LIMITATION else (p.some if limitation == SOME_LIMITATION else 0.0)


@rule
def lacks(p, language):
    """How much of the language that most work asks for somebody lacks, 0-1."""
    return max(0.0, 1.0 - language / p.enough)


@rule
def taught_there(hours):
    """Share of the way to the language that so many hours in class are seen as, 0-1."""
    return min(1.0, hours / 1000.0)


@rule
def own_price(p, price, work, activity):
    """What a learner pays without any lever."""
    return price * (1.0 - p.placed) if work > 0 and activity == UNEMPLOYED else price


@rule
def net_price(price, share, most):
    """What a payer leaves to be paid, for one payer."""
    return price - min(share * price, most)


@rule
def cost_barrier(p, price, income):
    """Loss of liking from the price, against a month's income."""
    return p.price * price / max(income, 100.0)


@rule
def time_barrier(p, load, activity, time_help):
    """Loss of liking from the schedule: work takes the day; everybody else has less to give up."""
    busy = 1.0 if activity == EMPLOYED else p.leisure
    return p.time * load * busy * (1.0 - time_help)


@rule
def care_barrier(p, load, young, woman, care_help):
    """Loss of liking from caring for young children."""
    share = 1.0 if woman else p.fathers
    return p.care * share * (0.5 + load) * (1.0 - care_help) if young > 0 else 0.0


@rule
def distance_barrier(p, kilometres, online, centre, satellite):
    """Loss of liking from the way to the course."""
    near = satellite if centre else 0.0
    return 0.0 if online else p.distance * kilometres * (1.0 - near)


@rule
def promise(p, gap, worth, years):
    """What a work course promises: the gap it closes, if employers want it, while there are years to use it."""
    return p.returns * min(1.5, gap) * worth * max(0.0, (65.0 - years) / 40.0)


@rule
def suitable(entry, credit, level, attainment, skill):
    """0 suitable; else NOT_ADMITTED below the entry level, NO_OFFER when there is nothing in it for her."""
    if attainment < entry:
        return NOT_ADMITTED
    if level == 1 and credit > 0 and attainment >= credit:
        return NO_OFFER
    return NO_OFFER if skill > 0.5 + 0.9 * level else NO_WISH


@rule
def suitable_tongue(p, entry, attainment, language):
    """The same for a course in the language of the city: for whoever lacks it, however skilled."""
    if attainment < entry:
        return NOT_ADMITTED
    return NO_WISH if language < p.enough else NO_OFFER


@rule
def biggest(time, care, cost, way, health):
    """The barrier that weighs most."""
    most, reason = time, NO_TIME
    if care > most:
        most, reason = care, FAMILY
    if cost > most:
        most, reason = cost, COST
    if way > most:
        most, reason = way, DISTANCE
    return HEALTH if health > most else reason


@rule
def all_named(p, time, care, cost, way, health):
    """Every barrier that comes near the biggest, as a survey that takes several answers hears it."""
    least = p.named * max(time, care, cost, way, health)
    named = (time >= least) << NO_TIME | (care >= least) << FAMILY | (cost >= least) << COST
    return named | (way >= least) << DISTANCE | (health >= least) << HEALTH


@rule
def months_to_attend(p, months, work, assessed):
    """How long a course takes: shorter at work courses for those whose prior learning is certified."""
    return max(1, int(months * (1.0 - p.exempt) + 0.5)) if assessed and work else months


@rule
def price_factor(p, factor, with_voucher, turned_away):
    """Price against the catalogue a month later: vouchers and a queue let providers ask for more, with a lag."""
    return factor + (1.0 + p.dearer * with_voucher * turned_away - factor) / p.repricing


@rule
def gumbel(u):
    """The luck of a choice in a logit."""
    return -ln(-ln(u))


@inlined
def offer_at(ends, guide, u):
    """The offer at share u of the first seats, -1 where there are none; the guide says where to begin."""
    last = len(ends) - 1
    wanted, f = u * ends[last], guide[int(u * GUIDE)]
    while f < last and ends[f] <= wanted:
        f += 1
    return f if ends[last] > 0.0 else -1


@inlined
def offer_pointed_to(weights, u, otherwise):
    """The offer at share u of the weights of promoted offers; another one when nothing is promoted."""
    left, found = u * weights.sum(), otherwise
    for f in range(len(weights)):
        if weights[f] > 0.0 and left >= 0.0:
            found = f
        left -= weights[f]
    return found


@inlined
def learning_friends(friends, learned, i):
    """Share of acquaintances who learned something in the last year."""
    known, learning = 0, 0
    for k in range(8):
        friend = friends[i, k]
        known += friend >= 0
        learning += (friend >= 0) & (learned[max(friend, 0)] < 12)
    return learning / known if known > 0 else 0.0


@inlined
def price_for(price, voucher, most, i):
    """Price of a course after everybody's help."""
    for payer in range(len(most)):
        price = max(0.0, net_price(price, voucher[payer, i], most[payer]))
    return price


@kernel
def count_seats_taken(offer, enrolled):
    """Learners in each offer."""
    enrolled[:] = 0
    for i in range(len(offer)):
        if offer[i] >= 0:
            enrolled[offer[i]] += 1


@kernel
def who_considers(luck, p, invited, r):
    """Rows of the adults not at school who think of learning this month."""
    rows, n = np.empty(len(r.age), np.int64), 0
    for i in range(len(r.age)):
        rows[n] = i
        able = (r.activity[i] >= EMPLOYED) & (r.offer[i] < 0) & (r.age[i] <= 80 * 12)
        n += able & (draw(luck, r.id[i]) < chance_of_considering(p, invited[i]))
    return rows[:n]


@kernel
def give_seats(order, memory, person, offer, r, offers):
    """Wishes that get a seat, those drawn first in front; the others keep the reason."""
    asked, admitted, n = np.zeros(len(offers.places), np.int32), np.empty(len(order), np.int64), 0
    free = offers.places - offers.enrolled
    offers.refused[:] = 0
    for w in order:
        f = offer[w]
        asked[f] += 1
        if asked[f] <= free[f]:
            admitted[n] = w
            n += 1
        else:
            r.refusal[person[w]], r.barriers[person[w]] = NO_SEAT, 1 << NO_SEAT
            offers.refused[f] += 1
    for f in range(len(asked)):
        offers.applicants[f] += (asked[f] - offers.applicants[f]) / memory
    return admitted[:n]


@kernel
def reprice(p, offers, aided, courses):
    """Providers of the same course look at who came with a voucher, and how many were turned away."""
    started, with_voucher, refused = np.zeros(courses), np.zeros(courses), np.zeros(courses)
    for f in range(len(offers.dearer)):
        k = offers.course[f]
        started[k] += aided[0, f]
        with_voucher[k] += aided[1, f]
        refused[k] += offers.refused[f]
    for f in range(len(offers.dearer)):
        k = offers.course[f]
        if started[k] > 0:
            turned_away = refused[k] / (refused[k] + started[k])
            offers.dearer[f] = price_factor(p, offers.dearer[f], with_voucher[k] / started[k], turned_away)


@kernel
def consider(luck, choosing, lot, p, ends, guide, spoken, r, h, offers, providers, courses, travel, c, tally):
    """Walk through the adults who are not at school: most do not think of learning this month."""
    thinking = who_considers(luck, p, c.invited, r)
    room, n = len(thinking), 0
    person, chosen, lots = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.float64)
    alones = np.empty(room, np.uint8)
    for i in thinking:
        who, years = r.id[i], r.age[i] / 12.0
        chance, taste_of = word(luck, who), word(choosing, who)
        keen = r.aspiration[i] + c.buzz[r.district[i]]
        want = wish(p, education_of(r.attainment[i]), r.activity[i], keen, learning_friends(r.friends, r.learned, i))
        nothing = gumbel(draw(taste_of, -1))
        best, best_free, choice, reason, alone, named = nothing, nothing, -1, NO_WISH, 0, 0
        for look in range(int(p.looks) if r.aware[i] or c.invited[i] > 0.0 else 1):
            f = offer_at(ends, guide, draw(chance, look))
            if r.language[i] < p.enough and draw(chance, 192 + look) < p.tongue:
                f = offer_pointed_to(spoken, draw(chance, 256 + look), f)
            if c.advised[i] > 0.0 and draw(chance, 64 + look) < c.advised[i]:
                f = offer_pointed_to(c.promoted, draw(chance, 128 + look), f)
            if f < 0:
                reason = NO_OFFER if want > nothing else reason
                continue
            k, t = offers.course[f], offers.provider[f]
            taught = weighted_skill(r.skill, offers.direction, i, f)
            gap = max(0.0, courses.level[k] - taught)
            if courses.language[k] > 0.0:
                fits = suitable_tongue(p, courses.entry[k], r.attainment[i], r.language[i])
                gap += 2.0 * lacks(p, r.language[i]) * taught_there(courses.language[k])
            else:
                fits = suitable(courses.entry[k], courses.credit[k], courses.level[k], r.attainment[i], taught)
            if fits != NO_WISH:
                reason = fits if reason == NO_WISH and want > nothing else reason
                continue
            full = own_price(p, courses.price[k] * offers.dearer[f], courses.work[k], r.activity[i])
            price = price_for(full, c.voucher, c.voucher_most, i)
            cost = cost_barrier(p, price, r.equivalised[i])
            hours = time_barrier(p, courses.load[k], r.activity[i], c.time_help[i])
            care = care_barrier(p, courses.load[k], h.young[r.household[i]], r.sex[i], c.care_help[i])
            km = travel[r.district[i], providers.district[t]]
            way = distance_barrier(p, km, courses.online[k], providers.kind[t] == 2, c.satellite[r.district[i]])
            ill = loss_by_health(p, r.limitation[i]) * (1.0 - c.access_help[i])
            gain = promise(p, gap, offers.worth[f], years) if courses.work[k] > 0 else 0.0
            taste = gumbel(draw(taste_of, offer_name(providers.id[t], k)))
            taste += p.online * (1.0 - c.blended[f]) if courses.online[k] else 0.0
            free = want + gain + taste
            if free - cost - hours - care - way - ill > best:
                best, choice = free - cost - hours - care - way - ill, f
                alone = best + cost - cost_barrier(p, full, r.equivalised[i]) > nothing
            if free > best_free:
                best_free, reason = free, biggest(hours, care, cost, way, ill)
                named = all_named(p, hours, care, cost, way, ill)
        if r.aware[i] == 0 and choice >= 0:  # nothing keeps her away but that nobody told her
            if draw(chance, -1) < p.searches:
                r.aware[i] = 1
            else:
                choice, reason, named = -1, UNAWARE, 1 << UNAWARE
        r.refusal[i], r.barriers[i] = reason, 0 if reason == NO_WISH else (named if named > 0 else 1 << reason)
        if choice >= 0:
            person[n], chosen[n], alones[n] = i, choice, alone
            lots[n] = c.priority[i] + draw(lot, who)
            n += 1
        tally[WISHED] += 1 if choice >= 0 or reason != NO_WISH else 0
    return Wishes(person[:n], chosen[:n], lots[:n], alones[:n])


@kernel
def start(p, people, chosen, alone, r, offers, courses, committed, voucher, most, weight, pool, spent, given, aided, tally):
    """Those admitted start, in the order of their lot; when a voucher cannot be paid, only those who would pay themselves."""
    for n in range(len(people)):
        i, f = people[n], chosen[n]
        k = offers.course[f]
        education = education_of(r.attainment[i])
        full = own_price(p, courses.price[k] * offers.dearer[f], courses.work[k], r.activity[i])
        price, paid = full, True
        for payer in range(len(pool)):
            help_ = (price - max(0.0, net_price(price, voucher[payer, i], most[payer]))) * weight
            paid = paid and spent[payer].sum() + help_ <= pool[payer]
            price -= help_ / weight
        if not paid and alone[n] == 0:
            r.refusal[i], r.barriers[i] = COST, 1 << COST
            continue
        price = full
        for payer in range(len(pool) if paid else 0):
            help_ = price - max(0.0, net_price(price, voucher[payer, i], most[payer]))
            spent[payer, education] += help_ * weight
            given[n] += help_ * weight
            price -= help_
        r.offer[i] = f
        aided[0, f] += 1
        aided[1, f] += price < full
        r.granted[i] = 2 if committed[i] > 0.0 else price < full
        r.months_left[i] = months_to_attend(p, courses.months[k], courses.work[k], r.assessed[i])
        r.learned[i] = 0
        r.refusal[i], r.barriers[i] = ENROLLED, 0
        offers.enrolled[f] += 1
        tally[STARTED] += 1
