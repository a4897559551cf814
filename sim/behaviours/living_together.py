"""Step 3: who leaves home, who finds a partner, which couples part, and who moves into and out of the city."""

import math
from typing import Any

import numpy as np

from sim.acquaintances import forget, renew
from sim.catalogue import Behaviour
from sim.chance import bells, draw, draw2, exp, word
from sim.declare import param
from sim.households import Plans, count_members, follow, open_homes, pair, people_by_district
from sim.kernels import kernel, rule
from sim.moving import by_name, empty, note, take_homes, take_rows
from sim.newcomers import arrive, come_from_abroad, recruit_abroad, welcome
from sim.origins import COMING, first_words
from sim.tables import NATIVE
from sim.tally import ARRIVALS, DEPARTURES

ADULT = 18 * 12
BAND = 4 * 12
LEAVERS, SEEKERS, PARTING, LEAVING, FOLLOWED = range(5)
LEAVES, ARRIVES, PAIRS, PARTS = 0, 2, 4, 5
"""Rows of the chances by age; wishes to move have one row for most people and one for the tertiary-educated."""


class LivingTogether(Behaviour):
    """Young adults leave home, singles pair with somebody of similar age, couples part, households come and go.

    Each of it is decided once a year. Arrivals are like households that live in the city already, without a job.
    As many come at each age as at month 0, and more where homes stand empty: as many people can live in a district
    as at month 0.
    """

    leaves_home = param(0.36, "share/year", "of young adults who leave their parents' home",
                        "assumed: Finland, mean age 21-22 (Eurostat)", 0, 1)  # fmt: skip
    home_until = param(30, "years", "age at which everybody leaves the parents' home",
                       "assumed: as in the drawn population", 20, 60)  # fmt: skip
    pairs = param(0.13, "share/year", "of single women who find a partner, at 28-32",
                  "calibrated: share living in couples is stationary", 0, 1)  # fmt: skip
    pairs_fades = param(14.0, "years", "time constant of the fall of that chance after 32", "assumed", 1, 60)
    apart = param(10.0, "years", "largest distance from the usual gap of ages in a couple", "assumed", 1, 40)
    scatter = param(24.0, "months", "spread of the gap of ages in a couple", "assumed", 0, 120)
    mixes = param(0.2, "share", "of people of foreign background who look for a partner among the others",
                  "assumed: intermarriage of about a fifth", 0, 1)  # fmt: skip
    parts = param(0.030, "share/year", "of couples that part, up to 30",
                  "assumed: Finland, about 4 in 10 marriages end; couples outside marriage sooner", 0, 0.5)  # fmt: skip
    parts_fades = param(25.0, "years", "time constant of the fall of that chance after 30", "assumed", 1, 60)
    skilled = param(0.5, "factor", "extra moves of tertiary-educated households, out of the city and into it",
                    "evidence 8.2 item 11: 1-3% of graduates a year leave; size assumed", 0, 3)  # fmt: skip
    leaving_age = param(28.0, "years", "usual age of the head of a departing household",
                        "assumed: the young and young families", 18, 60)  # fmt: skip
    leaving_spread = param(9.0, "years", "spread of that age", "assumed: as above", 1, 30)
    arriving_age = param(21.5, "years", "usual age of the head of an arriving household",
                         "assumed: mostly 18-30", 18, 60)  # fmt: skip
    arriving_spread = param(5.0, "years", "spread of that age", "assumed: as above", 1, 30)
    settled_leave = param(0.70, "factor", "departures at any other age against those at that age",
                          "assumed: as above", 0, 1)  # fmt: skip
    settled_arrive = param(0.11, "factor", "arrivals at any other age against those at that age",
                           "assumed: as above", 0, 1)  # fmt: skip
    moves_on = param(2.6, "factor", "departures of households born abroad against others",
                     "assumed: about a twentieth of those born abroad leave Helsinki in a year, half as many others", 0, 5)  # fmt: skip
    comes = param(3.0, "factor", "arrivals of households born abroad against others",
                  "set so that the share of those born abroad stays: their children are born here", 0, 8)  # fmt: skip
    homes_fill = param(5.0, "factor", "extra arrivals per share of homes that stand empty",
                       "assumed: the housing stock is fixed, gaps close in about three years", 0, 20)  # fmt: skip

    def prepare(self, city: Any) -> None:
        """Count who lives together and in each district; make the moves of month 0 add up to the city's rates."""
        r, h = city.residents.columns, city.households.columns
        count_members(r.present, r.household, r.age, r.id, h)
        self.homes_for = people_by_district(r.present, r.district, len(city.facts.districts))
        leaving, arriving = wishes_to_move(self.numbers, r, h.head)
        self.heads_of = heads_by_age(h.head, r.age)
        self.leave = per_wish(city.facts.out_migration, leaving)
        self.arrive = per_wish(city.facts.in_migration, arriving)
        self.by_age = chances_by_age(self.numbers)

    def act(self, city: Any) -> None:
        """Decide, move within the city, let arrivals in and departures out; then renew acquaintances."""
        plans = self.make_plans(city)
        needed = len(plans.leavers) + len(plans.seekers) + len(plans.parting) + len(plans.followed)
        homes = take_homes(city, needed)
        gone, models, used = self.move_within(city, plans, homes)
        rows = take_rows(city, len(models))
        arrive(city.month, city.residents, len(city.households), models, rows, homes[used:])
        luck, r = city.luck("coming"), city.residents.columns
        come_from_abroad(luck, COMING.numbers, first_words(city.facts), city.month, len(city.households), r, rows)
        recruit_abroad(luck, COMING.numbers, city.month, r, city.posts.columns, city.occupations, rows)
        if city.conditions.pulse[0] > 0:
            city.tally[ARRIVALS] += welcome(city)
        if len(gone):
            empty(city, gone)
        city.tally[ARRIVALS] += len(models)
        city.tally[DEPARTURES] += len(gone)
        r = city.residents
        count_members(r.present, r.household, r.age, r.id, city.households.columns)
        if city.month % 3 == 0:
            forget(r.present, r.rests, r.friends)
        renew(city.luck("friends"), city.turn, city.other_turn, city.month, r.id, r.present, r.district, r.friends,
              len(self.homes_for))  # fmt: skip

    def make_plans(self, city: Any) -> Plans:
        """The yearly decisions that fall into this month."""
        r = city.residents.columns
        now = people_by_district(r.present, r.district, len(self.homes_for))
        arrival = arrivals_by_district(self.arrive, self.homes_fill, self.homes_for, city.conditions.homes, now)
        head = city.households.head
        as_usual = self.heads_of / np.maximum(1, heads_by_age(head, r.age))
        return decide(city.luck("moving_away"), city.luck("pairing"), self.numbers, city.turn, city.other_turn, r, head,
                      self.by_age, self.leave, arrival, as_usual, city.conditions.flight)  # fmt: skip

    def move_within(self, city: Any, plans: Plans, homes: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
        """New homes and couples; returns who leaves the city, whom arrivals are like, and how many homes are taken."""
        r, h = city.residents.columns, city.households.columns
        joins = np.full(len(city.households), -1, np.int32)
        used = open_homes(r, plans, homes)
        men, women = plans.men[np.lexsort((r.id[plans.men], r.age[plans.men]))], by_name(plans.seekers, r.id)
        lots = self.scatter * bells(city.luck("leaving_home"), r.id[women])
        hers, his = (looks_abroad(city.luck("coming"), self.mixes, r, rows) for rows in (women, men))
        for abroad in (False, True) if hers.any() and his.any() else (False,):
            she, he = hers == abroad, his == abroad
            used += pair(lots[she], r, h.head, women[she], men[he], joins, homes[used:], self.apart * 12.0)
        gone, models = follow(r, h.head, plans, joins)
        return gone, models, used


@kernel
def arrivals_by_district(usual, homes_fill, homes_for, homes, now):
    """How many come to each district against those who live there: more where homes stand empty, at most four times as many."""
    arrivals = np.empty(len(now))
    for d in range(len(now)):
        room = (homes_for[d] * np.float64(homes[d]) - now[d]) / max(homes_for[d], 1)
        arrivals[d] = usual * min(4.0, max(0.0, 1.0 + homes_fill * room))
    return arrivals


def per_wish(rate: float, wishes: np.ndarray) -> float:
    """Yearly chance for each unit of a wish to move with which all together move at this rate; 0 where nobody wishes to."""
    total = math.fsum(wishes)
    return rate * len(wishes) / total if total > 0 else 0.0


@kernel
def looks_abroad(luck, mixes, r, rows):
    """Whether these people look for a partner among those of foreign background, as most do who are so themselves."""
    abroad = np.zeros(len(rows), np.bool_)
    for n in range(len(rows)):
        abroad[n] = r.origin[rows[n]] != NATIVE and draw(luck, -r.id[rows[n]]) >= mixes
    return abroad


@rule
def chance_of_leaving_home(p, years):
    """Yearly chance that a grown-up child moves out."""
    return p.leaves_home if years < p.home_until else 1.0


@rule
def chance_of_pairing(p, years):
    """Yearly chance that a single woman finds a partner."""
    ready = min(1.0, max(0.1, (years - 16.0) / 12.0))
    return p.pairs * ready * exp(-max(0.0, years - 32.0) / p.pairs_fades)


@rule
def chance_of_parting(p, years):
    """Yearly chance that a couple parts."""
    return p.parts * exp(-max(0.0, years - 30.0) / p.parts_fades)


@rule
def skilled_move(p, attainment):
    """The tertiary-educated move more, in both directions."""
    return 1.0 + p.skilled if attainment >= 5 else 1.0


@rule
def wish_to_leave(p, years, attainment):
    """How readily a household leaves the city, by the age and education of its head."""
    z = (years - p.leaving_age) / p.leaving_spread
    return skilled_move(p, attainment) * (p.settled_leave + (1.0 - p.settled_leave) * exp(-0.5 * z * z))


@rule
def wish_to_arrive(p, years, attainment):
    """How many households like this one come to the city, by the age and education of the head."""
    z = (years - p.arriving_age) / p.arriving_spread
    return skilled_move(p, attainment) * (p.settled_arrive + (1.0 - p.settled_arrive) * exp(-0.5 * z * z))


@kernel
def chances_by_age(p):
    """Yearly chances and wishes by month of age, looked up instead of worked out anew: shape (rows, ages)."""
    by_age = np.empty((PARTS + 1, 1321))
    for age in range(by_age.shape[1]):
        years = age / 12.0
        for skilled in range(2):
            by_age[LEAVES + skilled, age] = wish_to_leave(p, years, 5 * skilled)
            by_age[ARRIVES + skilled, age] = wish_to_arrive(p, years, 5 * skilled)
        by_age[PAIRS, age], by_age[PARTS, age] = chance_of_pairing(p, years), chance_of_parting(p, years)
    return by_age


@kernel
def heads_by_age(head, age):
    """Households by the age of the head, in bands of four years."""
    heads = np.zeros(1 + 1320 // BAND, np.int64)
    for k in range(len(head)):
        if head[k] >= 0:
            heads[age[head[k]] // BAND] += 1
    return heads


@kernel
def wishes_to_move(p, r, head):
    """For every resident, the wish of her household to leave, and of others like it to come."""
    leaving, arriving, n = np.empty(len(r.present)), np.empty(len(r.present)), 0
    for i in range(len(r.present)):
        if r.present[i]:
            k = head[r.household[i]]
            years, level, abroad = r.age[k] / 12.0, r.attainment[k], r.foreign[k]
            leaving[n] = wish_to_leave(p, years, level) * (p.moves_on if abroad else 1.0)
            arriving[n] = wish_to_arrive(p, years, level) * (p.comes if abroad else 1.0)
            n += 1
    return leaving[:n], arriving[:n]


@kernel
def decide(moving, pairing, p, turn, other_turn, r, head, by_age, leave, arrival, as_usual, flight):
    """Everybody whose month it is decides; returns the plans."""
    rows, n, foster, least = np.empty((5, len(turn)), np.int64), np.zeros(5, np.int64), -1, ~np.uint64(0)
    for i in turn:
        if r.present[i] == 0 or r.age[i] < ADULT:
            continue
        age, household, skilled = r.age[i], r.household[i], 1 if r.attainment[i] >= 5 else 0
        years, single, heads = age / 12.0, r.partner[i] < 0, head[household] == i
        u, v = draw2(moving, r.id[i])
        if heads:
            goes, comes = (p.moves_on, p.comes) if r.foreign[i] else (1.0, 1.0)
            if u < leave * goes * by_age[LEAVES + skilled, age] + flight[r.district[i]]:
                note(rows, n, LEAVING, household)
            usual = arrival[r.district[i]] * as_usual[age // BAND]
            if v < usual * comes * by_age[ARRIVES + skilled, age]:
                note(rows, n, FOLLOWED, household)
        elif single and u < chance_of_leaving_home(p, years):
            note(rows, n, LEAVERS, i)
        u, v = draw2(pairing, r.id[i])
        if single and r.sex[i] == 1 and u < by_age[PAIRS, age]:
            note(rows, n, SEEKERS, i)
        if not single and r.sex[i] == 0 and u < by_age[PARTS, age]:
            note(rows, n, PARTING, i)
        elif not single and heads and 30.0 <= years < 55.0 and word(pairing, r.id[i]) < least:
            foster, least = i, word(pairing, r.id[i])
    men = np.concatenate((single_men(turn, r.present, r.sex, r.age, r.partner),
                          single_men(other_turn, r.present, r.sex, r.age, r.partner)))  # fmt: skip
    return Plans(rows[0, : n[0]], rows[1, : n[1]], men, rows[2, : n[2]], rows[3, : n[3]], rows[4, : n[4]],
                 children_alone(head, r.age), foster)  # fmt: skip


@kernel
def single_men(rows, present, sex, age, partner):
    """Grown-up men without a partner."""
    men, n = np.empty(len(rows), np.int64), 0
    for i in rows:
        if present[i] and sex[i] == 0 and age[i] >= ADULT and partner[i] < 0:
            men[n] = i
            n += 1
    return men[:n]


@kernel
def children_alone(head, age):
    """Households of children whose last grown-up died."""
    homes, n = np.empty(len(head), np.int64), 0
    for k in range(len(head)):
        if head[k] >= 0 and 0 < age[head[k]] < ADULT:
            homes[n] = k
            n += 1
    return homes[:n]
