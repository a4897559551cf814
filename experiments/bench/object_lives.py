"""Object model: birthdays, births, deaths and acquaintances."""

from typing import Any

import numpy as np

from experiments.bench.plain import plain
from sim import acquaintances, moving
from sim.behaviours import growing_older as ageing
from sim.behaviours import living_together as together
from sim.chance import bell, child_id, draw, draw2, draw_about, exp, word
from sim.tables import CHILD, EMPLOYED, INACTIVE, NATIVE, NEVER, PUPIL, REFUGE, RETIRED, UNEMPLOYED

old, homes, moves = plain(ageing), plain(together), plain(moving)
FRIENDS = acquaintances.FRIENDS


class AtHome:
    """What a resident does at home."""

    def grow_older(self, kept: float) -> None:
        """One month more on every clock."""
        self.age += 1
        self.learned += 1 if self.learned < NEVER else 0
        self.trained += 1 if self.trained < NEVER else 0
        self.credential *= kept
        if self.activity == EMPLOYED:
            self.tenure += 1
            self.experience += 1
            self.practice += 1
        elif self.activity in (UNEMPLOYED, INACTIVE):
            self.spell += 1
        elif self.activity == CHILD and self.age >= 7 * 12:
            self.activity = PUPIL

    def fall_ill_or_recover(self, luck: int, p: object) -> None:
        """Once a year a limitation by health begins, grows worse or better, or stays."""
        years, (begin, worse) = self.age // 12, self.model.onset
        u, refugee = draw(luck, self.name), self.reason == REFUGE
        self.limitation = old.next_limitation(p, self.limitation, begin[years], worse[years], self.schooling, years, refugee, u)

    def retire(self) -> None:
        """Draw a pension from now on."""
        if self.activity == EMPLOYED:
            self.leave_post(RETIRED)
            self.model.tally["retirements"] += 1
        self.leave_course()
        self.activity, self.searching, self.entitlement, self.leave = RETIRED, 0, 0, 0

    def give_birth(self, luck: int, p: object) -> None:
        """A child that takes after its parents; a mother who is not at school takes leave."""
        name = child_id(self.name, self.model.month)
        father: Any = self.partner or self
        abroad, born_there = NATIVE not in (self.origin, father.origin), self.foreign and father.foreign
        u, v = draw2(luck, name)
        ability = p.inherits * 0.5 * (self.ability + father.ability) + p.surprise * bell(u)
        self.model.new_resident(
            name=name, sex=1 if draw_about(luck, name, 8) < 0.488 else 0, district=self.district,
            household=self.household, parents_schooling=0.5 * (self.schooling + father.schooling), ability=ability,
            trust=0.5 * (self.trust + father.trust), prepared=self.prepared, aspiration=0.6 * bell(v),
            skill=[p.by_ability * ability + p.at_birth + p.own * bell(draw_about(luck, name, m)) for m in range(8)],
            friends=list(self.friends), origin=self.origin if abroad else NATIVE,
            language=p.at_home if abroad and born_there else 1.0,
        )  # fmt: skip
        if EMPLOYED <= self.activity <= INACTIVE:
            self.leave, self.searching, self.entering = int(p.leave), 0, 0
            self.activity = EMPLOYED if self.activity == EMPLOYED else INACTIVE

    def leave_city(self) -> None:
        """Dead or gone: let go of everything that points here."""
        if self.activity == EMPLOYED:
            self.leave_post(CHILD)
        if self.partner:
            self.partner.partner = None
            self.partner = None
        self.present, self.age, self.learned, self.activity, self.offer, self.origin = False, 0, NEVER, CHILD, None, NATIVE
        self.remove()

    def knows(self, somebody: object) -> bool:
        """Whether somebody is an acquaintance, or oneself."""
        return somebody is self or somebody in self.friends

    def forget_the_gone(self) -> None:
        """Nobody keeps an acquaintance who is gone."""
        self.friends = [friend if friend and friend.present else None for friend in self.friends]

    def renew_friends(self, luck: int, hosts: dict) -> None:
        """Get to know somebody new for each acquaintance who is gone."""
        for f, friend in enumerate(self.friends):
            if friend is None:
                self.friends[f] = self.somebody_new(word(np.uint64(word(luck, self.name)), f), hosts.get(self.district))

    def somebody_new(self, bits: int, host: object) -> object:
        """A friend of a friend; else the host of the district."""
        first, second = bits & 7, (bits >> 3) & 7
        for a in range(FRIENDS):
            friend = self.friends[(first + a) & 7]
            if friend and friend.present and moves.since_turn(friend.name, self.model.month) > 0:
                found = friend.friends[second]
                if found and found.present and not self.knows(found):
                    return found
        return None if host is None or self.knows(host) else host


def growing_older(city: object) -> None:
    """A month passes, people retire, children are born, the dead leave."""
    p = city.p.growing_older
    turns = [(person, moves.since_turn(person.name, city.month)) for person in city.people]
    city.turn = [person for person, turn in turns if turn == 0]
    city.other_turn = [person for person, turn in turns if turn == 6]
    city.people.do("grow_older", exp(-ageing.LN2 / p.half_life))
    for person in city.turn:
        person.fall_ill_or_recover(city.luck("limiting"), p)
    dead, mothers, retirees = fates(city, p)
    for person in retirees:
        person.retire()
    for mother in mothers:
        mother.give_birth(city.luck("giving_birth"), p)
    for person in dead:
        person.leave_city()
    city.tally["births"] += len(mothers)
    city.tally["deaths"] += len(dead)


def fates(city: object, p: object) -> tuple[list, list, list]:
    """Who of those whose month it is dies, gives birth, retires."""
    luck, stork = city.luck("dying"), city.luck("giving_birth")
    dead, mothers, retirees = [], [], []
    for person in city.turn:
        years = person.age // 12
        u, v = draw2(luck, person.name)
        if u < city.dying[person.sex][years]:
            dead.append(person)
            continue
        ties = old.ties(p, 0 if person.partner else -1, person.household.head is person)
        if person.sex == 1 and draw(stork, person.name) < city.bearing[years] * ties:
            mothers.append(person)
        if EMPLOYED <= person.activity <= INACTIVE and v < city.retiring[person.limitation][years]:
            retirees.append(person)
    return dead, mothers, retirees
