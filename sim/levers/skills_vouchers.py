"""A voucher towards a course for adults who need it most."""

from typing import Any

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.declare import param
from sim.tables import UNEMPLOYED
from sim.targeting import funded, meant, payer


class SkillsVouchers(Lever):
    """Adults of low education, and the unemployed, pay only part of a course; the rest is paid when they start.

    Part of the money goes to people who would have learned anyway, and nobody learns without a seat.
    """

    theme = "skill development for the local economy"
    works_on = "adults of low education and the unemployed"
    aims = KINDS
    share = param(0.5, "share", "of the price that is paid", "chosen by the user", 0, 1)
    most = param(1500.0, "EUR", "paid towards one course at most", "chosen by the user", 0, 50_000)
    below = param(3.0, "ISCED", "attainment below which everybody is eligible; 9 makes everybody eligible", "chosen by the user", 0, 9)

    def apply(self, city: Any) -> None:
        """Offer the voucher while there is money."""
        if not funded(city, self):
            return
        r, c, row = city.residents, city.conditions, payer(city, self)
        grown = (r.age >= 18 * 12) & (r.age < 67 * 12)
        c.voucher[row, meant(city, self, grown & ((r.attainment < self.below) | (r.activity == UNEMPLOYED)))] = self.share
        c.voucher_most[row] = self.most * city.price_level
