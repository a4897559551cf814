"""Step 2: birthdays, births, deaths, limitations by health, retirement, and the counters of months."""

from typing import Any

import numpy as np

from sim.catalogue import Behaviour
from sim.chance import bell, child_id, draw, draw2, draw_about, exp
from sim.declare import param
from sim.health import GROWN, USUAL_SCHOOLING, Health, shares_by_age
from sim.kernels import inlined, kernel, rule
from sim.leaving import leave_course, leave_post
from sim.moving import RESERVE, by_name, empty, make_room, note, since_turn, take_rows
from sim.tables import (
    CHILD,
    EMPLOYED,
    INACTIVE,
    LIMITATIONS,
    NATIVE,
    NEVER,
    NO_LIMITATION,
    PUPIL,
    REFUGE,
    RETIRED,
    SEVERE_LIMITATION,
    SOME_LIMITATION,
    UNEMPLOYED,
)
from sim.tally import BIRTHS, DEATHS, RETIREMENTS

OLDEST = 109
LN2 = 0.6931471805599453


class GrowingOlder(Behaviour):
    """Everybody grows older by a month; children are born, people die and retire; health limits some, and lets go of some.

    Dying, giving birth, retiring and health are decided once a year, in a month of one's own. Limitations begin as often as keeps
    their shares at every age (``sim.health``).
    """

    frailty_men = param(2.1e-5, "share/year", "risk of dying that doubles every seven years, men, at age 0",
                        "fitted to the Finnish life table 2022 (Statistics Finland), remembered", 0, 1e-3)  # fmt: skip
    frailty_women = param(1.1e-5, "share/year", "the same, women", "as above", 0, 1e-3)
    ageing = param(0.1, "1/year", "growth of that risk with age", "as above (Gompertz law)", 0.05, 0.2)
    children = param(1.32, "children/woman", "total fertility", "Statistics Finland 2022, remembered", 0, 8)
    birth_age = param(31.0, "years", "mean age of mothers", "Statistics Finland 2022, remembered", 18, 40)
    birth_spread = param(5.4, "years", "spread of the age of mothers", "assumed: 80% of births at 24-38", 1, 12)
    coupled = param(1.35, "factor", "births of women who live with a partner",
                    "assumed: about 9 of 10 births are to couples", 0, 3)  # fmt: skip
    alone = param(0.25, "factor", "births of other women with a home of their own", "assumed: as above", 0, 3)
    leave = param(10, "months", "of paid leave of a mother when a child is born; her post is kept", "Finland: about 10", 0, 36)
    inherits = param(0.5, "share", "of the parents' mean ability that a child has",
                     "assumed: correlation with one parent near .4", 0, 1)  # fmt: skip
    surprise = param(0.9, "SD", "spread of ability that does not come from the parents",
                     "assumed: keeps the spread of month 0", 0, 2)  # fmt: skip
    by_ability = param(0.60, "SD per SD", "a newborn's skill by ability", "assumed: as in the drawn population", 0, 1)
    at_birth = param(-2.2, "SD", "a newborn's skill, later made up for by growing up and school",
                     "assumed: as in the drawn population", -5, 0)  # fmt: skip
    own = param(0.40, "SD", "spread of a newborn's skill in one domain", "assumed: as in the drawn population", 0, 1)
    pension_age = param(65.0, "years", "age at which half of those still there retire within the year",
                        "assumed: Finland, lowest age 64, mean 62-63 with disability pensions", 55, 75)  # fmt: skip
    pension_spread = param(0.8, "years", "how sharply retirement sets in around that age", "assumed", 0.1, 5)
    invalidity = param(0.0018, "share/year", "disability pension at 50, doubling every 8 years, without a limitation",
                       "assumed; B12: 0.5% of working age a year, stock of 5.5%", 0, 0.1)  # fmt: skip
    invalidity_some = param(6.0, "factor", "the same with some limitation", "assumed; as above", 1, 50)
    invalidity_severe = param(24.0, "factor", "the same with a severe limitation", "assumed; as above", 1, 100)
    recovers = param(0.10, "share/year", "of those with some limitation who lose it", "assumed: long-standing ones", 0, 0.5)
    improves = param(0.08, "share/year", "of those with a severe limitation in whom some is left", "assumed", 0, 0.5)
    ill_by_schooling = Health.declared["by_schooling"]
    ill_after_refuge = Health.declared["refuge"]
    at_home = param(0.7, "share", "of the language that a child learns at home whose parents both came from abroad",
                    "assumed: another language is spoken there", 0, 1)  # fmt: skip
    half_life = param(36, "months", "in which what a certificate signals halves", "evidence 8.2 item 2", 1, 240)

    def prepare(self, city: Any) -> None:
        """Tables of yearly chances by age, and empty rows for those to come."""
        make_room(city, 64 + int(RESERVE * len(city.residents)))
        ages = range(OLDEST + 2)
        self.dying = np.array([[chance_of_dying(self.numbers, sex, age) for age in ages] for sex in range(2)])
        self.bearing = np.array([chance_of_birth(self.numbers, age) for age in ages])
        self.retiring = np.array([[chance_of_retiring(self.numbers, level, age) for age in ages] for level in range(len(LIMITATIONS))])
        self.onset = onset_by_age(self.numbers, *shares_by_age(city.facts))

    def act(self, city: Any) -> None:
        """A month passes, people retire, children are born, the dead leave."""
        r = city.residents.columns
        city.turn, city.other_turn = count_the_month(exp(-LN2 / self.half_life), city.month, r)
        fall_ill_or_recover(city.luck("limiting"), self.numbers, city.turn, self.onset, r)
        dead, mothers, retirees = decide(
            city.luck("dying"), city.luck("giving_birth"), self.numbers, city.turn, r, city.households.head,
            self.dying, self.bearing, self.retiring,
        )  # fmt: skip
        mothers = by_name(mothers, r.id)
        retire(r, city.posts.columns, retirees, city.tally)
        rows = take_rows(city, len(mothers))
        be_born(city.luck("giving_birth"), self.numbers, city.month, city.residents.columns, mothers, rows)
        if len(dead):
            empty(city, dead)
        city.tally[BIRTHS] += len(mothers)
        city.tally[DEATHS] += len(dead)


@rule
def chance_of_dying(p, sex, years):
    """Yearly chance of dying: it grows with age by the same factor every year."""
    frailty = p.frailty_women if sex else p.frailty_men
    return 1.0 if years >= OLDEST else min(1.0, frailty * exp(p.ageing * (years + 0.5)))


@rule
def chance_of_birth(p, years):
    """Yearly chance that a woman of this age has a child."""
    z = (years + 0.5 - p.birth_age) / p.birth_spread
    return p.children * exp(-0.5 * z * z) / (2.5066 * p.birth_spread) if 18 <= years < 50 else 0.0


@rule
def chance_of_retiring(p, limitation, years):
    """Yearly chance that somebody of working age retires for good."""
    if years < 25:
        return 0.0
    ill = p.invalidity_severe if limitation == SEVERE_LIMITATION else (p.invalidity_some if limitation == SOME_LIMITATION else 1.0)
    invalid = p.invalidity * exp(0.0866 * (min(years, 62) - 50)) * ill
    of_age = 1.0 / (1.0 + exp((p.pension_age - years - 0.5) / p.pension_spread)) if years >= 60 else 0.0
    return min(1.0, invalid + of_age) if years < 68 else 1.0


def onset_by_age(p: Any, some: np.ndarray, severe: np.ndarray) -> np.ndarray:
    """Yearly chance at each age to get some limitation, and of those who have some to get a severe one, shape (2, ages).

    What keeps the shares at every age as they are, given how many recover.
    """
    worse = (np.diff(severe) + p.improves * severe[:-1]) / some[:-1]
    begin = (np.diff(some) + np.diff(severe) + p.recovers * some[:-1]) / (1.0 - some - severe)[:-1]
    return np.clip(np.array([begin, worse]), 0.0, 1.0)


@rule
def next_limitation(p, now, begin, worse, schooling, years, refugee, u):
    """Limitation in a year's time: it begins, grows worse or better, or stays."""
    if now == NO_LIMITATION:
        more = exp(p.ill_by_schooling * (schooling - USUAL_SCHOOLING)) if years >= GROWN else 1.0
        more *= p.ill_after_refuge if refugee else 1.0
        return SOME_LIMITATION if u < begin * more else NO_LIMITATION
    if now == SEVERE_LIMITATION:
        return SOME_LIMITATION if u < p.improves else SEVERE_LIMITATION
    return SEVERE_LIMITATION if u < worse else (NO_LIMITATION if u > 1.0 - p.recovers else SOME_LIMITATION)


@kernel
def fall_ill_or_recover(luck, p, turn, onset, r):
    """The health of those whose month it is."""
    for i in turn:
        years = r.age[i] // 12
        r.limitation[i] = next_limitation(
            p, r.limitation[i], onset[0, years], onset[1, years], r.schooling[i], years, r.reason[i] == REFUGE, draw(luck, r.id[i])
        )  # fmt: skip


@kernel
def count_the_month(kept, month, r):
    """One month more on every clock; returns those who decide this month, and those who do in half a year, as rows."""
    turn, other_turn, n, m = np.empty(len(r.present), np.int64), np.empty(len(r.present), np.int64), 0, 0
    for i in range(len(r.present)):
        since = since_turn(r.id[i], month)
        turn[n], other_turn[m] = i, i
        n += r.present[i] & (since == 0)
        m += r.present[i] & (since == 6)
    for i in range(len(r.present)):
        r.age[i] += r.present[i]
        r.learned[i] += r.learned[i] < NEVER
        r.trained[i] += r.trained[i] < NEVER
        r.credential[i] *= kept
    for i in range(len(r.present)):
        activity = r.activity[i]
        works = activity == EMPLOYED
        r.tenure[i] += works
        r.experience[i] += works
        r.practice[i] += works
        r.spell[i] += (activity == UNEMPLOYED) | (activity == INACTIVE)
        r.activity[i] = PUPIL if (activity == CHILD) & (r.age[i] >= 7 * 12) else activity
    return turn[:n], other_turn[:m]


@kernel
def decide(luck, stork, p, turn, r, head, dying, bearing, retiring):
    """Those whose month it is; returns who dies, who gives birth and who retires, as rows."""
    rows, n = np.empty((3, len(turn)), np.int64), np.zeros(3, np.int64)
    for i in turn:
        years = r.age[i] // 12
        u, v = draw2(luck, r.id[i])
        if u < dying[r.sex[i], years]:
            note(rows, n, 0, i)
            continue
        if r.sex[i] == 1 and draw(stork, r.id[i]) < bearing[years] * ties(p, r.partner[i], head[r.household[i]] == i):
            note(rows, n, 1, i)
        if EMPLOYED <= r.activity[i] <= INACTIVE and v < retiring[r.limitation[i], years]:
            note(rows, n, 2, i)
    return rows[0, : n[0]], rows[1, : n[1]], rows[2, : n[2]]


@rule
def ties(p, partner, heads):
    """Births happen in couples above all; somebody who lives with her parents moves out first."""
    return p.coupled if partner >= 0 else (p.alone if heads else 0.0)


@kernel
def retire(r, posts, rows, tally):
    """These residents draw a pension from now on."""
    for i in rows:
        if r.activity[i] == EMPLOYED:
            leave_post(r, posts, i, RETIRED)
            tally[RETIREMENTS] += 1
        leave_course(r, i)
        r.activity[i], r.leave[i] = RETIRED, 0
        r.searching[i] = 0
        r.entitlement[i] = 0


@kernel
def be_born(luck, p, month, r, mothers, rows):
    """A child for every mother, in these empty rows; whoever is not at school takes leave."""
    for n in range(len(mothers)):
        mother, i = mothers[n], rows[n]
        r.id[i] = child_id(r.id[mother], month)
        r.present[i] = 1
        r.sex[i] = 1 if draw_about(luck, r.id[i], 8) < 0.488 else 0
        r.district[i], r.household[i] = r.district[mother], r.household[mother]
        take_after(luck, p, r, i, mother)
        if EMPLOYED <= r.activity[mother] <= INACTIVE:
            r.leave[mother] = int(p.leave)
            r.activity[mother] = EMPLOYED if r.activity[mother] == EMPLOYED else INACTIVE
            r.searching[mother], r.entering[mother] = 0, 0
        for f in range(8):
            r.friends[i, f] = r.friends[mother, f]


@inlined
def take_after(luck, p, r, i, mother):
    """What a child has from its parents, and what is its own."""
    father = r.partner[mother] if r.partner[mother] >= 0 else mother
    both = (r.origin[mother] != NATIVE) & (r.origin[father] != NATIVE)
    r.origin[i] = r.origin[mother] if both else NATIVE
    r.language[i] = p.at_home if both and r.foreign[mother] and r.foreign[father] else 1.0
    r.parents_schooling[i] = 0.5 * (r.schooling[mother] + r.schooling[father])
    u, v = draw2(luck, r.id[i])
    r.ability[i] = p.inherits * 0.5 * (r.ability[mother] + r.ability[father]) + p.surprise * bell(u)
    r.trust[i], r.prepared[i] = 0.5 * (r.trust[mother] + r.trust[father]), r.prepared[mother]
    r.aspiration[i] = 0.6 * bell(v)
    for m in range(8):
        r.skill[i, m] = p.by_ability * r.ability[i] + p.at_birth + p.own * bell(draw_about(luck, r.id[i], m))
