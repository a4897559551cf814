"""Money put aside in good years, spent on learning when a crisis is seen."""

from typing import Any

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.declare import param
from sim.providers import COLLEGE, offers_of, unmet
from sim.tables import UNEMPLOYED
from sim.targeting import alarm, funded, meant, payer, put_first, reaches, want_seats


class ReserveFund(Lever):
    """Money waits until unemployment is seen to rise, or providers are cut; then it opens seats, free for the unemployed.

    In normal times it does nothing, and statistics come late: without early warning the seats open when the worst is over.
    """

    theme = "crisis preparedness"
    works_on = "the unemployed in a crisis; the seats it opens take whoever comes"
    aims = KINDS
    points = param(
        0.012,
        "share",
        "of unemployment above the usual, or of providers' money that is cut, at which money is released",
        "chosen by the user",
        0.001,
        0.2,
    )
    release = param(0.06, "share/month", "of the fund that is spent in a crisis", "assumed: most of it in two to three years", 0.005, 1)

    def apply(self, city: Any) -> None:
        """Watch; in a crisis ask for seats in work courses and pay the price for the unemployed."""
        if not funded(city, self):
            return
        c, r = city.conditions, city.residents
        c.watch[0] += 1
        if not (alarm(city, self.points) or 1 - c.funding[0] > self.points):
            return
        if not reaches(city, self, r.activity == UNEMPLOYED):
            return
        rows = offers_of(city, COLLEGE, work=1)
        put_first(city, self, r.activity == UNEMPLOYED, 1.0)
        c.voucher[payer(city, self), meant(city, self, r.activity == UNEMPLOYED)] = 1.0
        euros = self.release * city.hall.available(self)
        want_seats(city, self, rows, unmet(city)[rows] * city.offers.worth[rows], city.seat_cost, euros=euros)
