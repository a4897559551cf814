"""Step 10: who looks for work, how many applications does she send, and where?"""

from collections import namedtuple
from typing import Any

import numpy as np

from sim.catalogue import Behaviour
from sim.chance import bells_of, draw, draw2, draw_about, exp, word
from sim.declare import param
from sim.kernels import inlined, kernel, rule
from sim.moving import rows_with
from sim.pay import command, usable_fit
from sim.tables import EMPLOYED, UNEMPLOYED
from sim.tally import APPLICATIONS, EMPLOYED_BEFORE, POSTED, UNEMPLOYED_BEFORE

Applications = namedtuple("Applications", ["start", "person", "vacancy", "liking", "contact"])
Vacant = namedtuple("Vacant", ["post", "key", "first", "guide", "told", "hidden"])
MOST, GUIDE, LOOKS = 6, 128, 64
"""Applications kept at most, entries of the guide to occupations, and looks at most in a month."""
NEAR, OTHERS, SIMPLE_WORK = range(3)
"""Where a look goes: occupations near one's own, the same without one's own, or work that asks for no schooling."""
BASIC_LEVEL = 2
"""Level of schooling (ISCED) that such work asks for at most."""


class JobSearch(Behaviour):
    """Seekers look around in occupations near their own and apply where they like what they see well enough.

    A look falls on a vacancy of some occupation near one's own; people out of work look into work that asks for no schooling
    too. Of posts that are not advertised one hears from an acquaintance alone. Liking compares with a usual job in one's own
    occupation next door: it falls with distance, rises with pay, fit and knowing somebody there. Whoever has a job moves for
    a better one, so that careers are ladders (Burdett and Mortensen 1998). Unemployed people look less the longer they search,
    and less while a course takes their time (lock-in); they apply more when few applications end in a hire.
    """

    sent = param(1.8, "applications/month", "sent by somebody newly unemployed", "calibrated: monthly job finding of row 16", 0.2, 6)
    prepared = param(6.0, "factor", "applications of somebody who enters the labour force this month: she has looked around before",
                     "Eurostat labour market flows 2023, remembered: half who enter go straight into a job; calibrated", 1, 6)  # fmt: skip
    floor = param(0.95, "share", "of search that is left after long unemployment",
                  "evidence 1e: phi = 0.55 + 0.45 exp(-d/6), of which search is half (11: search_part); calibrated", 0, 1)  # fmt: skip
    fades = param(6.0, "months", "time constant of that loss", "evidence 1e", 1, 60)
    lock_in = param(0.4, "share", "of search that goes on beside a full-time course", "evidence 8.2 item 1: kappa .3-.5", 0, 1)
    employed = param(0.05, "share/month", "of settled employees who look for another job", "calibrated: job-to-job rate of row 25", 0, 0.5)
    employed_new = param(
        0.065,
        "share/month",
        "extra for the newly hired, fading over 30 months",
        "evidence row 25: 4.2% at tenure 0, 1.3% at 10 years",
        0,
        0.5,
    )
    answers = param(0.3, "elasticity", "of applications to how few of them end in a hire, against the usual",
                    "assumed; Mukoyama, Patterson and Sahin 2018: the unemployed search more in slumps", 0, 1)  # fmt: skip
    public = param(0.85, "share", "of posts that are advertised; of the others one hears from an acquaintance",
                   "competition.csv E23: fewer than half of openings are public, second-hand", 0.05, 1)  # fmt: skip
    looks = param(2.0, "vacancies", "looked at for each application sent", "assumed", 1, 10)
    asks = param(0.12, "share", "of looks that ask an acquaintance about her employer",
                 "calibrated; hires by contact of row 31 (18-45%)", 0, 0.9)  # fmt: skip
    openings = param(0, "switch", "0: looks go to occupations by their number of posts; 1: by their number of vacancies",
                     "assumed: same luck stays local; 1: del Rio-Chanona et al. 2021", 0, 1)  # fmt: skip
    simple = param(0.15, "share", "of looks of people out of work that go to work which asks for no schooling, whatever their own",
                   "assumed; single adverts for such work draw 150-300 applicants (Yle 2025, second-hand): G6 low-skill", 0, 1)  # fmt: skip
    speechless = param(0.8, "share", "of their other looks that go there when one has nothing of the language that one's own work asks for",
                       "assumed; immigrants: a fifth of the workforce, over half of the cleaners (inclusion.csv A76)", 0, 1)  # fmt: skip
    notice = param(0, "months", "from posting a vacancy, or losing a job, to the first application", "assumed", 0, 12)
    wants = param(-0.8, "points", "least liking for which somebody without work applies", "assumed: about half of what is seen", -5, 5)
    distance = param(0.12, "1/km", "loss of liking with distance", "evidence row 30: .05-.3 per km", 0, 1)
    pay = param(2.0, "per log wage", "liking of pay", "assumed: pay and distance trade at about 6% a km", 0, 10)
    fitting = param(1.0, "per unit fit", "liking of a job that fits", "assumed", 0, 10)
    contact = param(1.2, "points", "liking of an employer where an acquaintance works",
                    "assumed: hires by contact of row 31 (18-45%)", 0, 5)  # fmt: skip
    whim = param(0.3, "points", "spread of liking from everything else", "assumed", 0, 5)
    custom = param(1.4, "points", "liking of work that only one's own sex does, against work half of whose staff are women",
                   "assumed: keeps apart who does what, C10: Duncan index .48-.60", 0, 5)  # fmt: skip
    gain = param(0.03, "log points", "least gain for which an employee moves", "assumed: cost of switching", 0, 0.5)

    def prepare(self, city: Any) -> None:
        """Which occupations are looked into, from each: near ones, and those with many posts.

        Posts, not this month's openings: otherwise one vacancy more would turn every seeker's look elsewhere.
        """
        jobs = city.occupations
        posts = np.bincount(city.posts.occupation, minlength=len(jobs.schooling))
        self.weigh(jobs, posts)

    def weigh(self, jobs: Any, posts: np.ndarray) -> None:
        """Look into occupations by their nearness (``jobs.mobility``), and by these numbers of posts.

        A seeker who can look nowhere looks into one occupation more than there are, where nothing is vacant.
        """
        self.chances = weigh_occupations(jobs.mobility, jobs.level <= BASIC_LEVEL, posts)
        self.guide = guides(self.chances)

    def urge(self, hits: float, usual: float) -> float:
        """How many more applications the unemployed send when fewer than usual end in a hire; at most twice as many."""
        return min(2.0, max(0.5, float((usual / max(hits, 1e-6)) ** self.answers)))

    def act(self, city: Any) -> None:
        """List the vacancies, then let every seeker look and apply."""
        posts, e = city.posts.columns, city.employers.columns
        rows = rows_with(city.posts.vacant, 1 + int(self.notice), 32000)
        key = vacancy_keys(city.luck("browsing"), rows, e, posts)
        order = np.argsort(key)
        rows, key = rows[order], key[order]
        if self.openings:
            key = evenly(key)
            self.weigh(city.occupations, np.bincount(key >> 48, minlength=len(city.occupations.schooling)))
        city.vacant = Vacant(rows, *ring(key, len(city.occupations.schooling) + 1), told_of(rows, key, posts.employer, len(e.id)),
                             hidden(city.luck_for_ever("browsing"), self.public, rows, e, posts))  # fmt: skip
        r = city.residents.columns
        urge = self.urge(city.memory.hits[0], city.memory.usual_hits[0])
        seekers, amount = choose_seekers(city.luck("searching"), self.numbers, urge, r, city.conditions.guidance,
                                         city.courses.load, city.offers.course, city.tally)  # fmt: skip
        city.tally[POSTED] = len(rows)
        city.applications = apply_for_jobs(
            (city.luck("browsing"), city.luck("matching")), self.numbers, spread_of_offers(city), seekers, amount, r, e, posts,
            city.vacant, self.chances, self.guide, city.occupations, city.facts.travel, city.conditions.columns, city.tally,
        )  # fmt: skip


def spread_of_offers(city: Any) -> float:
    """Spread of the luck of a match in log points, which seekers see in the pay they are offered; 0 in a city without pay."""
    return float(sum(one.luck_sd for one in city.behaviours if one.name() == "wages"))


@kernel
def vacancy_keys(luck, rows, e, posts):
    """A place on the ring for every vacancy: its occupation in the top bits, then a hash of its stable name."""
    key = np.empty(len(rows), np.int64)
    for n in range(len(rows)):
        k = rows[n]
        name = word(word(luck, e.id[posts.employer[k]]), posts.slot[k])
        key[n] = (np.int64(posts.occupation[k]) << 48) | np.int64(name >> np.uint64(16))
    return key


def evenly(key: np.ndarray) -> np.ndarray:
    """The same vacancies in order, spread evenly over the ring of their occupation: each is found as often as the others."""
    occupation, place = key >> 48, np.arange(1, len(key) + 1)
    before, there = (np.searchsorted(occupation, occupation, side) for side in ("left", "right"))
    return (occupation << 48) + ((place - before) / (there - before) * 2.0**48).astype(np.int64) - 1


@kernel
def ring(key, occupations):
    """The keys in order, where each occupation begins, and where to begin to look in each part of its ring."""
    parts = 64
    while parts < 4096 and parts * occupations < len(key):
        parts *= 2
    keys, first, guide = (
        np.full(len(key) + 1, np.int64(2**62)),
        np.zeros(occupations + 1, np.int64),
        np.zeros((occupations, parts), np.int32),
    )
    for v in range(len(key)):  # a slice would make numba compile texts of errors for 3 seconds
        keys[v] = key[v]
    at = 0
    for o in range(occupations):
        first[o] = at
        for part in range(parts):
            while keys[at] < (np.int64(o) << 48) + part * ((np.int64(1) << 48) // parts):
                at += 1
            guide[o, part] = at
        while keys[at] < (np.int64(o + 1) << 48):
            at += 1
    first[occupations] = at
    return keys, first, guide


@rule
def effort(p, months, guidance, load, studying):
    """Applications a month of an unemployed resident."""
    search = p.floor + (1.0 - p.floor) * exp(-months / p.fades)
    lock = 1.0 - (1.0 - p.lock_in) * load if studying else 1.0
    return p.sent * search * guidance * lock


@rule
def chance_of_looking(p, tenure):
    """Monthly chance that an employee looks for another job."""
    return p.employed + p.employed_new * exp(-tenure / 30.0)


@kernel
def choose_seekers(luck, p, urge, r, guidance, load, course, tally):
    """Who searches this month, and how many applications each sends; spells of search grow by a month."""
    n, out_of_work = 0, 0
    seekers, amount = np.empty(len(r.present), np.int32), np.empty(len(r.present), np.int8)
    workforce = rows_with(r.activity, EMPLOYED, UNEMPLOYED)
    for i in workforce:
        u, send = draw(luck, r.id[i]), 0
        if r.activity[i] == UNEMPLOYED:
            r.searching[i] += 1
            out_of_work += 1
            tally[UNEMPLOYED_BEFORE] += r.searching[i] > 1
            studying = r.offer[i] >= 0
            burden = load[course[r.offer[i]]] if studying else 0.0
            wish = urge * effort(p, r.searching[i] - 1.0, guidance[i], burden, studying) * (r.searching[i] > p.notice)
            send = int(wish * (p.prepared if r.entering[i] else 1.0) + u)
            r.entering[i] = 0
        elif u < p.employed + p.employed_new and u < chance_of_looking(p, r.tenure[i]):
            send = 2
        if send > 0:
            seekers[n] = i
            amount[n] = min(LOOKS // p.looks, send)
            n += 1
    tally[EMPLOYED_BEFORE] += len(workforce) - out_of_work
    return seekers[:n], amount[:n]


@kernel
def weigh_occupations(mobility, simple, posts):
    """Cumulative chance of looking into each occupation, from each: nearness times posts; own one left out; simple work alone.

    Shape (3, occupations, occupations).
    """
    size = len(posts)
    chances = np.empty((3, size, size))
    for o in range(size):
        total, others, easy = 0.0, 0.0, 0.0
        for q in range(size):
            total += mobility[o, q] * posts[q]
            others += mobility[o, q] * posts[q] if q != o else 0.0
            easy += posts[q] * simple[q]
            chances[0, o, q], chances[1, o, q], chances[2, o, q] = total, others, easy
    return chances


@kernel
def guides(chances):
    """Where to begin to look in each row of cumulative chances for each of GUIDE shares, shape (3, occupations, GUIDE)."""
    last = chances.shape[2] - 1
    guide = np.empty((3, last + 1, GUIDE), np.int32)
    for wide in range(3):
        for home in range(last + 1):
            o = 0
            for part in range(GUIDE):
                while o < last and chances[wide, home, o] <= part / GUIDE * chances[wide, home, last]:
                    o += 1
                guide[wide, home, part] = o
    return guide


@inlined
def place_on_ring(key, first, guide, occupation, u):
    """The first vacancy of an occupation from a drawn place on, round the ring; -1 when there is none."""
    wanted = (np.int64(occupation) << 48) | np.int64(u * 2.0**48)
    at = guide[occupation, int(u * guide.shape[1])]
    at += 1 if key[at] < wanted else 0
    while key[at] < wanted:
        at += 1
    begin, end = first[occupation], first[occupation + 1]
    at = at if at < end else begin
    return at if begin < end else -1


@inlined
def pick_occupation(chances, guide, wide, home, u):
    """The occupation at share u of the cumulative row of one's own; the guide says where to begin."""
    last = chances.shape[2] - 1
    wanted = u * chances[wide, home, last]
    o = guide[wide, home, int(u * GUIDE)]
    o += 1 if chances[wide, home, o] <= wanted else 0
    while o < last and chances[wide, home, o] <= wanted:
        o += 1
    return o


@kernel
def told_of(rows, key, employer, employers):
    """The vacancy that each employer's staff speak of: the first on the ring, whatever the occupation; -1 none."""
    told, least = np.full(employers, -1, np.int32), np.full(employers, np.int64(2**62))
    for v in range(len(rows)):
        j, place = employer[rows[v]], key[v] & np.int64(2**48 - 1)
        if place < least[j]:
            told[j], least[j] = v, place
    return told


@kernel
def hidden(luck, public, rows, e, posts):
    """1 for vacancies that are not advertised, uint8: the same posts always, by their names."""
    out = np.zeros(len(rows), np.uint8)
    for n in range(len(rows)):
        k = rows[n]
        out[n] = draw(luck, e.id[posts.employer[k]] * 4096 + posts.slot[k]) >= public
    return out


@kernel
def where_friends_work(seekers, friends, post, employer):
    """Employers of each seeker's acquaintances, -1 none, shape (seekers, 8)."""
    works = np.empty((len(seekers), 8), np.int32)
    for s in range(len(seekers)):
        for f in range(8):
            friend = friends[seekers[s], f]
            held = post[max(friend, 0)]
            works[s, f] = employer[max(held, 0)] if (friend >= 0) & (held >= 0) else -1
    return works


@inlined
def heard_of(works, told, s, u):
    """The vacancy that one of seeker s's acquaintances tells her of; -1 when there is none."""
    j = works[s, int(u * 8)]
    return told[max(j, 0)] if j >= 0 else -1


@rule
def where_to_look(luck, who, look, advised, simple):
    """Into occupations near one's own, as an adviser suggested not one's own, or into simple work."""
    if simple > 0.0 and draw_about(luck, who, LOOKS + look) < simple:
        return SIMPLE_WORK
    return OTHERS if advised > 0.0 and draw_about(luck, who, look) < advised else NEAR


@inlined
def seen(vacant, chances, guide, way, home, u, place):
    """The vacancy that a look in one of the ways of ``where_to_look`` falls on; -1 none."""
    o = pick_occupation(chances, guide, way, home, u)
    return place_on_ring(vacant.key, vacant.first, vacant.guide, o, place)


@rule
def liking(p, pay, kilometres, fitting):
    """How much a seeker likes a vacancy, before acquaintances and whim."""
    return p.pay * pay - p.distance * kilometres + p.fitting * fitting


@rule
def usual_for_sex(women, sex):
    """How usual work with this share of women is for somebody of that sex: 1 nobody else does it, 0 half and half, -1 nobody like her."""
    return (2.0 * women - 1.0) * (2.0 * sex - 1.0)


@inlined
def knows(works, s, employer):
    """1 when an acquaintance of seeker s works at this employer."""
    found = False
    for f in range(8):
        found |= works[s, f] == employer
    return 1 if found else 0


@rule
def home_of(occupation):
    """The occupation from which somebody looks: her own, or simple work when she has had none."""
    return occupation if occupation >= 0 else 14


@kernel
def look_around(luck, p, seekers, amount, works, r, vacant, chances, guide, jobs, broaden):
    """The vacancy that each look of each seeker falls on, -1 none; and where the looks of each begin."""
    begin = np.zeros(len(seekers) + 1, np.int32)
    for s in range(len(seekers)):
        begin[s + 1] = begin[s] + int(amount[s] * p.looks)
    found = np.empty(begin[-1], np.int32)
    for s in range(len(seekers)):
        i = seekers[s]
        who, home = r.id[i], home_of(r.occupation[i])
        lost = 1.0 - command(r.language[i], jobs.language[home])
        simple = (p.simple + (1.0 - p.simple) * p.speechless * lost) * (r.activity[i] == UNEMPLOYED)
        for look in range(begin[s + 1] - begin[s]):
            u, place = draw2(luck, who * LOOKS + look)
            if place < p.asks:
                v = heard_of(works, vacant.told, s, place / p.asks)
            else:
                way = where_to_look(luck, who, look, broaden[i], simple)
                v = seen(vacant, chances, guide, way, home, u, (place - p.asks) / (1.0 - p.asks))
            found[begin[s] + look] = v
    return begin, found


@kernel
def likings(luck, matching, p, spread, seekers, begin, found, r, e, posts, post, jobs, travel, travel_help):
    """How much each seeker likes what each of her looks falls on, before acquaintances; minus infinity for nothing."""
    likes, u, v = np.full(len(found), -np.inf), np.full(len(found), 0.5), np.full(len(found), 0.5)
    for s in range(len(seekers)):
        i = seekers[s]
        home, taste, match = home_of(r.occupation[i]), word(luck, r.id[i]), word(matching, r.id[i])
        usual = liking(p, jobs.premium[home], 0.0, usable_fit(r, jobs, i, home))
        for a in range(begin[s], begin[s + 1]):
            if found[a] < 0:
                continue
            k = post[found[a]]
            j, o = posts.employer[k], posts.occupation[k]
            name = e.id[j] * 4096 + posts.slot[k]
            km = travel[r.district[i], e.district[j]] * (1.0 - travel_help[i])
            like = liking(p, e.premium[j] + jobs.premium[o], km, usable_fit(r, jobs, i, o)) - usual
            likes[a] = like + p.custom * usual_for_sex(jobs.women[o], r.sex[i])
            u[a], v[a] = draw(taste, name), draw(match, name)
    whims, lucks = bells_of(u), bells_of(v)
    for a in range(len(found)):
        likes[a] = likes[a] + p.whim * whims[a] + p.pay * spread * lucks[a]
    return likes


@kernel
def apply_for_jobs(lucks, p, spread, seekers, amount, r, e, posts, vacant, chances, guide, jobs, travel, c, tally):
    """Each seeker looks around and applies to what she likes well enough, best first.

    All look first, then like, then apply: the processor works on many looks at a time and seldom guesses wrong what comes of one.
    """
    luck, matching = lucks
    works = where_friends_work(seekers, r.friends, r.post, posts.employer)
    begin, found = look_around(luck, p, seekers, amount, works, r, vacant, chances, guide, jobs, c.broaden)
    seen_as = likings(luck, matching, p, spread, seekers, begin, found, r, e, posts, vacant.post, jobs, travel, c.travel_help)
    room = len(seekers) * MOST
    start = np.zeros(len(seekers) + 1, np.int32)
    person, target = np.empty(room, np.int32), np.empty(room, np.int32)
    likes, contacts = np.empty(room, np.float32), np.empty(room, np.uint8)
    n = 0
    for s in range(len(seekers)):
        i = seekers[s]
        start[s] = n
        least = p.wants
        if r.activity[i] == EMPLOYED:
            j = posts.employer[r.post[i]]
            least = p.pay * (e.premium[j] + r.match[i] + p.gain) - p.distance * travel[r.district[i], e.district[j]]
        for a in range(begin[s], begin[s + 1]):
            v, like = found[a], seen_as[a]
            if like + p.contact < least:
                continue
            j = posts.employer[vacant.post[v]]
            contact = knows(works, s, j)
            if c.takes_in[j] > 0.0 and draw_about(luck, r.id[i], -e.id[j] - 1) < c.introduced[i]:
                contact = 1
            if vacant.hidden[v] and contact == 0:
                continue
            like += p.contact * contact
            if like >= least:
                n = insert_best(person, target, likes, contacts, start[s], n, MOST, i, v, like, contact)
    start[len(seekers)] = n
    tally[APPLICATIONS] += n
    return Applications(start, person[:n], target[:n], likes[:n], contacts[:n])


@inlined
def insert_best(person, target, likes, contacts, begin, n, most, i, v, like, contact):
    """Keep a seeker's best ``most`` applications in order of liking; a vacancy seen twice counts once."""
    for a in range(begin, n):
        if target[a] == v:
            return n
    if n - begin == most:
        if like <= likes[n - 1]:
            return n
        n -= 1
    a = n
    while a > begin and likes[a - 1] < like:
        person[a], target[a], likes[a], contacts[a] = person[a - 1], target[a - 1], likes[a - 1], contacts[a - 1]
        a -= 1
    person[a], target[a], likes[a], contacts[a] = i, v, like, contact
    return n + 1
