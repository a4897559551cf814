"""Integration training: a year of the city's language and of how things work here, full time."""

from typing import Any

import numpy as np

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.declare import param
from sim.providers import offers_of, unmet
from sim.tables import EMPLOYED, INACTIVE
from sim.targeting import funded, grown, invite, lift, meant, put_first, reaches, want_seats


class LanguageCourses(Lever):
    """Free places for residents from abroad who lack the language: half of a year's 2,160 hours are lessons in it, at EUR 8,000.

    Teachers are few, so that people wait; while it lasts they hardly look for work, and what is gained shows years later.
    """

    theme = "inclusive education"
    works_on = "residents from abroad who lack the language of the city"
    aims = KINDS
    below = param(
        0.75, "share", "command of the language below which somebody may come", "inclusion.csv G06: training aims at B1 to B2", 0.1, 1
    )
    every = param(6, "months", "from one talk to the next, with those who wait at home, whether they will come",
                  "assumed: an integration plan is looked at twice a year", 1, 60)  # fmt: skip
    talk = param(60.0, "EUR", "for such a talk, with an interpreter", "assumed: an hour of work", 1, 1000)
    short = param(0.3, "share", "of the money for short evening courses rather than the whole training", "chosen by the user", 0, 1)
    fits = param(0.5, "share", "of the schedule and caring barriers that part-time groups and child-minding lift", "assumed", 0, 1)
    priority = param(1.0, "points", "those who came in the last three years come first when seats are short", "chosen by the user", 0, 5)

    def apply(self, city: Any) -> None:
        """Talk to those who lack the language, and ask for seats where they wait."""
        if not funded(city, self):
            return
        r, c = city.residents, city.conditions
        adult = (r.present == 1) & (r.age >= 18 * 12) & (r.age < 65 * 12) & (r.activity >= EMPLOYED) & (r.activity <= INACTIVE)
        lacking = adult & (r.language < self.below)
        if not reaches(city, self, lacking):
            return
        self.ask(city, lacking & (r.offer < 0) & (r.activity != EMPLOYED))
        lift(c.time_help, meant(city, self, lacking), grown(city, self, self.fits))
        lift(c.care_help, meant(city, self, lacking), grown(city, self, self.fits))
        put_first(city, self, lacking, self.priority * 0.5)
        put_first(city, self, lacking & (r.arrived > city.month - 36), self.priority * 0.5)
        rows = offers_of(city)
        rows = rows[city.courses.language[city.offers.course[rows]] > 0]
        whole = city.courses.load[city.offers.course[rows]] >= 0.5
        for part, share in ((rows[whole], 1 - self.short), (rows[~whole], self.short)):
            c.promoted[part] += city.offers.seats[part] * (share / max(float(city.offers.seats[part].sum()), 1e-9))
            want_seats(city, self, part, unmet(city)[part], city.seat_cost, share=share)

    def ask(self, city: Any, waiting: np.ndarray) -> None:
        """An adviser talks to those whose turn it is, and points to these courses."""
        talked = invite(city, self, waiting, self.talk, self.every, share=0.2)
        lift(city.conditions.advised, talked, 1.0)
