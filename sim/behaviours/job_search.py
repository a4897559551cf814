"""Step 10: who looks for work, how many applications does she send, and where?"""

from collections import namedtuple
from typing import Any

import numpy as np

from sim.catalogue import Behaviour
from sim.chance import bell, draw, draw2, draw_about, exp, word
from sim.declare import param
from sim.kernels import inlined, kernel, rule
from sim.pay import fit
from sim.tables import EMPLOYED, UNEMPLOYED
from sim.tally import APPLICATIONS, EMPLOYED_BEFORE, POSTED, UNEMPLOYED_BEFORE

Applications = namedtuple("Applications", ["start", "person", "vacancy", "liking", "contact"])
Vacant = namedtuple("Vacant", ["post", "key", "first"])
MOST = 6


class JobSearch(Behaviour):
    """Seekers look around in occupations near their own and apply where they like what they see well enough.

    A look takes in a few posts and finds something when one of them is vacant. Liking compares with a usual job in
    one's own occupation next door: it falls with distance, rises with pay, fit and knowing somebody there.
    Unemployed people look less the longer they search, and less while a course takes their time (lock-in).
    """

    sent = param(3.5, "applications/month", "sent by somebody newly unemployed", "calibrated: monthly job finding of row 16", 0.2, 6)
    floor = param(0.55, "share", "of search that is left after long unemployment", "evidence 1e: phi = 0.55 + 0.45 exp(-d/6)", 0, 1)
    fades = param(6.0, "months", "time constant of that loss", "evidence 1e", 1, 60)
    lock_in = param(0.4, "share", "of search that goes on beside a full-time course", "evidence 8.2 item 1: kappa .3-.5", 0, 1)
    employed = param(0.035, "share/month", "of settled employees who look for another job", "calibrated: job-to-job rate of row 25", 0, 0.5)
    employed_new = param(
        0.05,
        "share/month",
        "extra for the newly hired, fading over 30 months",
        "evidence row 25: 4.2% at tenure 0, 1.3% at 10 years",
        0,
        0.5,
    )
    looks = param(3.0, "vacancies", "looked at for each application sent", "assumed", 1, 10)
    takes_in = param(30.0, "posts", "a look takes in; it finds nothing when none of them is vacant", "assumed", 1, 1e6)
    wants = param(-0.8, "points", "least liking for which somebody without work applies", "assumed: about half of what is seen", -5, 5)
    distance = param(0.12, "1/km", "loss of liking with distance", "evidence row 30: .05-.3 per km", 0, 1)
    pay = param(2.0, "per log wage", "liking of pay", "assumed: pay and distance trade at about 6% a km", 0, 10)
    fitting = param(1.0, "per unit fit", "liking of a job that fits", "assumed", 0, 10)
    contact = param(1.2, "points", "liking of an employer where an acquaintance works",
                    "assumed: hires by contact of row 31 (18-45%)", 0, 5)  # fmt: skip
    whim = param(0.6, "points", "spread of liking from everything else", "assumed", 0, 5)
    gain = param(0.03, "log points", "least gain for which an employee moves", "assumed: cost of switching", 0, 0.5)

    def prepare(self, city: Any) -> None:
        """Which occupations are looked into, from each: near ones, and those with many posts.

        Posts, not this month's openings: otherwise one vacancy more would turn every seeker's look elsewhere.
        For the same reason a look that falls on no vacancy finds none, instead of moving on to the next.
        """
        jobs = city.occupations
        posts = np.bincount(city.posts.occupation, minlength=len(jobs.schooling))
        self.near, self.wide = weigh_occupations(jobs.mobility, posts)
        self.arc = (np.minimum(1.0, self.takes_in / np.maximum(posts, 1)) * 2.0**48).astype(np.int64)

    def act(self, city: Any) -> None:
        """List the vacancies, then let every seeker look and apply."""
        posts, e = city.posts.columns, city.employers.columns
        rows = np.flatnonzero(city.posts.vacant > 0)
        key = vacancy_keys(city.luck("browsing"), rows, e, posts)
        order = np.argsort(key)
        first = np.searchsorted(city.posts.occupation[rows[order]], np.arange(len(city.occupations.schooling) + 1))
        city.vacant = Vacant(rows[order], key[order], first)
        r = city.residents.columns
        seekers, amount = choose_seekers(city.luck("searching"), self.numbers, r, city.conditions.guidance,
                                         city.courses.load, city.offers.course, city.tally)  # fmt: skip
        city.tally[POSTED] = len(rows)
        wages = mean_offer(city)
        city.applications = apply_for_jobs(
            city.luck("browsing"), self.numbers, seekers, amount, r, e, posts, city.vacant, self.near, self.wide, self.arc, wages,
            city.occupations, city.facts.travel, city.conditions.broaden, city.tally,
        )  # fmt: skip


def mean_offer(city: Any) -> np.ndarray:
    """Log pay premium of each occupation, float64, shape (occupations,)."""
    return city.occupations.premium.astype(np.float64)


@kernel
def vacancy_keys(luck, rows, e, posts):
    """A place on the ring for every vacancy: its occupation in the top bits, then a hash of its stable name."""
    key = np.empty(len(rows), np.int64)
    for n in range(len(rows)):
        k = rows[n]
        name = word(word(luck, e.id[posts.employer[k]]), posts.slot[k])
        key[n] = (np.int64(posts.occupation[k]) << 48) | np.int64(name >> np.uint64(16))
    return key


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
def choose_seekers(luck, p, r, guidance, load, course, tally):
    """Who searches this month, and how many applications each sends; spells of search grow by a month."""
    n = 0
    seekers, amount = np.empty(len(r.present), np.int32), np.empty(len(r.present), np.int8)
    for i in range(len(r.present)):
        if r.present[i] == 0:
            continue
        if r.activity[i] == UNEMPLOYED:
            tally[UNEMPLOYED_BEFORE] += 1
            r.searching[i] += 1
            studying = r.offer[i] >= 0
            burden = load[course[r.offer[i]]] if studying else 0.0
            send = int(effort(p, r.searching[i] - 1.0, guidance[i], burden, studying) + draw(luck, r.id[i]))
        elif r.activity[i] == EMPLOYED:
            tally[EMPLOYED_BEFORE] += 1
            send = 2 if draw(luck, r.id[i]) < chance_of_looking(p, r.tenure[i]) else 0
        else:
            send = 0
        if send > 0:
            seekers[n] = i
            amount[n] = min(MOST, send)
            n += 1
    return seekers[:n], amount[:n]


@kernel
def weigh_occupations(mobility, posts):
    """Cumulative chance of looking into each occupation, from each: nearness times posts; and the same, own one left out."""
    size = len(posts)
    near, wide = np.empty((size, size)), np.empty((size, size))
    for o in range(size):
        total, others = 0.0, 0.0
        for q in range(size):
            total += mobility[o, q] * posts[q]
            others += mobility[o, q] * posts[q] if q != o else 0.0
            near[o, q], wide[o, q] = total, others
    return near, wide


@inlined
def place_on_ring(key, first, arc, occupation, u):
    """The first vacancy of an occupation within an arc from a drawn place; -1 when there is none."""
    low, high = first[occupation], first[occupation + 1]
    end = high
    wanted = (np.int64(occupation) << 48) | np.int64(u * 2.0**48)
    while low < high:
        middle = (low + high) // 2
        if key[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low if low < end and key[low] - wanted <= arc[occupation] else -1


@inlined
def pick_occupation(near, home, u):
    """The occupation at share u of the cumulative row of one's own."""
    low, high = 0, near.shape[1] - 1
    wanted = u * near[home, high]
    while low < high:
        middle = (low + high) // 2
        if near[home, middle] <= wanted:
            low = middle + 1
        else:
            high = middle
    return low


@rule
def liking(p, pay, kilometres, fitting):
    """How much a seeker likes a vacancy, before acquaintances and whim."""
    return p.pay * pay - p.distance * kilometres + p.fitting * fitting


@inlined
def knows(friends, post, i, employer_posts, employer):
    """1 when an acquaintance of resident i works at this employer."""
    for f in range(8):
        friend = friends[i, f]
        if friend >= 0 and post[friend] >= 0 and employer_posts[post[friend]] == employer:
            return 1
    return 0


@kernel
def apply_for_jobs(luck, p, seekers, amount, r, e, posts, vacant, near, wide, arc, premium, jobs, travel, broaden, tally):
    """Each seeker looks around and applies to what she likes well enough, best first."""
    room = len(seekers) * MOST
    start = np.zeros(len(seekers) + 1, np.int32)
    person, target = np.empty(room, np.int32), np.empty(room, np.int32)
    likes, contacts = np.empty(room, np.float32), np.empty(room, np.uint8)
    n = 0
    for s in range(len(seekers)):
        i = seekers[s]
        start[s] = n
        home = r.occupation[i] if r.occupation[i] >= 0 else 14
        usual = liking(p, premium[home], 0.0, fit(r.skill, jobs.need, jobs.weight, i, home))
        least = p.wants
        if r.activity[i] == EMPLOYED:
            j = posts.employer[r.post[i]]
            least = p.pay * (e.premium[j] + p.gain) - p.distance * travel[r.district[i], e.district[j]]
        for look in range(int(amount[s] * p.looks)):
            u, place = draw2(luck, r.id[i] * 32 + look)
            elsewhere = broaden[i] > 0.0 and draw_about(luck, r.id[i], look) < broaden[i]
            o = pick_occupation(wide, home, u) if elsewhere else pick_occupation(near, home, u)
            v = place_on_ring(vacant.key, vacant.first, arc, o, place)
            if v < 0:
                continue
            k = vacant.post[v]
            j = posts.employer[k]
            fitting = fit(r.skill, jobs.need, jobs.weight, i, o)
            km = travel[r.district[i], e.district[j]]
            contact = knows(r.friends, r.post, i, posts.employer, j)
            like = liking(p, e.premium[j] + premium[o], km, fitting) - usual + p.contact * contact
            like += p.whim * bell(draw_about(luck, r.id[i], e.id[j] * 4096 + posts.slot[k]))
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
