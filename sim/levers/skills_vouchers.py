"""A voucher towards a course for adults who need it most."""

from typing import Any

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.declare import param
from sim.providers import offers_of, queue
from sim.tables import NO_SEAT, UNEMPLOYED
from sim.targeting import funded, invite, knowing, meant, payer, want_seats


class SkillsVouchers(Lever):
    """Adults of low education, and the unemployed, pay only part of a course; the rest is paid when they start.

    Caseworkers hand it to the unemployed and choose a course with them; of the others only those have one who get to know of it.
    Where holders are turned away it pays for seats, which open as teachers are found and take whoever comes. Part of the money goes
    to people who would have learned anyway.
    """

    theme = "skill development for the local economy"
    works_on = "adults of low education and the unemployed"
    aims = KINDS
    share = param(0.5, "share", "of the price that is paid", "chosen by the user", 0, 1)
    most = param(1500.0, "EUR", "paid towards one course at most", "chosen by the user", 0, 50_000)
    below = param(3.0, "ISCED", "attainment below which everybody is eligible; 9 makes everybody eligible", "chosen by the user", 0, 9)
    every = param(1, "months", "from one talk of a caseworker with somebody unemployed to the next",
                  "evidence V2: 78% of those handed one start a course; with monthly talks two of three", 1, 1200)  # fmt: skip
    talk = param(70.0, "EUR", "for such a talk", "assumed: three quarters of an hour of a caseworker", 0, 1000)
    knows = param(0.25, "share", "of the others who know of it after a year: nobody tells them", "evidence row 50", 0, 1)
    seats = param(0.5, "share", "of the money, at most, for seats where its holders are turned away", "chosen by the user", 0, 1)

    def apply(self, city: Any) -> None:
        """Hand it out in talks, let others find out, and open seats where its holders wait."""
        if not funded(city, self):
            return
        r, c, row = city.residents, city.conditions, payer(city, self)
        grown = (r.present == 1) & (r.age >= 18 * 12) & (r.age < 67 * 12)
        jobless = grown & (r.activity == UNEMPLOYED)
        holds = meant(city, self, jobless | (grown & (r.attainment < self.below) & knowing(city, self, self.knows)))
        invite(city, self, jobless & (r.offer < 0), self.talk, self.every)
        c.voucher[row, holds] = self.share
        c.voucher_most[row] = self.most * city.price_level
        away = (r.refusal == NO_SEAT) & (r.present == 1)
        rows = offers_of(city, work=1)
        waiting = queue(city)[rows] * float((away & holds).sum() / max(1, away.sum()))
        want_seats(city, self, rows, waiting, city.seat_cost, share=self.seats, most=waiting)
