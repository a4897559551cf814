"""Where does each group stand from school to pay, and what becomes of the applications of those who look for work?

Residents are counted twice a year over the last years of a run, applications of the unemployed in every month of them. An application
that was turned down for another is put down to the name or the limitation where it would have been ranked first without what
employers hold against it (all else, and all others, as they were).
"""

from typing import Any

import numpy as np
import pandas as pd

from experiments.outcomes.crossings import COLUMNS, DISTRICT, crossings, of_cells
from experiments.outcomes.definitions import LATE, LATE_MONTHS
from sim.behaviours import hiring
from sim.cells import add_groups
from sim.groups import CELLS, find_cells
from sim.pay import earnings
from sim.tables import EMPLOYED, UNEMPLOYED

PEOPLE = ("people", "active", "employed", "pay", "hours", "tertiary", "below", "young", "upper", "adults", "higher", "pupils", "skill")
"""Of 20-64: all, in the labour force, in work; of these pay (EUR a month), hours (full-time workers), graduates in work, below their
level; of 20-24 all and with upper secondary education; of 25-34 all and with a degree; of 15: all, and the sum of basic skill (SD)."""
FATES = ("hired", "another", "undecided", "papers", "speech", "skills", "name", "ranked")
"""Applications: she got it; another job that she liked better; nobody has chosen yet; schooling not recognised; the language; skills;
another was preferred for her name or limitation; another was preferred."""
SEARCH = ("seekers", "silent", *FATES)
"""Person-months of looking for work, those without any application, and applications by what became of them."""
COUNTED = (*PEOPLE, *SEARCH)
WALLS = {hiring.NOT_DECIDED: 2, hiring.PAPERS: 3, hiring.WORDS: 4, hiring.SKILLS: 5}
EVERY = 6
"""Months from one count of residents to the next."""
BASIC = 0
"""Literacy and numeracy among the domains of skill."""
MOST_TRAITS = 2


class Inclusion:
    """Counts of one world by cell of traits, added up over its last months."""

    def __init__(self, city: Any, months: int) -> None:
        self.months, self.first = months, months - LATE_MONTHS + 1
        self.people, self.search = np.zeros((len(PEOPLE), CELLS)), np.zeros((len(SEARCH), CELLS))
        self.looks = 0
        self.remember(city)

    def remember(self, city: Any) -> None:
        """Who looks for work now: her applications of the next month count."""
        r = city.residents
        self.seeking = np.where((r.present == 1) & (r.activity == UNEMPLOYED), r.id, -1)

    def look(self, city: Any, month: int) -> None:
        """Count this month, which is month ``month`` after the policy date, if it is one of the last."""
        if month >= self.first:
            cells = np.empty(len(city.residents), np.int64)
            find_cells(city.residents.columns, cells)
            if (self.months - month) % EVERY == 0:
                self.count_people(city, cells)
            self.count_search(city, cells)
        if month >= self.first - 1:
            self.remember(city)

    def count_people(self, city: Any, cells: np.ndarray) -> None:
        """Add residents to their cells, in the order of PEOPLE."""
        r = city.residents
        here, years = r.present == 1, r.age // 12
        able, young, adult, at_15 = (here & (years >= a) & (years < b) for a, b in ((20, 65), (20, 25), (25, 35), (15, 16)))
        works = able & (r.activity == EMPLOYED)
        graduate = works & (r.attainment >= 5)
        below = graduate & (city.occupations.level[r.occupation] < 5)
        pay, hours = np.where(works, earnings(r, slice(None)), 0.0), np.where(works & (r.leave == 0), r.hours, 0.0)
        parts = (able, works | (able & (r.activity == UNEMPLOYED)), works, pay, hours, graduate, below, young, young & (r.attainment >= 3),
                 adult, adult & (r.attainment >= 5), at_15, np.where(at_15, r.skill[:, BASIC], 0.0))  # fmt: skip
        for n, part in enumerate(parts):
            self.people[n] += np.bincount(cells, part, CELLS)
        self.looks += 1

    def count_search(self, city: Any, cells: np.ndarray) -> None:
        """Add those who looked for work when the month began, and what became of their applications, in the order of SEARCH."""
        r, n = city.residents, len(self.seeking)
        seeks = np.zeros(len(r), bool)
        seeks[:n] = (self.seeking >= 0) & (r.id[:n] == self.seeking) & (r.present[:n] == 1)
        sent = np.zeros(len(r), bool)
        sent[city.applications.person] = True
        self.search[0] += np.bincount(cells[seeks], minlength=CELLS)
        self.search[1] += np.bincount(cells[seeks & ~sent], minlength=CELLS)
        theirs = seeks[city.applications.person]
        fate, cell = fates(city)[theirs], cells[city.applications.person[theirs]]
        for code in range(len(FATES)):
            self.search[2 + code] += np.bincount(cell[fate == code], minlength=CELLS)

    def table(self) -> pd.DataFrame:
        """One row for each group of up to two traits: mean counts of people, and sums of searches and applications."""
        groups = crossings(most=MOST_TRAITS)
        counts = np.concatenate([self.people / max(1, self.looks), self.search]).T
        found = np.zeros((1, len(groups), len(COUNTED)))
        add_groups(counts, np.arange(CELLS), np.zeros(CELLS, np.int64), of_cells(groups), found)
        there = found[0].any(axis=1)
        named = {trait: [dict(group).get(trait, "") for group in groups] for trait in COLUMNS if trait != DISTRICT}
        rows = pd.DataFrame({"window": LATE, **named, **dict(zip(COUNTED, found[0].T.astype(np.float32), strict=True))})
        return rows[there].reset_index(drop=True)


def fates(city: Any) -> np.ndarray:
    """What became of each application of the month that has just been lived: numbers of FATES."""
    a, walls, (score, winner) = city.applications, city.walls, city.ranking
    number = np.arange(len(a.person))
    if len(number) == 0:  # in a small city there may be no application
        return np.zeros(0, np.int64)
    won = np.full(len(city.residents), len(number))
    hired = winner[winner >= 0]
    won[a.person[hired]] = hired
    fate = np.full(len(number), FATES.index("ranked"))
    best = np.where(winner >= 0, score[np.maximum(winner, 0)], np.inf)[a.vacancy]
    free = np.full(len(number), -np.inf)
    judged = walls == hiring.NO_WALL
    free[judged] = score[judged] + held_against(city)[judged]
    fate[judged & (free > best) & (score <= best)] = FATES.index("name")
    for wall, code in WALLS.items():
        fate[walls == wall] = code
    fate[number > won[a.person]] = FATES.index("another")
    fate[hired] = FATES.index("hired")
    return fate


def held_against(city: Any) -> np.ndarray:
    """Points that employers take off each application for a name from abroad or a limitation, float64, shape (applications,)."""
    a, r = city.applications, city.residents
    p = city.behaviour("hiring").numbers
    of = np.array([[hiring.handicap_of(p, origin, limitation) for limitation in range(3)] for origin in range(5)])
    employer = city.posts.employer[city.vacant.post[a.vacancy]]
    handicap = of[r.origin[a.person], r.limitation[a.person]] * (1.0 - a.contact) * (1.0 - city.conditions.fairness[employer])
    return p.sees * city.employers.bias[employer] * handicap
