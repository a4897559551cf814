"""Every adult may spend a personal account on learning."""

from typing import Any

from sim.aim import KINDS
from sim.catalogue import Lever
from sim.declare import param
from sim.targeting import funded, knowing, lift, meant, payer, serve


class LearningEntitlement(Lever):
    """Every adult of 25-64 has an account that pays courses, whatever her income: simple, and mostly deadweight.

    A letter a year tells people of it; letters alone raise knowledge, not participation. Who does not know of it pays for herself.
    """

    theme = "lifelong learning"
    works_on = "adults of 25-64"
    aims = KINDS
    account = param(500.0, "EUR/course", "that the account pays at most", "chosen by the user: as in several national schemes", 0, 20_000)
    letter = param(2.5, "EUR", "for each letter", "assumed", 0, 100)
    heard = param(
        0.03,
        "share",
        "of those written to who then know what is on offer",
        "evidence V4: knowledge up, take-up unchanged; size assumed",
        0,
        1,
    )

    knows = param(0.4, "share", "of those who have an account who know of it after a year",
                  "assumed: a quarter without letters (evidence row 50), and letters are read by some", 0, 1)  # fmt: skip

    def apply(self, city: Any) -> None:
        """Open the accounts while there is money, and write to a twelfth of those who do not know."""
        if not funded(city, self):
            return
        r, c, row = city.residents, city.conditions, payer(city, self)
        grown = (r.present == 1) & (r.age >= 25 * 12) & (r.age < 65 * 12)
        addressed = serve(
            city, self, grown & (r.aware == 0) & (r.id % 12 == city.since_policy % 12), self.letter, "providers", share=0.2, lasts=1
        )
        lift(c.reach, addressed, self.heard)
        c.voucher[row, meant(city, self, grown & knowing(city, self, self.knows))], c.voucher_most[row] = (
            1.0,
            self.account * city.price_level,
        )
